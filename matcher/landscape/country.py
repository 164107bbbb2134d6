"""One country: who works there, what they did, in which languages, and what nobody offers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from matcher.directory import places_of
from matcher.knowledge import KnowledgeBase
from matcher.landscape.white_spots import CapabilityThere, capabilities_there
from matcher.partner_terms import ACTIVITY
from matcher.records import Activity, Organisation


@dataclass(frozen=True)
class ActivityThere:
    """An activity and those of the directory that took part in it, by name; `local` are those of the country."""

    activity: Activity
    participants: tuple[Organisation, ...]
    local: frozenset[str]


@dataclass(frozen=True)
class CountryProfile:
    """What the directory holds of one country.

    `kinds` maps each broadest kind ("" where it is not known) to its organisations by name; `languages` counts
    organisations by language; `activities` come latest first, those without a date last.
    """

    code: str
    kinds: dict[str, tuple[Organisation, ...]]
    languages: Counter[str]
    activities: tuple[ActivityThere, ...]
    capabilities: tuple[CapabilityThere, ...]

    @property
    def size(self) -> int:
        """The number of organisations."""
        return sum(map(len, self.kinds.values()))

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


def describe_country(knowledge: KnowledgeBase, code: str) -> CountryProfile:
    """Return what the directory holds of the country with this code."""
    there = sorted(
        (each for each in knowledge.organisations if code in places_of(each)), key=lambda each: each.name.casefold()
    )
    taxonomy = knowledge.taxonomy
    broadest = [taxonomy.broadest("kinds", each.kind) for each in there]
    counts = Counter(broadest)
    kinds = {
        kind: tuple(each for each, own in zip(there, broadest, strict=True) if own == kind)
        for kind in sorted(counts, key=lambda kind: (not kind, -counts[kind], kind))
    }
    languages = Counter(tag.split("-")[0] for each in there for tag in each.languages)
    activities = activities_of(knowledge, frozenset(each.id for each in there))
    return CountryProfile(code, kinds, languages, activities, capabilities_there(knowledge, code))


def activities_of(knowledge: KnowledgeBase, ids: frozenset[str]) -> tuple[ActivityThere, ...]:
    """Return the activities in which any of some organisations took part, each once, the latest first."""
    participants: dict[int, list[int]] = {}
    for text, row in knowledge.participation.pairs.tolist():
        participants.setdefault(text, []).append(row)
    told = _told_by(knowledge)
    found = []
    for text, rows in participants.items():
        organisations = sorted((knowledge.organisations[row] for row in rows), key=lambda each: each.name.casefold())
        local = ids & {each.id for each in organisations}
        if local:
            found.append(ActivityThere(told[text], tuple(organisations), local))
    found.sort(key=lambda each: each.activity.title)
    return tuple(sorted(found, key=lambda each: each.activity.start or each.activity.end, reverse=True))


def _told_by(knowledge: KnowledgeBase) -> dict[int, Activity]:
    """Return an activity for each text row that tells of one."""
    table = knowledge.organisation_passages.passages
    return {
        text: knowledge.organisations[record].activities[position]
        for text, record, _, position in table[table[:, 2] == ACTIVITY].tolist()
    }
