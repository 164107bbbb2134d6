"""How many organisations and activities each country has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from matcher.geography.codes import COUNTRIES
from matcher.knowledge import KnowledgeBase
from matcher.rows.sets import distinct

LEVELS = 6  # as many steps of one colour as the eye tells apart


@dataclass(frozen=True)
class Tally:
    """Counts by country code; `unplaced` organisations have no known country."""

    organisations: Counter[str]
    activities: Counter[str]
    unplaced: int


def tally_countries(knowledge: KnowledgeBase) -> Tally:
    """Count organisations where they work, else where they sit, and the activities that they took part in.

    An organisation of several countries counts in each, and so does an activity; one that several organisations of a
    country share counts once there.
    """
    columns = knowledge.columns
    activities, rows = knowledge.participation.by_activity
    there = {code: columns.placed_in((code,)) for code in columns.places()}
    return Tally(
        Counter({code: int(np.count_nonzero(some)) for code, some in there.items() if some.any()}),
        Counter({code: count for code, some in there.items() if (count := len(distinct(activities[some[rows]])))}),
        int(np.count_nonzero(~columns.place_known())),
    )


def steps(most: int) -> tuple[tuple[int, int], ...]:
    """Return the ranges, from and to, of a scale from 1 to at least `most`, each wider than the one before.

    The bounds grow by one factor, since a few countries hold a hundred times as many organisations as the others.
    """
    if most < 1:
        return ()
    factor = max(2.0, (most + 1) ** (1 / LEVELS))
    bounds = list(dict.fromkeys(round(factor**power) for power in range(LEVELS + 1)))
    ranges = [(low, high - 1) for low, high in pairwise(bounds) if low <= most]
    return (*ranges[:-1], (ranges[-1][0], max(ranges[-1][1], most)))


def step_of(count: int, ranges: tuple[tuple[int, int], ...]) -> int:
    """Return the number of the range in which `count` lies, from 1; 0 for none."""
    return next((number for number, (low, high) in enumerate(ranges, 1) if low <= count <= high), 0)


def by_count(counts: Counter[str]) -> list[str]:
    """Return the country codes with anything, the most first, then by name."""
    return sorted((code for code in counts if counts[code]), key=lambda code: (-counts[code], COUNTRIES[code]))
