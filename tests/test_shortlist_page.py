"""The shortlist in the browser: adding, notes, order, status, the private link, and what keeps it safe."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matcher.settings import Settings
from matcher.shortlists.keeping import Shortlists
from matcher.shortlists.shortlist import LONGEST_NOTE, Entry, Shortlist
from matcher.workspace import Workspace
from tests.conftest import WordsEncoder, built_workspace
from webapp import create_app

GOAL = "verify rumours and air a show on radio"
ADDRESS = "goal=verify+rumours+and+air+a+show+on+radio&country=SK&seeker="


@pytest.fixture
def workspace(settings: Settings, words_encoder: WordsEncoder) -> Workspace:
    return built_workspace(settings, words_encoder)


@pytest.fixture
def app(workspace: Workspace, words_encoder: WordsEncoder) -> Flask:
    return create_app(workspace.settings, words_encoder)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def shortlists(workspace: Workspace) -> Shortlists:
    return workspace.shortlists


def signature(client: FlaskClient) -> str:
    """Return the token that a form of this browser carries."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/result?goal=give grants of money").text)
    assert found
    return found.group(1)


def send(client: FlaskClient, path: str, **entered: str) -> TestResponse:
    return client.post(path, data={"csrf_token": signature(client), **entered})


def add(client: FlaskClient, slug: str, **entered: str) -> TestResponse:
    return send(client, "/shortlist", organisation=f"local:{slug}", page="result", address=ADDRESS, **entered)


def opened(client: FlaskClient, shortlists: Shortlists) -> Shortlist:
    """Return the shortlist to which this browser adds."""
    with client.session_transaction() as session:
        return shortlists.get(session["shortlists"][-1])


def names_on(page: str) -> list[str]:
    return re.findall(r"<h2>(?:<a [^>]+>)?([^<]+)", page)


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_first_partner_that_is_added_makes_a_shortlist(client: FlaskClient, shortlists: Shortlists) -> None:
    response = add(client, "checkers")
    assert response.status_code == 303
    assert response.location == f"/result?{ADDRESS}#at-local%3Acheckers"
    shortlist = opened(client, shortlists)
    assert shortlist.name == GOAL
    assert shortlist.goal == (("goal", GOAL), ("country", "SK"))
    assert shortlist.entries == (Entry("local:checkers", "Checkers"),)


def test_the_next_go_onto_the_same_one(client: FlaskClient, shortlists: Shortlists) -> None:
    for slug in ("checkers", "radio-one", "checkers"):
        add(client, slug)
    assert opened(client, shortlists).ids == ("local:checkers", "local:radio-one")
    page = client.get("/result", query_string={"goal": GOAL}).text
    assert len(re.findall(r'class="kept"', page)) == 2
    assert 'aria-label="On your shortlist: Checkers"' in page
    assert 'aria-label="Add to shortlist: Checkers"' not in page
    assert 'aria-label="Add to shortlist: Scouts"' in client.get("/result?goal=engage teenagers").text


def test_the_coalition_leads_back_to_itself_and_only_its_goal_is_kept(
    client: FlaskClient, shortlists: Shortlists
) -> None:
    address = "goal=verify+rumours&size=3&pin=local%3Acheckers&without=local%3Ascouts"
    assert 'name="page" value="coalition"' in client.get(f"/coalition?{address}").text
    response = send(client, "/shortlist", organisation="local:checkers", page="coalition", address=address)
    assert response.location == f"/coalition?{address}#at-local%3Acheckers"
    assert opened(client, shortlists).goal == (("goal", "verify rumours"),)


@pytest.mark.parametrize("page", ["https://evil.example", "//evil.example", "", "javascript:alert(1)"])
def test_one_is_never_sent_to_another_site(client: FlaskClient, page: str) -> None:
    entered = {"organisation": "local:checkers", "address": "goal=x y\r\nX-Evil: 1&to=https://evil.example"}
    response = send(client, "/shortlist", page=page, **entered)
    assert urlsplit(response.location)[:3] == ("", "", "/result")
    assert "X-Evil" not in response.headers


