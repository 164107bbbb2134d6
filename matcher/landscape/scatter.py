"""The picture of the map of organisations: its points, by kind, and the names of its groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.directory.columns import CodeColumn, Mask
from matcher.indexes import Rows
from matcher.knowledge import KnowledgeBase
from matcher.landscape.groups import Group, groups
from matcher.landscape.named import Named, named
from matcher.landscape.organisation_map import OrganisationMap
from matcher.rows.sets import spread
from matcher.taxonomy import Taxonomy

WIDTH, HEIGHT = 960, 640  # units of the picture
MOST_POINTS = 450  # of one picture, so that a page stays small and points stay apart
KINDS_SHOWN = 6  # as many shapes and colours as one tells apart; the others share the last
OTHER = "other"
LINE_HEIGHT, LETTER = 17.0, 8.0  # of a label, estimated, in units


@dataclass(frozen=True)
class Point:
    """One organisation at `x`, `y`; `kind` is one of the picture's kinds."""

    organisation: Named
    x: float
    y: float
    kind: str


@dataclass(frozen=True)
class Label:
    """The name of a group, line by line; the middle of the first line's base is at `x`, `y`."""

    lines: tuple[str, ...]
    x: float
    y: float


@dataclass(frozen=True)
class Scatter:
    """The points that are drawn of `everybody`, their kinds (the most frequent first), and the names of groups."""

    points: tuple[Point, ...]
    everybody: int
    kinds: tuple[str, ...]
    labels: tuple[Label, ...]
    trustworthiness: float | None


def scatter(
    knowledge: KnowledgeBase,
    drawn: OrganisationMap,
    kind: str = "",
    country: str = "",
    *,
    marked: Sequence[Group] | None = None,
) -> Scatter:
    """Return the picture of all organisations, or of those of a kind (or narrower) or in a country.

    Of more than `MOST_POINTS`, evenly many of each region of the map are drawn. `marked` are the groups of the whole
    map where they are known already.
    """
    taxonomy, kinds = knowledge.taxonomy, knowledge.columns.kinds
    frequent = _frequent(kinds)
    wanted = np.flatnonzero(_wanted(knowledge, kind, country))
    points = tuple(
        Point(
            named(knowledge, row),
            round(float(drawn.places[row, 0]) * WIDTH, 1),
            round(float(drawn.places[row, 1]) * HEIGHT, 1),
            next((code for code in frequent if kinds.matrix[row, kinds.codes[code]]), OTHER),
        )
        for row in evenly(drawn, wanted).tolist()
    )
    shown = (*frequent, *(OTHER,) * (not kinds.has_any(frequent).all()))
    marked = groups(knowledge, drawn.places) if marked is None else marked
    labels = place_labels([_label(group, taxonomy) for group in marked])
    return Scatter(points, len(wanted), shown, labels, drawn.trustworthiness)


def _frequent(kinds: CodeColumn) -> list[str]:
    """Return the most frequent kinds; of equally frequent ones, that which comes first."""
    counts = np.count_nonzero(kinds.matrix, axis=0)
    places = {code: (-int(counts[at]), int(kinds.matrix[:, at].argmax())) for code, at in kinds.codes.items()}
    return sorted(places, key=places.__getitem__)[:KINDS_SHOWN]


def evenly(drawn: OrganisationMap, rows: Rows, most: int = MOST_POINTS) -> Rows:
    """Return at most `most` of `rows`, taken at even steps along the map, strip by strip."""
    if len(rows) <= most:
        return rows
    strips = np.floor(drawn.places[rows, 0] * 20)
    order = rows[np.lexsort((drawn.places[rows, 1], strips))]
    return np.asarray(order[spread(len(order), most)])


def place_labels(labels: list[Label]) -> tuple[Label, ...]:
    """Keep labels within the picture, and move them down where they would cover one that stands above."""
    placed: list[Label] = []
    for label in sorted(labels, key=lambda label: label.y):
        half = _half_width(label)
        x = min(max(label.x, half), WIDTH - half)
        y = label.y
        for other in placed:
            if abs(x - other.x) < half + _half_width(other) and y - other.y < LINE_HEIGHT * (len(other.lines) + 0.3):
                y = max(y, other.y + LINE_HEIGHT * (len(other.lines) + 0.3))
        placed.append(Label(label.lines, round(x, 1), round(y, 1)))
    return tuple(placed)


def _label(group: Group, taxonomy: Taxonomy) -> Label:
    return Label(tuple(taxonomy.name(*mark) for mark in group.marks), group.x * WIDTH, group.y * HEIGHT)


def _half_width(label: Label) -> float:
    return LETTER * max(map(len, label.lines)) / 2


def _wanted(knowledge: KnowledgeBase, kind: str, country: str) -> Mask:
    columns = knowledge.columns
    wanted = np.ones(len(columns.closed), dtype=bool)
    if kind:
        wanted &= columns.kinds.has_any(knowledge.taxonomy.with_narrower("kinds", kind))
    return wanted & columns.placed_in((country,)) if country else wanted
