"""Whom a name means: clear matches alone are taken, facts decide between namesakes, unknown ones do not."""

from __future__ import annotations

import pytest

from matcher.corpus import Corpus
from matcher.knowledge import KnowledgeBase
from matcher.reconciliation.properties import PROPERTIES
from matcher.reconciliation.reconciler import Candidate, Reconciler
from matcher.records import Organisation
from tests.conftest import WordsEncoder


@pytest.fixture(scope="module")
def reconciler(small_corpus: Corpus) -> Reconciler:
    """Two namesakes in different countries, and one of which nothing is known, beside the small corpus."""
    namesakes = (
        Organisation(id="local:watch-sk", name="The Watch", kind="civil_society", countries=("SK",)),
        Organisation(id="local:watch-cz", name="The Watch", kind="broadcaster", countries=("CZ",)),
    )
    corpus = Corpus(small_corpus.taxonomy, (*small_corpus.organisations, *namesakes), small_corpus.practices)
    return Reconciler(KnowledgeBase.build(corpus, WordsEncoder()))


def shown(candidates: list[Candidate]) -> list[tuple[str, float, bool]]:
    return [(each.organisation.id.removeprefix("local:"), each.score, each.match) for each in candidates]


@pytest.mark.parametrize("name", ["Radio One", "radio one", "One, Radio"])
def test_a_name_is_clear_where_no_other_is_like_it(reconciler: Reconciler, name: str) -> None:
    first, *others = reconciler.candidates(name)
    assert (first.organisation.id, first.match) == ("local:radio-one", True)
    assert first.score >= 99
    assert not any(each.match for each in others)


def test_a_misspelt_name_is_asked_about(reconciler: Reconciler) -> None:
    first = reconciler.candidates("Raido Onne")[0]
    assert (first.organisation.id, first.match) == ("local:radio-one", False)


def test_namesakes_are_asked_about_until_a_fact_tells_them_apart(reconciler: Reconciler) -> None:
    assert shown(reconciler.candidates("The Watch"))[:2] == [("watch-cz", 100, False), ("watch-sk", 100, False)]
    by_country = reconciler.candidates("The Watch", properties={"country": ["Slovakia"]})
    assert shown(by_country)[:2] == [("watch-sk", 100, True), ("watch-cz", 80, False)]
    assert [dict(each.agreements) for each in by_country[:2]] == [{"country": True}, {"country": False}]
    assert shown(reconciler.candidates("The Watch", ["broadcaster"]))[0] == ("watch-cz", 100, True)


def test_what_contradicts_is_never_clear(reconciler: Reconciler) -> None:
    assert shown(reconciler.candidates("Radio One", properties={"country": ["SK"]}))[0] == ("radio-one", 80, False)


def test_what_is_not_known_does_not_contradict(reconciler: Reconciler) -> None:
    found = reconciler.candidates("Silent House", ["broadcaster"], {"country": ["SK"]})
    assert shown(found)[0] == ("silent", 100, True)
    assert found[0].agreements == {}


def test_a_narrower_kind_is_of_the_type_too(reconciler: Reconciler) -> None:
    assert shown(reconciler.candidates("Scouts", ["civil_society"]))[0] == ("scouts", 100, True)
    assert "scouts" not in [each[0] for each in shown(reconciler.candidates("Scouts", ["funder"]))]
    assert shown(reconciler.candidates("Scouts", ["organisation"]))[0] == ("scouts", 100, True)


def test_facts_alone_find_but_never_decide(reconciler: Reconciler) -> None:
    found = reconciler.candidates("", properties={"country": ["CZ"], "kind": ["Broadcaster"]})
    assert shown(found) == [("radio-one", 50, False), ("watch-cz", 50, False)]
    assert reconciler.candidates("") == []


def test_no_more_than_asked_for(reconciler: Reconciler) -> None:
    assert len(reconciler.candidates("The Watch", limit=1)) == 1


@pytest.mark.parametrize(
    ("property_id", "values"),
    [
        ("country", ["SK"]),
        ("kind", ["Civil society organisation"]),
        ("language", ["sk"]),
        ("offer", ["Fact-checking"]),
        ("alias", ["The Čheck Club"]),
        ("theme", ["Disinformation"]),
        ("verified_on", ["2024-05-01"]),
        ("status", []),
        ("website", []),
    ],
)
def test_the_values_of_a_property(small_corpus: Corpus, property_id: str, values: list[str]) -> None:
    checkers = next(each for each in small_corpus.organisations if each.id == "local:checkers")
    found = PROPERTIES[property_id].values(checkers, small_corpus.taxonomy)
    assert [value.text for value in found] == values
