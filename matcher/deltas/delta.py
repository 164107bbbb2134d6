"""Delta: the records that have changed since a whole build, with all that was worked out from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.collection import Collection
from matcher.deltas.placing import Placing, Rows
from matcher.directory.columns import OrganisationColumns
from matcher.encoders import Vectors
from matcher.record_digests import Digests
from matcher.records import Organisation, Practice
from matcher.rows.lines import LineFile
from matcher.stored_parts import save_records

FOLDER = "delta"  # in the folder of a generation, beside the files of the whole build
_PRACTICES = "practices.jsonl"


@dataclass(frozen=True)
class Delta:
    """What differs from the base, that is a whole build; record i stands in row `placing.rows[i]`.

    `passages` are those of these records; `shared`, of shape (texts,), are the rows of their texts in the base, NOBODY
    where it has not got them. `named`, of shape (names, 2), holds activities (rows of `passages.texts`) and the rows
    of the partners that these records name in them. `digests` and `vectors` are as in `StoredParts`. `practices` and
    their passages are all of them where any has changed, else None.
    """

    placing: Placing
    organisations: Sequence[Organisation]
    passages: Collection
    shared: Rows
    named: NDArray[np.int32]
    columns: OrganisationColumns
    vectors: Vectors
    digests: Digests
    practices: Sequence[Practice] | None = None
    practice_passages: Collection | None = None

    def save(self, folder: Path) -> None:
        """Write all to `folder`."""
        folder.mkdir(parents=True)
        save_records(folder / "organisations.jsonl", self.organisations)
        self.passages.save(folder / "organisations")
        self.columns.save(folder / "columns")
        placing = self.placing
        arrays = {
            "sizes": np.array([placing.base_size, placing.size]),
            "rows": placing.rows,
            "origins": placing.origins,
            "shared": self.shared,
            "named": self.named,
            "organisation_vectors": self.vectors,
            "digests": self.digests,
        }
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)
        if self.practices is not None and self.practice_passages is not None:
            save_records(folder / _PRACTICES, self.practices)
            self.practice_passages.save(folder / "practices")

    @classmethod
    def load(cls, folder: Path) -> Delta:
        """Read what `save` wrote."""

        def array(name: str) -> NDArray[np.generic]:
            return np.load(folder / f"{name}.npy", "r", allow_pickle=False).view(np.ndarray)  # type: ignore[no-any-return]

        base_size, size = array("sizes").tolist()
        has_practices = (folder / _PRACTICES).is_file()
        return cls(
            placing=Placing(base_size, size, array("rows"), array("origins")),  # type: ignore[arg-type]
            organisations=LineFile(folder / "organisations.jsonl", Organisation.model_validate_json),
            passages=Collection.load(folder / "organisations"),
            columns=OrganisationColumns.load(folder / "columns"),
            shared=array("shared"),  # type: ignore[arg-type]
            named=array("named"),  # type: ignore[arg-type]
            vectors=array("organisation_vectors"),  # type: ignore[arg-type]
            digests=array("digests"),  # type: ignore[arg-type]
            practices=LineFile(folder / _PRACTICES, Practice.model_validate_json) if has_practices else None,
            practice_passages=Collection.load(folder / "practices") if has_practices else None,
        )
