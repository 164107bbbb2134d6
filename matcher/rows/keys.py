"""From a text by which records are known to their rows, where several may share it: two arrays for all texts."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

_SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")


@dataclass(frozen=True)
class KeyRows:
    """`hashes`, shape (keys,), ascending, are the keys' `hash_of`; `rows`, of the same shape, says whose each is."""

    hashes: NDArray[np.uint64]
    rows: NDArray[np.int32]

    @classmethod
    def of_hashes(cls, hashes: NDArray[np.uint64], rows: NDArray[np.int32]) -> KeyRows:
        """Build from hashes in any order and whose each is; those of one hash stay in theirs."""
        order = np.argsort(hashes, kind="stable")
        return cls(hashes[order], rows[order])

    @classmethod
    def of_keys(cls, keys: Iterable[Iterable[str]]) -> KeyRows:
        """Build from the keys of each row."""
        found, counts = array("Q"), array("q")
        for some in keys:
            before = len(found)
            found.extend(map(hash_of, some))
            counts.append(len(found) - before)
        rows = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        return cls.of_hashes(np.array(found, dtype=np.uint64), rows)

    def save(self, folder: Path, prefix: str = "") -> None:
        """Write both arrays to `folder`, which is there, under names that begin with `prefix`."""
        np.save(folder / f"{prefix}hashes.npy", self.hashes, allow_pickle=False)
        np.save(folder / f"{prefix}rows.npy", self.rows, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, prefix: str = "") -> KeyRows:
        """Read what `save` wrote; the arrays stay on disk until they are used."""
        hashes, rows = (np.load(folder / f"{prefix}{name}.npy", "r", allow_pickle=False) for name in ("hashes", "rows"))
        return cls(hashes.view(np.ndarray), rows.view(np.ndarray))

    def rows_of(self, key: str) -> list[int]:
        """Return the rows that may have a key, ascending; whoever asks looks whether they do."""
        wanted = np.uint64(hash_of(key))
        first, last = (int(np.searchsorted(self.hashes, wanted, side=side)) for side in _SIDES)
        return sorted(self.rows[first:last].tolist())


def hash_of(text: str) -> int:
    """Return the first 64 bits of the BLAKE2 of a text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
