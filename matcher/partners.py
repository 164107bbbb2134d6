"""Ranking organisations as partners for one understood goal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from matcher import scoring
from matcher.collection import PARTS, Hits, PassageTable
from matcher.facets import FacetTable
from matcher.gains import gains
from matcher.goals import Understanding, UnderstoodNeed
from matcher.indexes import Mask, Rows
from matcher.knowledge import KnowledgeBase
from matcher.partner_terms import ACTIVITY, NEED, Found, PartnerTerms, TermReader
from matcher.reasons import (
    Reason,
    cautions,
    context_reasons,
    coverage_reasons,
    evidence_reason,
    reciprocity_reasons,
    relevance_reason,
    unknowns,
)
from matcher.records import Filters, Organisation
from matcher.results import Counts, Partner, Partners, Term
from matcher.row_sets import joined
from matcher.sentences import sentence
from matcher.ties import tie_reasons

Values = NDArray[np.float32]
FAINT_NOTICE = sentence("Nothing in the directory is close to this goal. What follows is at best loosely related.")
BOUNDED = ("coverage", "relevance", "evidence")  # the terms of which we know the most where nothing was found
ROUNDING = 1e-5
NO_FILTERS = Filters()
FILTERS_KEPT = 16  # whose texts stay found: the pages of one search ask with the same filters again


@dataclass(frozen=True)
class _Scored:
    """The scores of some organisations for one goal, and what they were made of.

    `scores` has shape (terms.rows,); -inf marks who may not be recommended.
    """

    scores: Values
    terms: PartnerTerms
    weights: dict[str, float]

    def values(self, row: int) -> dict[str, float]:
        """Return the terms of one organisation."""
        place = self.terms.place(row)
        return {name: float(values[place]) for name, values in self.terms.values.items()}

    def score(self, row: int) -> float:
        """Return the score of one organisation."""
        return float(self.scores[self.terms.place(row)])


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
        self._texts_within = lru_cache(maxsize=FILTERS_KEPT)(self._find_texts_within)

    def texts_within(self, u: Understanding) -> Mask | None:
        """Return the texts of those who meet the goal's filters, shape (texts,); None where it has none."""
        if not u.goal.kinds and u.goal.filters == NO_FILTERS:
            return None
        return self._texts_within(u.goal.filters, u.goal.kinds)

    def _find_texts_within(self, filters: Filters, kinds: tuple[str, ...]) -> Mask:
        permitted = self._facets.mask(filters) & self._of_kinds(kinds)
        return self.knowledge.organisation_passages.texts_of(permitted & ~self.knowledge.columns.closed)

    def rank(self, u: Understanding, hits: Hits, *, count: bool = False) -> Partners:
        """Return the best `u.goal.limit` organisations from place `u.goal.offset` on.

        `hits` are what the search for the goal found. With `count`, how all that could be shown divide by facet.
        """
        scored = self._score_candidates(u, hits)
        rows = self._best(scored, u.goal.offset + u.goal.limit)[u.goal.offset :]
        partners = tuple(self._partner(place, row, u, scored) for place, row in enumerate(rows, u.goal.offset + 1))
        faint = not u.needs and hits.dense.max(initial=0) < scoring.FAINT_COSINE
        notices = (*u.notices, FAINT_NOTICE) if faint else u.notices
        worth = self._terms.scope(u) > 0  # of whom nothing was found, whoever brings something that is missing
        worth[scored.terms.rows] = self._worth_showing(scored)
        total = int(np.count_nonzero(worth & self._allowed(u)))
        counts = self._counts(u, worth) if count else None
        return Partners(u, partners, _uncovered(u, partners), notices, total, counts)

    def _counts(self, u: Understanding, worth: NDArray[np.bool_]) -> Counts:
        open_to_all = worth & self._not_excluded(u)
        permitted = open_to_all & self._of_kinds(u.goal.kinds)
        filters = u.goal.filters
        return Counts(
            facets=self._facets.facets(filters, permitted),
            without_filters=int(permitted.sum()),
            without_kinds=int((open_to_all & self._facets.mask(filters)).sum()),
        )

    def describe(self, u: Understanding, hits: Hits, rows: Sequence[int]) -> Partners:
        """Return the organisations of these rows in this order, even those that would not be recommended."""
        found = self._terms.trace(hits)
        scored = self._score(u, found, joined(found.organisations, np.array(rows, dtype=np.int64)))
        regardless = replace(scored, scores=scoring.weighted_sum(scored.terms.values, scored.weights))
        partners = tuple(self._partner(place, row, u, regardless) for place, row in enumerate(rows, start=1))
        return Partners(u, partners, _uncovered(u, partners), u.notices)

    def order(self, u: Understanding, hits: Hits) -> list[str]:
        """Return the ids of all organisations that may be recommended, best first."""
        scores = self._score(u, self._terms.trace(hits)).scores
        return [self.knowledge.organisation_ids[row] for row in scoring.rank(scores, len(scores))]

    def standing(self, u: Understanding, hits: Hits) -> Standing:
        """Return how every organisation stands for a goal."""
        scored = self._score(u, self._terms.trace(hits))
        scores = scoring.weighted_sum(scored.terms.values, scored.weights)  # of those too who may not be recommended
        regardless = replace(scored, scores=scores)
        return Standing(
            scores,
            np.isfinite(scored.scores) & self._worth_showing(scored),
            lambda rank, row: self._partner(rank, row, u, regardless),
        )

    @cached_property
    def _facets(self) -> FacetTable:
        return FacetTable(self.knowledge.columns, self.knowledge.taxonomy)

    def _best(self, scored: _Scored, limit: int) -> list[int]:
        """Return the rows of the best who may be recommended and are worth showing, best first."""
        scores = np.where(self._worth_showing(scored), scored.scores, -np.inf)
        return [int(scored.terms.rows[place]) for place in scoring.rank(scores, limit)]

    def _worth_showing(self, scored: _Scored) -> NDArray[np.bool_]:
        """Tell who brings something that is missing or has at least to do with the goal; silence tells nothing."""
        values = scored.terms.values
        said = np.where(self.knowledge.columns.describes_itself[scored.terms.rows], values["relevance"], 0.0)
        related = np.maximum(said, values["evidence"]) >= scoring.WORTH_SHOWING
        return np.asarray((values["coverage"] > 0) | related)

    def _score_candidates(self, u: Understanding, hits: Hits) -> _Scored:
        """Score those who can be among the best: whoever the search found, and who brings enough of what is missing.

        Of whom nothing was found, nobody is worth showing who brings nothing that is missing, and the others have a
        score of which we know a bound. So the best are those that they are when all are scored.
        """
        found = self._terms.trace(hits)
        if u.goal.similarity and u.seeker:  # likeness to the seeker needs no search: everybody may be like it
            return self._score(u, found)
        scored = self._score(u, found, found.organisations)
        limit = u.goal.offset + u.goal.limit
        best = self._best(scored, limit)
        least = scored.score(best[-1]) if len(best) == limit else 0.0
        scope = self._terms.scope(u)
        highest = sum(weight for name, weight in scored.weights.items() if name not in BOUNDED)
        relevance, coverage = (scored.weights.get(name, 0.0) for name in ("relevance", "coverage"))
        highest += scoring.UNKNOWN * relevance + ROUNDING
        wanted = (least - highest) / max(coverage * scoring.DEPTH_FLOOR, ROUNDING)
        more = np.flatnonzero(scope >= wanted) if wanted > 0 else np.flatnonzero(scope)
        rows = joined(found.organisations, more)
        return self._score(u, found, rows) if len(rows) > len(found.organisations) else scored

    def _score(self, u: Understanding, found: Found, rows: Rows | None = None) -> _Scored:
        terms = self._terms.read(u, found, rows)
        asked = set(terms.values) - (set() if u.missing else {"coverage"})
        table = scoring.surer(self._weights) if u.goal.needs else self._weights
        weights = scoring.weights_for(table, asked, u.goal.similarity if u.seeker else 0.0)
        scores = np.where(self._allowed(u)[terms.rows], scoring.weighted_sum(terms.values, weights), -np.inf)
        return _Scored(scores, terms, weights)

    def _allowed(self, u: Understanding) -> NDArray[np.bool_]:
        allowed = self._not_excluded(u) & self._of_kinds(u.goal.kinds)
        return allowed & self._facets.mask(u.goal.filters) if u.goal.filters != NO_FILTERS else allowed

    def _of_kinds(self, kinds: Sequence[str]) -> NDArray[np.bool_]:
        """Tell who is of one of some kinds; whose kind is not known may be. No kinds mean all."""
        columns = self.knowledge.columns
        if not kinds:
            return np.ones(len(columns.closed), dtype=bool)
        wanted = {code for kind in kinds for code in self.knowledge.taxonomy.with_narrower("kinds", kind)}
        return columns.kinds.has_any(wanted) | ~columns.kinds.known()

    def _not_excluded(self, u: Understanding) -> NDArray[np.bool_]:
        allowed = ~self.knowledge.columns.closed
        for organisation_id in (*u.goal.exclude, u.seeker.id if u.seeker else ""):
            row = self.knowledge.organisation_row(organisation_id)
            if row is not None:
                allowed[row] = False
        return allowed

    def _partner(self, place: int, row: int, u: Understanding, scored: _Scored) -> Partner:
        organisation = self.knowledge.organisations[row]
        taxonomy = self.knowledge.taxonomy
        covering = tuple(coverage_reasons(organisation, u, taxonomy))
        covers = tuple(reason.capability for reason in covering)
        mine = scored.terms.passages[:, 1] == row
        closeness, passages = scored.terms.closeness[mine], scored.terms.passages[mine]
        values = scored.values(row)
        reasons = (
            *covering,
            *self._topical_reasons(organisation, u, closeness, passages, covering),
            *tie_reasons(self.knowledge, row, u),
            *(reciprocity_reasons(organisation, u, taxonomy) if values.get("reciprocity") else ()),
            *context_reasons(organisation, u, taxonomy),
        )
        return Partner(
            rank=place,
            organisation=organisation,
            score=scored.score(row),
            terms=tuple(Term(name, values[name], weight) for name, weight in scored.weights.items()),
            covers=covers,
            missing=tuple(need.capability for need in u.missing if need.capability not in covers),
            reasons=reasons,
            gains=tuple(gains(organisation, u, taxonomy, reasons)),
            unknowns=tuple(unknowns(organisation, u)),
            cautions=tuple(cautions(organisation, u)),
        )

    def _topical_reasons(
        self,
        organisation: Organisation,
        u: Understanding,
        closeness: Values,
        passages: PassageTable,
        told: tuple[Reason, ...],
    ) -> list[Reason]:
        """Quote the closest passage, if it was not quoted for coverage, and the closest past activity."""
        reasons: list[Reason] = []
        active = passages[:, 2] == ACTIVITY
        for chosen in (np.flatnonzero(~active & (passages[:, 2] != NEED)), np.flatnonzero(active)):
            if not len(chosen):
                continue
            best = chosen[closeness[chosen].argmax()]
            if closeness[best] == 0:  # the farthest of all that was found adds nothing to the score
                continue
            part, position = PARTS[passages[best, 2]], int(passages[best, 3])
            if part == "activity":
                reasons.append(evidence_reason(organisation, position, u, self.knowledge.organisation_name))
                continue
            reason = relevance_reason(organisation, part, position, u)
            if reason and reason.quote not in {each.quote for each in told}:
                reasons.append(reason)
        return reasons


def _uncovered(u: Understanding, partners: Sequence[Partner]) -> tuple[UnderstoodNeed, ...]:
    """Return the missing capabilities that none of the partners brings."""
    covered = {code for partner in partners for code in partner.covers}
    return tuple(need for need in u.missing if need.capability not in covered)
