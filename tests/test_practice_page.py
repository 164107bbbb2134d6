"""The practice page: facets, phases, partners at hand, and the same answer as from the API and the script."""

from __future__ import annotations

import html
import re
from itertools import product

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from matcher.records import Practice
from matcher.taxonomy import Taxonomy
from tests.test_web import app, client, text_of
from webapp.practice_facets import FACETS, NOT_STATED, PracticeFacets

__all__ = ["app", "client"]  # fixtures
ALL = {"ask-for-money-early", "check-before-airing", "meet-where-teenagers-are"}
QUESTION = "verify rumours with a donor in youth clubs"


def shown(page: str) -> list[str]:
    return re.findall(r'<(?:h3|li)><a href="/practices/([^"?]+)"', page)


def links(page: str, words: str) -> list[str]:
    found = re.findall(r'href="([^"]+)"[^>]*>([^<]*)', page)
    return [html.unescape(address) for address, text in found if words in html.unescape(text)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ALL),
        ("stage=delivering", {"check-before-airing", "meet-where-teenagers-are"}),
        ("stage=delivering&stage=scoping", ALL),
        ("stage=delivering&phase=before", {"check-before-airing"}),
        ("pair=civil_society%2Bmedia", {"check-before-airing"}),
        ("pair=civil_society+media", {"check-before-airing"}),  # typed by hand
        ("effort=not_stated", ALL),
        ("stage=scoping&phase=during", set()),
    ],
)
@pytest.mark.parametrize("question", ["", QUESTION])
def test_facets_are_or_within_and_across(client: FlaskClient, query: str, found: set[str], question: str) -> None:
    page = client.get(f"/practices?q={question}&{query}").text
    assert set(shown(page)) == found
    assert ("No note meets all that is chosen" in page) == (not found)


def test_a_facet_counts_without_its_own_filter(client: FlaskClient) -> None:
    page = text_of(client.get("/practices?stage=scoping&phase=before").text)
    assert "Scoping 1 Delivering 1" in page, "of those before the campaign"
    assert "Before the campaign 1 During the campaign 0" in page, "of those of scoping"


def test_each_count_is_the_number_of_notes_that_the_choice_alone_in_its_facet_shows(
    small_corpus_taxonomy: Taxonomy,
) -> None:
    stages, phases, efforts = ("scoping", "delivering", ""), ("before", "after", ""), ("low", "")
    notes = [
        Practice(id=f"n{number}", text="Keep calm.", stage=stage, phase=phase, effort=effort, actors=actors)  # type: ignore[arg-type]
        for number, (stage, phase, effort, actors) in enumerate(
            product(stages, phases, efforts, ((), ("civil_society", "broadcaster"), ("media", "funder", "network")))
        )
    ]
    for entered in ([], [("stage", "scoping"), ("pair", "civil_society+media")], [("effort", NOT_STATED)]):
        facets = PracticeFacets(MultiDict(entered), small_corpus_taxonomy)
        for facet, choices in facets.choices(notes).items():
            others = [(name, value) for name, value in entered if name != facet]
            for choice in choices:
                alone = PracticeFacets(MultiDict([*others, (facet, choice.code)]), small_corpus_taxonomy)
                assert choice.count == len(alone.keep(notes)), (entered, choice)
                assert choice.chosen == ((facet, choice.code) in entered)


@pytest.fixture
def small_corpus_taxonomy(small_corpus) -> Taxonomy:  # type: ignore[no-untyped-def]
    taxonomy: Taxonomy = small_corpus.taxonomy
    return taxonomy


def test_a_choice_can_be_taken_back_and_the_rest_stays(client: FlaskClient) -> None:
    page = client.get("/practices", query_string={"q": QUESTION, "stage": ["scoping", "delivering"]}).text
    (address,) = links(page, "Stage: Scoping")
    after = client.get(address).text
    assert set(shown(after)) == {"check-before-airing", "meet-where-teenagers-are"}
    assert 'value="verify rumours' in after
    (address,) = links(page, "Clear all choices")
    assert set(shown(client.get(address).text)) == ALL


def test_notes_stand_by_phase_with_every_pitfall_and_the_place_in_the_source(client: FlaskClient) -> None:
    page = text_of(client.get("/practices", query_string={"q": QUESTION}).text)
    before, during = page.rindex("Before the campaign 2"), page.rindex("During the campaign 1")
    assert before < page.index("Check before airing", before) < during < page.index("Meet teenagers", before)
    assert "Pitfall: A rumour on radio cannot be called back." in page
    assert "The visible handbook, chapter 2" in page


def test_each_partner_leads_to_practices_for_the_pair(client: FlaskClient) -> None:
    goal = {"goal": "verify rumours on radio", "seeker": "local:checkers"}
    page = client.get("/result", query_string=goal).text
    address = links(page, "Radio One")[-1]
    assert "actor=broadcaster" in address
    pair = text_of(client.get(address).text)
    assert "For work with: Broadcaster" in pair
    assert re.search(r"Joins: [^.]*Broadcaster", pair)


def test_browser_and_api_advise_the_same_for_the_partners_just_matched(client: FlaskClient) -> None:
    goal = {"text": "verify rumours on radio for teenagers"}
    kinds = client.post("/api/v1/partners", json=goal).get_json()["kinds"]
    answer = client.post("/api/v1/practices", json=goal | {"actors": kinds}).get_json()
    page = client.get("/result", query_string={"goal": goal["text"]}).text
    assert kinds
    assert "For work with: " in text_of(page), "the kinds of the partners are heard"
    assert shown(page)[-len(answer["practices"]) :] == [each["id"] for each in answer["practices"]]


def test_the_api_gives_a_campaign_by_phase(client: FlaskClient) -> None:
    answer = client.post("/api/v1/campaign", json={"text": QUESTION}).get_json()
    assert {phase: [each["id"] for each in some] for phase, some in answer["phases"].items()}["during"] == [
        "meet-where-teenagers-are"
    ]
    assert list(FACETS) == ["stage", "phase", "pair", "effort"]


def test_a_kind_that_does_not_exist_is_told(client: FlaskClient) -> None:
    answer = client.post("/api/v1/practices", json={"text": QUESTION, "actors": ["polise"]})
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == "actors"


def test_a_bad_question_is_told_beside_its_field(client: FlaskClient) -> None:
    answer = client.get("/practices?q=x&stage=scoping")
    assert answer.status_code == 422
    assert 'id="q-error"' in answer.text
