"""What to look out for in a coalition: one member carries it, nobody is from the place, a sector is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.coalitions.coalition import Concern, Member
from matcher.coalitions.cover import ROUNDING
from matcher.coalitions.problem import is_from, is_kind, named_kinds
from matcher.goals import Understanding
from matcher.knowledge import KnowledgeBase
from matcher.sentences import amount, joined, listed, sentence

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
    return sentence(
        "%(name)s alone carries %(share)s of what is covered: plan for the case that it leaves.",
        name=heaviest.organisation.name,
        share=amount(heaviest.loss / coverage, "percent"),
    )


def _place(u: Understanding, members: Sequence[Member]) -> str:
    countries = u.mentions.countries
    seeker_is = u.seeker and is_from(u.seeker, countries)
    if not countries or not members or seeker_is or any(member.from_place for member in members):
        return ""
    text = sentence("Nobody here is known to work in %(places)s.", places=_named(u.mentions.place_names, "or"))
    unknown = [member.organisation.name for member in members if member.from_place is None]
    if not unknown:
        return text
    return joined(" ", (text, sentence("It is not known where %(names)s works.", names=_named(unknown, "or"))))


def _sector(u: Understanding, members: Sequence[Member], present: set[str], knowledge: KnowledgeBase) -> str:
    """Tell of a kind that the goal names and nobody is of, or that all are of one sector."""
    there = [member.organisation for member in members] + ([u.seeker] if u.seeker else [])
    kinds = [kind for kind in named_kinds(u) if not any(is_kind(each, kind, knowledge) for each in there)]
    names = [knowledge.taxonomy.name("kinds", code) for code in kinds or present]
    if kinds and members:
        return sentence(
            "The goal names a kind of organisation that nobody here is known to be: %(kinds)s.", kinds=_named(names)
        )
    if len(present) == 1 and len(members) > 1:
        return sentence("Everyone whose kind is known is of one sector: %(sector)s.", sector=names[0])
    return ""


def _named(names: Sequence[str], link: str = "and") -> str:
    return listed(names, most=MOST_NAMES if len(names) == MOST_NAMES else MOST_NAMES - 1, link=link)
