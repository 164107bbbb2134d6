"""What the organiser asks for: how many partners each gets, which pairs must or must not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from matcher.errors import InvalidRecordsError, Problem

PairOfIds = tuple[str, str]


@dataclass(frozen=True)
class Requests:
    """The wishes for one network, by organisation id.

    `partners` is how many partners each organisation may get at most, unless `capacities` says otherwise for it.
    The ids of a pair stand in alphabetical order.
    """

    partners: int = 3
    capacities: Mapping[str, int] = field(default_factory=dict)
    must: frozenset[PairOfIds] = frozenset()
    must_not: frozenset[PairOfIds] = frozenset()

    def capacity(self, organisation_id: str) -> int:
        """Return how many partners an organisation may get at most."""
        return self.capacities.get(organisation_id, self.partners)

    def check(self, taking_part: Mapping[str, str]) -> None:
        """Raise InvalidRecordsError with every contradiction; `taking_part` maps each id to a name."""
        problems = [*self._missing(taking_part), *self._contradictions(taking_part), *self._excesses(taking_part)]
        if problems:
            raise InvalidRecordsError(problems)

    def _missing(self, taking_part: Mapping[str, str]) -> Iterator[Problem]:
        for one in sorted({one for pair in self.must for one in pair if one not in taking_part}):
            yield Problem("must", one, "is to be matched and does not take part (not selected, or closed); take it out")

    def _contradictions(self, names: Mapping[str, str]) -> Iterator[Problem]:
        for one, two in sorted(self.must & self.must_not):
            shown = f"{names.get(one, one)} and {names.get(two, two)}"
            yield Problem("must and must not", f"{one}, {two}", f"{shown} are to be matched and kept apart; decide")

    def _excesses(self, names: Mapping[str, str]) -> Iterator[Problem]:
        counts = Counter(one for pair in self.must for one in pair)
        for one, count in sorted(counts.items()):
            if count > self.capacity(one):
                told = f"{names.get(one, one)} has {count} partners that must be and room for {self.capacity(one)}"
                yield Problem("must", one, f"{told}; raise its capacity or take pairs out")
