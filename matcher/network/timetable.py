"""A round and a table for every pair, so that nobody sits at two tables in one round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.network.colouring import EdgeColouring, Rows

TOO_MANY_MEETINGS = "one of them has a meeting in every round"
NO_TABLE = "every table is taken in every round"
NO_COMMON_ROUND = "no round was found in which both are free; one round more would do"


@dataclass(frozen=True)
class Meeting:
    """Where and when a pair meets; `pair` counts from 0, `round` and `table` from 1."""

    pair: int
    round: int
    table: int


@dataclass(frozen=True)
class LeftOut:
    """A pair that found no place, and why."""

    pair: int
    why: str


@dataclass(frozen=True)
class Timetable:
    """The meetings by round and table, and the pairs that found no place."""

    rounds: int
    tables: int
    meetings: tuple[Meeting, ...]
    left_out: tuple[LeftOut, ...] = ()

    def renumbered(self, numbers: Sequence[int]) -> Timetable:
        """Return the same timetable with pair k called numbers[k]."""
        meetings = tuple(replace(meeting, pair=numbers[meeting.pair]) for meeting in self.meetings)
        left_out = tuple(replace(each, pair=numbers[each.pair]) for each in self.left_out)
        return replace(self, meetings=meetings, left_out=left_out)


def make_timetable(first: Rows, second: Rows, rounds: int | None = None, tables: int | None = None) -> Timetable:
    """Place the pairs (first[k], second[k]), the most important first, on `tables` tables in `rounds` rounds.

    Nobody has two meetings in a round, no round has more meetings than tables, and the rounds are evenly filled.
    Where there are at least one round more than anybody has pairs, and at least as many places as pairs, every pair
    is placed. Else pairs are left out from the least important on; where somebody has exactly as many pairs as there
    are rounds, this is a heuristic, since whether all fit is hard to decide (Holyer 1981). `rounds=None` takes as
    few as all pairs fit into, `tables=None` as many as are needed.
    """
    pairs = list(zip(first.tolist(), second.tolist(), strict=True))
    tables = tables or max(len(pairs), 1)
    if rounds is not None:
        return _fill(pairs, rounds, tables)
    most = int(np.bincount(np.concatenate([first, second])).max(initial=0)) if pairs else 0
    rounds = max(most, -(-len(pairs) // tables), 1)
    timetable = _fill(pairs, rounds, tables)
    while timetable.left_out:
        rounds += 1
        timetable = _fill(pairs, rounds, tables)
    return timetable


def _fill(pairs: list[tuple[int, int]], rounds: int, tables: int) -> Timetable:
    size = max((max(pair) for pair in pairs), default=-1) + 1
    colouring = EdgeColouring(size, rounds)
    meetings_of = np.zeros(size, dtype=np.int64)
    placed: list[int] = []
    left_out: list[LeftOut] = []
    for number, (one, two) in enumerate(pairs):
        if len(placed) == rounds * tables:
            left_out.append(LeftOut(number, NO_TABLE))
        elif max(meetings_of[one], meetings_of[two]) == rounds:
            left_out.append(LeftOut(number, TOO_MANY_MEETINGS))
        elif not colouring.add(one, two):
            left_out.append(LeftOut(number, NO_COMMON_ROUND))
        else:
            meetings_of[[one, two]] += 1
            placed.append(number)
    colouring.even_out()
    return Timetable(rounds, tables, _meetings(pairs, placed, colouring), tuple(left_out))


def _meetings(pairs: list[tuple[int, int]], placed: list[int], colouring: EdgeColouring) -> tuple[Meeting, ...]:
    """Number the tables of each round in the order of importance."""
    tables = np.zeros(colouring.colours, dtype=np.int64)
    meetings = []
    for number in placed:
        colour = colouring.colour(*pairs[number])
        tables[colour] += 1
        meetings.append(Meeting(number, colour + 1, int(tables[colour])))
    return tuple(sorted(meetings, key=lambda meeting: (meeting.round, meeting.table)))
