"""The picture of the map of organisations: its points, by kind, and the names of its groups."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from matcher.directory import places_of
from matcher.indexes import Rows
from matcher.knowledge import KnowledgeBase
from matcher.landscape.groups import Group, groups
from matcher.organisation_map import OrganisationMap
from matcher.records import Organisation

WIDTH, HEIGHT = 960, 640  # units of the picture
MOST_POINTS = 800  # of one picture, so that a page stays small and points stay apart
KINDS_SHOWN = 6  # as many shapes and colours as one tells apart; the others share the last
OTHER = "other"


@dataclass(frozen=True)
class Point:
    """One organisation at `x`, `y`; `kind` is one of the picture's kinds."""

    organisation: Organisation
    x: float
    y: float
    kind: str


@dataclass(frozen=True)
class Scatter:
    """The points that are drawn of `everybody`, their kinds (the most frequent first), and the named groups."""

    points: tuple[Point, ...]
    everybody: int
    kinds: tuple[str, ...]
    groups: tuple[Group, ...]
    trustworthiness: float | None


def scatter(knowledge: KnowledgeBase, drawn: OrganisationMap, kind: str = "", country: str = "") -> Scatter:
    """Return the picture of all organisations, or of those of a kind (or narrower) or in a country.

    Of more than `MOST_POINTS`, evenly many of each region of the map are drawn.
    """
    taxonomy = knowledge.taxonomy
    broadest = [taxonomy.broadest("kinds", each.kind) for each in knowledge.organisations]
    frequent = [code for code, _ in Counter(code for code in broadest if code).most_common(KINDS_SHOWN)]
    wanted = [row for row in range(len(broadest)) if _is_wanted(knowledge, row, kind, country)]
    points = tuple(
        Point(
            knowledge.organisations[row],
            round(float(drawn.places[row, 0]) * WIDTH, 1),
            round(float(drawn.places[row, 1]) * HEIGHT, 1),
            broadest[row] if broadest[row] in frequent else OTHER,
        )
        for row in evenly(drawn, np.array(wanted, dtype=np.int64)).tolist()
    )
    kinds = (*frequent, *(OTHER,) * any(code not in frequent for code in broadest))
    return Scatter(points, len(wanted), kinds, groups(knowledge, drawn.places), drawn.trustworthiness)


def evenly(drawn: OrganisationMap, rows: Rows, most: int = MOST_POINTS) -> Rows:
    """Return at most `most` of `rows`, taken at even steps along the map, strip by strip."""
    if len(rows) <= most:
        return rows
    strips = np.floor(drawn.places[rows, 0] * 20)
    order = rows[np.lexsort((drawn.places[rows, 1], strips))]
    return np.asarray(order[np.linspace(0, len(order) - 1, most).astype(int)])


def _is_wanted(knowledge: KnowledgeBase, row: int, kind: str, country: str) -> bool:
    organisation = knowledge.organisations[row]
    of_kind = not kind or organisation.kind in knowledge.taxonomy.with_narrower("kinds", kind)
    return of_kind and (not country or country in places_of(organisation))
