"""Narrowing practices down by stage, phase, pair of actors and effort, with a count beside every choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from werkzeug.datastructures import MultiDict

from matcher.practices.campaign import PHASES, phase_of
from matcher.records import Practice
from matcher.sentences import joined, sentence
from matcher.taxonomy import Taxonomy

NOT_STATED = "not_stated"
FACETS = {
    "stage": sentence("Stage"),
    "phase": sentence("When"),
    "pair": sentence("Who works together"),
    "effort": sentence("Effort"),
}
_PHASES = {
    "before": sentence("Before the campaign"),
    "during": sentence("During the campaign"),
    "after": sentence("After the campaign"),
}
EFFORTS = {"low": sentence("Low"), "medium": sentence("Medium"), "high": sentence("High")}


@dataclass(frozen=True)
class Choice:
    """One value of a facet: how many practices have it, without regard to what is chosen in the same facet."""

    code: str
    name: str
    count: int
    chosen: bool


class PracticeFacets:
    """What is chosen in each facet: any of the values of one facet will do, but each facet must be met."""

    def __init__(self, entered: MultiDict[str, str], taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self.chosen = {facet: tuple(_readable(entered.getlist(facet))) for facet in FACETS}

    def keep(self, practices: Iterable[Practice], besides: str = "") -> list[Practice]:
        """Return the practices that meet all facets, or all besides one."""
        asked = {facet: set(codes) for facet, codes in self.chosen.items() if codes and facet != besides}
        return [
            practice
            for practice in practices
            if all(wanted & set(self.values(practice, facet)) for facet, wanted in asked.items())
        ]

    def choices(self, practices: Sequence[Practice]) -> dict[str, list[Choice]]:
        """Return the values of each facet that some practice has or that are chosen, in the order of their list."""
        choices = {}
        for facet in FACETS:
            everywhere = Counter(code for practice in practices for code in self.values(practice, facet))
            counts = Counter(
                code for practice in self.keep(practices, besides=facet) for code in self.values(practice, facet)
            )
            shown = [*self._ordered(facet, everywhere), *(c for c in self.chosen[facet] if c not in everywhere)]
            choices[facet] = [
                Choice(code, self.name(facet, code), counts[code], code in self.chosen[facet]) for code in shown
            ]
        return choices

    def values(self, practice: Practice, facet: str) -> tuple[str, ...]:
        """Return what a practice is in one facet; NOT_STATED where it does not say."""
        if facet == "pair":
            return tuple(self._pairs(practice)) or (NOT_STATED,)
        code = phase_of(practice) if facet == "phase" else getattr(practice, facet)
        return (code or NOT_STATED,)

    def name(self, facet: str, code: str) -> str:
        """Return what a value is called on the screen."""
        if code == NOT_STATED:
            return sentence("Any partners") if facet == "pair" else sentence("Not stated")
        if facet == "pair":
            return joined(" + ", (self._taxonomy.name("kinds", kind) for kind in code.split("+")))
        if facet == "phase":
            return _PHASES.get(code, code)
        return self._taxonomy.name("stages", code) if facet == "stage" else EFFORTS.get(code, code)

    def _pairs(self, practice: Practice) -> Iterable[str]:
        """Return the pairs of sectors that a practice joins; police and ministries are one sector, government."""
        sectors = {self._taxonomy.broadest("kinds", actor) for actor in practice.actors}
        in_order = [code for code in self._taxonomy.terms("kinds") if code in sectors]
        return ("+".join(pair) for pair in combinations(in_order, 2))

    def _ordered(self, facet: str, counts: Counter[str]) -> list[str]:
        """Return the codes in the order of their list, pairs with the most common first, NOT_STATED last."""
        stages = list(self._taxonomy.terms("stages"))
        lists: dict[str, list[str]] = {"stage": stages, "phase": [*PHASES], "effort": [*EFFORTS]}
        order = lists.get(facet) or [code for code, _ in counts.most_common()]
        known = [code for code in order if code in counts and code != NOT_STATED]
        return [*known, *sorted(set(counts) - set(known))]


def _readable(codes: Iterable[str]) -> Iterable[str]:
    """Return the codes without repeats; a `+` that stands bare in an address arrives as a blank."""
    return dict.fromkeys(code.strip().replace(" ", "+") for code in codes if code.strip())
