"""Proposing, among the organisations that are here, those that may be one; a person decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from matcher.database.links import Known
from matcher.identity.blocks import candidate_pairs
from matcher.identity.comparison import Portrait
from matcher.identity.decision import decide
from matcher.identity.matching import NoPairs, Proposal
from matcher.importers.imported import IMPORT


def propose_merges(known: Iterable[Known], apart: NoPairs = frozenset()) -> tuple[Proposal, ...]:
    """Return the pairs of organisations that may be one, the likeliest first.

    Pairs in `apart` were told apart by a person. Two organisations of one register are two: the register knows best.
    """
    there = tuple(known)
    found = _proposals(there, apart)
    return tuple(sorted(found, key=lambda each: (-each.decision.score, each.known.ids[0], each.incoming.id)))


def _proposals(known: Sequence[Known], apart: NoPairs) -> Iterator[Proposal]:
    portraits = [Portrait(each.organisation) for each in known]
    for row, column in candidate_pairs(portraits, portraits):
        if row < column and _may_be_one(known[row], known[column], apart):
            decision = decide(portraits[row], portraits[column])
            if decision.verdict != "different":
                yield Proposal(known[row], known[column].organisation, decision)


def _may_be_one(one: Known, other: Known, apart: NoPairs) -> bool:
    if one.origins & other.origins - {IMPORT}:
        return False
    return not any(frozenset((a, b)) in apart for a in one.ids for b in other.ids)
