"""The forms for records in the browser: nothing typed is lost, errors stand beside their field, edits are found."""

from __future__ import annotations

import re
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matcher.records import Organisation
from matcher.settings import Settings
from tests.conftest import WordsEncoder, built_workspace
from tests.editor import add_editor, app_with_editor, errors_of, send_fields, sign_in, text_of, value_of, workspace_of
from webapp.publisher import Publisher

NEW, SENTENCE = "/edit/new/organisation", "Moon Choir sings lullabies to owls."
PATIENCE = 30


@pytest.fixture
def app(settings: Settings, words_encoder: WordsEncoder) -> Flask:
    built_workspace(settings, words_encoder)
    return app_with_editor(settings, words_encoder)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client)
    return client


def fields_of(page: str) -> dict[str, str | list[str]]:
    """Return what a browser would send from the form of a page."""
    form = page.split('<form class="record"')[1].split("</form>", maxsplit=1)[0]
    names = re.findall(r'<(?:input|textarea|select)[^>]*name="([^"]+)"', form)
    plain: dict[str, str | list[str]] = {name: value_of(form, name) for name in names if name != "csrf_token"}
    ticked = re.findall(r'type="checkbox" name="([^"]+)" value="([^"]+)"', form)
    for name in {name for name, _ in ticked}:
        plain[name] = re.findall(rf'name="{name}" value="([^"]+)" checked', form)
    return plain


def stored(app: Flask, slug: str) -> Organisation:
    record = workspace_of(app).editing.get("organisation", f"local:{slug}").record
    assert isinstance(record, Organisation)
    return record


def publish(app: Flask) -> None:
    assert app.extensions["library"].publisher.wait(PATIENCE)


def test_a_new_organisation_is_saved_with_every_field(app: Flask, client: FlaskClient) -> None:
    entered: dict[str, str | list[str]] = {
        "name": "Moon Choir",
        "aliases": "MC\r\nThe Choir",
        "kind": "network",
        "status": "active",
        "summary": SENTENCE,
        "countries": "Slovakia, cz",
        "headquarters": "slovakia",
        "languages": "Slovak, pt-BR",
        "reach": "local",
        "audiences": ["youth"],
        "themes": ["disinformation"],
        "terms": ["no_cost", "in_kind"],
        "offers[0].capability": "",
        "offers[1].capability": "broadcasting",
        "offers[1].statement": "It sings on the radio.",
        "offers[1].basis": "stated",
        "offers[1].source": "3",
        "activities[0].title": "Night of song",
        "activities[0].start": "2024-05",
        "activities[0].partners": "radio one\r\nreg:7",
        "sources[0].title": "Diary",
        "sources[1].title": "",
        "sources[2].title": "Poster",
        "sources[2].date": "2024",
        "identifiers[0].scheme": "ROR",
        "identifiers[0].id": "03x",
        "contact.website": "https://moon.example",
        "contact.role_email": "office@moon.example",
        "verified_on": "2026-01-31",
        "reason": "They wrote to us",
    }
    response = send_fields(client, NEW, entered)
    assert (response.status_code, response.location) == (303, "/edit/saved/organisation/local:moon-choir")
    record = stored(app, "moon-choir")
    assert (record.aliases, record.countries, record.headquarters) == (("MC", "The Choir"), ("SK", "CZ"), "SK")
    assert (record.languages, record.terms, record.reach) == (("sk", "pt-BR"), ("no_cost", "in_kind"), "local")
    assert [(each.capability, each.source) for each in record.offers] == [("broadcasting", 1)]
    assert [each.title for each in record.sources] == ["Diary", "Poster"]
    assert record.activities[0].partners == ("local:radio-one", "reg:7")
    assert record.contact.role_email == "office@moon.example"
    assert [(each.by, each.reason) for each in workspace_of(app).editing.history(record.id)] == [
        ("ana", "They wrote to us")
    ]


