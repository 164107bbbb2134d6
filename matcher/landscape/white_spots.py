"""White spots: the capabilities that nobody in a country offers, and who from outside could."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.columns import BASIS_STRENGTH
from matcher.directory import places_of
from matcher.knowledge import KnowledgeBase
from matcher.landscape.world import world
from matcher.records import Organisation
from matcher.regions import REGIONS

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
    helpers: tuple[Organisation, ...] = ()
    nearby: int = 0
    worldwide: int = 0


def capabilities_there(knowledge: KnowledgeBase, country: str) -> tuple[CapabilityThere, ...]:
    """Return how a country stands with every capability, in the order of the taxonomy.

    Who works worldwide without naming countries counts as help from outside, and so do the neighbours by land, or for
    an island the countries of its region. Organisations that have closed count nowhere.
    """
    active = [row for row, each in enumerate(knowledge.organisations) if each.status != "closed"]
    beside = neighbours_of(country)
    there, nearby, worldwide = (
        [row for row in active if is_one(knowledge.organisations[row])]
        for is_one in (
            lambda each: country in places_of(each),
            lambda each: country not in places_of(each) and not beside.isdisjoint(places_of(each)),
            lambda each: country not in places_of(each) and each.reach == "global",
        )
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
    knowledge: KnowledgeBase,
    code: str,
    column: int,
    there: Sequence[int],
    nearby: Sequence[int],
    worldwide: Sequence[int],
) -> CapabilityThere:
    strengths = knowledge.columns.brings[:, column]
    stated = int((strengths[there] == BASIS_STRENGTH["stated"]).sum())
    inferred = int((strengths[there] > 0).sum()) - stated
    if stated:
        return CapabilityThere(code, stated, inferred)
    near, wide = ([row for row in some if strengths[row] == BASIS_STRENGTH["stated"]] for some in (nearby, worldwide))
    helpers = dict.fromkeys([*(row for row in near if row in wide), *near, *wide])
    chosen = tuple(knowledge.organisations[row] for row in [*helpers][:SHOWN_HELPERS])
    return CapabilityThere(code, stated, inferred, chosen, len(near), len(wide))
