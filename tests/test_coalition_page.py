"""The coalition page: the set, its picture and table, what is uncovered, and the links that change it."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from matcher.recommender import Recommender
from matcher.records import Goal
from matcher.settings import Settings
from tests.conftest import WordsEncoder, built_workspace
from webapp import create_app

GOAL = "verify rumours and air a show on radio"


@pytest.fixture
def client(settings: Settings, words_encoder: WordsEncoder) -> FlaskClient:
    built_workspace(settings, words_encoder)
    return create_app(settings, words_encoder).test_client()


def show(client: FlaskClient, **entered: str | list[str]) -> str:
    response = client.get("/coalition", query_string={"goal": GOAL, **entered})
    assert response.status_code == 200
    return response.text


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def members_on(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/organisations/local:([^"]+)"', page)


def link(page: str, label: str) -> str:
    found = re.search(rf'href="([^"]+)"[^>]* aria-label="{re.escape(label)}"', page)
    assert found, label
    return html.unescape(found.group(1))


def parameters(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query)


def test_the_page_shows_the_coalition_of_the_library(client: FlaskClient, small_recommender: Recommender) -> None:
    page = show(client)
    expected = small_recommender.coalition([Goal(text=GOAL)])[0]
    assert members_on(page) == [each.organisation.id.removeprefix("local:") for each in expected.members]
    assert set(members_on(page)) == {"checkers", "radio-one"}
    shown = text_of(page)
    assert "100 % of what is missing is covered by these 2 partners together." in shown
    assert "Only it brings Broadcasting" in shown
    assert "Checkers verify rumours within a day." in shown


def test_the_picture_and_its_table_say_who_brings_what(client: FlaskClient) -> None:
    page = show(client, goal="verify rumours and engage teenagers at the hotline", pin="local:radio-one")
    picture = page[page.index('<svg class="cover"') : page.index("</svg>", page.index('<svg class="cover"'))]
    table = page[page.index('<table class="census brings">') :]
    rows = dict(re.findall(r'<th scope="row">([^<]+)</th><td>[\d.]+</td>(.*?)</tr>', table))
    assert set(rows) == {"Fact-checking", "Youth outreach", "Hotline"}
    names = re.findall(r'<th scope="col">\d ([^<]+)</th>', table)
    cells = {
        need: dict(zip(names, re.findall(r"<td[^>]*>([^<]+)</td>", row), strict=True)) for need, row in rows.items()
    }
    assert cells["Fact-checking"]["Checkers"] == "stated"
    assert cells["Youth outreach"]["Radio One"] == "inferred"
    assert set(cells["Hotline"].values()) == {"not stated"}
    assert picture.count('class="cell stated"') == sum(list(row.values()).count("stated") for row in cells.values())
    assert picture.count('class="cell inferred"') == 1
    assert picture.count('class="cell open"') == len(names)
    assert "Still uncovered: Hotline. Nobody in this coalition says that it brings it." in text_of(page)


def test_the_sectors_are_named_present_and_absent(client: FlaskClient) -> None:
    page = show(client)
    assert re.findall(r'<li class="present">([^<]+) <span>', page) == [
        "Civil society organisation",
        "Media organisation",
    ]
    assert re.findall(r'<li class="absent">([^<]+)</li>', page) == ["Funder"]


def test_pin_and_unpin_are_plain_links_that_keep_the_goal(client: FlaskClient) -> None:
    address = link(show(client, country="SK"), "Pin Checkers")
    assert ("goal", GOAL) in parameters(address)
    assert ("country", "SK") in parameters(address)
    assert ("pin", "local:checkers") in parameters(address)
    page = client.get(address).text
    assert '<span class="pinned">pinned</span>' in page
    assert ("pin", "local:checkers") not in parameters(link(page, "Unpin Checkers"))


def test_who_is_removed_is_out_and_can_be_allowed_again(client: FlaskClient) -> None:
    page = client.get(link(show(client), "Remove Radio One")).text
    assert "radio-one" not in members_on(page)
    assert "Still uncovered: Broadcasting" in text_of(page)
    assert "radio-one" in members_on(client.get(link(page, "Allow Radio One again")).text)


def test_a_swap_takes_the_other_in_and_keeps_the_rest(client: FlaskClient) -> None:
    page = show(client, goal="engage teenagers and verify rumours", size="2")
    assert set(members_on(page)) == {"scouts", "checkers"}
    assert "In its place: Radio One ; coverage goes from" in text_of(page)
    address = link(page, "Swap Scouts for Radio One")
    assert {value for name, value in parameters(address) if name == "pin"} == {"local:radio-one", "local:checkers"}
    swapped = client.get(address).text
    assert set(members_on(swapped)) == {"radio-one", "checkers"}
    assert "Left out by you Scouts" in text_of(swapped)


def test_an_organisation_is_added_by_name(client: FlaskClient) -> None:
    response = client.get("/coalition", query_string={"goal": GOAL, "size": "2", "add": "bank foundation"})
    assert response.status_code == 302
    assert ("pin", "local:bank") in parameters(response.location)
    assert "add" not in dict(parameters(response.location))
    page = client.get(response.location).text
    assert "bank" in members_on(page)


def test_adding_over_the_size_makes_room(client: FlaskClient) -> None:
    entered = {"goal": GOAL, "size": "1", "pin": ["local:checkers"], "add": "Scouts"}
    page = client.get("/coalition", query_string=entered, follow_redirects=True).text
    assert set(members_on(page)) == {"checkers", "scouts"}


@pytest.mark.parametrize(
    ("entered", "part"),
    [
        ({"add": "Chekers"}, "did you mean Checkers"),
        ({"add": "Scouts", "seeker": "Scouts"}, "That is you."),
        ({"pin": "local:nobody"}, "No organisation has the id or name 'local:nobody'"),
        ({"without": "local:nobody"}, "No organisation has the id or name 'local:nobody'"),
        ({"size": "99"}, "The size is “99”; a coalition has 1 to 12 partners."),
        ({"size": "many"}, "The size is “many”"),
    ],
)
def test_what_cannot_be_is_told_and_the_coalition_still_shown(
    client: FlaskClient, entered: dict[str, str], part: str
) -> None:
    response = client.get("/coalition", query_string={"goal": GOAL, **entered})
    assert response.status_code == 422
    assert part in text_of(response.text)
    assert members_on(response.text)
    if "add" in entered:
        assert f'value="{entered["add"]}"' in response.text


def test_contradictions_in_the_address_do_no_harm(client: FlaskClient) -> None:
    both = show(client, pin="local:checkers", without="local:checkers")
    assert "checkers" in members_on(both)
    mine = show(client, seeker="local:scouts", pin="local:scouts")
    assert "scouts" not in members_on(mine)
    many = client.get("/coalition", query_string={"goal": GOAL, "_scheme": "x", "endpoint": "y", "_anchor": "z"})
    assert many.status_code == 200


def test_a_goal_that_cannot_be_read_goes_back_to_the_form(client: FlaskClient) -> None:
    response = client.get("/coalition", query_string={"goal": "x"})
    assert response.status_code == 422
    assert 'id="goal-error"' in response.text


def test_a_goal_that_nobody_can_help_with_says_so(client: FlaskClient) -> None:
    page = show(client, goal="set up a hotline")
    assert "No organisation brings anything of what is missing." in text_of(page)
    assert members_on(page) == []


def test_a_goal_without_needs_has_no_share(client: FlaskClient) -> None:
    page = show(client, goal="paint a zebra in every town of scouts")
    assert "of what is missing is covered" not in text_of(page)
    assert '<svg class="cover"' not in page


def test_the_result_leads_to_the_coalition_of_the_same_goal(client: FlaskClient) -> None:
    page = client.get(f"/result?goal={GOAL}&country=SK&kind=network&kind=broadcaster&seeker=local:silent").text
    found = re.search(r'href="(/coalition\?[^"]+)"', page)
    assert found
    assert parameters(html.unescape(found.group(1))) == [
        ("goal", GOAL),
        ("country", "SK"),
        ("kind", "network"),
        ("kind", "broadcaster"),
        ("seeker", "local:silent"),
    ]


def test_what_people_enter_is_never_run(client: FlaskClient) -> None:
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> verify rumours"
    page = client.get("/coalition", query_string={"goal": attack, "add": attack, "pin": attack, "x": attack}).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
