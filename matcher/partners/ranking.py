"""Ranking organisations as partners for one understood goal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher import scoring
from matcher.goals import Understanding, UnderstoodNeed
from matcher.hits import Hits
from matcher.indexes import Mask, Rows
from matcher.knowledge import KnowledgeBase
from matcher.partners.description import PartnerDescriber, Scored
from matcher.partners.eligibility import Eligibility
from matcher.partners.terms import Found, TermReader
from matcher.results import Partner, Partners
from matcher.rows.sets import joined
from matcher.sentences import sentence

Values = NDArray[np.float32]
FAINT_NOTICE = sentence("Nothing in the directory is close to this goal. What follows is at best loosely related.")
BOUNDED = ("coverage", "relevance", "evidence")  # the terms of which we know the most where nothing was found
ROUNDING = 1e-5


@dataclass(frozen=True)
class Standing:
    """How every organisation stands for one goal, for whoever chooses several of them.

    `scores` in [0, 1], how well each matches alone, and `eligible`, who may be recommended and is worth showing, have
    shape (organisations,); `partner(rank, row)` describes one of them.
    """

    scores: Values
    eligible: NDArray[np.bool_]
    partner: Callable[[int, int], Partner]


class PartnerRanking:
    """Ranks the organisations of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, weights: Mapping[str, float]) -> None:
        self.knowledge = knowledge
        self._weights = weights
        self._terms = TermReader(knowledge)
        self._describer = PartnerDescriber(knowledge)
        self._eligibility = Eligibility(knowledge)

    def texts_within(self, u: Understanding) -> Mask | None:
        """Return the texts of those who meet the goal's filters, shape (texts,); None where it has none."""
        return self._eligibility.texts_within(u)

    def rank(self, u: Understanding, hits: Hits, *, count: bool = False) -> Partners:
        """Return the best `u.goal.limit` organisations from place `u.goal.offset` on.

        `hits` are what the search for the goal found. With `count`, how all that could be shown divide by facet.
        """
        allowed, scope = self._eligibility.allowed(u), self._terms.scope(u)
        scored = self._score_candidates(u, hits, allowed, scope)
        rows = self._best(scored, u.goal.offset + u.goal.limit)[u.goal.offset :]
        partners = self._describe(rows, u, scored, u.goal.offset + 1)
        faint = not u.needs and hits.dense.max(initial=0) < scoring.FAINT_COSINE
        notices = (*u.notices, FAINT_NOTICE) if faint else u.notices
        worth = scope > 0  # of whom nothing was found, whoever brings something that is missing
        worth[scored.terms.rows] = self._worth_showing(scored)
        total = int(np.count_nonzero(worth & allowed))
        counts = self._eligibility.counts(u, worth) if count else None
        return Partners(u, partners, _uncovered(u, partners), notices, total, counts)

    def describe(self, u: Understanding, hits: Hits, rows: Sequence[int]) -> Partners:
        """Return the organisations of these rows in this order, even those that would not be recommended."""
        found = self._terms.trace(hits)
        looked_at = joined(found.organisations, np.array(rows, dtype=np.int64))
        partners = self._describe(rows, u, self._score(u, found, rows=looked_at), 1)
        return Partners(u, partners, _uncovered(u, partners), u.notices)

    def order(self, u: Understanding, hits: Hits) -> list[str]:
        """Return the ids of all organisations that may be recommended, best first."""
        scores = self._score(u, self._terms.trace(hits), self._eligibility.allowed(u)).scores
        return [self.knowledge.organisation_ids[row] for row in scoring.rank(scores, len(scores))]

    def standing(self, u: Understanding, hits: Hits) -> Standing:
        """Return how every organisation stands for a goal."""
        scored = self._score(u, self._terms.trace(hits))
        return Standing(
            scored.scores,
            self._eligibility.allowed(u) & self._worth_showing(scored),
            lambda rank, row: self._describer.describe(rank, row, u, scored),
        )

    def _describe(self, rows: Sequence[int], u: Understanding, scored: Scored, first: int) -> tuple[Partner, ...]:
        return tuple(self._describer.describe(rank, row, u, scored) for rank, row in enumerate(rows, first))

    def _best(self, scored: Scored, limit: int) -> list[int]:
        """Return the rows of the best who may be recommended and are worth showing, best first."""
        scores = np.where(self._worth_showing(scored), scored.scores, -np.inf)
        return [int(scored.terms.rows[place]) for place in scoring.rank(scores, limit)]

    def _worth_showing(self, scored: Scored) -> NDArray[np.bool_]:
        """Tell who brings something that is missing or has at least to do with the goal; silence tells nothing."""
        values = scored.terms.values
        said = np.where(self.knowledge.columns.describes_itself[scored.terms.rows], values["relevance"], 0.0)
        related = np.maximum(said, values["evidence"]) >= scoring.WORTH_SHOWING
        return np.asarray((values["coverage"] > 0) | related)

    def _score_candidates(self, u: Understanding, hits: Hits, allowed: Mask, scope: Values) -> Scored:
        """Score those who can be among the best: whoever the search found, and who brings enough of what is missing.

        Of whom nothing was found, nobody is worth showing who brings nothing that is missing, and the others have a
        score of which we know a bound. So the best are those that they are when all are scored.
        """
        found = self._terms.trace(hits)
        if u.goal.similarity and u.seeker:  # likeness to the seeker needs no search: everybody may be like it
            return self._score(u, found, allowed)
        scored = self._score(u, found, allowed, found.organisations)
        limit = u.goal.offset + u.goal.limit
        best = self._best(scored, limit)
        least = scored.score(best[-1]) if len(best) == limit else 0.0
        highest = sum(weight for name, weight in scored.weights.items() if name not in BOUNDED)
        relevance, coverage = (scored.weights.get(name, 0.0) for name in ("relevance", "coverage"))
        highest += scoring.UNKNOWN * relevance + ROUNDING
        wanted = (least - highest) / max(coverage * scoring.DEPTH_FLOOR, ROUNDING)
        more = np.flatnonzero(scope >= wanted) if wanted > 0 else np.flatnonzero(scope)
        rows = joined(found.organisations, more)
        return self._score(u, found, allowed, rows) if len(rows) > len(found.organisations) else scored

    def _score(self, u: Understanding, found: Found, allowed: Mask | None = None, rows: Rows | None = None) -> Scored:
        """Score the organisations in `rows`, everybody where it is None; who is not `allowed` gets -inf."""
        terms = self._terms.read(u, found, rows)
        asked = set(terms.values) - (set() if u.missing else {"coverage"})
        table = scoring.surer(self._weights) if u.goal.needs else self._weights
        weights = scoring.weights_for(table, asked, u.goal.similarity if u.seeker else 0.0)
        scores = scoring.weighted_sum(terms.values, weights)
        if allowed is not None:
            scores = np.where(allowed[terms.rows], scores, -np.inf)
        return Scored(scores, terms, weights)


def _uncovered(u: Understanding, partners: Sequence[Partner]) -> tuple[UnderstoodNeed, ...]:
    """Return the missing capabilities that none of the partners brings."""
    covered = {code for partner in partners for code in partner.covers}
    return tuple(need for need in u.missing if need.capability not in covered)
