"""network.matching: three objectives on networks whose answer one sees, and against brute force on random ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest

from matcher.network import stable as stable_module
from matcher.network import total as total_module
from matcher.network.candidates import Candidates, Numbers
from matcher.network.fair import OUT_OF_TIME, fairest
from matcher.network.matching import OBJECTIVES, Matching, Objective, match
from matcher.network.stable import blocking_pairs, stable

A, B, C, D = range(4)
Pairs = tuple[tuple[int, int], ...]


def worth(size: int, pairs: dict[tuple[int, int], float]) -> Numbers:
    values = np.zeros((size, size))
    for (one, two), value in pairs.items():
        values[one, two] = values[two, one] = value
    return values


def capacities(size: int, each: int = 1) -> np.ndarray:
    return np.full(size, each, dtype=np.int64)


def matched(matching: Matching) -> set[tuple[int, int]]:
    return set(zip(matching.first.tolist(), matching.second.tolist(), strict=True))


def random_network(seed: int) -> tuple[Numbers, np.ndarray]:
    """A network of 2 to 6 organisations with values of one decimal, so that there are ties, and capacities 0 to 3."""
    generator = np.random.default_rng(seed)
    size = int(generator.integers(2, 7))
    values = np.round(generator.random((size, size)), 1) * (generator.random((size, size)) < 0.7)
    values = np.triu(values, 1)
    return values + values.T, generator.integers(0, 4, size)


def every_matching(values: Numbers, room: list[int], start: int = 0) -> Iterator[Pairs]:
    pairs = list(combinations(range(len(values)), 2))
    yield ()
    for number in range(start, len(pairs)):
        one, two = pairs[number]
        if values[one, two] > 0 and room[one] and room[two]:
            left = [places - (row in (one, two)) for row, places in enumerate(room)]
            for rest in every_matching(values, left, number + 1):
                yield ((one, two), *rest)


def fairness(values: Numbers, pairs: Pairs) -> tuple[int, float, float]:
    """How many are served, how good the best pair of the worst-off of them is, and the total."""
    best = {row: max(values[one, two] for one, two in pairs if row in (one, two)) for pair in pairs for row in pair}
    return len(best), round(min(best.values(), default=0), 6), round(sum(values[pair] for pair in pairs), 6)


def test_four_organisations_of_which_two_and_two_belong_together() -> None:
    values = worth(4, {(A, B): 0.9, (C, D): 0.8, (A, C): 0.1, (B, D): 0.1})
    for objective in OBJECTIVES:
        matching = match(values, capacities(4), objective)
        assert matched(matching) == {(A, B), (C, D)}
        assert matching.total == pytest.approx(1.7)
        assert matching.gap == 0
        assert matching.value.tolist() == [0.9, 0.8], "best first"


def test_total_stable_and_fair_differ() -> None:
    # The three ways to pair four: 1 + .1, .9 + .3, .5 + .5.
    values = worth(4, {(A, B): 1, (C, D): 0.1, (A, C): 0.9, (B, D): 0.3, (A, D): 0.5, (B, C): 0.5})
    expected: dict[Objective, set[tuple[int, int]]] = {
        "stable": {(A, B), (C, D)},
        "total": {(A, C), (B, D)},
        "fair": {(A, D), (B, C)},
    }
    for objective, pairs in expected.items():
        assert matched(match(values, capacities(4), objective)) == pairs


def test_fair_serves_more_organisations_before_it_looks_at_values() -> None:
    values = worth(4, {(A, B): 0.2, (B, C): 1, (C, D): 0.2})
    assert matched(match(values, capacities(4), "fair")) == {(A, B), (C, D)}
    assert matched(match(values, capacities(4), "total")) == {(B, C)}


def test_fair_with_two_places_each_keeps_one_for_whom_nobody_else_can_serve() -> None:
    values = worth(4, {(A, B): 1, (A, C): 0.9, (B, C): 0.9, (B, D): 0.3})
    assert matched(match(values, capacities(4, 2), "total")) == {(A, B), (A, C), (B, C)}
    assert matched(match(values, capacities(4, 2), "fair")) == {(A, B), (A, C), (B, D)}


@pytest.mark.parametrize("seed", range(60))
def test_the_largest_total_is_that_of_brute_force(seed: int) -> None:
    values, room = random_network(seed)
    best = max(sum(values[pair] for pair in pairs) for pairs in every_matching(values, room.tolist()))
    matching = match(values, room, "total")
    assert matching.total == pytest.approx(best)
    assert matching.gap == 0
    assert matching.bound >= matching.total - 1e-6
    assert (matching.partner_counts() <= room).all()


@pytest.mark.parametrize("seed", range(60))
def test_the_fairest_is_that_of_brute_force(seed: int) -> None:
    values, room = random_network(seed)
    if seed % 2:
        room = np.minimum(room, 1)  # couples are solved in a way of their own
    best = max(fairness(values, pairs) for pairs in every_matching(values, room.tolist()))
    matching = match(values, room, "fair")
    assert fairness(values, tuple(matched(matching))) == best
    assert matching.gap == 0
    assert (matching.partner_counts() <= room).all()


@pytest.mark.parametrize("seed", range(60))
def test_a_stable_matching_has_no_blocking_pair_and_half_of_the_largest_total(seed: int) -> None:
    values, room = random_network(seed)
    candidates = Candidates.from_values(values)
    chosen = stable(candidates, room)
    assert blocking_pairs(candidates, chosen, room).tolist() == []
    assert candidates.value[chosen].sum() >= match(values, room, "total").total / 2 - 1e-6


def test_a_blocking_pair_is_found() -> None:
    candidates = Candidates.from_values(worth(4, {(A, B): 0.6, (B, C): 0.9, (C, D): 0.6}))
    chosen = np.array([1, 2])  # all but the best
    assert blocking_pairs(candidates, chosen, capacities(4)).tolist() == [0]
    assert blocking_pairs(candidates, np.array([0]), capacities(4)).tolist() == []
    assert blocking_pairs(candidates, np.array([0]), capacities(4, 2)).tolist() == [1, 2], "there is room"


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_choosing_in_rounds_is_choosing_one_by_one(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(stable_module, "_AT_ONCE", at_once)
    generator = np.random.default_rng(5)
    values = np.triu(np.round(generator.random((30, 30)), 1), 1)
    candidates = Candidates.from_values(values + values.T)
    room = generator.integers(0, 5, 30)
    left, expected = room.copy(), []
    for position, (one, two) in enumerate(zip(candidates.first, candidates.second, strict=True)):
        if left[one] and left[two]:
            left[[one, two]] -= 1
            expected.append(position)
    assert stable(candidates, room).tolist() == expected


def test_the_solver_asks_for_the_pairs_that_it_was_not_given_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    # Two sides of 60: the relaxed programme has a whole solution, so right prices prove it without further pairs.
    monkeypatch.setattr(total_module, "_FIRST_PLACES", 1)
    monkeypatch.setattr(total_module, "_MOST_PAIRS", 0)
    values = np.zeros((120, 120))
    values[:60, 60:] = np.round(np.random.default_rng(8).random((60, 60)), 3)
    matching = match(values + values.T, capacities(120))
    assert len(matching.first) == 60
    assert matching.gap == 0


def test_the_gap_is_stated_where_the_optimum_is_not_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    # Three that all want each other: halves of pairs make 1.5, whole pairs 1.
    values = worth(3, {(A, B): 1, (B, C): 1, (A, C): 1})
    assert match(values, capacities(3)).gap == 0
    matching = match(values, capacities(3), seconds=0)
    assert matching.total == 1
    assert matching.bound == pytest.approx(1.5)
    assert matching.gap == pytest.approx(1 / 3)


def test_without_time_fair_is_the_stable_matching_and_says_so() -> None:
    values = worth(4, {(A, B): 0.2, (B, C): 1, (C, D): 0.2})
    matching = match(values, np.array([1, 2, 1, 1]), "fair", seconds=0)
    assert matching.notices == (OUT_OF_TIME,)
    assert matching.gap == 1


def test_many_pairs_are_cut_down_for_fair_and_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.network.fair._MOST_PAIRS", 60)
    values = np.triu(np.round(np.random.default_rng(2).random((20, 20)), 3), 1)
    choice = fairest(Candidates.from_values(values + values.T), capacities(20, 2), np.ones(20, dtype=bool), 60)
    assert choice.notices == ("fair among the 5 best candidates of each organisation, not among all 190 pairs",)
    assert len(choice.chosen) >= 10


def test_the_cut_shuts_nobody_out_who_can_be_served(monkeypatch: pytest.MonkeyPatch) -> None:
    # Everybody likes the ten hubs best, but the others can also have each other.
    values = np.full((40, 40), 0.1) - 0.1 * np.eye(40)
    values[:10, 10:] = np.round(0.5 + np.random.default_rng(0).random((10, 30)) / 2, 3)
    values[10:, :10] = values[:10, 10:].T
    monkeypatch.setattr("matcher.network.fair._MOST_PAIRS", 60)
    matching = match(values, capacities(40), "fair")
    assert matching.notices
    assert matching.partner_counts().tolist() == [1] * 40


def test_pairs_that_must_be_are_there_even_if_they_are_worth_nothing() -> None:
    values = worth(4, {(A, B): 0.9, (C, D): 0.8, (A, C): 0.7})
    for objective in OBJECTIVES:
        matching = match(values, capacities(4), objective, must=np.array([[D, A], [A, D]]))
        assert matched(matching) == {(A, D)}, "named twice, matched once; B and C have nobody else"
        assert matching.must.tolist() == [True]
        assert matching.total == 0


def test_pairs_that_must_be_take_their_place_and_the_rest_is_matched() -> None:
    values = worth(4, {(A, B): 0.9, (C, D): 0.8, (A, C): 0.7, (B, D): 0.2})
    for objective in OBJECTIVES:
        matching = match(values, capacities(4), objective, must=np.array([[A, C]]))
        assert matched(matching) == {(A, C), (B, D)}
        assert matching.must.tolist() == [True, False]
        assert matching.bound == pytest.approx(0.9)


def test_pairs_that_must_not_be_are_never_there() -> None:
    values = worth(4, {(A, B): 0.9, (C, D): 0.8, (A, C): 0.1, (B, D): 0.1})
    for objective in OBJECTIVES:
        matching = match(values, capacities(4), objective, must_not=np.array([[B, A]]))
        assert (A, B) not in matched(matching)
        assert matching.candidates.tolist() == [1, 1, 2, 2]


@pytest.mark.parametrize("size", [0, 1, 3])
def test_nobody_is_matched_where_no_pair_is_worth_anything(size: int) -> None:
    for objective in OBJECTIVES:
        matching = match(np.zeros((size, size)), capacities(size), objective)
        assert len(matching.first) == 0
        assert matching.total == matching.gap == 0
        assert matching.partner_counts().tolist() == [0] * size


def test_equal_pairs_do_not_favour_the_beginning_of_the_list() -> None:
    values = np.ones((200, 200)) - np.eye(200)
    ends = Candidates.from_values(values)
    early = ((ends.first[:1000] + ends.second[:1000]) / 2).mean()
    assert 90 < early < 110
    assert len(match(values, capacities(200), "stable").first) == 100


def test_a_large_network_is_exact() -> None:
    generator = np.random.default_rng(1)
    values = np.triu(np.round(generator.random((300, 300)), 6), 1)
    matching = match(values + values.T, capacities(300, 3))
    assert matching.gap == 0
    assert matching.partner_counts().tolist() == [3] * 300
