"""One country: who works there, what they did, in which languages, and what nobody offers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from matcher.directory.columns import Mask
from matcher.directory.sectors import sector_column
from matcher.knowledge import KnowledgeBase
from matcher.landscape.country_activities import ActivityThere, latest_activities
from matcher.landscape.white_spots import CapabilityThere, capabilities_there
from matcher.records import Organisation

SHOWN = 40  # organisations of a kind, activities, and participants of each: the lists behind them hold the others
UNKNOWN = ""


@dataclass(frozen=True)
class KindThere:
    """How many organisations of a kind there are, and the first of them by name."""

    count: int
    organisations: tuple[Organisation, ...]


@dataclass(frozen=True)
class CountryProfile:
    """What the directory holds of one country.

    `kinds` maps each broadest kind ("" where it is not known) to its organisations; `languages` counts organisations by
    language; `activities` are the latest of `activity_count`, those without a date last.
    """

    code: str
    kinds: dict[str, KindThere]
    languages: Counter[str]
    activities: tuple[ActivityThere, ...]
    activity_count: int
    capabilities: tuple[CapabilityThere, ...]

    @property
    def size(self) -> int:
        """The number of organisations."""
        return sum(each.count for each in self.kinds.values())

    @property
    def nobody(self) -> tuple[CapabilityThere, ...]:
        """The capabilities that nobody offers there."""
        return tuple(each for each in self.capabilities if not each.stated and not each.inferred)

    @property
    def only_inferred(self) -> tuple[CapabilityThere, ...]:
        """The capabilities that somebody seems to offer, while nobody says so."""
        return tuple(each for each in self.capabilities if each.inferred and not each.stated)

    @property
    def offered(self) -> tuple[CapabilityThere, ...]:
        """The capabilities that somebody says to offer, the most widely held first."""
        return tuple(sorted((each for each in self.capabilities if each.stated), key=lambda each: -each.stated))


def describe_country(knowledge: KnowledgeBase, code: str, shown: int = SHOWN) -> CountryProfile:
    """Return what the directory holds of the country with this code: of each kind and of activities at most `shown`."""
    there = knowledge.columns.placed_in((code,))
    activities, count = latest_activities(knowledge, there, shown)
    return CountryProfile(
        code,
        _kinds(knowledge, there, shown),
        _languages(knowledge, there),
        activities,
        count,
        capabilities_there(knowledge, code),
    )


def _kinds(knowledge: KnowledgeBase, there: Mask, shown: int) -> dict[str, KindThere]:
    """Return the organisations by broadest kind, the most frequent first and what is not known last."""
    sectors = sector_column(knowledge.columns, knowledge.taxonomy)
    held = {code: there & sectors.matrix[:, column] for code, column in sectors.codes.items()}
    held[UNKNOWN] = there & ~sectors.known()
    counts = {kind: int(np.count_nonzero(some)) for kind, some in held.items()}
    order = knowledge.name_order
    return {
        kind: KindThere(
            counts[kind],
            tuple(knowledge.organisations[row] for row in order[held[kind][order]][:shown].tolist()),
        )
        for kind in sorted(counts, key=lambda kind: (not kind, -counts[kind], kind))
        if counts[kind]
    }


def _languages(knowledge: KnowledgeBase, there: Mask) -> Counter[str]:
    languages = knowledge.columns.languages
    counts = {tag: int(np.count_nonzero(languages.matrix[there, column])) for tag, column in languages.codes.items()}
    return Counter({tag: count for tag, count in counts.items() if count})
