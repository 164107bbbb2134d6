"""The terms of the score of organisations as partners, for one understood goal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher import scoring
from matcher.collection import PARTS, Hits, PassageTable
from matcher.goals import Understanding, UnderstoodNeed
from matcher.indexes import Rows
from matcher.knowledge import KnowledgeBase
from matcher.passages import organisation_passages
from matcher.records import Organisation

Values = NDArray[np.float32]
ACTIVITY = PARTS.index("activity")
OFFER = PARTS.index("offer")
NEED = PARTS.index("need")


@dataclass(frozen=True)
class PartnerTerms:
    """The terms that a goal asks for, and the passages that the search found for it.

    Each of `values` has shape (organisations,), in [0, 1], higher is better. `closeness`, in [0, 1], says how close
    each of `passages` is to the goal.
    """

    values: dict[str, Values]
    closeness: Values
    passages: PassageTable


class TermReader:
    """Works out the terms over the organisations of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._codes = list(knowledge.taxonomy.terms("capabilities"))

    def read(self, u: Understanding, hits: Hits) -> PartnerTerms:
        """Return the terms for a goal; `hits` are what the search for it found."""
        collection = self._knowledge.organisation_passages
        of_hit, passages = collection.passages_of(hits.texts)
        closeness = scoring.fuse(hits.dense, hits.lexical)[of_hit]
        coverage = self._coverage(u, closeness, passages)
        values = {
            "coverage": coverage,
            "relevance": self._relevance(u, closeness, passages),
            **self._past(u, hits, of_hit, passages),
            **self._reciprocity(u, coverage),
        }
        for name, aspects in (("common_ground", self._common_ground(u)), ("reach", self._reach(u))):
            if aspects:
                values[name] = scoring.mean_of(aspects)
        return PartnerTerms(values, closeness, passages)

    def _coverage(self, u: Understanding, closeness: Values, passages: PassageTable) -> Values:
        """How much of what is missing is brought (scope), and how close those offers are to the goal (depth)."""
        columns = self._knowledge.columns
        needed = np.array([self._codes.index(need.capability) for need in u.missing], dtype=np.int64)
        weights = np.array([need.weight for need in u.missing], dtype=np.float32)
        offered = passages[:, 2] == OFFER
        owners = passages[offered, 1]
        capabilities = columns.offers[columns.first_offer[owners] + passages[offered, 3]]
        depth = scoring.depth(closeness[offered], owners, capabilities[:, None] == needed, len(columns.closed))
        return scoring.coverage(columns.brings[:, needed] * depth, weights)

    def _relevance(self, u: Understanding, closeness: Values, passages: PassageTable) -> Values:
        """How close what an organisation says of itself is to the goal; what it did is evidence, not relevance."""
        said = (passages[:, 2] != NEED) & (passages[:, 2] != ACTIVITY)
        columns = self._knowledge.columns
        values = scoring.best_few_of_each(closeness[said], passages[said, 1], len(columns.closed))
        relevance = np.where(columns.describes_itself, values, scoring.UNKNOWN)
        if u.seeker and u.goal.similarity:
            alike = np.clip(likeness(self._knowledge, u.seeker), 0, 1)
            relevance = (1 - u.goal.similarity) * relevance + u.goal.similarity * alike
        return np.asarray(relevance, dtype=np.float32)

    def _past(self, u: Understanding, hits: Hits, of_hit: Rows, passages: PassageTable) -> dict[str, Values]:
        """What organisations did that is like the goal, and with whom the seeker did such things.

        Cosines are taken from the mean of all activities, since what they all share tells nothing.
        """
        collection = self._knowledge.organisation_passages
        contrast = collection.cosines(hits.texts, u.vector, self._mean_activity)
        likenesses = scoring.fuse(contrast, hits.lexical)
        active = passages[:, 2] == ACTIVITY
        size = len(self._knowledge.organisations)
        past = {
            "evidence": scoring.votes(likenesses[of_hit][active], passages[active, 0], passages[active, 1], size),
        }
        if u.seeker_row is not None:
            shared = np.zeros(len(collection.texts), dtype=np.float32)
            shared[hits.texts] = likenesses
            past["ties"] = scoring.ties(shared, self._knowledge.participation, u.seeker_row, size)
        return past

    def _reciprocity(self, u: Understanding, coverage: Values) -> dict[str, Values]:
        """What the seeker gives for what it gets: high only where both sides bring something."""
        if not u.brought:
            return {}
        brought = self._weights(tuple(UnderstoodNeed(code, 1.0) for code in u.brought))
        sought = np.minimum(self._knowledge.columns.seeks @ brought, 1.0)
        return {"reciprocity": scoring.harmonic(sought, coverage) if u.missing else sought}

    def _common_ground(self, u: Understanding) -> list[Values]:
        columns = self._knowledge.columns
        seeker = u.seeker
        wanted = {
            "languages": u.languages,
            "themes": (*u.mentions.themes, *(seeker.themes if seeker else ())),
            "values": (*u.mentions.values, *(seeker.values if seeker else ())),
            "countries": seeker.countries if seeker else (),
        }
        return [
            scoring.agreement(getattr(columns, field).shares(set(codes)), getattr(columns, field).known())
            for field, codes in wanted.items()
            if codes
        ]

    def _reach(self, u: Understanding) -> list[Values]:
        columns = self._knowledge.columns
        aspects = []
        if u.mentions.places:
            shares = np.mean([columns.countries.shares(place) > 0 for place in u.mentions.places], axis=0)
            place = scoring.agreement(shares, columns.countries.known())
            aspects.append(np.where(columns.works_everywhere, np.maximum(place, 0.7), place))
        if u.mentions.audiences:
            shares = columns.audiences.shares(u.mentions.audiences)
            aspects.append(scoring.agreement(shares, columns.audiences.known()))
        return aspects

    def _weights(self, needs: tuple[UnderstoodNeed, ...]) -> Values:
        """Return the weight of each capability of the taxonomy, 0 where it is not needed."""
        weights = {need.capability: need.weight for need in needs}
        return np.array([weights.get(code, 0.0) for code in self._codes], dtype=np.float32)

    @cached_property
    def _mean_activity(self) -> Values | None:
        """The mean vector of all activities, or None where they are too few to have one that means something."""
        collection = self._knowledge.organisation_passages
        texts = np.unique(collection.passages[collection.passages[:, 2] == ACTIVITY, 0])
        return collection.mean_vector(texts) if len(texts) >= scoring.FEWEST_FOR_CONTRAST else None


def likeness(knowledge: KnowledgeBase, organisation: Organisation) -> Values:
    """Return the cosine of each organisation's profile with that of `organisation`, shape (organisations,)."""
    row = knowledge.organisation_row(organisation.id)
    if row is not None:
        return np.asarray(knowledge.organisation_vectors @ knowledge.organisation_vectors[row])
    texts = [passage.text for passage in organisation_passages(organisation, knowledge.taxonomy)]
    mean = knowledge.encoder.encode_passages(texts).mean(axis=0)
    return np.asarray(knowledge.organisation_vectors @ (mean / max(float(np.linalg.norm(mean)), 1e-9)))
