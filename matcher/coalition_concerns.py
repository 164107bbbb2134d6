"""What to look out for in a coalition: one member carries it, nobody is from the place, a sector is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from babel.lists import format_list

from matcher.coalition import Concern, Member
from matcher.coalition_problem import is_from, is_kind, named_kinds
from matcher.cover import ROUNDING
from matcher.goals import Understanding
from matcher.knowledge import KnowledgeBase

MOST_NAMES = 4


def concerns(
    u: Understanding,
    members: Sequence[Member],
    coverage: float | None,
    sectors: set[str],
    knowledge: KnowledgeBase,
) -> Iterator[Concern]:
    """Name what speaks against a coalition with this joint coverage and these sectors, the seeker's included."""
    half = _half(members, coverage or 0.0)
    place = _place(u, members)
    sector = _sector(u, members, sectors, knowledge)
    if half:
        yield Concern("half", half)
    if place:
        yield Concern("place", place)
    if sector:
        yield Concern("sector", sector)


def _half(members: Sequence[Member], coverage: float) -> str:
    """Tell of the member without whom less than half of the coverage remains."""
    heaviest = max(members, key=lambda member: member.loss, default=None)
    if heaviest is None or heaviest.loss <= coverage / 2 + ROUNDING:
        return ""
    share = f"{heaviest.loss / coverage:.0%}"
    return f"{heaviest.organisation.name} alone carries {share} of what is covered: plan for the case that it leaves."


def _place(u: Understanding, members: Sequence[Member]) -> str:
    countries = u.mentions.countries
    seeker_is = u.seeker and is_from(u.seeker, countries)
    if not countries or not members or seeker_is or any(member.from_place for member in members):
        return ""
    text = f"Nobody here is known to work in {_named(list(u.mentions.place_names), 'or')}."
    unknown = [member.organisation.name for member in members if member.from_place is None]
    return f"{text} It is not known where {_named(unknown, 'or')} works." if unknown else text


def _sector(u: Understanding, members: Sequence[Member], present: set[str], knowledge: KnowledgeBase) -> str:
    """Tell of a kind that the goal names and nobody is of, or that all are of one sector."""
    there = [member.organisation for member in members] + ([u.seeker] if u.seeker else [])
    kinds = [kind for kind in named_kinds(u) if not any(is_kind(each, kind, knowledge) for each in there)]
    names = [knowledge.taxonomy.name("kinds", code) for code in kinds or present]
    if kinds and members:
        return f"The goal names a kind of organisation that nobody here is known to be: {_named(names)}."
    if len(present) == 1 and len(members) > 1:
        return f"Everyone whose kind is known is of one sector: {_named(names)}."
    return ""


def _named(names: list[str], style: str = "standard") -> str:
    shown = names if len(names) <= MOST_NAMES else [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} more"]
    return format_list(shown, style, locale="en")  # type: ignore[arg-type]  # one of its styles
