"""Ranking organisations as partners for one understood goal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher import scoring
from matcher.collection import PARTS, Hits, PassageTable
from matcher.facets import FacetTable
from matcher.gains import gains
from matcher.goals import Understanding, UnderstoodNeed
from matcher.knowledge import KnowledgeBase
from matcher.partner_terms import ACTIVITY, NEED, TermReader
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
from matcher.sentences import sentence
from matcher.ties import tie_reasons

Values = NDArray[np.float32]
FAINT_NOTICE = sentence("Nothing in the directory is close to this goal. What follows is at best loosely related.")


@dataclass(frozen=True)
class _Scored:
    """The scores of all organisations for one goal, and what they were made of.

    `scores` and each of `terms` have shape (organisations,); -inf marks who may not be recommended. `passages` and
    `closeness` are the passages that the search found and how close each is to the goal, in [0, 1].
    """

    scores: Values
    terms: dict[str, Values]
    weights: dict[str, float]
    closeness: Values
    passages: PassageTable

    def gives_back(self, row: int) -> bool:
        """Tell whether what the seeker brings counts for an organisation."""
        return "reciprocity" in self.terms and self.terms["reciprocity"][row] > 0


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
        self._names = {organisation.id: organisation.name for organisation in knowledge.organisations}

    def rank(self, u: Understanding, hits: Hits, *, count: bool = False) -> Partners:
        """Return the best `u.goal.limit` organisations from place `u.goal.offset` on.

        `hits` are what the search for the goal found. With `count`, how all that could be shown divide by facet.
        """
        scored = self._score(u, hits)
        worth = self._worth_showing(scored)
        scores = np.where(worth, scored.scores, -np.inf)
        rows = scoring.rank(scores, u.goal.offset + u.goal.limit)[u.goal.offset :]
        partners = tuple(self._partner(place, row, u, scored) for place, row in enumerate(rows, u.goal.offset + 1))
        faint = not u.needs and hits.dense.max(initial=0) < scoring.FAINT_COSINE
        notices = (*u.notices, FAINT_NOTICE) if faint else u.notices
        total = int(np.isfinite(scores).sum())
        counts = self._counts(u, worth) if count else None
        return Partners(u, partners, _uncovered(u, partners), notices, total, counts)

    def _counts(self, u: Understanding, worth: NDArray[np.bool_]) -> Counts:
        open_to_all = worth & self._not_excluded(u)
        permitted = open_to_all & self._of_kinds(u)
        filters = u.goal.filters
        return Counts(
            facets=self._facets.facets(filters, permitted),
            without_filters=int(permitted.sum()),
            without_kinds=int((open_to_all & self._facets.mask(filters)).sum()),
        )

    def describe(self, u: Understanding, hits: Hits, rows: Sequence[int]) -> Partners:
        """Return the organisations of these rows in this order, even those that would not be recommended."""
        standing = self.standing(u, hits)
        partners = tuple(standing.partner(place, row) for place, row in enumerate(rows, start=1))
        return Partners(u, partners, _uncovered(u, partners), u.notices)

    def order(self, u: Understanding, hits: Hits) -> list[str]:
        """Return the ids of all organisations that may be recommended, best first."""
        scores = self._score(u, hits).scores
        return [self.knowledge.organisations[row].id for row in scoring.rank(scores, len(scores))]

    def standing(self, u: Understanding, hits: Hits) -> Standing:
        """Return how every organisation stands for a goal."""
        scored = self._score(u, hits)
        scores = scoring.weighted_sum(scored.terms, scored.weights)  # of those too who may not be recommended
        regardless = replace(scored, scores=scores)
        return Standing(
            scores,
            np.isfinite(scored.scores) & self._worth_showing(scored),
            lambda rank, row: self._partner(rank, row, u, regardless),
        )

    @cached_property
    def _facets(self) -> FacetTable:
        return FacetTable(self.knowledge.columns, self.knowledge.taxonomy)

    def _worth_showing(self, scored: _Scored) -> NDArray[np.bool_]:
        """Tell who brings something that is missing or has at least to do with the goal; silence tells nothing."""
        terms = scored.terms
        said = np.where(self.knowledge.columns.describes_itself, terms["relevance"], 0.0)
        related = np.maximum(said, terms["evidence"]) >= scoring.WORTH_SHOWING
        return np.asarray((terms["coverage"] > 0) | related)

    def _score(self, u: Understanding, hits: Hits) -> _Scored:
        read = self._terms.read(u, hits)
        asked = set(read.values) - (set() if u.missing else {"coverage"})
        table = scoring.surer(self._weights) if u.goal.needs else self._weights
        weights = scoring.weights_for(table, asked, u.goal.similarity if u.seeker else 0.0)
        scores = np.where(self._allowed(u), scoring.weighted_sum(read.values, weights), -np.inf)
        return _Scored(scores, read.values, weights, read.closeness, read.passages)

    def _allowed(self, u: Understanding) -> NDArray[np.bool_]:
        allowed = self._not_excluded(u) & self._of_kinds(u)
        return allowed & self._facets.mask(u.goal.filters) if u.goal.filters != Filters() else allowed

    def _of_kinds(self, u: Understanding) -> NDArray[np.bool_]:
        """Tell who is of a kind that the goal is limited to; whose kind is not known may be."""
        columns = self.knowledge.columns
        if not u.goal.kinds:
            return np.ones(len(columns.closed), dtype=bool)
        wanted = {code for kind in u.goal.kinds for code in self.knowledge.taxonomy.with_narrower("kinds", kind)}
        return np.asarray((columns.kinds.shares(wanted) > 0) | ~columns.kinds.known())

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
        mine = scored.passages[:, 1] == row
        reasons = (
            *covering,
            *self._topical_reasons(organisation, u, scored.closeness[mine], scored.passages[mine], covering),
            *tie_reasons(self.knowledge, row, u),
            *(reciprocity_reasons(organisation, u, taxonomy) if scored.gives_back(row) else ()),
            *context_reasons(organisation, u, taxonomy),
        )
        return Partner(
            rank=place,
            organisation=organisation,
            score=float(scored.scores[row]),
            terms=tuple(Term(name, float(scored.terms[name][row]), weight) for name, weight in scored.weights.items()),
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
                reasons.append(evidence_reason(organisation, position, u, self._names))
                continue
            reason = relevance_reason(organisation, part, position, u)
            if reason and reason.quote not in {each.quote for each in told}:
                reasons.append(reason)
        return reasons


def _uncovered(u: Understanding, partners: Sequence[Partner]) -> tuple[UnderstoodNeed, ...]:
    """Return the missing capabilities that none of the partners brings."""
    covered = {code for partner in partners for code in partner.covers}
    return tuple(need for need in u.missing if need.capability not in covered)
