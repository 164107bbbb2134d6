"""From a goal and the standing of every organisation to the choice among arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.cover import (
    KIND_WEIGHT,
    MEMBER_COST,
    PLACE_WEIGHT,
    SECTOR_WEIGHT,
    CoverProblem,
    Values,
    shortlist,
)
from matcher.goals import Understanding
from matcher.knowledge import KnowledgeBase
from matcher.records import Organisation
from matcher.scoring import UNKNOWN

STRENGTH = {True: 1.0, None: UNKNOWN, False: 0.0}
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
    named = np.array([knowledge.organisations[row].kind in kinds for row in rows], dtype=bool)
    return np.asarray(_needs(knowledge, u, rows).any(axis=1) | named)


def _aspects(knowledge: KnowledgeBase, u: Understanding, pool: RowsOfBase) -> tuple[Values, Values]:
    """Return how surely the pool brings each need, sector, named kind and the place, and the weights of these."""
    organisations = [knowledge.organisations[row] for row in pool]
    needs = np.array([need.weight for need in u.missing], dtype=np.float64)
    sectors = _sectors(organisations, u, knowledge)
    columns = [
        (_needs(knowledge, u, pool), needs / max(needs.sum(), 1e-9)),
        (sectors, np.full(sectors.shape[1], SECTOR_WEIGHT)),
        *((_kind(organisations, kind, knowledge), np.array([KIND_WEIGHT])) for kind in named_kinds(u)),
    ]
    if _place_is_open(u):
        columns.append((_place(organisations, u), np.array([PLACE_WEIGHT])))
    return np.concatenate([brings for brings, _ in columns], axis=1), np.concatenate(
        [weights for _, weights in columns]
    )


def _needs(knowledge: KnowledgeBase, u: Understanding, rows: RowsOfBase) -> Values:
    codes = list(knowledge.taxonomy.terms("capabilities"))
    columns = [codes.index(need.capability) for need in u.missing]
    strengths = knowledge.columns.brings[rows][:, columns].astype(np.float64)
    return np.asarray(np.round(strengths, 6), dtype=np.float64)


def _sectors(organisations: Sequence[Organisation], u: Understanding, knowledge: KnowledgeBase) -> Values:
    """Return one column for each sector but the seeker's, which is there already."""
    of_each = [sector_of(organisation, knowledge) for organisation in organisations]
    there = {"", sector_of(u.seeker, knowledge) if u.seeker else ""}
    codes = sorted(set(of_each) - there)
    table = [[sector == code for code in codes] for sector in of_each]
    return np.array(table, dtype=np.float64).reshape(len(organisations), len(codes))


def _kind(organisations: Sequence[Organisation], kind: str, knowledge: KnowledgeBase) -> Values:
    return np.array([STRENGTH[is_kind(each, kind, knowledge)] for each in organisations]).reshape(-1, 1)


def _place(organisations: Sequence[Organisation], u: Understanding) -> Values:
    return np.array([STRENGTH[is_from(each, u.mentions.countries)] for each in organisations]).reshape(-1, 1)


def _place_is_open(u: Understanding) -> bool:
    """Tell whether the goal names a place and the seeker is not from there."""
    return bool(u.mentions.countries) and not (u.seeker and is_from(u.seeker, u.mentions.countries))
