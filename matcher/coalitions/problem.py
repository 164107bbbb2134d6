"""From a goal and the standing of every organisation to the choice among arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.coalitions.cover import (
    KIND_WEIGHT,
    MEMBER_COST,
    PLACE_WEIGHT,
    SECTOR_WEIGHT,
    CoverProblem,
    Values,
    shortlist,
)
from matcher.directory.sectors import sector_column
from matcher.goals import Understanding
from matcher.knowledge import KnowledgeBase
from matcher.records import Organisation
from matcher.scoring import UNKNOWN

RowsOfBase = NDArray[np.int64]


@dataclass(frozen=True)
class CoalitionProblem:
    """The choice for one goal: candidate i of `cover` is the organisation in row `rows[i]` of the knowledge base."""

    rows: tuple[int, ...]
    cover: CoverProblem


def frame_problem(
    knowledge: KnowledgeBase,
    u: Understanding,
    scores: NDArray[np.float32],
    eligible: NDArray[np.bool_],
    size: int,
    pinned: Sequence[int],
) -> CoalitionProblem:
    """Return the choice of at most `size` organisations; `pinned` are the rows of those that must be in.

    `scores` in [0, 1], how well each matches alone, and `eligible`, who may be chosen besides the pinned, have shape
    (organisations,). Where something is missing, whoever brings none of it is left out, unless the goal names its
    kind: a sector that is represented by someone without a part in the work is not represented.
    """
    free = np.flatnonzero(eligible)
    pool = np.union1d(free[_has_a_part(knowledge, u, free)], np.array(pinned, dtype=np.int64))
    brings, weights = _aspects(knowledge, u, pool)
    costs = MEMBER_COST * (1 - np.clip(scores[pool].astype(np.float64), 0, 1))
    kept = shortlist(brings, weights, costs)
    kept = np.concatenate([kept, np.setdiff1d(np.flatnonzero(np.isin(pool, pinned)), kept)])
    rows = [int(row) for row in pool[kept]]
    places = tuple(rows.index(row) for row in pinned)
    cover = CoverProblem(brings[kept], weights, costs[kept], len(u.missing), size, places)
    return CoalitionProblem(tuple(rows), cover)


def sector_of(organisation: Organisation, knowledge: KnowledgeBase) -> str:
    """Return the broadest kind of an organisation, "" where its kind is not known."""
    return knowledge.taxonomy.broadest("kinds", organisation.kind) if organisation.kind else ""


def is_from(organisation: Organisation, countries: Sequence[str]) -> bool | None:
    """Tell whether an organisation works or sits in one of the places; None where that is not known."""
    if set(countries) & {*organisation.countries, organisation.headquarters}:
        return True
    return False if countries and organisation.countries else None


def named_kinds(u: Understanding) -> tuple[str, ...]:
    """Return the kinds of organisation that the goal names, each once."""
    return tuple(dict.fromkeys((*u.goal.kinds, *u.mentions.kinds)))


def is_kind(organisation: Organisation, kind: str, knowledge: KnowledgeBase) -> bool | None:
    """Tell whether an organisation is of a kind or a narrower one; None where its kind is not known."""
    return organisation.kind in knowledge.taxonomy.with_narrower("kinds", kind) if organisation.kind else None


def _has_a_part(knowledge: KnowledgeBase, u: Understanding, rows: RowsOfBase) -> NDArray[np.bool_]:
    """Tell who brings something that is missing or is of a kind that the goal names; all where nothing is missing."""
    if not u.missing:
        return np.ones(len(rows), dtype=bool)
    kinds = {code for kind in named_kinds(u) for code in knowledge.taxonomy.with_narrower("kinds", kind)}
    return np.asarray(_needs(knowledge, u, rows).any(axis=1) | knowledge.columns.kinds.has_any(kinds, rows))


def _aspects(knowledge: KnowledgeBase, u: Understanding, pool: RowsOfBase) -> tuple[Values, Values]:
    """Return how surely the pool brings each need, sector, named kind and the place, and the weights of these."""
    needs = np.array([need.weight for need in u.missing], dtype=np.float64)
    sectors = _sectors(pool, u, knowledge)
    columns = [
        (_needs(knowledge, u, pool), needs / max(needs.sum(), 1e-9)),
        (sectors, np.full(sectors.shape[1], SECTOR_WEIGHT)),
        *((_kind(pool, kind, knowledge), np.array([KIND_WEIGHT])) for kind in named_kinds(u)),
    ]
    if _place_is_open(u):
        columns.append((_place(pool, u, knowledge), np.array([PLACE_WEIGHT])))
    return np.concatenate([brings for brings, _ in columns], axis=1), np.concatenate(
        [weights for _, weights in columns]
    )


def _needs(knowledge: KnowledgeBase, u: Understanding, rows: RowsOfBase) -> Values:
    codes = list(knowledge.taxonomy.terms("capabilities"))
    columns = [codes.index(need.capability) for need in u.missing]
    strengths = knowledge.columns.brings[:, columns][rows].astype(np.float64)
    return np.asarray(np.round(strengths, 6), dtype=np.float64)


def _sectors(pool: RowsOfBase, u: Understanding, knowledge: KnowledgeBase) -> Values:
    """Return one column for each sector of the pool but the seeker's, which is there already."""
    sectors = sector_column(knowledge.columns, knowledge.taxonomy)
    there = sector_of(u.seeker, knowledge) if u.seeker else ""
    held = {code: sectors.matrix[pool, column] for code, column in sectors.codes.items() if code != there}
    codes = sorted(code for code, column in held.items() if column.any())
    return np.array([held[code] for code in codes], dtype=np.float64).reshape(len(codes), len(pool)).T


def _kind(pool: RowsOfBase, kind: str, knowledge: KnowledgeBase) -> Values:
    kinds = knowledge.columns.kinds
    is_one = kinds.has_any(knowledge.taxonomy.with_narrower("kinds", kind), pool)
    return _strengths(is_one, kinds.known(pool))


def _place(pool: RowsOfBase, u: Understanding, knowledge: KnowledgeBase) -> Values:
    """Return the answers of `is_from` as strengths."""
    columns, places = knowledge.columns, u.mentions.countries
    there = columns.countries.has_any(places, pool) | columns.headquarters.has_any(places, pool)
    return _strengths(there, columns.countries.known(pool))


def _strengths(so: NDArray[np.bool_], known: NDArray[np.bool_]) -> Values:
    """Return one column: 1 for who is so, 0 for who is known not to be, and UNKNOWN for the others."""
    return np.where(so, 1.0, np.where(known, 0.0, UNKNOWN)).reshape(-1, 1)


def _place_is_open(u: Understanding) -> bool:
    """Tell whether the goal names a place and the seeker is not from there."""
    return bool(u.mentions.countries) and not (u.seeker and is_from(u.seeker, u.mentions.countries))
