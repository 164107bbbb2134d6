"""One organisation as a partner: its terms, the reasons with their quotes, what it gains, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.goals import Understanding
from matcher.knowledge import KnowledgeBase
from matcher.partners.gains import gains
from matcher.partners.terms import ACTIVITY, NEED, PartnerTerms
from matcher.partners.ties import tie_reasons
from matcher.passage_texts import PARTS, PassageTable
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
from matcher.records import Organisation
from matcher.results import Partner, Term

Values = NDArray[np.float32]


@dataclass(frozen=True)
class Scored:
    """The scores of some organisations for one goal, and what they were made of.

    `scores` has shape (terms.rows,); -inf marks who may not be recommended, where that was asked.
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


class PartnerDescriber:
    """Describes the organisations of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge

    def describe(self, rank: int, row: int, u: Understanding, scored: Scored) -> Partner:
        """Return one organisation as a partner, at the rank given."""
        organisation = self._knowledge.organisations[row]
        taxonomy = self._knowledge.taxonomy
        covering = tuple(coverage_reasons(organisation, u, taxonomy))
        covers = tuple(reason.capability for reason in covering)
        closeness, passages = scored.terms.of(row)
        values = scored.values(row)
        reasons = (
            *covering,
            *self._topical_reasons(organisation, u, closeness, passages, covering),
            *tie_reasons(self._knowledge, row, u),
            *(reciprocity_reasons(organisation, u, taxonomy) if values.get("reciprocity") else ()),
            *context_reasons(organisation, u, taxonomy),
        )
        return Partner(
            rank=rank,
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
                reasons.append(evidence_reason(organisation, position, u, self._knowledge.organisation_name))
                continue
            reason = relevance_reason(organisation, part, position, u)
            if reason and reason.quote not in {each.quote for each in told}:
                reasons.append(reason)
        return reasons
