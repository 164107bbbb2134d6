"""What a generation's folder holds, as files that stay on the disk until they are used."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from matcher.classifiers.classifier import CapabilityClassifier
from matcher.classifiers.kept import CLASSIFIER_FILE
from matcher.collection import Collection
from matcher.directory.columns import OrganisationColumns, Rows
from matcher.directory.listings import Listings
from matcher.encoders import Vectors
from matcher.named_partners import NamedPartners
from matcher.participation import Participation
from matcher.record_digests import Digests
from matcher.records import Organisation, Practice
from matcher.rows.ids import RecordRows
from matcher.rows.lines import LineFile, write_lines
from matcher.taxonomy import Taxonomy

_NAME_ORDER = "name_order.npy"


@dataclass(frozen=True)
class StoredParts:
    """Everything that was worked out from the records, row by row.

    `digests`, of shape (organisations, 32), are those of the records as the database had them: without what was
    inferred. `vectors`, of shape (organisations, dimension), are the organisations' mean directions.
    `name_order`, of shape (organisations,), are the rows by name, None where that has to be worked out anew.
    """

    taxonomy: Taxonomy
    organisations: Sequence[Organisation]
    practices: Sequence[Practice]
    organisation_passages: Collection
    practice_passages: Collection
    classifier: CapabilityClassifier
    names: Sequence[str]
    rows: RecordRows
    listings: Listings
    columns: OrganisationColumns
    named_partners: NamedPartners
    participation: Participation
    vectors: Vectors
    digests: Digests
    name_order: Rows | None = None

    def save(self, folder: Path) -> None:
        """Write all to `folder`, which is there."""
        (folder / "taxonomy.json").write_text(self.taxonomy.model_dump_json(exclude={"goals"}), encoding="utf-8")
        save_records(folder / "organisations.jsonl", self.organisations)
        save_records(folder / "practices.jsonl", self.practices)
        write_lines(folder / "names.jsonl", map(json.dumps, self.names))
        self.organisation_passages.save(folder / "organisations")
        self.practice_passages.save(folder / "practices")
        self.listings.save(folder / "listings")
        if self.name_order is not None:
            np.save(folder / _NAME_ORDER, self.name_order, allow_pickle=False)
        self.columns.save(folder / "columns")
        self.named_partners.save(folder / "named_partners")
        self.participation.save(folder / "participation")
        self.rows.save(folder / "rows")
        RecordRows.of_ids(self.organisation_passages.texts).save_keys(folder / "text_rows")
        np.save(folder / "organisation_vectors.npy", self.vectors, allow_pickle=False)
        np.save(folder / "digests.npy", self.digests, allow_pickle=False)
        self.classifier.save(folder / CLASSIFIER_FILE)

    @classmethod
    def load(cls, folder: Path, *, written_over: bool = False) -> StoredParts:
        """Read what `save` wrote.

        With `written_over`, columns and vectors may be written to: that stays in memory, the files are as they were.
        """
        mode: Literal["r", "c"] = "c" if written_over else "r"
        return cls(
            taxonomy=Taxonomy.model_validate_json((folder / "taxonomy.json").read_text(encoding="utf-8")),
            organisations=LineFile(folder / "organisations.jsonl", Organisation.model_validate_json),
            practices=LineFile(folder / "practices.jsonl", Practice.model_validate_json),
            organisation_passages=Collection.load(folder / "organisations"),
            practice_passages=Collection.load(folder / "practices"),
            classifier=CapabilityClassifier.load(folder / CLASSIFIER_FILE),
            names=LineFile(folder / "names.jsonl", json.loads),
            rows=RecordRows.load(folder / "rows"),
            listings=Listings.load(folder / "listings"),
            name_order=np.load(folder / _NAME_ORDER, "r", allow_pickle=False).view(np.ndarray),
            columns=OrganisationColumns.load(folder / "columns", mode),
            named_partners=NamedPartners.load(folder / "named_partners"),
            participation=Participation.load(folder / "participation"),
            vectors=np.load(folder / "organisation_vectors.npy", mode, allow_pickle=False).view(np.ndarray),
            digests=np.load(folder / "digests.npy", "r", allow_pickle=False).view(np.ndarray),
        )


def save_records(path: Path, records: Sequence[Organisation | Practice]) -> None:
    """Write records as JSON, one a line."""
    write_lines(path, (record.model_dump_json(exclude_defaults=True) for record in records))


def rows_of_texts(folder: Path, collection: Collection) -> RecordRows:
    """Read which text of a saved collection of organisations stands in which row."""
    return RecordRows.load(folder / "text_rows", collection.texts)