def test_the_form_of_a_record_gives_the_same_record_again(app: Flask, client: FlaskClient) -> None:
    for slug in ("checkers", "radio-one", "scouts", "bank", "gone", "silent"):
        before = stored(app, slug)
        fields = fields_of(client.get(f"/edit/organisation/local:{slug}").text)
        assert send_fields(client, f"/edit/organisation/local:{slug}", fields).status_code == 303
        assert stored(app, slug) == before
        assert workspace_of(app).editing.history(f"local:{slug}") == ()
    for practice in workspace_of(app).store.practices():
        fields = fields_of(client.get(f"/edit/practice/{practice.id}").text)
        assert send_fields(client, f"/edit/practice/{practice.id}", fields).status_code == 303
        assert workspace_of(app).editing.get("practice", practice.id).record == practice


def test_an_edited_sentence_is_found_after_publishing(app: Flask, client: FlaskClient) -> None:
    fields = fields_of(client.get("/edit/organisation/local:silent").text)
    assert '<ul class="list">\n</ul>' in client.get("/organisations?q=owls").text, "nobody speaks of owls yet"
    began = time.monotonic()
    saved = send_fields(client, "/edit/organisation/local:silent", fields | {"summary": SENTENCE})
    publish(app)
    seconds = time.monotonic() - began
    assert seconds < PATIENCE
    print(f"searchable after {seconds:.2f} s")  # noqa: T201  for -rP
    goal = "lullabies to owls"
    assert (
        re.findall(r'<h3><a href="/organisations/([^"]+)"', client.get(f"/result?goal={goal}").text)[0]
        == "local:silent"
    )
    assert "Silent House" in client.get("/organisations?q=owls").text
    assert "Saved and searchable." in client.get(saved.location).text


