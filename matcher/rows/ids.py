"""From the id of a record to its row: two arrays instead of a dictionary of every id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.rows.keys import KeyRows
from matcher.rows.lines import LineFile, write_lines


@dataclass(frozen=True)
class RecordRows:
    """`ids` are the ids by row; `keys` finds the rows that may have one, `ids` decides which has it."""

    ids: Sequence[str]
    keys: KeyRows

    @classmethod
    def of_ids(cls, ids: Iterable[str]) -> RecordRows:
        """Build from the ids of all rows, in order."""
        known = tuple(ids)
        return cls(known, KeyRows.of_keys((each,) for each in known))

    def save(self, folder: Path) -> None:
        """Write ids and keys to `folder`."""
        folder.mkdir(parents=True)
        write_lines(folder / "ids.txt", self.ids)
        self.save_keys(folder)

    def save_keys(self, folder: Path) -> None:
        """Write the keys alone, where the ids stand elsewhere."""
        folder.mkdir(parents=True, exist_ok=True)
        self.keys.save(folder)

    @classmethod
    def load(cls, folder: Path, ids: Sequence[str] | None = None) -> RecordRows:
        """Read what `save` wrote, or with `ids` what `save_keys` wrote; all stays on disk until it is used."""
        known = LineFile(folder / "ids.txt", bytes.decode) if ids is None else ids
        return cls(known, KeyRows.load(folder))

    def get(self, record_id: str) -> int | None:
        """Return the row of a record, or None where there is none with this id."""
        return next((row for row in self.keys.rows_of(record_id) if self.ids[row] == record_id), None)
