"""timetable and colouring: nobody at two tables in one round, all pairs placed where that is possible."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from matcher.network.colouring import EdgeColouring
from matcher.network.timetable import NO_TABLE, TOO_MANY_MEETINGS, Timetable, make_timetable

Pairs = list[tuple[int, int]]


def table_for(pairs: Pairs, rounds: int | None = None, tables: int | None = None) -> Timetable:
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return make_timetable(ends[:, 0], ends[:, 1], rounds, tables)


def check(pairs: Pairs, timetable: Timetable) -> None:
    """Assert that nobody and no table is taken twice in a round and that no pair is lost."""
    people = [(m.round, who) for m in timetable.meetings for who in pairs[m.pair]]
    tables = [(m.round, m.table) for m in timetable.meetings]
    assert len(set(people)) == len(people)
    assert len(set(tables)) == len(tables)
    assert all(1 <= m.round <= timetable.rounds and 1 <= m.table <= timetable.tables for m in timetable.meetings)
    told = [m.pair for m in timetable.meetings] + [left.pair for left in timetable.left_out]
    assert sorted(told) == list(range(len(pairs)))


def random_pairs(seed: int) -> Pairs:
    generator = np.random.default_rng(seed)
    share = generator.random()
    pairs = [pair for pair in combinations(range(int(generator.integers(3, 18))), 2) if generator.random() < share]
    return [pairs[place] for place in generator.permutation(len(pairs))] or [(0, 1)]


def most_meetings(pairs: Pairs) -> int:
    return int(np.bincount(np.array(pairs).ravel()).max())


def test_four_who_all_meet_need_three_rounds_of_two_tables() -> None:
    pairs = list(combinations(range(4), 2))
    timetable = table_for(pairs, 3, 2)
    check(pairs, timetable)
    assert timetable.left_out == ()
    together = [{m.pair for m in timetable.meetings if m.round == number} for number in (1, 2, 3)]
    assert {frozenset(pairs[one] for one in some) for some in together} == {
        frozenset({(0, 1), (2, 3)}),
        frozenset({(0, 2), (1, 3)}),
        frozenset({(0, 3), (1, 2)}),
    }


@pytest.mark.parametrize("seed", range(80))
def test_one_round_more_than_anybody_has_pairs_is_enough(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.network.colouring._SHAKES", 0)  # fans alone do it
    pairs = random_pairs(seed)
    rounds = most_meetings(pairs) + 1
    timetable = table_for(pairs, rounds, -(-len(pairs) // rounds))
    check(pairs, timetable)
    assert timetable.left_out == (), "and no more tables than it takes"


def test_fans_find_a_round_where_swaps_along_chains_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.network.colouring._SHAKES", 0)
    # Six who each meet all but one of the others, asked for in an order that is found by trial.
    pairs = [(0, 5), (2, 5), (3, 4), (4, 5), (0, 3), (1, 4), (1, 3), (2, 4), (0, 1), (0, 2), (3, 5), (1, 2)]
    timetable = table_for(pairs, 5)
    check(pairs, timetable)
    assert timetable.left_out == ()


@pytest.mark.parametrize("seed", range(40))
def test_too_few_places_leave_out_the_least_important_and_clash_with_nothing(seed: int) -> None:
    pairs = random_pairs(seed)
    timetable = table_for(pairs, 3, 2)
    check(pairs, timetable)
    assert len(timetable.meetings) <= 6
    for left in timetable.left_out:
        assert left.pair != 0, "the most important pair is placed"
        if left.why == TOO_MANY_MEETINGS:
            earlier = [who for m in timetable.meetings if m.pair < left.pair for who in pairs[m.pair]]
            assert max(earlier.count(who) for who in pairs[left.pair]) == 3
        if left.why == NO_TABLE:
            assert len(timetable.meetings) == 6


@pytest.mark.parametrize("seed", range(40))
def test_as_few_rounds_as_needed_are_taken(seed: int) -> None:
    pairs = random_pairs(seed)
    timetable = table_for(pairs, None, 3)
    check(pairs, timetable)
    fewest = max(most_meetings(pairs), -(-len(pairs) // 3))
    assert timetable.left_out == ()
    assert fewest <= timetable.rounds <= fewest + 1


def test_a_star_cannot_meet_in_fewer_rounds_than_it_has_rays() -> None:
    pairs = [(0, 1), (0, 2), (0, 3)]
    timetable = table_for(pairs, 2, 5)
    check(pairs, timetable)
    assert [(left.pair, left.why) for left in timetable.left_out] == [(2, TOO_MANY_MEETINGS)]


def test_three_who_all_meet_do_not_fit_into_two_rounds() -> None:
    pairs = [(0, 1), (0, 2), (1, 2)]
    timetable = table_for(pairs, 2)
    check(pairs, timetable)
    assert [left.pair for left in timetable.left_out] == [2]
    assert table_for(pairs).rounds == 3


def test_rounds_are_evenly_filled() -> None:
    pairs = [(2 * number, 2 * number + 1) for number in range(10)]
    timetable = table_for(pairs, 4)
    assert sorted(np.bincount([m.round for m in timetable.meetings])[1:].tolist()) == [2, 2, 3, 3]


@pytest.mark.parametrize("seed", range(20))
def test_evening_out_keeps_the_colouring_proper(seed: int) -> None:
    pairs = random_pairs(seed)
    colouring = EdgeColouring(18, most_meetings(pairs) + 3)
    for one, two in pairs:
        assert colouring.add(one, two)
    colouring.even_out()
    colours = [colouring.colour(*pair) for pair in pairs]
    ends = [(colour, who) for colour, pair in zip(colours, pairs, strict=True) for who in pair]
    assert len(set(ends)) == len(ends)
    assert np.bincount(colours, minlength=colouring.colours).tolist() == colouring.loads.tolist()
    assert colouring.loads.max() - colouring.loads.min() <= 1


def test_no_pairs_make_an_empty_timetable() -> None:
    assert table_for([], 3, 2) == Timetable(3, 2, ())
    assert table_for([]).meetings == ()


def test_pairs_can_be_given_other_numbers() -> None:
    renumbered = table_for([(0, 1), (0, 2)], 1, 1).renumbered([7, 5])
    assert [m.pair for m in renumbered.meetings] == [7]
    assert [left.pair for left in renumbered.left_out] == [5]
