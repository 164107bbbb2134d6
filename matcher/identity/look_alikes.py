"""Organisations that a new one may be already: told before it is saved, so that nobody is kept twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from matcher.directory.name_index import NameIndex
from matcher.duplicates import SHORTEST_NAME, names
from matcher.identity.comparison import Portrait
from matcher.identity.decision import decide
from matcher.records import Organisation

MOST_COMPARED = 20  # organisations of a like name; comparing takes about a millisecond each
MOST_TOLD = 5
NEARLY = 85  # rapidfuzz ratio of names that differ in a letter or two; a person decides, so more is told


@dataclass(frozen=True)
class LookAlike:
    """An organisation that another one may be: `score` in [0, 1], and what was seen, in words."""

    organisation: Organisation
    score: float
    reasons_for: str
    reasons_against: str


def look_alikes(organisation: Organisation, index: NameIndex) -> tuple[LookAlike, ...]:
    """Return those of an index that `organisation` may be, the likeliest first."""
    portrait = Portrait(organisation)
    found = (_compare(organisation, portrait, each) for each in _candidates(organisation, index))
    told = sorted((each for each in found if each), key=lambda each: (-each.score, each.organisation.id))
    return tuple(told[:MOST_TOLD])


def _candidates(organisation: Organisation, index: NameIndex) -> Iterable[Organisation]:
    """Return whoever has a like name, an identifier or the host of the website in common."""
    asked = (organisation.id, *names(organisation), *(each.id for each in organisation.identifiers))
    named = [match.organisation for text in asked for match in index.like(text, MOST_COMPARED)]
    candidates = {each.id: each for each in (*named, *_of_host(organisation, index)) if each.id != organisation.id}
    return candidates.values()


def _of_host(organisation: Organisation, index: NameIndex) -> list[Organisation]:
    host = organisation.contact.website.partition("//")[2].partition("/")[0].casefold().removeprefix("www.")
    return index.with_website(host) if host else []


def _compare(organisation: Organisation, portrait: Portrait, other: Organisation) -> LookAlike | None:
    decision = decide(portrait, Portrait(other))
    if decision.verdict == "different" and not _nearly_same_name(organisation, other):
        return None
    return LookAlike(other, decision.score, decision.reasons_for, decision.reasons_against)


def _nearly_same_name(one: Organisation, other: Organisation) -> bool:
    """Tell whether they are called nearly the same and may work in one country; a person decides what that means."""
    if one.countries and other.countries and not set(one.countries) & set(other.countries):
        return False
    pairs = ((a.casefold(), b.casefold()) for a in names(one) for b in names(other))
    return any(min(len(a), len(b)) >= SHORTEST_NAME and fuzz.ratio(a, b) >= NEARLY for a, b in pairs)
