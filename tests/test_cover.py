"""cover: the joint value by hand, the greedy choice, exchanges, and the optimum against every possible set."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import e
from types import SimpleNamespace

import numpy as np
import pytest

from matcher.coalitions import cover
from matcher.coalitions.cover import CoverProblem, shortlist
from matcher.coalitions.optimum import SECONDS, optimum
from matcher.coalitions.search import choose, greedy, improve, in_order, replacement


def problem(
    *rows: list[float],
    weights: list[float] | None = None,
    extra: list[float] | None = None,
    costs: list[float] | None = None,
    size: int = 2,
    pinned: tuple[int, ...] = (),
    carrying: float = 0.0,
) -> CoverProblem:
    """Return a choice among `rows`; all columns are needs of equal weight but those that `extra` weighs.

    Without `costs`, each row costs .01, and a hair more than the one before, so that nothing is left to chance.
    """
    brings = np.array(rows, dtype=float)
    needs = brings.shape[1] - len(extra or [])
    shares = weights or [1 / needs] * needs
    return CoverProblem(
        brings,
        np.array(shares + (extra or [])),
        np.array(costs or 0.01 + 1e-5 * np.arange(len(rows))),
        needs,
        size,
        pinned,
        carrying,
    )


def random_problem(seed: int, size: int, pinned: tuple[int, ...] = ()) -> CoverProblem:
    """Return a choice among ten candidates: four needs, three sectors and a place."""
    generator = np.random.default_rng(seed)
    brings = generator.choice([0.0, 0.35, 0.7, 1.0], p=[0.6, 0.1, 0.1, 0.2], size=(10, 4))
    sectors = np.eye(3)[generator.integers(0, 3, 10)]
    places = generator.choice([0.0, 0.35, 1.0], size=(10, 1))
    weights = generator.uniform(0.2, 1, 4)
    return CoverProblem(
        np.hstack([brings, sectors, places]),
        np.concatenate([weights / weights.sum(), [0.05] * 3, [0.05]]),
        0.02 * generator.random(10),
        4,
        size,
        pinned,
    )


def best_of_all(asked: CoverProblem) -> float:
    """Return the highest value by looking at every set."""
    rows = range(len(asked.brings))
    sets = (some for count in range(asked.size + 1) for some in combinations(rows, count))
    return max(asked.value(some) for some in sets if set(asked.pinned) <= set(some))


def test_the_value_is_what_is_covered_less_what_members_cost() -> None:
    asked = problem([1, 0, 1], [0.7, 0.7, 0], [0, 1, 1], weights=[0.6, 0.4], extra=[0.1], costs=[0.01, 0.02, 0.03])
    assert asked.value([]) == 0
    assert asked.value([0]) == pytest.approx(0.6 + 0.1 - 0.01)
    assert asked.value([0, 1]) == pytest.approx(0.6 + 0.4 * 0.7 + 0.1 - 0.03), "the surest counts, once"
    assert asked.value([1, 0]) == asked.value([0, 1])
    assert asked.coverage([0, 1]) == pytest.approx(0.88), "what is not a need is no coverage"
    assert asked.loss([0, 1], 0) == pytest.approx(0.6 - 0.6 * 0.7)


def test_values_with_each_candidate_are_those_of_the_sets() -> None:
    asked = random_problem(3, size=4)
    values = asked.values_with([2, 5])
    assert values[2] == values[5] == -np.inf
    for row in set(range(10)) - {2, 5}:
        assert values[row] == pytest.approx(asked.value([row, 2, 5]))


def test_who_carries_more_than_half_is_told_and_costs() -> None:
    even = problem([1, 0], [0, 1], carrying=0.2)
    uneven = problem([1, 0], [0, 1], weights=[0.7, 0.3], carrying=0.2, costs=[0.01, 0.01])
    assert even.carrier([0, 1]) is None, "half is not more than half"
    assert uneven.carrier([0, 1]) == 0
    assert uneven.value([0, 1]) == pytest.approx(1 - 0.02 - 0.2 * (1 / 2 + (0.5 - 0.3)))
    assert even.carrier([]) is None


def test_a_member_that_another_could_stand_in_for_does_not_carry() -> None:
    asked = problem([1, 1], [1, 0], [0, 1], size=3)
    assert asked.carrier([0]) == 0
    assert asked.carrier([0, 1]) is None, "without the first, half remains"
    assert asked.carrier([0, 1, 2]) is None


def test_the_set_that_covers_all_is_chosen_over_the_two_that_bring_most_each() -> None:
    # The first brings the most; only the second brings the rest. The third is like the first.
    asked = problem([1, 1, 1, 0], [0, 0, 0, 1], [1, 1, 1, 0])
    assert choose(asked) == optimum(asked) == [0, 1]


def test_an_exchange_mends_what_greedy_spoils() -> None:
    # Greedy takes the middle one first (4 of 6); the others share out all six.
    asked = problem([1, 1, 1, 0, 0, 0], [0, 1, 1, 1, 1, 0], [0, 0, 0, 1, 1, 1])
    assert 1 in greedy(asked)
    assert sorted(choose(asked)) == [0, 2]
    assert sorted(improve(asked, [1, 0])) == [0, 2]


def test_nobody_joins_who_adds_nothing() -> None:
    assert choose(problem([1, 0], [0, 1], [1, 0], [0, 0], size=4)) == [0, 1]
    assert choose(problem([0, 0], [0, 0])) == []


def test_of_equals_the_one_that_matches_better_alone_is_taken() -> None:
    asked = problem([1], [1], costs=[0.02, 0.01], size=1)
    assert choose(asked) == optimum(asked) == [1]


def test_a_sector_decides_between_equals_and_not_against_a_capability() -> None:
    # Columns: two needs, two sectors.
    same = problem([1, 0, 1, 0], [0, 1, 1, 0], [0, 1, 0, 1], extra=[0.05, 0.05])
    assert sorted(choose(same)) == sorted(optimum(same) or []) == [0, 2]
    other = problem([1, 0, 1, 0], [0, 1, 1, 0], [0, 0, 0, 1], extra=[0.05, 0.05])
    assert sorted(choose(other)) == [0, 1]


def test_where_one_carries_more_than_half_the_alternative_wins() -> None:
    # The first brings three of four alone; without it, four others bring all between them.
    rows = ([1, 1, 1, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1])
    alone = problem(*rows, carrying=0.2, size=2)
    assert sorted(choose(alone)) == sorted(optimum(alone) or []) == [0, 4], "two cannot do without it"
    backed = problem(*rows, carrying=0.2, size=4, costs=[0.02] * 5)
    members = choose(backed)
    assert backed.coverage(members) == pytest.approx(1)
    assert backed.carrier(members) is None
    assert backed.value(members) == pytest.approx(backed.value(optimum(backed) or []))


def test_the_pinned_are_in_whatever_they_bring() -> None:
    asked = problem([1, 0], [0, 1], [0, 0], size=2, pinned=(2,))
    assert set(choose(asked)) == {0, 2}
    assert set(optimum(asked) or []) & {2}
    full = replace(asked, pinned=(2,), size=1)
    assert choose(full) == optimum(full) == [2]


def test_nobody_to_choose_from_gives_nobody() -> None:
    empty = CoverProblem(np.zeros((0, 2)), np.array([0.5, 0.5]), np.zeros(0), 2, 3)
    assert choose(empty) == optimum(empty) == []


@pytest.mark.parametrize("seed", range(25))
def test_the_optimum_is_the_best_of_all_sets_and_the_fast_choice_is_near(seed: int) -> None:
    asked = random_problem(seed, size=2 + seed % 3, pinned=(seed % 10,) if seed % 2 else ())
    best = best_of_all(asked)
    proved = optimum(asked)
    assert proved is not None
    assert set(asked.pinned) <= set(proved)
    assert asked.value(proved) == pytest.approx(best, abs=1e-6)
    assert best >= asked.value(choose(asked)) - 1e-9
    assert asked.value(choose(asked)) >= 0.9 * best


@pytest.mark.parametrize("seed", range(25))
def test_greedy_keeps_its_guarantee_where_nothing_is_taken_off(seed: int) -> None:
    plain = random_problem(seed, size=3).without_deductions()
    assert plain.value(greedy(plain)) >= (1 - 1 / e) * best_of_all(plain)


def test_the_order_is_of_what_each_adds_to_those_before() -> None:
    # Four needs: the second brings two, the first two of which the second has one, the third the last one.
    asked = problem([1, 1, 0, 0, 0], [0, 1, 1, 1, 0], [0, 0, 0, 0, 1], size=3, costs=[0.01, 0.01, 0.02])
    assert in_order(asked, [0, 1, 2]) == [1, 0, 2]


def test_the_replacement_is_the_best_other_while_the_rest_stay() -> None:
    asked = problem([1, 0], [0, 1], [0.7, 0], [0, 0.7])
    assert replacement(asked, [0, 1], 0) == 2
    assert replacement(asked, [0, 1], 1) == 3
    assert replacement(problem([1, 0], [0, 1]), [0, 1], 0) is None


def test_coverage_is_not_given_up_on_paper_to_make_a_half_smaller() -> None:
    # The first two cover all, and the first carries 52 %. The third is less sure than the first: half and half.
    asked = problem(
        *([1, 0, 0], [0, 1, 1], [12 / 13, 0, 0]),
        weights=[0.52, 0.24, 0.24],
        costs=[0.01, 0.01, 0.011],
        carrying=0.2,
    )
    assert asked.carrier([0, 1]) == 0
    assert sorted(optimum(asked) or []) == [1, 2]


def test_a_set_that_is_not_proved_in_time_is_no_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = problem([1, 0], [0, 1])
    assert optimum(asked) == [0, 1]
    limits: list[float] = []

    def hurry(costs: object, **more: dict[str, float]) -> SimpleNamespace:
        limits.append(more["options"]["time_limit"])
        return SimpleNamespace(success=False, x=np.ones(100))

    monkeypatch.setattr("scipy.optimize.milp", hurry)
    assert optimum(asked) is None
    assert 0 < limits[0] <= SECONDS


def test_the_shortlist_keeps_two_of_a_kind_the_cheapest_first() -> None:
    brings = np.array([[1.0, 0.0]] * 4 + [[0.0, 1.0]])
    kept = shortlist(brings, np.array([0.5, 0.5]), np.array([0.04, 0.01, 0.03, 0.02, 0.05]))
    assert list(kept) == [1, 3, 4]


def test_a_long_shortlist_is_cut_but_keeps_the_specialists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cover, "MOST_CANDIDATES", 3)
    monkeypatch.setattr(cover, "SPECIALISTS", 1)
    brings = np.array([[0.9, 0], [0.8, 0], [0.7, 0], [0.6, 0], [0, 0.1]])
    kept = shortlist(brings, np.array([0.9, 0.1]), np.zeros(5))
    assert list(kept) == [0, 1, 2, 4], "the last brings little, but nobody else brings it"


@pytest.mark.parametrize("seed", range(10))
def test_the_shortlist_loses_nothing(seed: int) -> None:
    generator = np.random.default_rng(seed)
    asked = random_problem(seed, size=3)
    rows = generator.integers(0, 10, 40)  # every candidate about four times, at different costs
    crowd = replace(asked, brings=asked.brings[rows], costs=0.02 * generator.random(40))
    kept = shortlist(crowd.brings, crowd.weights, crowd.costs)
    assert len(kept) <= 20
    few = replace(crowd, brings=crowd.brings[kept], costs=crowd.costs[kept])
    assert few.value(optimum(few) or []) == pytest.approx(crowd.value(optimum(crowd) or []), abs=1e-6)
