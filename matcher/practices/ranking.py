"""Ranking practices for one understood goal."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher import scoring
from matcher.directory.columns import CodeColumn
from matcher.goals import Understanding
from matcher.hits import Hits
from matcher.knowledge import KnowledgeBase
from matcher.practices.actors import PracticeActors
from matcher.practices.campaign import Campaign, by_phase, in_every_phase, phase_of
from matcher.reasons import practice_reason
from matcher.results import Practices, RecommendedPractice, Term

Values = NDArray[np.float32]
# Share of meaning against words: notes are short, so a goal's own words are often missing. On the dev goals of
# corpus/judgements .6, .7 and .8 give nDCG@10 .556, .572 and .576; on SciFact's training queries .6 and .7 are alike.
DENSE_WEIGHT = 0.7


@dataclass(frozen=True)
class _Scored:
    """Scores and terms, each of shape (practices,); the score is -inf where the search found nothing."""

    scores: Values
    terms: dict[str, Values]
    weights: dict[str, float]


class PracticeRanking:
    """Ranks the practices of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, weights: Mapping[str, float]) -> None:
        self.knowledge = knowledge
        self._weights = weights
        self._actors = PracticeActors(knowledge.practices, knowledge.taxonomy)
        self._capabilities = CodeColumn.from_codes([practice.capabilities for practice in knowledge.practices])

    def rank(self, u: Understanding, hits: Hits, limit: int | None = None) -> Practices:
        """Return the best practices, `u.goal.limit` unless `limit` says otherwise.

        `hits` are what the search for the goal found.
        """
        scored = self._score(u, hits)
        rows = scoring.rank(scored.scores, limit or u.goal.limit)
        return Practices(u, tuple(self._recommended(u, scored, row, place) for place, row in enumerate(rows, start=1)))

    def campaign(self, u: Understanding, hits: Hits, among: Container[str] | None = None) -> Campaign:
        """Return the best `u.goal.limit` practices by phase, each phase with its own, out of the ids `among`."""
        scored = self._score(u, hits)
        practices = self.knowledge.practices
        ranked = scoring.rank(scored.scores, len(practices))
        rows = [row for row in ranked if among is None or practices[row].id in among]
        phases = [phase_of(practices[row]) for row in rows]
        places = in_every_phase(phases, [float(scored.scores[row]) for row in rows], u.goal.limit)
        return by_phase(u, [self._recommended(u, scored, rows[place], place + 1) for place in places])

    def order(self, u: Understanding, hits: Hits) -> list[str]:
        """Return the ids of all practices that the search found, best first."""
        scores = self._score(u, hits).scores
        return [self.knowledge.practices[row].id for row in scoring.rank(scores, len(scores))]

    def _recommended(self, u: Understanding, scored: _Scored, row: int, place: int) -> RecommendedPractice:
        practice = self.knowledge.practices[row]
        joined = self._actors.joined(row, _kind_of_seeker(u), u.goal.actors)
        reason = practice_reason(practice, u, self.knowledge.taxonomy, joined)
        terms = tuple(Term(name, float(scored.terms[name][row]), weight) for name, weight in scored.weights.items())
        return RecommendedPractice(place, practice, float(scored.scores[row]), terms, reason)

    def _score(self, u: Understanding, hits: Hits) -> _Scored:
        size = len(self.knowledge.practices)
        of_hit, passages = self.knowledge.practice_passages.passages_of(hits.texts)
        fused = scoring.fuse(hits.dense, hits.lexical, DENSE_WEIGHT)[of_hit]
        terms = {"relevance": scoring.best_of_each(fused, passages[:, 1], size)}
        needed = {need.capability for need in u.needs}
        if needed:
            terms["capabilities"] = scoring.agreement(self._capabilities.shares(needed), self._capabilities.known())
        actors = self._actor_terms(u)
        if actors:
            terms["actors"] = scoring.mean_of(actors)
        total = sum(self._weights[name] for name in terms) or 1.0
        weights = {name: self._weights[name] / total for name in terms}
        found = np.isin(np.arange(size), passages[:, 1])
        return _Scored(np.where(found, scoring.weighted_sum(terms, weights), -np.inf), terms, weights)

    def _actor_terms(self, u: Understanding) -> list[Values]:
        """Return how far each practice is for the kinds that are asked for, and for the pairs just matched."""
        asked = (*u.goal.kinds, *u.mentions.kinds)
        terms = [self._actors.naming(asked)] if asked else []
        return [*terms, self._actors.joining(_kind_of_seeker(u), u.goal.actors)] if u.goal.actors else terms


def _kind_of_seeker(u: Understanding) -> str:
    return u.seeker.kind if u.seeker else ""
