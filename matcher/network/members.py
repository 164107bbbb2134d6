"""The organisations of one network, with what is needed to match them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matcher.collection import Collection
from matcher.directory.columns import OrganisationColumns
from matcher.directory.name_index import NameIndex
from matcher.directory.record_lookup import RecordLookup
from matcher.encoders import Encoder, Vectors
from matcher.encoders.cache import Progress, VectorCache
from matcher.knowledge import KnowledgeBase
from matcher.passages import organisation_passages
from matcher.records import Organisation
from matcher.rows.ids import RecordRows
from matcher.taxonomy import Taxonomy


@dataclass(frozen=True)
class Members:
    """Organisations in the row order of their columns and `vectors`, shape (organisations, dimension)."""

    organisations: tuple[Organisation, ...]
    taxonomy: Taxonomy
    columns: OrganisationColumns
    vectors: Vectors

    @classmethod
    def of(cls, knowledge: KnowledgeBase) -> Members:
        """Take the organisations of a knowledge base."""
        return cls(
            tuple(knowledge.organisations), knowledge.taxonomy, knowledge.columns, knowledge.organisation_vectors
        )

    @classmethod
    def from_records(
        cls,
        organisations: Sequence[Organisation],
        taxonomy: Taxonomy,
        encoder: Encoder,
        *,
        cache: VectorCache | None = None,
        progress: Progress = lambda _done, _total: None,
    ) -> Members:
        """Encode organisations that are not in a knowledge base; `progress` as for `Collection.build`."""
        passages = (organisation_passages(organisation, taxonomy) for organisation in organisations)
        collection = Collection.build(passages, encoder, cache or VectorCache(None), progress)
        columns = OrganisationColumns.from_records(organisations, taxonomy)
        return cls(tuple(organisations), taxonomy, columns, collection.record_vectors(len(organisations)))

    def find(self, name_or_id: str) -> Organisation:
        """Return the organisation with this id, name or alias, whatever the case.

        Raises UnknownRecordError, with the nearest name, where there is none.
        """
        return self._lookup.find_organisation(name_or_id)

    @cached_property
    def _lookup(self) -> RecordLookup:
        rows = RecordRows.of_ids(organisation.id for organisation in self.organisations)
        return RecordLookup(self.organisations, rows, (), NameIndex.of_records(self.organisations))