def test_the_saved_page_tells_what_is_not_searchable_yet_or_cannot_be(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError("the disk is full")

    publisher = app.extensions["library"].publisher
    fields = fields_of(client.get("/edit/organisation/local:silent").text)
    with monkeypatch.context() as patch:
        patch.setattr(publisher, "wait", lambda _seconds: False)
        patch.setattr(publisher, "_build", lambda: None)
        saved = send_fields(client, "/edit/organisation/local:silent", fields | {"summary": SENTENCE})
        assert "Saved; searchable in a moment." in client.get(saved.location).text
    monkeypatch.setattr(publisher, "_build", fail)
    send_fields(client, NEW, {"name": "Owl House"})
    assert not publisher.wait(PATIENCE)
    assert "cannot be made searchable: the disk is full" in client.get(saved.location).text
    assert "Edits are kept, but not searchable" in client.get("/").text
    assert "not searchable" not in app.test_client().get("/").text
    assert stored(app, "owl-house").name == "Owl House"
    monkeypatch.undo()
    send_fields(client, NEW, {"name": "Owl Garden"})
    publish(app)
    assert "Owl House" in client.get("/organisations?q=owl").text


def test_every_fault_stands_beside_its_field_with_the_value_and_nothing_typed_is_lost(client: FlaskClient) -> None:
    entered: dict[str, str | list[str]] = {
        "name": "",
        "countries": "Slovakia, Narnia",
        "languages": "Klingonese",
        "verified_on": "yesterday",
        "contact.website": "moon.example",
        "offers[0].capability": "funding",
        "offers[1].source": "4",
        "activities[0].title": "Night <b>",
        "activities[0].start": "2024-13",
        "sources[0].url": "ftp://x",
        "summary": "A </textarea> & more",
    }
    page = send_fields(client, NEW, entered)
    assert page.status_code == 422
    told = errors_of(page.text)
    assert "'Narnia' is not a country code" in told["countries"]
    assert "'Klingonese' is not a language tag" in told["languages"]
    assert "'yesterday' is not a date" in told["verified_on"]
    assert "'moon.example' is not a web address" in told["contact.website"]
    assert "'2024-13' is not in the calendar" in told["activities[0].start"]
    assert "There is no source 4 below" in told["offers[1].source"]
    assert "'ftp://x'" in told["sources[0].url"]
    assert set(told) >= {"name", "offers[0].statement", "offers[1].capability", "sources[0].title"}
    for name, value in entered.items():
        assert value_of(page.text, name) == value, name
    for name in told:
        assert f'id="{name}"' in page.text, name
        assert re.search(rf'name="{re.escape(name)}"[^>]*aria-invalid="true"', page.text), name
    assert "Offer 2: Source" in page.text


def test_a_code_that_the_taxonomy_lacks_is_told_and_still_there(client: FlaskClient) -> None:
    page = send_fields(client, NEW, {"name": "Moon Choir", "kind": "netwrok", "themes": ["disinformation", "owls"]})
    assert "'netwrok' is not a kind; did you mean 'network'?" in errors_of(page.text)["kind"]
    assert "'owls' is not a theme" in errors_of(page.text)["themes"]
    assert value_of(page.text, "kind") == "netwrok"
    assert 'name="themes" value="owls" checked' in page.text


def test_rows_are_added_and_taken_out_without_saving(app: Flask, client: FlaskClient) -> None:
    entered: dict[str, str | list[str]] = {
        "name": "Moon Choir",
        "offers[0].capability": "funding",
        "offers[0].source": "1",
        "offers[1].capability": "hotline",
        "offers[1].source": "2",
        "sources[0].title": "Diary",
        "sources[1].title": "Poster",
    }
    more = send_fields(client, NEW, entered | {"act": "more:offers"})
    assert more.status_code == 200
    assert re.findall(r'id="offers\[(\d)\]"', more.text) == ["0", "1", "2"]
    fewer = send_fields(client, NEW, entered | {"act": "less:offers:0"}).text
    assert value_of(fewer, "offers[0].capability") == "hotline"
    assert value_of(fewer, "offers[1].capability") == ""
    without_source = send_fields(client, NEW, entered | {"act": "less:sources:0"}).text
    assert value_of(without_source, "sources[0].title") == "Poster"
    assert [value_of(without_source, f"offers[{at}].source") for at in (0, 1)] == ["", "1"]
    assert "local:moon-choir" not in {each.id for each in workspace_of(app).store.organisations()}


@pytest.mark.parametrize(
    "act", ["less:offers:99", "less:nothing:0", "more:nothing", "less:offers:-1", "nonsense", "more:"]
)
def test_odd_buttons_break_nothing(client: FlaskClient, act: str) -> None:
    assert send_fields(client, NEW, {"name": "", "act": act}).status_code in {200, 422}
    huge: dict[str, str | list[str]] = {"name": "", "offers[9999].statement": "x", "offers[x].y": "z"}
    assert send_fields(client, NEW, huge).status_code == 422


def test_capabilities_are_suggested_from_the_text_once(client: FlaskClient) -> None:
    summary = "We verify rumours and check claims every day. We give grants of money to others."
    entered: dict[str, str | list[str]] = {
        "name": "",
        "summary": summary,
        "offers[0].capability": "funding",
        "act": "suggest",
    }
    page = send_fields(client, NEW, entered)
    assert page.status_code == 200
    assert "1 capability was suggested" in page.text
    assert value_of(page.text, "offers[0].capability") == "funding"
    assert value_of(page.text, "offers[1].capability") == "fact_checking"
    assert value_of(page.text, "offers[1].statement") == "We verify rumours and check claims every day."
    assert value_of(page.text, "offers[1].basis") == "inferred"
    again = send_fields(client, NEW, {**fields_of(page.text), "act": "suggest"})
    assert "The text speaks of no capability that is not there already." in again.text


def test_a_likely_double_is_told_before_it_is_saved(app: Flask, client: FlaskClient) -> None:
    entered: dict[str, str | list[str]] = {"name": "Chekers", "summary": SENTENCE}
    warned = send_fields(client, NEW, entered)
    assert warned.status_code == 409
    assert "Is it one of these?" in warned.text
    assert 'href="/edit/organisation/local:checkers">Open Checkers</a>' in warned.text
    assert value_of(warned.text, "summary") == SENTENCE
    assert len(list(workspace_of(app).store.organisations())) == 6
    assert send_fields(client, NEW, {**fields_of(warned.text), "anyway": "yes"}).status_code == 303
    assert stored(app, "chekers").summary == SENTENCE
    assert send_fields(client, NEW, {"name": "Moon Choir"}).status_code == 303


def test_an_id_is_made_or_given_and_told_where_it_is_taken(app: Flask, client: FlaskClient) -> None:
    taken = send_fields(client, NEW, {"name": "Moon Choir", "id": "local:bank"})
    assert taken.status_code == 422
    assert "'local:bank' is taken" in errors_of(taken.text)["id"]
    assert send_fields(client, NEW, {"name": "Moon Choir", "id": "GB-CHC-7"}).location.endswith("/GB-CHC-7")
    for expected in ("moon-choir", "moon-choir-2"):
        response = send_fields(client, NEW, {"name": "Moon Choir", "anyway": "yes"})
        assert response.location == f"/edit/saved/organisation/local:{expected}"
    assert send_fields(client, NEW, {"name": "???"}).location.endswith("local:unnamed")


def test_who_saves_over_a_newer_version_sees_both_and_decides(app: Flask, client: FlaskClient) -> None:
    add_editor(app, "bob")
    other = app.test_client()
    sign_in(other, "bob")
    path = "/edit/organisation/local:silent"
    mine, theirs = (fields_of(each.get(path).text) for each in (client, other))
    send_fields(other, path, theirs | {"summary": "Bob was here."})
    conflict = send_fields(client, path, mine | {"summary": SENTENCE})
    assert conflict.status_code == 409
    told = text_of(conflict.text)
    assert "Someone else has changed it meanwhile" in told
    assert f"Summary {SENTENCE} Bob was here." in told
    assert value_of(conflict.text, "summary") == SENTENCE
    assert stored(app, "silent").summary == "Bob was here."
    assert send_fields(client, path, fields_of(conflict.text)).status_code == 303
    assert stored(app, "silent").summary == SENTENCE
    assert [each.by for each in workspace_of(app).editing.history("local:silent")] == ["ana", "bob"]


def test_what_was_typed_outlives_the_session_and_a_deletion(app: Flask, client: FlaskClient) -> None:
    path = "/edit/organisation/local:silent"
    fields = fields_of(client.get(path).text) | {"summary": SENTENCE}
    send_fields(client, "/sign-in/out", {})
    page = send_fields(client, path, fields)
    assert page.status_code == 401
    assert "You are not signed in any more." in page.text
    assert value_of(page.text, "summary") == SENTENCE
    sign_in(client)
    workspace_of(app).editing.delete("organisation", "local:silent", None, "bob")
    page = send_fields(client, path, fields)
    assert page.status_code == 409
    assert "This record was deleted while you wrote." in page.text
    assert value_of(page.text, "summary") == SENTENCE


def test_the_source_that_has_moved_on_is_shown_to_compare_and_to_take_over(app: Flask, client: FlaskClient) -> None:
    workspace, path = workspace_of(app), "/edit/organisation/local:silent"
    send_fields(client, path, fields_of(client.get(path).text) | {"summary": SENTENCE})
    assert "What its source says" in client.get(path).text
    moved = [
        each.model_copy(update={"summary": "The source says more."}) if each.id == "local:silent" else each
        for each in (*workspace.store.organisations(), *workspace.store.practices())
    ]
    workspace.store.synchronise(moved)
    page = text_of(client.get(path).text)
    assert "The source has moved on Since this record was edited here, its source has changed." in page
    assert f"Summary {SENTENCE} The source says more." in page
    assert "local:silent" in client.get("/edit").text
    assert send_fields(client, "/history/organisation/local:silent/follow", {}).status_code == 303
    assert stored(app, "silent").summary == "The source says more."
    assert "moved on" not in client.get("/edit").text


def test_the_history_shows_each_field_and_undoes_a_deletion(app: Flask, client: FlaskClient) -> None:
    path, history = "/edit/organisation/local:checkers", "/history/organisation/local:checkers"
    assert "Nobody has changed this record here yet." in client.get(history).text
    fields = fields_of(client.get(path).text)
    send_fields(
        client, path, fields | {"summary": "Short & <b>new</b>.", "offers[0].capability": "hotline", "reason": "Call"}
    )
    page = client.get(history).text
    assert "<ins>Short &amp; &lt;b&gt;new&lt;/b&gt;." in page.replace("\n", "")
    assert "by ana" in page
    assert "Call" in page
    told = text_of(page)
    assert "Checkers is an association of people who debunk hoaxes. Short & <b>new</b>." in told
    assert "Fact-checking · Checkers verify rumours within a day." in told
    assert "Hotline · Checkers verify rumours within a day." in told
    assert send_fields(client, f"{history}/delete", {"reason": "closed down"}).status_code == 303
    publish(app)
    assert client.get("/organisations/local:checkers").status_code == 404
    page = client.get(history).text
    assert "This record is deleted." in page
    assert "closed down" in page
    assert send_fields(client, f"{history}/restore/2", {}).status_code == 303
    publish(app)
    assert "Short &amp; &lt;b&gt;new" in client.get("/organisations/local:checkers").text
    assert [each.number for each in workspace_of(app).editing.history("local:checkers")] == [3, 2, 1]


def test_a_practice_is_added_and_found(app: Flask, client: FlaskClient) -> None:
    entered: dict[str, str | list[str]] = {
        "title": "Sing to owls",
        "text": "Sing **softly** to owls at night.",
        "stage": "scoping",
        "capabilities": ["broadcasting", "hotline"],
        "pitfalls": "Owls fly away.\n\nNights are cold.",
        "lead_time_weeks": "2,5",
    }
    faulty = send_fields(client, "/edit/new/practice", entered | {"lead_time_weeks": "soon"})
    assert "“soon” is not a number." in errors_of(faulty.text)["lead_time_weeks"]
    assert send_fields(client, "/edit/new/practice", entered).location == "/edit/saved/practice/sing-to-owls"
    publish(app)
    page = text_of(client.get("/practices/sing-to-owls").text)
    assert "Sing softly to owls at night." in page
    assert "2.5 weeks ahead" in page
    practice = workspace_of(app).editing.get("practice", "sing-to-owls").record
    assert practice.pitfalls == ("Owls fly away.", "Nights are cold.")  # type: ignore[union-attr]


def test_a_record_with_thousands_of_activities_can_be_edited(app: Flask, client: FlaskClient) -> None:
    app.extensions["library"].publisher = Publisher(lambda: None)
    many = {f"activities[{at}].title": f"Night of song number {at}, with a long name " * 10 for at in range(3000)}
    response = send_fields(client, NEW, {"name": "Moon Choir", **many})
    assert response.status_code == 303
    assert len(stored(app, "moon-choir").activities) == 3000
    strangers = app.test_client()
    assert send_fields(strangers, NEW, {"name": "Moon Choir", **many}).status_code == 413


def test_what_is_not_there_cannot_be_edited(client: FlaskClient) -> None:
    for path in ("/edit/organisation/local:nobody", "/edit/practice/local:bank", "/history/organisation/local:nobody"):
        assert client.get(path).status_code == 404, path
    assert client.get("/edit/campaign/local:bank").status_code == 404
