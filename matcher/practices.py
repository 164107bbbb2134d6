"""Ranking practices for one understood goal."""

from __future__ import annotations

import numpy as np

from matcher import scoring
from matcher.collection import Hits
from matcher.columns import CodeColumn
from matcher.goals import Understanding
from matcher.knowledge import KnowledgeBase
from matcher.reasons import practice_reason
from matcher.results import Practices, RecommendedPractice, Term


class PracticeRanking:
    """Ranks the practices of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self._columns = {
            "capabilities": CodeColumn.from_codes([practice.capabilities for practice in knowledge.practices]),
            "actors": CodeColumn.from_codes([self._broadened(practice.actors) for practice in knowledge.practices]),
        }

    def rank(self, u: Understanding, hits: Hits) -> Practices:
        """Return the best `u.goal.limit` practices; `hits` are what the search for the goal found."""
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
        total = sum(scoring.PRACTICE_WEIGHTS[name] for name in terms)
        weights = {name: scoring.PRACTICE_WEIGHTS[name] / total for name in terms}
        found = np.isin(np.arange(size), passages[:, 1])
        scores = np.where(found, scoring.weighted_sum(terms, weights), -np.inf)
        practices = self.knowledge.practices
        return Practices(
            u,
            tuple(
                RecommendedPractice(
                    rank=position,
                    practice=practices[row],
                    score=float(scores[row]),
                    terms=tuple(Term(name, float(terms[name][row]), weight) for name, weight in weights.items()),
                    reason=practice_reason(practices[row], u, self.knowledge.taxonomy),
                )
                for position, row in enumerate(scoring.rank(scores, u.goal.limit), start=1)
            ),
        )

    def _broadened(self, kinds: tuple[str, ...]) -> list[str]:
        """Return each kind with the broadest form of it: advice on police is advice on government too."""
        taxonomy = self.knowledge.taxonomy
        return list(dict.fromkeys(code for kind in kinds for code in (kind, taxonomy.broadest("kinds", kind))))