def test_nothing_changes_without_the_token_of_the_form(client: FlaskClient, shortlists: Shortlists) -> None:
    add(client, "checkers")
    before = opened(client, shortlists)
    root = f"/shortlist/{before.token}"
    for path, entered in (
        ("/shortlist", {"organisation": "local:scouts", "address": ADDRESS}),
        (f"{root}/entry", {"organisation": "local:checkers", "note": "x", "status": "agreed", "act": "remove"}),
        (f"{root}/rename", {"name": "Mine now"}),
        (f"{root}/goal", {"address": "goal=other"}),
        (f"{root}/open", {}),
        (f"{root}/delete", {}),
    ):
        refused = client.post(path, data=entered)
        assert refused.status_code == 400, path
        assert "no valid cookie" in refused.text
    assert opened(client, shortlists) == before


def test_forms_work_over_https_though_no_page_tells_a_referrer(client: FlaskClient, shortlists: Shortlists) -> None:
    page = client.get("/result", query_string={"goal": GOAL}, base_url="https://matcher.example").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    entered = {"csrf_token": token.group(1), "organisation": "local:checkers", "address": ADDRESS}
    assert client.post("/shortlist", data=entered, base_url="https://matcher.example").status_code == 303


def test_the_page_is_neither_indexed_nor_stored_nor_told(client: FlaskClient, shortlists: Shortlists) -> None:
    add(client, "checkers")
    add(client, "radio-one")
    root = f"/shortlist/{opened(client, shortlists).token}"
    for path in ("/shortlist", root, f"{root}/compare", f"{root}/brief", f"{root}/brief.md", "/shortlist/unknown"):
        headers = client.get(path).headers
        assert headers["Referrer-Policy"] == "no-referrer", path
        assert headers["X-Robots-Tag"] == "noindex, nofollow", path
        assert headers["Cache-Control"] == "private, no-cache", path
        assert "script-src 'self'" in headers["Content-Security-Policy"], path
    assert client.get("/").headers["Referrer-Policy"] == "same-origin"
    assert '<meta name="robots" content="noindex, nofollow">' in client.get(root).text


def test_notes_status_and_order_are_kept_with_whatever_button(client: FlaskClient, shortlists: Shortlists) -> None:
    for slug in ("checkers", "radio-one", "scouts"):
        add(client, slug)
    path = f"/shortlist/{opened(client, shortlists).token}"
    entered = {"organisation": "local:scouts", "note": "Ask <b>Ana</b>.\nSoon.", "status": "contacted"}
    response = send(client, f"{path}/entry", act="up", **entered)
    assert (response.status_code, response.location) == (303, f"{path}#at-local:scouts")
    page = client.get(path).text
    assert names_on(page) == ["Checkers", "Scouts", "Radio One"]
    assert "Ask &lt;b&gt;Ana&lt;/b&gt;.\nSoon.</textarea>" in page
    assert '<option value="contacted" selected>Contacted</option>' in page
    send(client, f"{path}/entry", organisation="local:checkers", note="", status="declined", act="down")
    assert [(e.name, e.status) for e in opened(client, shortlists).entries] == [
        ("Scouts", "contacted"),
        ("Checkers", "declined"),
        ("Radio One", "to_contact"),
    ]
    send(client, f"{path}/entry", organisation="local:checkers", act="remove")
    assert names_on(client.get(path).text) == ["Scouts", "Radio One"]


def test_a_note_that_is_too_long_is_told_and_still_there(client: FlaskClient, shortlists: Shortlists) -> None:
    add(client, "checkers")
    path = f"/shortlist/{opened(client, shortlists).token}"
    note = "word " * LONGEST_NOTE
    response = send(client, f"{path}/entry", organisation="local:checkers", note=note, act="remove")
    assert response.status_code == 422
    assert "The note has 19,999 characters; the limit is 4,000." in response.text
    assert note in response.text
    assert opened(client, shortlists).entries == (Entry("local:checkers", "Checkers"),)


def test_an_organisation_that_is_gone_is_shown_with_its_note(
    client: FlaskClient, workspace: Workspace, shortlists: Shortlists, words_encoder: WordsEncoder
) -> None:
    for slug in ("checkers", "radio-one"):
        add(client, slug)
    token = opened(client, shortlists).token
    shortlists.write(token, "local:checkers", "Call on Monday", "agreed")
    corpus = workspace.corpus()
    workspace.store.synchronise([*corpus.practices, *(o for o in corpus.organisations if o.id != "local:checkers")])
    workspace.rebuild(words_encoder)
    page = client.get(f"/shortlist/{token}").text
    assert names_on(page) == ["Checkers", "Radio One"]
    assert "Not in the directory any more local:checkers. Your note is kept." in text_of(page)
    assert "Call on Monday</textarea>" in page
    assert '<option value="agreed" selected>' in page
    brief = text_of(client.get(f"/shortlist/{token}/brief").text)
    assert "Not in the directory any more, and left out here: Checkers." in brief
    assert "Not in the directory any more: Checkers." in text_of(client.get(f"/shortlist/{token}/compare").text)


