"""weight_fitting: goals in which one term alone tells who is good, and goals in which nothing does."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.evaluation.judged_terms import JudgedTerms
from matcher.evaluation.weight_fitting import FITS, cross_validate, fit_weights

NAMES = ("telling", "noise")
BY_HAND = {"telling": 0.1, "noise": 0.9}


def judged(goals: int = 30, records: int = 40, *, telling: bool = True) -> JudgedTerms:
    """Return goals with three relevant records each, which have the largest values of the term `telling`."""
    values = np.random.default_rng(3).random((goals, records, 2))
    source = values[:, :, 0] if telling else np.random.default_rng(4).random((goals, records))
    grades = (source >= -np.sort(-source, axis=1)[:, [2]]).astype(np.float64)
    return JudgedTerms(NAMES, values, grades, np.ones((goals, records), dtype=bool))


@pytest.mark.parametrize("method", FITS)
def test_the_term_that_tells_gets_the_weight(method: str) -> None:
    fitted = fit_weights(method, judged(), BY_HAND)
    assert sum(fitted.weights.values()) == pytest.approx(1)
    assert min(fitted.weights.values()) >= 0
    assert fitted.weights["telling"] > 0.8
    assert fitted.is_better
    assert fitted.held_out.mean() > 0.85
    assert fitted.by_hand.mean() < 0.5
    gain = fitted.intervals["gain"]
    assert gain is not None
    assert gain.low > 0


def test_a_term_that_misleads_gets_no_weight_rather_than_a_negative_one() -> None:
    misled = judged()
    misled.values[:, :, 1] = 1 - misled.values[:, :, 0]
    assert fit_weights("pairs", misled, BY_HAND).weights == pytest.approx({"telling": 1, "noise": 0})


@pytest.mark.parametrize("method", FITS)
def test_weights_that_are_perfect_by_hand_are_not_beaten(method: str) -> None:
    fitted = fit_weights(method, judged(), {"telling": 1.0, "noise": 0.0})
    assert fitted.by_hand.tolist() == [1.0] * 30
    assert not fitted.is_better


def test_no_goal_is_tested_with_weights_that_saw_it() -> None:
    everything, seen = judged(goals=23), []

    def remember(some: JudgedTerms, start: np.ndarray) -> np.ndarray:
        seen.append(some)
        return start

    cross_validate(remember, everything, np.array([0.5, 0.5]))
    left_out = [
        {goal for goal in range(23) if not any(np.array_equal(everything.values[goal], each) for each in fold.values)}
        for fold in seen
    ]
    assert sorted(goal for fold in left_out for goal in fold) == list(range(23))
    assert {len(fold) for fold in left_out} == {2, 3}


def test_goals_count_alike_however_many_pairs_they_have() -> None:
    # Two goals with one pair each say that the first term tells; one goal with 39 pairs says the second.
    values = np.zeros((3, 40, 2))
    values[0, 0], values[1, 0], values[2, 0] = (1, 0), (1, 0), (0, 1)
    grades = np.zeros((3, 40))
    grades[:, 0] = 1
    eligible = np.zeros((3, 40), dtype=bool)
    eligible[:2, :2] = eligible[2] = True
    fitted = FITS["pairs"](JudgedTerms(NAMES, values, grades, eligible), np.array([0.5, 0.5]))
    assert fitted[0] > fitted[1]
