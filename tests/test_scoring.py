"""scoring: every function against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from matcher import scoring
from matcher.weights import Weights


def values(*numbers: float) -> scoring.Values:
    return np.array(numbers, dtype=np.float32)


def rows(*numbers: int) -> scoring.Rows:
    return np.array(numbers, dtype=np.int64)


def close(actual: object, *expected: float) -> None:
    np.testing.assert_allclose(np.asarray(actual), expected, atol=1e-6)


WEIGHTS = {
    "coverage": 0.4,
    "relevance": 0.2,
    "evidence": 0.15,
    "ties": 0.05,
    "reciprocity": 0.05,
    "common_ground": 0.05,
    "reach": 0.1,
}


def test_the_shipped_weights_are_those_of_the_documented_terms_and_of_no_others() -> None:
    assert tuple(Weights.shipped().partners) == scoring.PARTNER_TERMS == tuple(WEIGHTS)
    assert min(Weights.shipped().partners.values()) >= 0


def test_what_is_said_done_and_brought_weighs_more_than_who_is_known() -> None:
    weights = Weights.shipped().partners
    assert weights["ties"] < min(weights["coverage"], weights["relevance"])


def test_weights_of_all_terms_are_the_table() -> None:
    assert scoring.weights_for(WEIGHTS, scoring.PARTNER_TERMS) == pytest.approx(WEIGHTS)


def test_weights_of_the_terms_asked_for_are_scaled_to_one() -> None:
    # .4 and .2 of a sum of .6
    weights = scoring.weights_for(WEIGHTS, {"relevance", "coverage"})
    assert weights == pytest.approx({"coverage": 4 / 6, "relevance": 2 / 6})
    assert list(weights) == ["coverage", "relevance"], "in the order of the table"


@pytest.mark.parametrize(("similarity", "coverage", "relevance"), [(0.0, 0.4, 0.2), (0.5, 0.2, 0.4), (1.0, 0.0, 0.6)])
def test_similarity_moves_weight_from_coverage_to_relevance(
    similarity: float, coverage: float, relevance: float
) -> None:
    weights = scoring.weights_for(WEIGHTS, scoring.PARTNER_TERMS, similarity)
    assert weights["coverage"] == pytest.approx(coverage)
    assert weights["relevance"] == pytest.approx(relevance)
    assert weights["evidence"] == pytest.approx(0.15)
    assert sum(weights.values()) == pytest.approx(1)


def test_likeness_weighs_most_at_full_similarity_where_coverage_is_not_asked_for() -> None:
    # Whoever looks for its like often brings already what its goal needs: .6 of .6 + .15, not .2 of .2 + .15
    weights = scoring.weights_for(WEIGHTS, {"relevance", "evidence"}, 1.0)
    assert weights == pytest.approx({"relevance": 60 / 75, "evidence": 15 / 75})


def test_the_weighted_sum_is_weight_times_term() -> None:
    terms = {"coverage": values(1, 0.5), "reach": values(0, 0.4)}
    close(scoring.weighted_sum(terms, {"coverage": 0.75, "reach": 0.25}), 0.75, 0.475)


def test_a_term_without_weight_does_not_count() -> None:
    terms = {"coverage": values(1, 0.5), "reach": values(1, 1)}
    close(scoring.weighted_sum(terms, {"coverage": 1.0}), 1, 0.5)


def test_min_max_scales_to_zero_and_one() -> None:
    close(scoring.min_max(values(2, 6, 4, 3)), 0, 1, 0.5, 0.25)
    close(scoring.min_max(values(-1, 0, 1)), 0, 0.5, 1)


def test_min_max_of_equal_values_is_zero() -> None:
    close(scoring.min_max(values(0.7, 0.7)), 0, 0)
    close(scoring.min_max(values(3)), 0)


def test_min_max_of_nothing_is_nothing() -> None:
    assert scoring.min_max(values()).shape == (0,)


def test_fusion_is_the_weighted_mean_of_the_scaled_scores() -> None:
    # dense to 0, .5, 1; lexical to 0, 1, .5
    dense, lexical = values(0.1, 0.5, 0.9), values(0, 4, 2)
    close(scoring.fuse(dense, lexical, dense_weight=0.6), 0, 0.7, 0.8)
    close(scoring.fuse(dense, lexical, dense_weight=0.0), 0, 1, 0.5)
    close(scoring.fuse(dense, lexical), *scoring.fuse(dense, lexical, scoring.DENSE_WEIGHT))


def test_hits_beside_those_that_set_the_scale_change_nothing_for_these() -> None:
    dense, lexical = values(0.1, 0.5, 0.9), values(0, 4, 2)
    more = np.array([True, True, True, False, False])
    fused = scoring.fuse(values(*dense, 0.0, 2.0), values(*lexical, 1, 9), among=more)
    close(fused[:3], *scoring.fuse(dense, lexical))
    close(fused[3:], 0.4 * 0.25, 1)  # they stay within it


def test_fusion_without_shared_words_is_the_dense_part_alone() -> None:
    close(scoring.fuse(values(0.2, 0.4), values(0, 0), dense_weight=0.6), 0, 0.6)


def test_each_owner_gets_its_largest_value() -> None:
    close(scoring.best_of_each(values(0.2, 0.7, 0.4), rows(0, 0, 2), 4), 0.7, 0, 0.4, 0)
    close(scoring.best_of_each(values(), rows(), 2), 0, 0)


def test_the_harmonic_mean_needs_both_sides() -> None:
    close(scoring.harmonic(values(1, 1, 0, 0.5), values(1, 0, 0, 1)), 1, 0, 0, 2 / 3)


def test_depth_is_that_of_the_closest_offer_for_each_need() -> None:
    # Owner 0 has two offers for need 0, owner 2 one for need 1.
    about = np.array([[True, False], [True, False], [False, True]])
    depth = scoring.depth(values(0.5, 1, 0.5), rows(0, 0, 2), about, 3)
    np.testing.assert_allclose(depth, [[1, 0.4], [0.4, 0.4], [0.4, 0.7]], atol=1e-6)


def test_past_partners_are_close_and_their_partners_a_little() -> None:
    # Activities 0 and 1; the seeker 0 did 0 with 1; 1 did 1 with 2; nobody knows 3.
    pairs = np.array([[0, 0], [0, 1], [1, 1], [1, 2]])
    close(scoring.ties(values(1, 1), pairs, 0, 4), 0, 1, 0.15, 0)


def test_a_shared_activity_like_the_goal_ties_more_than_another() -> None:
    # With 1 the seeker did something like the goal, with 2 something else: .1 + .9 * 1 against .1
    pairs = np.array([[0, 0], [0, 1], [1, 0], [1, 2]])
    close(scoring.ties(values(1, 0), pairs, 0, 3), 0, 1, 0.1)


def test_coverage_is_the_share_of_the_needed_weight() -> None:
    brings = np.array([[1, 0, 0], [0, 0.7, 1], [1, 1, 1], [0, 0, 0]], dtype=np.float32)
    # weights 1, .5, 0: 1 / 1.5; .7 * .5 / 1.5; 1.5 / 1.5; 0
    close(scoring.coverage(brings, values(1, 0.5, 0)), 2 / 3, 0.35 / 1.5, 1, 0)


def test_coverage_of_no_needs_is_zero() -> None:
    close(scoring.coverage(np.ones((2, 3), dtype=np.float32), values(0, 0, 0)), 0, 0)


def test_every_participant_of_an_activity_gets_its_vote() -> None:
    # .5 to the power of 4 is .0625
    votes = scoring.votes(values(0.5, 0.5), rows(0, 0), rows(0, 2), 3)
    close(votes, 0.0625, 0, 0.0625)


def test_votes_add_up() -> None:
    # .5⁴ + .8⁴ = .0625 + .4096
    close(scoring.votes(values(0.5, 0.8), rows(4, 9), rows(1, 1), 2), 0, 0.4721)


def test_votes_above_one_are_scaled_to_the_largest() -> None:
    # owner 0: 1 + .0625; owner 2: .0625
    votes = scoring.votes(values(0.5, 1, 0.5), rows(0, 1, 0), rows(0, 0, 2), 3)
    close(votes, 1, 0, 0.0625 / 1.0625)


def test_only_the_most_similar_activities_vote() -> None:
    count = scoring.VOTING_ACTIVITIES
    similarities = np.full(count + 1, 0.9, dtype=np.float32)
    similarities[3] = 0.8
    votes = scoring.votes(similarities, np.arange(count + 1), np.arange(count + 1), count + 1)
    assert votes[3] == 0
    assert np.count_nonzero(votes) == count
    close(votes[:3], 0.6561, 0.6561, 0.6561)


def test_all_participants_of_a_voting_activity_count_as_one_activity() -> None:
    count = scoring.VOTING_ACTIVITIES
    activities = np.concatenate([np.zeros(10), np.arange(1, count)]).astype(np.int64)
    similarities = np.full(len(activities), 0.5, dtype=np.float32)
    votes = scoring.votes(similarities, activities, np.arange(len(activities)), len(activities))
    close(votes, *[0.0625] * len(activities))


def test_without_activities_nobody_gets_a_vote() -> None:
    close(scoring.votes(values(), rows(), rows(), 2), 0, 0)


def test_agreement_is_half_for_anything_shared_and_one_for_all() -> None:
    known = np.array([True, True, True, True, False])
    close(scoring.agreement(values(0, 0.25, 0.5, 1, 0), known), 0, 0.625, 0.75, 1, 0.35)


def test_silence_is_worth_less_than_a_yes_and_more_than_a_no() -> None:
    no, some, silent = scoring.agreement(values(0, 0.01, 0), np.array([True, True, False]))
    assert no < silent < some


def test_the_mean_of_aspects_is_taken_row_by_row() -> None:
    close(scoring.mean_of([values(0, 1, 0.5), values(1, 1, 0)]), 0.5, 1, 0.25)
    close(scoring.mean_of([values(0.3, 0.6)]), 0.3, 0.6)


def test_rank_gives_the_best_rows_first() -> None:
    assert scoring.rank(values(0.2, 0.9, 0.5), 2) == [1, 2]
    assert scoring.rank(values(0.2, 0.9, 0.5), 10) == [1, 2, 0]
    assert scoring.rank(values(), 10) == []


def test_rows_without_a_score_are_not_ranked() -> None:
    assert scoring.rank(values(0.2, -np.inf, 0.5, np.nan), 10) == [2, 0]
    assert scoring.rank(values(-np.inf, -np.inf), 10) == []


def test_scores_that_are_equal_to_six_decimals_stay_in_row_order() -> None:
    assert scoring.rank(values(0.5000001, 0.5000004, 0.5), 3) == [0, 1, 2]
    assert scoring.rank(values(0.5, 0.500003), 2) == [1, 0]


def test_no_function_changes_its_arguments() -> None:
    first, second, owners = values(0.3, 0.9, 0.6), values(1, 0, 2), rows(0, 1, 1)
    scoring.fuse(first, second)
    scoring.votes(first, owners, owners, 2)
    scoring.best_of_each(first, owners, 2)
    scoring.rank(first, 3)
    close(first, 0.3, 0.9, 0.6)
    close(second, 1, 0, 2)


def test_terms_and_scores_stay_between_zero_and_one() -> None:
    generator = np.random.default_rng(3)
    for _ in range(200):
        size = int(generator.integers(1, 9))
        similarities = generator.random(30).astype(np.float32)
        owners = generator.integers(0, size, 30)
        brings = generator.random((size, 5)).astype(np.float32)
        asked = [name for name in scoring.PARTNER_TERMS if name == "relevance" or generator.random() < 0.6]
        terms = {
            "coverage": scoring.coverage(brings, generator.random(5).astype(np.float32)),
            "relevance": scoring.best_few_of_each(similarities, owners, size),
            "evidence": scoring.votes(similarities, generator.integers(0, 12, 30), owners, size),
            "ties": scoring.ties(similarities[:12], np.stack([generator.integers(0, 12, 30), owners], 1), 0, size),
            "reciprocity": np.zeros(size, dtype=np.float32),
            "common_ground": scoring.agreement(generator.random(size).astype(np.float32), generator.random(size) < 0.5),
            "reach": np.ones(size, dtype=np.float32),
        }
        scores = scoring.weighted_sum(terms, scoring.weights_for(WEIGHTS, asked, float(generator.random())))
        for each in (*terms.values(), scores):
            assert each.shape == (size,)
            assert each.min() >= 0
            assert each.max() <= 1 + 1e-6
