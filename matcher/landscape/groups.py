"""Groups of organisations that stand together on the map, each called by what marks it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.directory.columns import CodeColumn, OrganisationColumns
from matcher.indexes import Rows
from matcher.knowledge import KnowledgeBase
from matcher.landscape.organisation_map import Places
from matcher.rows.sets import spread

FEWEST, MOST_GROUPS = 4, 10  # organisations in a group that gets a name; groups
_ROUNDS = 50
_SAMPLE = 16_384  # places
_MARKS = 2  # words for a group


@dataclass(frozen=True)
class Group:
    """A group with the middle of its places and what marks it: pairs of list and code, as in the taxonomy."""

    x: float
    y: float
    size: int
    marks: tuple[tuple[str, str], ...]


def groups(knowledge: KnowledgeBase, places: Places) -> tuple[Group, ...]:
    """Return the groups of organisations that stand at `places`, shape (organisations, 2), the largest first.

    A group is marked by the themes and capabilities that are most overrepresented in it: the share of the group that
    has it times the logarithm of how much oftener that is than in all.
    """
    count = min(MOST_GROUPS, len(places) // (2 * FEWEST))
    if not count:
        return ()
    member_of = nearest_middles(places, count)
    found = []
    for number in range(count):
        rows = np.flatnonzero(member_of == number)
        marks = _marks(knowledge, rows) if len(rows) >= FEWEST else ()
        if marks:
            x, y = np.median(places[rows], axis=0).tolist()
            found.append(Group(x, y, len(rows), marks))
    return tuple(sorted(_differently_called(found), key=lambda group: -group.size))


def nearest_middles(places: Places, count: int) -> Rows:
    """Return for each place the number of its group, by k-means (Lloyd 1982) from middles far from each other.

    Of very many places, an even sample tells where the middles are.
    """
    sample = places[spread(len(places), _SAMPLE)]
    return np.asarray(_distances(places, _middles(sample, count)).argmin(axis=1))


def _middles(places: Places, count: int) -> Places:
    middles = [places[np.linalg.norm(places - places.mean(axis=0), axis=1).argmin()]]
    while len(middles) < count:
        middles.append(places[_distances(places, np.array(middles)).min(axis=1).argmax()])
    centres = np.array(middles)
    for _ in range(_ROUNDS):
        member_of = _distances(places, centres).argmin(axis=1)
        moved = np.array(
            [places[member_of == n].mean(axis=0) if (member_of == n).any() else centres[n] for n in range(count)]
        )
        if np.allclose(moved, centres):
            break
        centres = moved
    return centres


def _distances(places: Places, centres: Places) -> NDArray[np.float64]:
    """Return the squares of the distances, shape (places, centres)."""
    return np.asarray(sum((places[:, axis, None] - centres[:, axis]) ** 2 for axis in range(places.shape[1])))


def _marks(knowledge: KnowledgeBase, rows: Rows) -> tuple[tuple[str, str], ...]:
    shares = _overrepresented(knowledge.columns, rows, list(knowledge.taxonomy.terms("capabilities")))
    return tuple(sorted(shares, key=lambda each: -shares[each])[:_MARKS])


def _overrepresented(columns: OrganisationColumns, rows: Rows, capabilities: list[str]) -> dict[tuple[str, str], float]:
    brings = CodeColumn({code: column for column, code in enumerate(capabilities)}, columns.brings > 0)
    weights = {}
    for list_name, column in (("themes", columns.themes), ("capabilities", brings)):
        here, everywhere = column.matrix[rows].mean(axis=0), column.matrix.mean(axis=0)
        for code, position in column.codes.items():
            if here[position] > everywhere[position]:
                weights[list_name, code] = float(here[position] * np.log(here[position] / everywhere[position]))
    return weights


def _differently_called(found: list[Group]) -> list[Group]:
    """Leave the name to the larger of two groups that are marked by the same."""
    by_marks: dict[frozenset[tuple[str, str]], Group] = {}
    for group in sorted(found, key=lambda group: group.size):
        by_marks[frozenset(group.marks)] = group
    return list(by_marks.values())
