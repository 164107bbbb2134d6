"""inference: what profiles without offers or needs say all the same, marked as inferred, with their own words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matcher.corpus import Corpus
from matcher.encoders.cache import VectorCache
from matcher.inference import with_inferred
from matcher.knowledge import KnowledgeBase
from matcher.passages import organisation_passages
from matcher.recommender import Recommender
from matcher.records import Goal, Organisation
from tests.conftest import WordsEncoder


def inferred(knowledge: KnowledgeBase, **fields: Any) -> Organisation:
    organisation = Organisation.model_validate({"id": "local:one", "name": "One", **fields})
    cache = VectorCache(None)
    return with_inferred([organisation], knowledge.taxonomy, knowledge.classifier, WordsEncoder(), cache)[0]


def told(organisation: Organisation) -> list[tuple[str, str, str]]:
    return [(offer.capability, offer.statement, offer.basis) for offer in organisation.offers]


@pytest.fixture(autouse=True)
def low_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of the small corpus are few, so that its classifier is never very sure."""
    monkeypatch.setattr("matcher.inference.LEAST_PROBABILITY", 0.5)


def test_a_sentence_tells_of_an_offer_and_is_its_evidence(small_knowledge: KnowledgeBase) -> None:
    one = inferred(small_knowledge, summary="We live by the river. We verify rumours and debunk hoaxes daily.")
    assert told(one) == [("fact_checking", "We verify rumours and debunk hoaxes daily.", "inferred")]


def test_a_past_activity_tells_of_an_offer_by_its_title(small_knowledge: KnowledgeBase) -> None:
    one = inferred(small_knowledge, activities=[{"title": "Grants of money", "summary": "A donor gives money."}])
    assert told(one) == [("funding", "Grants of money", "inferred")]


def test_whoever_looks_for_something_has_a_need_and_no_offer(small_knowledge: KnowledgeBase) -> None:
    one = inferred(small_knowledge, summary="We look for people who verify rumours and debunk hoaxes.")
    assert one.offers == ()
    assert [(need.capability, need.basis) for need in one.needs] == [("fact_checking", "inferred")]


def test_what_is_stated_is_left_as_it_is(small_knowledge: KnowledgeBase) -> None:
    offers = [{"capability": "funding", "statement": "We pay."}]
    one = inferred(small_knowledge, summary="We verify rumours and debunk hoaxes daily.", offers=offers)
    assert told(one) == [("funding", "We pay.", "stated")]


def test_nothing_is_inferred_from_silence(small_knowledge: KnowledgeBase) -> None:
    assert inferred(small_knowledge).offers == inferred(small_knowledge, summary="Hello there, dear.").offers == ()


def test_only_the_surest_offers_are_inferred(small_knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.inference.SUREST", 2)
    titles = ["Verify rumours", "Radio programme", "Reach teenagers", "Grants of money", "Hotline for illegal content"]
    one = inferred(small_knowledge, activities=[{"title": title} for title in titles])
    assert len({offer.capability for offer in one.offers}) == 2


def test_words_that_are_said_already_are_not_indexed_again(small_knowledge: KnowledgeBase) -> None:
    one = inferred(small_knowledge, summary="We verify rumours.", activities=[{"title": "Grants of money"}])
    assert len(one.offers) == 1
    assert [passage.part for passage in organisation_passages(one, small_knowledge.taxonomy)] == ["profile", "activity"]


def test_an_inferred_offer_counts_less_than_a_stated_one_and_goes_with_its_sentence(
    small_knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = "We verify rumours and debunk hoaxes daily."
    stated = {"id": "local:a", "name": "A", "offers": [{"capability": "fact_checking", "statement": sentence}]}
    silent = {"id": "local:b", "name": "B", "summary": sentence}
    mute = {"id": "local:c", "name": "C", "summary": "We live here by the river."}
    records = tuple(Organisation.model_validate(fields) for fields in (stated, silent, mute))
    corpus = Corpus(small_knowledge.taxonomy, records, ())
    built = KnowledgeBase.build(corpus, WordsEncoder(), classifier=small_knowledge.classifier)
    goal = Goal.model_validate({"text": "Verify rumours", "needs": [{"capability": "fact_checking"}], "limit": 5})
    found = {partner.organisation.id[-1]: partner for partner in Recommender(built).partners([goal])[0].partners}
    coverage = {name: next(t.value for t in partner.terms if t.name == "coverage") for name, partner in found.items()}
    assert coverage["a"] > coverage["b"] > coverage.get("c", 0.0) == 0
    reason = next(reason for reason in found["b"].reasons if reason.term == "coverage")
    assert (reason.quote, reason.basis) == (sentence, "inferred")
    assert built.manifest.corpus == corpus.fingerprint, "the records themselves are as they were"
    assert replace(corpus).organisations[1].offers == ()
