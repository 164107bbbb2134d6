"""ablations: weights without one term, and the ranking that they give."""

from __future__ import annotations

import pytest

from matcher.evaluation.ablations import ablations, without
from matcher.knowledge import KnowledgeBase
from matcher.recommender import Recommender
from matcher.records import Goal
from matcher.weights import Weights


def test_the_others_are_scaled_to_the_same_sum() -> None:
    assert without({"a": 0.5, "b": 0.3, "c": 0.2}, "a") == pytest.approx({"a": 0, "b": 0.6, "c": 0.4})


def test_each_term_with_a_weight_is_left_out_once(small_knowledge: KnowledgeBase) -> None:
    weights = Weights({"coverage": 0.5, "relevance": 0.5, "evidence": 0.0}, {"relevance": 1.0})
    assert list(ablations("partners", small_knowledge, weights)) == ["coverage", "relevance"]
    assert list(ablations("practices", small_knowledge, weights)) == []


def test_a_ranking_without_a_term_is_that_of_weights_without_it(small_knowledge: KnowledgeBase) -> None:
    goals = [Goal(id="g", text="verify rumours on radio for teenagers")]
    shipped = Weights.shipped()
    without_coverage = Weights(without(shipped.partners, "coverage"), shipped.practices)
    expected = Recommender(small_knowledge, weights=without_coverage).rank_partners(goals)
    assert ablations("partners", small_knowledge, shipped)["coverage"](goals) == expected


@pytest.mark.parametrize("what", ["partners", "practices"])
def test_goals_that_ask_for_nothing_but_the_term_are_ranked_still(small_knowledge: KnowledgeBase, what: str) -> None:
    goals = [Goal(id="g", text="zzz")]
    weights = Weights({"coverage": 0.5, "relevance": 0.5, "evidence": 0.0}, Weights.shipped().practices)
    for ranked in ablations(what, small_knowledge, weights).values():
        assert len(ranked(goals)) == 1
