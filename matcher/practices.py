"""Ranking practices for one understood goal."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matcher import scoring
from matcher.collection import Hits
from matcher.columns import CodeColumn
from matcher.goals import Understanding
from matcher.knowledge import KnowledgeBase
from matcher.reasons import practice_reason
from matcher.results import Practices, RecommendedPractice, Term

Values = NDArray[np.float32]


class PracticeRanking:
    """Ranks the practices of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, weights: Mapping[str, float]) -> None:
        self.knowledge = knowledge
        self._weights = weights
        self._columns = {
            "capabilities": CodeColumn.from_codes([practice.capabilities for practice in knowledge.practices]),
            "actors": CodeColumn.from_codes([self._broadened(practice.actors) for practice in knowledge.practices]),
        }

    def rank(self, u: Understanding, hits: Hits) -> Practices:
        """Return the best `u.goal.limit` practices; `hits` are what the search for the goal found."""
        scores, terms, weights = self._score(u, hits)
        rows = scoring.rank(scores, u.goal.limit)
        return Practices(
            u,
            tuple(
                RecommendedPractice(
                    rank=place,
                    practice=self.knowledge.practices[row],
                    score=float(scores[row]),
                    terms=tuple(Term(name, float(terms[name][row]), weight) for name, weight in weights.items()),
                    reason=practice_reason(self.knowledge.practices[row], u, self.knowledge.taxonomy),
                )
                for place, row in enumerate(rows, start=1)
            ),
        )

    def order(self, u: Understanding, hits: Hits) -> list[str]:
        """Return the ids of all practices that the search found, best first."""
        scores, _, _ = self._score(u, hits)
        return [self.knowledge.practices[row].id for row in scoring.rank(scores, len(scores))]

    def _score(self, u: Understanding, hits: Hits) -> tuple[Values, dict[str, Values], dict[str, float]]:
        """Return scores (-inf for practices that were not found), terms and weights."""
        size = len(self.knowledge.practices)
        of_hit, passages = self.knowledge.practice_passages.passages_of(hits.texts)
        fused = scoring.fuse(hits.dense, hits.lexical)[of_hit]
        terms = {"relevance": scoring.best_of_each(fused, passages[:, 1], size)}
        wanted = {
            "capabilities": {need.capability for need in u.needs},
            "actors": set(self._broadened((*u.goal.kinds, *u.mentions.kinds))),
        }
        for name, codes in wanted.items():
            if codes:
                column = self._columns[name]
                terms[name] = scoring.agreement(column.shares(codes), column.known())
        total = sum(self._weights[name] for name in terms) or 1.0
        weights = {name: self._weights[name] / total for name in terms}
        found = np.isin(np.arange(size), passages[:, 1])
        return np.where(found, scoring.weighted_sum(terms, weights), -np.inf), terms, weights

    def _broadened(self, kinds: tuple[str, ...]) -> list[str]:
        """Return each kind with the broadest form of it: advice on police is advice on government too."""
        taxonomy = self.knowledge.taxonomy
        return list(dict.fromkeys(code for kind in kinds for code in (kind, taxonomy.broadest("kinds", kind))))