def test_renaming_and_deleting(client: FlaskClient, shortlists: Shortlists) -> None:
    add(client, "checkers")
    path = f"/shortlist/{opened(client, shortlists).token}"
    assert f"For the goal: {GOAL}" not in text_of(client.get(path).text), "its name says so"
    send(client, f"{path}/rename", name="Radio  week ")
    assert f"For the goal: {GOAL}" in text_of(client.get(path).text)
    assert '<h1 id="shortlist-title" class="goal-text" dir="auto">Radio week</h1>' in client.get(path).text
    refused = send(client, f"{path}/rename", name=" ")
    assert (refused.status_code, "The name has 0 characters" in refused.text) == (422, True)
    assert send(client, f"{path}/delete").location == "/shortlist"
    assert client.get(path).status_code == 404
    assert "This browser knows no shortlist yet." in client.get("/shortlist").text


def test_another_browser_needs_the_link_and_may_take_it_over(
    app: Flask, client: FlaskClient, shortlists: Shortlists
) -> None:
    add(client, "checkers")
    path = f"/shortlist/{opened(client, shortlists).token}"
    other = app.test_client()
    assert "This browser knows no shortlist yet." in other.get("/shortlist").text
    assert names_on(other.get(path).text) == ["Checkers"]
    assert "Add to this one from now on" in other.get(path).text
    send(other, f"{path}/open")
    add(other, "radio-one")
    assert opened(client, shortlists).ids == ("local:checkers", "local:radio-one")
    assert "Add to this one from now on" not in other.get(path).text


def test_another_goal_is_told_and_can_have_a_list_of_its_own(client: FlaskClient, shortlists: Shortlists) -> None:
    add(client, "checkers")
    first = opened(client, shortlists)
    same = client.get("/result", query_string={"goal": GOAL}).text
    assert "It is for another goal." not in same
    other = "engage teenagers"
    assert "It is for another goal." in client.get("/result", query_string={"goal": other}).text
    response = send(client, "/shortlist", new="yes", page="result", address="goal=engage+teenagers")
    assert response.location == "/result?goal=engage+teenagers"
    second = opened(client, shortlists)
    assert (second.name, second.entries) == (other, ())
    assert names_on(client.get("/shortlist").text) == [other, GOAL]
    send(client, f"/shortlist/{first.token}/goal", address="goal=engage+teenagers&language=sk", page="result")
    assert shortlists.get(first.token).goal == (("goal", other), ("language", "sk"))


def test_a_goal_that_cannot_be_read_any_more_is_told(client: FlaskClient, shortlists: Shortlists) -> None:
    token = shortlists.create("Old", (("goal", GOAL), ("seeker", "Nobody & Sons"))).token
    for organisation in ("checkers", "radio-one"):
        send(client, f"/shortlist/{token}/open")
        add(client, organisation)
    page = client.get(f"/shortlist/{token}")
    assert page.status_code == 200
    assert "Nobody & Sons" in text_of(page.text)
    for path in ("brief", "compare"):
        refused = client.get(f"/shortlist/{token}/{path}")
        assert refused.status_code == 422
        assert "The goal cannot be read" in refused.text


def test_what_does_not_exist_is_told(client: FlaskClient, shortlists: Shortlists) -> None:
    assert add(client, "nobody").status_code == 404
    assert client.get("/shortlist/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404
    assert send(client, "/shortlist/AAAAAAAAAAAAAAAAAAAAAA/rename", name="x").status_code == 404


def test_without_a_shortlist_no_token_stands_on_a_result(client: FlaskClient) -> None:
    page = client.get("/result", query_string={"goal": GOAL}).text
    assert "Your shortlist" not in page
    assert page.count(">Add to shortlist<") == len(re.findall(r'<li class="card partner" id="at-', page)) > 0
