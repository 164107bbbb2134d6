"""From the id of a record to its row: two arrays instead of a dictionary of every id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matcher.lines import LineFile, write_lines

SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")


@dataclass(frozen=True)
class RecordRows:
    """`hashes`, of shape (records,), ascending, are the first 64 bits of the ids' BLAKE2; `rows` says whose each is.

    `ids` are the ids by row; they decide where two hashes are the same.
    """

    ids: Sequence[str]
    hashes: NDArray[np.uint64]
    rows: NDArray[np.int32]

    @classmethod
    def of_ids(cls, ids: Iterable[str]) -> RecordRows:
        """Build from the ids of all rows, in order."""
        known = tuple(ids)
        hashes = np.array([hash_of(each) for each in known], dtype=np.uint64)
        order = np.argsort(hashes, kind="stable")
        return cls(known, hashes[order], order.astype(np.int32))

    def save(self, folder: Path) -> None:
        """Write ids and arrays to `folder`."""
        folder.mkdir(parents=True)
        write_lines(folder / "ids.txt", self.ids)
        self.save_arrays(folder)

    def save_arrays(self, folder: Path) -> None:
        """Write the arrays alone, where the ids stand elsewhere."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "hashes.npy", self.hashes, allow_pickle=False)
        np.save(folder / "rows.npy", self.rows, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, ids: Sequence[str] | None = None) -> RecordRows:
        """Read what `save` wrote, or with `ids` what `save_arrays` wrote; all stays on disk until it is used."""
        hashes, rows = (np.load(folder / f"{name}.npy", "r", allow_pickle=False) for name in ("hashes", "rows"))
        known = LineFile(folder / "ids.txt", bytes.decode) if ids is None else ids
        return cls(known, hashes.view(np.ndarray), rows.view(np.ndarray))

    def get(self, record_id: str) -> int | None:
        """Return the row of a record, or None where there is none with this id."""
        wanted = np.uint64(hash_of(record_id))
        first, last = (int(np.searchsorted(self.hashes, wanted, side=side)) for side in SIDES)
        return next((row for row in self.rows[first:last].tolist() if self.ids[row] == record_id), None)


def hash_of(text: str) -> int:
    """Return the first 64 bits of the BLAKE2 of a text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
