"""White spots: the capabilities that nobody in a country offers, and who from outside could."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.directory.columns import BASIS_STRENGTH, Mask
from matcher.geography.regions import REGIONS
from matcher.knowledge import KnowledgeBase
from matcher.landscape.named import Named, named
from matcher.landscape.world import world

SHOWN_HELPERS = 3
_SMALLEST_REGION = sorted(REGIONS.values(), key=len)  # an island's neighbours are those of the smallest region


@dataclass(frozen=True)
class CapabilityThere:
    """How a country stands with one capability: who offers it there, stated or only inferred.

    Where nobody states it, `helpers` are some that state it nearby or work worldwide, and `nearby` and `worldwide`
    count them all.
    """

    capability: str
    stated: int
    inferred: int
    helpers: tuple[Named, ...] = ()
    nearby: int = 0
    worldwide: int = 0


def capabilities_there(knowledge: KnowledgeBase, country: str) -> tuple[CapabilityThere, ...]:
    """Return how a country stands with every capability, in the order of the taxonomy.

    Who works worldwide without naming countries counts as help from outside, and so do the neighbours by land, or for
    an island the countries of its region. Organisations that have closed count nowhere.
    """
    columns, here = knowledge.columns, knowledge.columns.placed_in((country,))
    there, nearby, worldwide = (
        ~columns.closed & some
        for some in (here, ~here & columns.placed_in(neighbours_of(country)), ~here & columns.works_everywhere)
    )
    return tuple(
        _capability_there(knowledge, code, column, there, nearby, worldwide)
        for column, code in enumerate(knowledge.taxonomy.terms("capabilities"))
    )


def neighbours_of(country: str) -> frozenset[str]:
    """Return the neighbours of a country by land, or those of its smallest region where it has none."""
    known = world().countries.get(country)
    if known and known.neighbours:
        return frozenset(known.neighbours)
    region: frozenset[str] = next((codes for codes in _SMALLEST_REGION if country in codes), frozenset())
    return region - {country}


def _capability_there(
    knowledge: KnowledgeBase, code: str, column: int, there: Mask, nearby: Mask, worldwide: Mask
) -> CapabilityThere:
    strengths = knowledge.columns.brings[:, column]
    states = strengths == BASIS_STRENGTH["stated"]
    stated = int(np.count_nonzero(states & there))
    inferred = int(np.count_nonzero((strengths > 0) & there)) - stated
    if stated:
        return CapabilityThere(code, stated, inferred)
    near, wide = states & nearby, states & worldwide
    first = [row for some in (near & wide, near, wide) for row in np.flatnonzero(some)[:SHOWN_HELPERS].tolist()]
    chosen = tuple(named(knowledge, row) for row in [*dict.fromkeys(first)][:SHOWN_HELPERS])
    return CapabilityThere(code, stated, inferred, chosen, int(np.count_nonzero(near)), int(np.count_nonzero(wide)))
