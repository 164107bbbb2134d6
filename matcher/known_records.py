"""The records of a knowledge base, and what is worked out from them when it is first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matcher.collection import Collection
from matcher.corpus import Corpus
from matcher.directory.browsing import Directory, order_by_name
from matcher.directory.columns import OrganisationColumns, Rows
from matcher.directory.listings import Listings
from matcher.directory.name_index import NameIndex
from matcher.directory.record_lookup import RecordLookup
from matcher.encoders import Vectors
from matcher.named_partners import NamedPartners
from matcher.participation import Participation
from matcher.record_digests import Digests, digests_of
from matcher.records import Organisation, Practice
from matcher.rows.ids import RecordRows
from matcher.taxonomy import Taxonomy


@dataclass(frozen=True)
class KnownRecords:
    """Organisations and practices, found by id, name and row.

    What is worked out is no field: a copy with other records (dataclasses.replace) works it out anew. Whoever has it
    already sets it under its name.
    """

    corpus: Corpus
    organisation_passages: Collection

    @property
    def taxonomy(self) -> Taxonomy:
        """The controlled lists."""
        return self.corpus.taxonomy

    @property
    def organisations(self) -> Sequence[Organisation]:
        """All organisations; their order is the row order of every array."""
        return self.corpus.organisations

    @property
    def practices(self) -> Sequence[Practice]:
        """All practices; their order is the row order of every array."""
        return self.corpus.practices

    @cached_property
    def columns(self) -> OrganisationColumns:
        """The organisations as arrays."""
        return OrganisationColumns.from_records(self.organisations, self.taxonomy)

    @cached_property
    def name_index(self) -> NameIndex:
        """What the organisations are called."""
        return NameIndex(self.organisations, self.organisation_ids, self.listings, lambda: self.name_order)

    @cached_property
    def listings(self) -> Listings:
        """What organisations are looked for by."""
        return Listings.of_records(self.organisations)

    @cached_property
    def name_order(self) -> Rows:
        """The rows of the organisations by name."""
        return order_by_name(self.organisation_names, self.organisation_ids)

    @cached_property
    def directory(self) -> Directory:
        """The organisations to look through."""
        return Directory(self.taxonomy, self.columns, self.listings.words, self.name_order)

    @cached_property
    def organisation_vectors(self) -> Vectors:
        """The mean direction of each organisation's passages, shape (organisations, dimension)."""
        return self.organisation_passages.record_vectors(len(self.organisations))

    @cached_property
    def participation(self) -> Participation:
        """Who took part in which past activity."""
        return Participation.of_records(self.organisation_passages.passages, self.named_partners)

    @cached_property
    def named_partners(self) -> NamedPartners:
        """Whom organisations name as partners in past activities."""
        passages = self.organisation_passages.passages
        return NamedPartners.of_records(passages, self.organisations, self.organisation_row)

    @cached_property
    def _digests(self) -> Digests:
        return digests_of(self.organisations)

    @cached_property
    def organisation_names(self) -> Sequence[str]:
        """The name of each organisation, by row."""
        return tuple(organisation.name for organisation in self.organisations)

    @property
    def organisation_ids(self) -> Sequence[str]:
        """The id of each organisation, by row."""
        return self._organisation_rows.ids

    @cached_property
    def _organisation_rows(self) -> RecordRows:
        return RecordRows.of_ids(organisation.id for organisation in self.organisations)

    @cached_property
    def _lookup(self) -> RecordLookup:
        return RecordLookup(self.organisations, self._organisation_rows, self.practices, self.name_index)

    def organisation_row(self, organisation_id: str) -> int | None:
        """Return the row of an organisation, or None where there is none with this id."""
        return self._organisation_rows.get(organisation_id)

    def organisation(self, organisation_id: str) -> Organisation:
        """Return an organisation by id; raise UnknownRecordError, with the nearest name, where there is none."""
        return self._lookup.organisation(organisation_id)

    def organisation_name(self, organisation_id: str) -> str:
        """Return the name of an organisation, or the id itself where there is none with this id."""
        row = self.organisation_row(organisation_id)
        return organisation_id if row is None else self.organisation_names[row]

    def find_organisation(self, name_or_id: str) -> Organisation:
        """Return the organisation with this id, name or alias, whatever the case; else UnknownRecordError."""
        return self._lookup.find_organisation(name_or_id)

    def practice(self, practice_id: str) -> Practice:
        """Return a practice by id; raise UnknownRecordError where there is none."""
        return self._lookup.practice(practice_id)
