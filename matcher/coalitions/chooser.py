"""Choosing a coalition for one understood goal."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.coalitions.coalition import MOST_MEMBERS, Coalition
from matcher.coalitions.description import CoalitionDescription
from matcher.coalitions.optimum import optimum
from matcher.coalitions.problem import CoalitionProblem, frame_problem
from matcher.coalitions.search import choose
from matcher.errors import GoalError, UnknownRecordError
from matcher.goals import Understanding
from matcher.hits import Hits
from matcher.knowledge import KnowledgeBase
from matcher.partners.ranking import PartnerRanking, Standing
from matcher.records import Goal


class CoalitionChooser:
    """Chooses coalitions among the organisations of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, ranking: PartnerRanking) -> None:
        self._knowledge = knowledge
        self._ranking = ranking

    def check(self, goal: Goal, size: int, pinned: Sequence[str]) -> None:
        """Raise GoalError where a coalition of this size with these members cannot be."""
        if not 1 <= size <= MOST_MEMBERS:
            raise GoalError("size", f"is {size}; a coalition has 1 to {MOST_MEMBERS} members")
        if len(set(pinned)) > size:
            raise GoalError("size", f"is {size}, but {len(set(pinned))} members are pinned; raise it or unpin some")
        seeker = goal.seeker if isinstance(goal.seeker, str) or goal.seeker is None else goal.seeker.id
        for organisation_id in pinned:
            try:
                self._knowledge.organisation(organisation_id)
            except UnknownRecordError as error:
                raise GoalError("pinned", error.args[0]) from error
            if organisation_id in goal.exclude:
                raise GoalError("pinned", f"{organisation_id!r} is excluded too; take it out of one of the two")
            if organisation_id == seeker:
                raise GoalError("pinned", f"{organisation_id!r} is the seeker, who is part of the coalition anyway")

    def problem(self, u: Understanding, hits: Hits, size: int, pinned: Sequence[str] = ()) -> CoalitionProblem:
        """Return the bare choice for a goal."""
        return self._frame(u, self._ranking.standing(u, hits), size, pinned)

    def choose(self, u: Understanding, hits: Hits, size: int, pinned: Sequence[str], *, exact: bool) -> Coalition:
        """Return the coalition for a goal; `hits` are what the search for it found."""
        standing = self._ranking.standing(u, hits)
        problem = self._frame(u, standing, size, pinned)
        proved = optimum(problem.cover) if exact else None
        members = choose(problem.cover) if proved is None else proved
        description = CoalitionDescription(self._knowledge, u, standing, problem, members)
        return description.coalition(proven=proved is not None)

    def _frame(self, u: Understanding, standing: Standing, size: int, pinned: Sequence[str]) -> CoalitionProblem:
        rows = [self._knowledge.organisation_row(each) for each in dict.fromkeys(pinned)]
        known = [row for row in rows if row is not None]
        return frame_problem(self._knowledge, u, standing.scores, standing.eligible, size, known)
