"""The result page: goal chips, facets, parts of the list, quotations, and that the address reproduces it."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from matcher.recommender import Recommender
from matcher.records import Goal
from tests.test_web import app, client, partners_on, text_of

__all__ = ["app", "client"]  # fixtures
GOAL = "verify rumours on radio for teenagers in Slovakia by May 2031"
WIDE = "verify rumours on radio, engage teenagers, give grants"


def link(page: str, label: str) -> str:
    """Return the address of the link that is called `label`."""
    found = re.search(rf'href="([^"]+)"(?: aria-label="{re.escape(label)}">|[^>]*>{re.escape(label)}<)', page)
    assert found, label
    return html.unescape(found.group(1))


def parameters(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query)


def goal_chips(page: str) -> list[str]:
    inside = page[page.index("understood-chips") :]
    chips = re.findall(r'<li class="chip">(.*?)</li>', inside[: inside.index("</ul>")], re.DOTALL)
    return [text_of(chip).removesuffix(" \u00d7") for chip in chips]


def needs(page: str) -> dict[str, str]:
    """Return the level of each need that is chosen on a page."""
    return dict(re.findall(r'<option value="(\w+):[^"]*" selected>([^<]+)', page))


def test_what_was_read_from_the_text_can_be_taken_away_and_put_back(client: FlaskClient) -> None:
    page = client.get("/result", query_string={"goal": GOAL}).text
    assert goal_chips(page) == [
        "Place Slovakia",
        "Audience Young people",
        "Theme Disinformation",
        "Channel Radio",
        "When until 31 May 2031 by May 2031",
    ]
    without = client.get(link(page, "Remove Slovakia")).text
    assert "Place Slovakia" not in goal_chips(without)
    assert "Works in Slovakia" in text_of(page)
    assert "Works in Slovakia" not in text_of(without)
    assert goal_chips(client.get(link(without, "Slovakia: put it back")).text) == goal_chips(page)
    timeless = client.get(link(page, "Remove until 31 May 2031")).text
    assert not any("2031" in chip for chip in goal_chips(timeless))


def test_what_the_address_names_is_taken_out_of_it(client: FlaskClient) -> None:
    page = client.get("/result", query_string={"goal": "verify rumours", "country": "Slovakia, CZ", "on": "2031"}).text
    address = link(page, "Remove Slovakia")
    assert parameters(address) == [("goal", "verify rumours"), ("on", "2031"), ("country", "CZ")]
    assert goal_chips(client.get(address).text) == ["Place Czechia", "Theme Disinformation", "When 2031"]


def test_parts_are_added_to_those_that_were_read(client: FlaskClient) -> None:
    asked = {"goal": GOAL, "add_country": "Czechia", "add_theme": "disinformation", "add_language": "", "on": ""}
    response = client.get("/result", query_string=asked)
    assert response.status_code == 303
    assert sorted(parameters(response.location)) == sorted(
        [("goal", GOAL), ("country", "SK"), ("country", "Czechia"), ("theme", "disinformation")]
    )
    chips = goal_chips(client.get(response.location).text)
    assert chips[:2] == ["Place Slovakia", "Place Czechia"]


def test_the_weight_of_a_need_counts_and_a_need_is_struck_out(client: FlaskClient) -> None:
    one = {"goal": WIDE, "need": ["broadcasting:1", "funding:0.1"]}
    other = {"goal": WIDE, "need": ["broadcasting:0.1", "funding:1"]}
    assert partners_on(client.get("/result", query_string=one).text)[0] == "local:radio-one"
    page = client.get("/result", query_string=other).text
    assert partners_on(page)[0] == "local:bank"
    assert needs(page) == {"broadcasting": "A little", "funding": "Essential"}
    struck = client.get("/result", query_string={"goal": WIDE, "need": "funding:0"}).text
    assert "funding" not in needs(struck)
    assert {"fact_checking", "broadcasting"} <= {*needs(struck)}
    assert "funding" in needs(client.get(link(struck, "Funding: put it back")).text)


@pytest.mark.parametrize("weight", ["2", "-1", "much", "nan"])
def test_a_weight_that_cannot_be_is_told(client: FlaskClient, weight: str) -> None:
    response = client.get("/result", query_string={"goal": WIDE, "need": f"funding:{weight}"})
    assert response.status_code == 422
    assert f"“{weight}” is not a number from 0 to 1." in response.text


def choices(page: str) -> list[tuple[str, str, int, bool]]:
    """Return parameter, value, count and whether it is chosen, of every choice of a facet on a page."""
    pattern = (
        r'<input type="checkbox" name="(only_\w+|verified_since)" value="(\w+)"( checked)?>.*?class="count">(\d+)<'
    )
    return [(name, value, int(count), bool(on)) for name, value, on, count in re.findall(pattern, page, re.DOTALL)]


@pytest.mark.parametrize("query", [[], [("only_country", "SK")], [("only_kind", "media"), ("only_language", "cs")]])
def test_each_count_on_the_page_is_the_number_of_cards_that_the_choice_shows(
    client: FlaskClient, query: list[tuple[str, str]]
) -> None:
    shown = choices(client.get("/result", query_string=[("goal", WIDE), *query]).text)
    assert len(shown) >= 5
    for name, value, count, chosen in shown:
        asked = [("goal", WIDE), *((n, v) for n, v in query if n != name), (name, value)]
        assert len(partners_on(client.get("/result", query_string=asked).text)) == count, (query, name, value)
        assert chosen == ((name, value) in query)


def test_a_filter_is_shown_and_cleared_by_itself_or_with_all(client: FlaskClient) -> None:
    asked = [
        ("goal", WIDE),
        ("only_country", "SK"),
        ("only_country", "CZ"),
        ("only_kind", "network"),
        ("exclude", "local:bank"),
    ]
    page = client.get("/result", query_string=asked).text
    assert partners_on(page) == ["local:scouts"]
    assert parameters(link(page, "Remove the filter Slovakia")) == [asked[0], *asked[2:]]
    assert parameters(link(page, "Show Bank Foundation again")) == asked[:-1]
    assert parameters(link(page, "Clear all filters")) == asked[:1]


def test_an_organisation_is_left_out(client: FlaskClient) -> None:
    page = client.get("/result", query_string={"goal": WIDE, "only_kind": "media"}).text
    left = client.get(link(page, "Leave out: Radio One")).text
    assert partners_on(left) == []
    assert "No organisation fits all that you ask for." in left


def test_too_many_filters_name_the_ways_out_with_what_they_lead_to(client: FlaskClient) -> None:
    page = client.get("/result", query_string={"goal": WIDE, "only_country": "SK", "only_kind": "funder"}).text
    assert partners_on(page) == []
    ways = re.findall(r'<li><a href="([^"]+)">([^<]+): (\d+) organisations?<', page)
    assert [html.unescape(name) for _address, name, _count in ways] == [
        "Without the filter “Kind”",
        "Without the filter “Country”",
        "Without any filter",
    ]
    for address, _name, count in ways:
        assert len(partners_on(client.get(html.unescape(address)).text)) == int(count) > 0


def test_a_filter_that_is_no_value_is_told(client: FlaskClient) -> None:
    response = client.get("/result", query_string={"goal": WIDE, "only_kind": "medias"})
    assert response.status_code == 422
    assert "did you mean &#39;media&#39;?" in response.text


def test_the_list_comes_in_parts(client: FlaskClient) -> None:
    whole = partners_on(client.get("/result", query_string={"goal": WIDE}).text)
    assert len(whole) == 4
    first = client.get("/result", query_string={"goal": WIDE, "limit": "3"}).text
    assert "4 organisations fit; 1 to 3 are shown." in text_of(first)
    second = client.get(link(first, "Show 1 more").removesuffix("#partners-title")).text
    assert partners_on(first) + partners_on(second) == whole
    assert "4 organisations fit; 4 to 4 are shown." in text_of(second)
    assert (
        partners_on(client.get(link(second, "Show the ones before").removesuffix("#partners-title")).text) == whole[:3]
    )
    beyond = client.get("/result", query_string={"goal": WIDE, "offset": "50"}).text
    assert "The list ends before this. Show it from the beginning: 4 organisations" in text_of(beyond)


def test_every_quotation_is_verbatim_and_marked_where_it_tells(
    client: FlaskClient, small_recommender: Recommender
) -> None:
    page = client.get("/result", query_string={"goal": WIDE}).text
    records = {each.id: each.model_dump_json() for each in small_recommender.knowledge.organisations}
    cards = re.findall(r'<li class="card partner" id="at-([^"]+)">(.*?)<div class="deeds">', page, re.DOTALL)
    assert len(cards) == 4
    for organisation_id, card in cards:
        quotes = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", card, re.DOTALL)
        assert quotes
        for quote in quotes:
            assert html.unescape(re.sub(r"</?mark>", "", quote)) in records[organisation_id]
    assert "Radio One <mark>gives</mark> air time on <mark>radio</mark>." in page


def test_the_address_reproduces_the_page(client: FlaskClient, app: object) -> None:
    asked = [
        ("goal", GOAL),
        ("need", "broadcasting:0.6"),
        ("need", "youth_outreach"),
        ("ignore", "country:SK"),
        ("theme", "disinformation"),
        ("only_kind", "media"),
        ("only_kind", "network"),
        ("limit", "2"),
        ("seeker", "Checkers"),
    ]
    strip = re.compile(r'name="csrf_token" value="[^"]+"')
    pages = [strip.sub("", app.test_client().get("/result", query_string=asked).text) for _ in range(2)]  # type: ignore[attr-defined]
    assert pages[0] == pages[1]
    assert needs(pages[0]) == {"broadcasting": "Helpful", "youth_outreach": "Essential"}
    assert partners_on(pages[0]) == ["local:radio-one", "local:scouts"]


def test_the_page_and_the_library_give_the_same(client: FlaskClient, small_recommender: Recommender) -> None:
    goal = Goal.model_validate(
        {"text": GOAL, "ignore": ["country:SK", "when"], "filters": {"languages": ["not_stated", "cs"]}, "limit": 10}
    )
    asked = [
        ("goal", GOAL),
        ("ignore", "country:SK"),
        ("ignore", "when"),
        ("only_language", "not_stated"),
        ("only_language", "cs"),
    ]
    found = small_recommender.partners([goal])[0]
    assert partners_on(client.get("/result", query_string=asked).text) == [p.organisation.id for p in found.partners]
    answer = client.post("/api/v1/partners", json=goal.model_dump(exclude_defaults=True) | {"facets": True}).get_json()
    assert [each["organisation_id"] for each in answer["partners"]] == [p.organisation.id for p in found.partners]
    assert answer["total"] == found.total
    assert [facet["name"] for facet in answer["facets"]][:2] == ["kinds", "countries"]
    plain = client.post("/api/v1/partners", json={"text": GOAL}).get_json()
    assert "facets" not in plain


def test_nonsense_and_foreign_and_long_goals_are_told(client: FlaskClient) -> None:
    nonsense = text_of(client.get("/result", query_string={"goal": "asdf qwer zxcv"}).text)
    assert "No capability was recognised in this goal" in nonsense
    slovak = "Chceme osloviť mladých ľudí pred voľbami a naučiť ich overovať správy na internete"
    assert "The text seems to be in Slovak. Texts are matched by meaning best in English" in text_of(
        client.get("/result", query_string={"goal": slovak}).text
    )
    long = ("verify rumours on radio for teenagers " * 140)[:5000]
    assert client.get("/result", query_string={"goal": long}).status_code == 200


def test_a_budget_becomes_the_filter_of_how_partners_partner(client: FlaskClient) -> None:
    everybody = partners_on(client.get("/result", query_string={"goal": WIDE}).text)
    assert len(everybody) > 1
    for budget, shown in (("sought", ["local:bank"]), ("none", everybody)):
        answer = client.get("/result", query_string={"goal": WIDE, "budget": budget, "only_terms": "needs_funding"})
        assert answer.status_code == 303
        terms = [value for name, value in parameters(answer.headers["Location"]) if name == "only_terms"]
        assert terms[0] == ("funds_others" if budget == "sought" else "no_cost")
        assert "needs_funding" not in terms
        page = client.get(answer.headers["Location"]).text
        assert partners_on(page) == shown
    assert client.get("/result", query_string={"goal": WIDE, "budget": ""}).status_code == 200
    assert parameters(client.get("/result", query_string={"goal": WIDE, "budget": "huge"}).headers["Location"]) == [
        ("goal", WIDE)
    ]
