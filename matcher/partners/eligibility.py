"""Who may be recommended for a goal: who is open, not excluded, of the kinds wanted, and meets the filters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np

from matcher.directory.facets import FacetTable
from matcher.goals import Understanding
from matcher.indexes import Mask
from matcher.knowledge import KnowledgeBase
from matcher.records import Filters
from matcher.results import Counts

NO_FILTERS = Filters()
FILTERS_KEPT = 16  # of which it stays known who meets them: the pages of one search ask with the same filters again


class Eligibility:
    """Tells for the organisations of one knowledge base who may be recommended; masks have shape (organisations,)."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._meeting = lru_cache(maxsize=FILTERS_KEPT)(self._find_meeting)
        self._texts_of_meeting = lru_cache(maxsize=FILTERS_KEPT)(self._find_texts_of_meeting)

    def allowed(self, u: Understanding) -> Mask:
        """Return who may be recommended."""
        return self._without_excluded(u, self._meeting(u.goal.filters, u.goal.kinds))

    def texts_within(self, u: Understanding) -> Mask | None:
        """Return the texts of those who meet the goal's filters and kinds, shape (texts,); None where it has none."""
        if not u.goal.kinds and u.goal.filters == NO_FILTERS:
            return None
        return self._texts_of_meeting(u.goal.filters, u.goal.kinds)

    def counts(self, u: Understanding, worth: Mask) -> Counts:
        """Count those `worth` showing who may be recommended, by facet and without filters or kinds."""
        filters = u.goal.filters
        permitted = worth & self._without_excluded(u, self._meeting(NO_FILTERS, u.goal.kinds))
        of_any_kind = worth & self._without_excluded(u, self._meeting(filters, ()))
        return Counts(
            facets=self._facets.facets(filters, permitted),
            without_filters=int(np.count_nonzero(permitted)),
            without_kinds=int(np.count_nonzero(of_any_kind)),
        )

    @cached_property
    def _facets(self) -> FacetTable:
        return FacetTable(self._knowledge.columns, self._knowledge.taxonomy)

    def _find_meeting(self, filters: Filters, kinds: tuple[str, ...]) -> Mask:
        """Return who is open, of one of the kinds (whose kind is not known may be) and meets the filters."""
        columns = self._knowledge.columns
        met = ~columns.closed
        if kinds:
            met &= columns.kinds.has_any(self._with_narrower(kinds)) | ~columns.kinds.known()
        return met & self._facets.mask(filters) if filters != NO_FILTERS else met

    def _with_narrower(self, kinds: Sequence[str]) -> set[str]:
        taxonomy = self._knowledge.taxonomy
        return {code for kind in kinds for code in taxonomy.with_narrower("kinds", kind)}

    def _find_texts_of_meeting(self, filters: Filters, kinds: tuple[str, ...]) -> Mask:
        return self._knowledge.organisation_passages.texts_of(self._meeting(filters, kinds))

    def _without_excluded(self, u: Understanding, met: Mask) -> Mask:
        allowed = met.copy()
        for organisation_id in (*u.goal.exclude, *([u.seeker.id] if u.seeker else ())):
            row = self._knowledge.organisation_row(organisation_id)
            if row is not None:
                allowed[row] = False
        return allowed
