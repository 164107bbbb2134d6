"""Saying what a chosen set of partners covers, what each member adds, and who could take its place."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.coalitions.coalition import Coalition, Member, Swap
from matcher.coalitions.concerns import concerns
from matcher.coalitions.cover import others
from matcher.coalitions.problem import CoalitionProblem, is_from, sector_of
from matcher.coalitions.search import replacement
from matcher.goals import Understanding
from matcher.knowledge import KnowledgeBase
from matcher.partners.ranking import Standing
from matcher.records import Organisation
from matcher.sentences import sentence

NOTHING_MISSING = sentence("You bring all that this goal needs, so partners are chosen by sector, place and topic.")


class CoalitionDescription:
    """Describes one chosen set; `members` are candidates of the problem in the order of choice."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        u: Understanding,
        standing: Standing,
        problem: CoalitionProblem,
        members: list[int],
    ) -> None:
        self._knowledge = knowledge
        self._u = u
        self._standing = standing
        self._rows = problem.rows
        self._cover = problem.cover
        self._members = members

    def coalition(self, *, proven: bool) -> Coalition:
        """Return the whole, with its members in the order of choice."""
        members = tuple(self._member(place, each) for place, each in enumerate(self._members))
        present = self._sectors(self._members)
        known = [term.code for term in self._knowledge.taxonomy.kinds if not term.broader]
        covered = self._covered(self._members)
        return Coalition(
            understanding=self._u,
            size=self._cover.size,
            members=members,
            coverage=self._coverage(self._members),
            value=self._cover.value(self._members),
            uncovered=tuple(need for need in self._u.missing if need.capability not in covered),
            sectors=tuple(code for code in known if code in present),
            missing_sectors=tuple(code for code in known if code not in present),
            concerns=tuple(concerns(self._u, members, self._coverage(self._members), present, self._knowledge)),
            proven=proven,
            notices=(*self._u.notices, *([NOTHING_MISSING] if self._u.needs and not self._u.missing else [])),
        )

    def _member(self, place: int, candidate: int) -> Member:
        organisation = self._organisation(candidate)
        before, rest = self._members[:place], others(self._members, candidate)
        brings = self._brings(candidate)
        sector = sector_of(organisation, self._knowledge)
        return Member(
            partner=self._standing.partner(place + 1, self._rows[candidate]),
            pinned=candidate in self._cover.pinned,
            brings=brings,
            adds=tuple(code for code in brings if code not in self._covered(before)),
            alone=tuple(code for code in brings if code not in self._covered(rest)),
            gain=self._cover.loss([*before, candidate], candidate),
            loss=self._cover.loss(self._members, candidate),
            sector=sector,
            adds_sector=bool(sector) and sector not in self._sectors(before),
            from_place=is_from(organisation, self._u.mentions.countries),
            swap=self._swap(candidate),
        )

    def _swap(self, candidate: int) -> Swap | None:
        other = replacement(self._cover, self._members, candidate)
        if other is None:
            return None
        after = [*others(self._members, candidate), other]
        now, then = self._covered(self._members), self._covered(after)
        sectors_now, sectors_then = self._sectors(self._members), self._sectors(after)
        return Swap(
            organisation=self._organisation(other),
            coverage=self._coverage(after),
            gains=tuple(code for code in then if code not in now),
            loses=tuple(code for code in now if code not in then),
            gains_sector="".join(sectors_then - sectors_now),
            loses_sector="".join(sectors_now - sectors_then),
        )

    def _brings(self, candidate: int) -> dict[str, float]:
        strengths = self._cover.brings[candidate, : len(self._u.missing)]
        pairs = zip(self._u.missing, strengths, strict=True)
        return {need.capability: float(strength) for need, strength in pairs if strength > 0}

    def _covered(self, members: Sequence[int]) -> tuple[str, ...]:
        found = {code for member in members for code in self._brings(member)}
        return tuple(need.capability for need in self._u.missing if need.capability in found)

    def _sectors(self, members: Sequence[int]) -> set[str]:
        """Return the known sectors of the members and the seeker."""
        there = [self._organisation(member) for member in members] + ([self._u.seeker] if self._u.seeker else [])
        return {sector_of(each, self._knowledge) for each in there} - {""}

    def _coverage(self, members: Sequence[int]) -> float | None:
        return self._cover.coverage(members) if self._u.missing else None

    def _organisation(self, candidate: int) -> Organisation:
        return self._knowledge.organisations[self._rows[candidate]]
