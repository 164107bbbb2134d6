"""The one way from goals to recommendations; a single request is a batch of one."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import numpy as np

from matcher import scoring
from matcher.coalitions.chooser import CoalitionChooser
from matcher.coalitions.coalition import USUAL_SIZE, Coalition
from matcher.coalitions.problem import CoalitionProblem
from matcher.collection import Collection
from matcher.goals import GoalReader, Understanding
from matcher.hits import Hits
from matcher.indexes import is_many
from matcher.knowledge import KnowledgeBase
from matcher.partners.ranking import PartnerRanking
from matcher.partners.terms import likeness
from matcher.practices.campaign import Campaign
from matcher.practices.ranking import PracticeRanking
from matcher.records import Goal, Organisation
from matcher.results import Partners, Practices, SimilarOrganisation, goal_for_practices
from matcher.weights import Weights

SEARCH_DEPTH = 1000  # texts that each search contributes
GOALS_AT_ONCE = 64
Given = TypeVar("Given")
Done = TypeVar("Done")


class Recommender:
    """Recommends partners and practices from one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, *, weights: Weights | None = None) -> None:
        self.knowledge = knowledge
        weights = weights or Weights.shipped()
        self.reader = GoalReader(knowledge)
        self._partner_ranking = PartnerRanking(knowledge, weights.partners)
        self._practice_ranking = PracticeRanking(knowledge, weights.practices)
        self._coalition_chooser = CoalitionChooser(knowledge, self._partner_ranking)

    def partners(self, goals: Sequence[Goal], *, count: bool = False) -> list[Partners]:
        """Return partners for each goal, at most `goal.limit` from place `goal.offset` on, best first.

        They bring something that is missing, or have at least to do with the goal, and meet `goal.filters`. The
        seeker, what the goal excludes and closed organisations never appear. With `count`, `Partners.counts` says how
        all of them divide by facet. Raises GoalError for a goal with an unknown seeker or code.
        """
        found = self._search_organisations(goals)
        return [self._partner_ranking.rank(understanding, hits, count=count) for understanding, hits in found]

    def practices(self, goals: Sequence[Goal], *, limit: int | None = None) -> list[Practices]:
        """Return practices for each goal, at most `limit` (`goal.limit` where it is None), best first.

        Those that join the seeker's kind with one of `goal.actors` rank higher: put `Partners.kinds` there to get
        practices for the partners that were just matched. Raises GoalError like `partners`.
        """
        found = self._search(goals, self.knowledge.practice_passages)
        return [self._practice_ranking.rank(understanding, hits, limit) for understanding, hits in found]

    def practices_with(self, found: Partners, *, limit: int | None = None) -> Practices:
        """Return practices for a goal and the partners just found for it; the goal is not read again."""
        goal = goal_for_practices(found)
        understanding = replace(found.understanding, goal=goal)
        [(_, hits)] = self._find([understanding], self.knowledge.practice_passages)
        return self._practice_ranking.rank(understanding, hits, limit)

    def campaign(self, goals: Sequence[Goal], *, among: Container[str] | None = None) -> list[Campaign]:
        """Return, for each goal, at most `goal.limit` practices for before, during and after a campaign.

        Ranks like `practices`, but leaves no phase without its best notes; `among` restricts the choice to some ids.
        Raises GoalError like `partners`.
        """
        found = self._search(goals, self.knowledge.practice_passages)
        return [self._practice_ranking.campaign(understanding, hits, among) for understanding, hits in found]

    def coalition(
        self, goals: Sequence[Goal], size: int = USUAL_SIZE, pinned: Sequence[str] = (), *, exact: bool = False
    ) -> list[Coalition]:
        """Return, for each goal, at most `size` (1 to 12) organisations that cover together what is missing.

        `pinned` are ids of organisations that must be in it, even where they would not be recommended alone. With
        `exact` the set is proved to be the best where the solver manages in time (`Coalition.proven`). Raises
        GoalError like `partners`, and where the size or a pinned organisation cannot be.
        """
        for goal in goals:
            self._coalition_chooser.check(goal, size, pinned)
        found = self._search_organisations(goals)
        return [self._coalition_chooser.choose(u, hits, size, pinned, exact=exact) for u, hits in found]

    def describe_partners(self, goal: Goal, organisation_ids: Sequence[str]) -> Partners:
        """Return these organisations as partners for a goal, in this order, whatever their score.

        Raises GoalError like `partners`, and UnknownRecordError for an id that does not exist.
        """
        ids = [self.knowledge.organisation(each).id for each in dict.fromkeys(organisation_ids)]
        rows = [row for row in map(self.knowledge.organisation_row, ids) if row is not None]
        understanding, hits = next(self._search_organisations([goal]))
        return self._partner_ranking.describe(understanding, hits, rows)

    def coalition_problems(self, goals: Sequence[Goal], size: int = USUAL_SIZE) -> list[CoalitionProblem]:
        """Return the bare choices behind `coalition`, for measuring how well they are made."""
        found = self._search_organisations(goals)
        return [self._coalition_chooser.problem(u, hits, size) for u, hits in found]

    def rank_partners(self, goals: Sequence[Goal]) -> list[list[str]]:
        """Return, for each goal, the ids of all organisations in the order of `partners`, without reasons."""
        found = self._search_organisations(goals)
        return [self._partner_ranking.order(understanding, hits) for understanding, hits in found]

    def rank_practices(self, goals: Sequence[Goal]) -> list[list[str]]:
        """Return, for each goal, the ids of practices in the order of `practices`, without reasons."""
        found = self._search(goals, self.knowledge.practice_passages)
        return [self._practice_ranking.order(understanding, hits) for understanding, hits in found]

    def similar(self, organisation: str | Organisation, limit: int = 10) -> list[SimilarOrganisation]:
        """Return the organisations most like one of the knowledge base (by id) or one described on the spot."""
        if isinstance(organisation, str):
            organisation = self.knowledge.organisation(organisation)
        cosines = likeness(self.knowledge, organisation)
        row = self.knowledge.organisation_row(organisation.id)
        if row is not None:
            cosines[row] = -np.inf
        offered = {offer.capability for offer in organisation.offers}
        organisations = self.knowledge.organisations
        return [
            SimilarOrganisation(
                organisations[each],
                float(cosines[each]),
                tuple(dict.fromkeys(o.capability for o in organisations[each].offers if o.capability in offered)),
            )
            for each in scoring.rank(cosines, limit)
        ]

    def _search_organisations(self, goals: Sequence[Goal]) -> Iterator[tuple[Understanding, Hits]]:
        """Search for each goal among everybody, who set the scale, and among many once more within its filters.

        Among few the first search finds whoever is worth showing, so that facets count just what a filter leaves.
        """
        collection = self.knowledge.organisation_passages
        for understanding, hits in self._search(goals, collection):
            within = self._partner_ranking.texts_within(understanding) if is_many(len(collection.vectors)) else None
            if within is None:
                yield understanding, hits
            else:
                [more] = collection.search([understanding.request], understanding.vector[None], SEARCH_DEPTH, within)
                yield understanding, hits.with_more(more)

    def _search(self, goals: Sequence[Goal], collection: Collection) -> Iterator[tuple[Understanding, Hits]]:
        parts = [goals[start : start + GOALS_AT_ONCE] for start in range(0, len(goals), GOALS_AT_ONCE)]
        for found in _one_ahead(lambda part: self._find(self.reader.understand(part), collection), parts):
            yield from found

    def _find(self, understood: Sequence[Understanding], collection: Collection) -> list[tuple[Understanding, Hits]]:
        vectors = np.array([u.vector for u in understood], dtype=np.float32)
        texts = [u.request for u in understood]
        return list(zip(understood, collection.search(texts, vectors, SEARCH_DEPTH), strict=True))


def _one_ahead(work: Callable[[Given], Done], parts: Sequence[Given]) -> Iterator[Done]:
    """Yield what `work` makes of each part; another thread works on the next while one is used.

    Encoding and searching let go of the interpreter, and the reasons of partners keep one core busy: so both cores are.
    """
    if len(parts) < 2:
        yield from map(work, parts)
        return
    with ThreadPoolExecutor(1) as ahead:
        upcoming = ahead.submit(work, parts[0])
        for part in parts[1:]:
            done, upcoming = upcoming.result(), ahead.submit(work, part)
            yield done
        yield upcoming.result()
