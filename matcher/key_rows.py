"""From a text by which records are known to their rows, where several may share it: two arrays for all texts."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.record_rows import SIDES, hash_of


@dataclass(frozen=True)
class KeyRows:
    """`hashes`, shape (keys,), ascending, are the first 64 bits of the keys' BLAKE2; `rows` says whose each is."""

    hashes: NDArray[np.uint64]
    rows: NDArray[np.int32]

    @classmethod
    def of_keys(cls, keys: Iterable[Iterable[str]]) -> KeyRows:
        """Build from the keys of each row."""
        found, counts = array("Q"), array("q")
        for some in keys:
            before = len(found)
            found.extend(map(hash_of, some))
            counts.append(len(found) - before)
        hashes = np.array(found, dtype=np.uint64)
        order = np.argsort(hashes, kind="stable")
        return cls(hashes[order], np.repeat(np.arange(len(counts), dtype=np.int32), counts)[order])

    def save(self, folder: Path) -> None:
        """Write both arrays to `folder`, which is there."""
        np.save(folder / "key_hashes.npy", self.hashes, allow_pickle=False)
        np.save(folder / "key_rows.npy", self.rows, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> KeyRows:
        """Read what `save` wrote; the arrays stay on disk until they are used."""
        hashes, rows = (np.load(folder / f"key_{name}.npy", "r", allow_pickle=False) for name in ("hashes", "rows"))
        return cls(hashes.view(np.ndarray), rows.view(np.ndarray))

    def rows_of(self, key: str) -> list[int]:
        """Return the rows that may have a key, ascending; whoever asks looks whether they do."""
        wanted = np.uint64(hash_of(key))
        first, last = (int(np.searchsorted(self.hashes, wanted, side=side)) for side in SIDES)
        return sorted(self.rows[first:last].tolist())
