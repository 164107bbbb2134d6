"""methods: each baseline ranks by what its name says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matcher.collection import Collection
from matcher.encoders.cache import VectorCache
from matcher.evaluation.methods import PARTNER_METHODS, PRACTICE_METHODS, partner_method, practice_method
from matcher.knowledge import KnowledgeBase
from matcher.passages import organisation_passages, practice_passages
from matcher.records import Goal, Organisation, Practice
from tests.conftest import WordsEncoder

BASELINES = [name for name in PARTNER_METHODS if name != "matcher"]


def with_organisations(knowledge: KnowledgeBase, *organisations: dict[str, Any]) -> KnowledgeBase:
    records = tuple(Organisation.model_validate({"name": "N", **fields}) for fields in organisations)
    passages = (organisation_passages(record, knowledge.taxonomy) for record in records)
    collection = Collection.build(passages, WordsEncoder(), VectorCache(None))
    return replace(knowledge, corpus=replace(knowledge.corpus, organisations=records), organisation_passages=collection)


def with_practices(knowledge: KnowledgeBase, **texts: str) -> KnowledgeBase:
    records = tuple(Practice(id=name, text=text) for name, text in texts.items())
    collection = Collection.build(map(practice_passages, records), WordsEncoder(), VectorCache(None))
    return replace(knowledge, corpus=replace(knowledge.corpus, practices=records), practice_passages=collection)


def ranked(method: str, knowledge: KnowledgeBase, *texts: str, **fields: Any) -> list[list[str]]:
    return partner_method(method, knowledge)([Goal.model_validate({"text": text, **fields}) for text in texts])


@pytest.fixture(scope="module")
def active(small_knowledge: KnowledgeBase) -> KnowledgeBase:
    """Organisations with one, three, no and three activities, one of which is shared."""
    activities = [{"title": "Sing songs"}, {"title": "Bake bread"}, {"title": "Plant trees"}]
    return with_organisations(
        small_knowledge,
        {"id": "one", "activities": activities[:1]},
        {"id": "three", "activities": activities},
        {"id": "none", "summary": "Bake bread, bake bread, bake bread"},
        {"id": "three-too", "name": "M", "activities": activities},
    )


def test_popularity_counts_activities_whatever_the_goal(active: KnowledgeBase) -> None:
    assert ranked("popularity", active, "Bake bread", "Sing songs") == [["three", "three-too", "one", "none"]] * 2


def test_bm25_ranks_by_the_words_of_the_whole_profile(small_knowledge: KnowledgeBase) -> None:
    knowledge = with_organisations(
        small_knowledge,
        {"id": "no-word", "summary": "Teach maths"},
        {"id": "one-word", "summary": "Bake cakes"},
        {
            "id": "three-words-in-three-passages",
            "offers": [{"capability": "hotline", "statement": "Rye"}],
            "needs": [{"capability": "hotline", "statement": "Bread"}],
            "activities": [{"title": "Bake"}],
        },
        {"id": "two-words", "summary": "Bake bread"},
    )
    assert ranked("bm25", knowledge, "Bake rye bread") == [
        ["three-words-in-three-passages", "two-words", "one-word", "no-word"]
    ]


def test_bm25_weighs_a_rare_word_more_than_a_frequent_one(small_knowledge: KnowledgeBase) -> None:
    texts = {"a": "Bake oats", "b": "Bake wheat", "c": "Bake barley", "d": "Dance rye"}
    knowledge = with_organisations(small_knowledge, *({"id": each, "summary": text} for each, text in texts.items()))
    assert ranked("bm25", knowledge, "Bake rye")[0][0] == "d"


def test_bm25_without_a_shared_word_keeps_the_order_of_the_records(active: KnowledgeBase) -> None:
    assert ranked("bm25", active, "Zebra") == [["one", "three", "none", "three-too"]]


def test_dense_ranks_by_the_best_passage_not_by_the_mean(small_knowledge: KnowledgeBase) -> None:
    knowledge = with_organisations(
        small_knowledge,
        {"id": "half", "summary": "Bake cakes"},
        {"id": "hidden", "summary": "Teach maths", "activities": [{"title": "Mend shoes"}, {"title": "Bake bread"}]},
        {"id": "far", "summary": "Sing songs"},
    )
    assert ranked("dense", knowledge, "Bake bread")[0] == ["hidden", "half", "far"]


def test_dense_is_the_best_cosine_of_each_record(small_knowledge: KnowledgeBase, words_encoder: WordsEncoder) -> None:
    texts = ["Verify rumours over radio", "Give teenagers money", "Zebra"]
    for text, order in zip(texts, ranked("dense", small_knowledge, *texts), strict=True):
        goal = words_encoder.encode_queries([text])[0]
        best = {
            organisation.id: max(
                float(words_encoder.encode_queries([passage.text])[0] @ goal)
                for passage in organisation_passages(organisation, small_knowledge.taxonomy)
            )
            for organisation in small_knowledge.organisations
        }
        assert order == sorted(best, key=lambda each: -round(best[each], 6))


@pytest.mark.parametrize("method", PARTNER_METHODS)
def test_every_method_leaves_out_the_seeker_and_what_the_goal_excludes(
    small_knowledge: KnowledgeBase, method: str
) -> None:
    described = {"id": "local:scouts", "name": "Scouts"}
    for seeker in ("local:scouts", described):
        (order,) = ranked(method, small_knowledge, "Verify rumours", seeker=seeker, exclude=["local:bank"])
        assert set(order) - {"local:gone"} == {"local:checkers", "local:radio-one", "local:silent"}


@pytest.mark.parametrize("method", BASELINES)
def test_every_baseline_ranks_each_organisation_once(small_knowledge: KnowledgeBase, method: str) -> None:
    for order in ranked(method, small_knowledge, "Verify rumours", "Give grants of money"):
        assert sorted(order) == [organisation.id for organisation in small_knowledge.organisations]


@pytest.mark.parametrize("method", PARTNER_METHODS)
def test_a_batch_of_goals_is_ranked_as_each_alone(small_knowledge: KnowledgeBase, method: str) -> None:
    texts = ["Verify rumours", "Give grants of money", "Reach teenagers"]
    alone = [ranked(method, small_knowledge, text)[0] for text in texts]
    assert ranked(method, small_knowledge, *texts) == alone
    assert ranked(method, small_knowledge) == []


@pytest.mark.parametrize("method", ["matcher", "bm25", "dense"])
def test_what_has_the_goals_own_words_comes_first(small_knowledge: KnowledgeBase, method: str) -> None:
    assert ranked(method, small_knowledge, "Bank Foundation gives grants of money.")[0][0] == "local:bank"


def test_popularity_ignores_what_the_matcher_sees(small_knowledge: KnowledgeBase) -> None:
    # Of the small corpus only Checkers have done something.
    assert ranked("popularity", small_knowledge, "Give grants of money")[0][0] == "local:checkers"
    assert ranked("matcher", small_knowledge, "Give grants of money")[0][0] == "local:bank"


@pytest.mark.parametrize("method", PRACTICE_METHODS)
def test_every_method_ranks_practices(small_knowledge: KnowledgeBase, method: str) -> None:
    knowledge = with_practices(small_knowledge, songs="Sing songs.", bread="Bake bread.", cakes="Bake cakes.")
    goals = [Goal(text="Bake bread"), Goal(text="Sing songs, all of them")]
    orders = practice_method(method, knowledge)(goals)
    assert orders[0] == ["bread", "cakes", "songs"]
    assert orders[1][0] == "songs"
    assert practice_method(method, knowledge)([]) == []


def test_popularity_is_no_method_for_practices() -> None:
    assert PARTNER_METHODS == ("matcher", "popularity", "bm25", "dense", "hybrid")
    assert PRACTICE_METHODS == ("matcher", "bm25", "dense", "hybrid")


def test_an_unknown_method_is_named(small_knowledge: KnowledgeBase) -> None:
    with pytest.raises(ValueError, match="there is no method 'colour'"):
        partner_method("colour", small_knowledge)
    with pytest.raises(ValueError, match="there is no method 'colour'"):
        practice_method("colour", small_knowledge)


def test_an_organisation_without_words_of_its_own_comes_last(small_knowledge: KnowledgeBase) -> None:
    knowledge = with_organisations(small_knowledge, {"id": "a", "name": "?"}, {"id": "b", "summary": "Bake bread"})
    assert ranked("bm25", knowledge, "Bake bread") == [["b", "a"]]
    assert np.isfinite(knowledge.organisation_vectors).all()
