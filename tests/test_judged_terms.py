"""judged_terms: the same figures from stored terms as from the rankings of the recommender."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.evaluation.judged_terms import JudgedTerms, joined, judged_partner_terms
from matcher.evaluation.metrics import Judged, score_rankings
from matcher.knowledge import KnowledgeBase
from matcher.recommender import Recommender
from matcher.records import Goal
from matcher.weights import Weights

GOALS = [
    Goal(id="alone", text="verify rumours on radio for teenagers"),
    Goal(id="seeking", text="verify rumours on radio for teenagers", seeker="local:checkers", exclude=("local:bank",)),
    Goal(id="alike", text="verify rumours on radio", seeker="local:scouts", similarity=0.7),
    Goal(id="unjudged", text="a donor with money"),
]
JUDGEMENTS = {
    "alone": {"local:radio-one": 2.0, "local:checkers": 1.0, "local:bank": 0.0},
    "seeking": {"local:scouts": 1.0, "local:checkers": 2.0, "local:bank": 1.0},
    "alike": {"local:checkers": 1.0, "nobody": 1.0},
    "unjudged": {"local:bank": 0.0},
}


@pytest.fixture(scope="module")
def terms(small_knowledge: KnowledgeBase) -> JudgedTerms:
    return judged_partner_terms(small_knowledge, GOALS, JUDGEMENTS, list(Weights.shipped().partners))


def test_goals_without_a_positive_judgement_are_left_out(terms: JudgedTerms, small_knowledge: KnowledgeBase) -> None:
    assert terms.values.shape == (3, len(small_knowledge.organisations), len(terms.names))
    assert terms.grades.max(axis=1).tolist() == [2, 2, 1]


def test_who_may_not_be_recommended_is_not_eligible(terms: JudgedTerms, small_knowledge: KnowledgeBase) -> None:
    ids = np.array([organisation.id for organisation in small_knowledge.organisations])
    assert set(ids[~terms.eligible[0]]) == {"local:gone"}
    assert set(ids[~terms.eligible[1]]) == {"local:gone", "local:bank", "local:checkers"}


@pytest.mark.parametrize("term", [None, "coverage", "relevance"])
def test_ndcg_is_that_of_the_recommender(terms: JudgedTerms, small_knowledge: KnowledgeBase, term: str | None) -> None:
    weights = {name: weight for name, weight in Weights.shipped().partners.items() if name != term}
    weights = {name: weights.get(name, 0.0) / sum(weights.values()) for name in terms.names}
    recommender = Recommender(small_knowledge, weights=Weights(weights, Weights.shipped().practices))
    reached = terms.ndcg(np.array([weights[name] for name in terms.names]))
    for goal, value in zip(GOALS[:2], reached, strict=False):
        ranked = {goal.id: recommender.rank_partners([goal])[0]}
        assert value == pytest.approx(score_rankings(Judged({goal.id: JUDGEMENTS[goal.id]}), ranked)["ndcg@10"])
    order = recommender.rank_partners([GOALS[2]])[0]
    position = order.index("local:checkers") + 1
    assert reached[2] == pytest.approx(1 / np.log2(position + 1))


def test_similarity_moves_the_weight_of_coverage_to_relevance(
    terms: JudgedTerms, small_knowledge: KnowledgeBase
) -> None:
    plain = [GOALS[2].model_copy(update={"similarity": 0.0})]
    coverage = judged_partner_terms(small_knowledge, plain, JUDGEMENTS, ["coverage", "relevance"]).values[0, :, 0]
    relevance = terms.values[2, :, terms.names.index("relevance")]
    assert coverage.max() > 0
    assert terms.values[2, :, terms.names.index("coverage")] == pytest.approx(0.3 * coverage + 0.7 * relevance)


def test_some_of_the_goals_are_taken_by_position(terms: JudgedTerms) -> None:
    assert np.array_equal(terms.of(np.array([2, 0])).grades, terms.grades[[2, 0]])


def test_joined_sets_count_alike_and_keep_their_figures(terms: JudgedTerms) -> None:
    one = JudgedTerms(terms.names, terms.values[:1, :4], terms.grades[:1, :4], terms.eligible[:1, :4])
    both = joined([terms, one])
    assert both.shares.tolist() == pytest.approx([1 / 6, 1 / 6, 1 / 6, 1 / 2])
    weights = np.full(len(terms.names), 1 / len(terms.names))
    assert both.ndcg(weights).tolist() == pytest.approx([*terms.ndcg(weights), *one.ndcg(weights)])
