"""Vectors that stand in two places, read as one array."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.indexes import Rows
from matcher.indexes.kept_vectors import KeptVectors, compacted


class JoinedVectors:
    """The vectors of a base and then the added ones, kept as the base keeps them.

    It reads like an array of shape (rows, dimension): some rows or a slice of them are copied, all by `np.asarray`.
    """

    def __init__(self, base: KeptVectors, added: KeptVectors) -> None:
        self._base = base
        self._added = added if added.dtype == base.dtype else compacted(np.asarray(added, dtype=np.float32))
        self.shape = (len(base) + len(added), base.shape[1])
        self.dtype = base.dtype

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, rows: Rows | slice) -> KeptVectors:
        if isinstance(rows, slice):
            rows = np.arange(*rows.indices(len(self)))
        added = rows >= len(self._base)
        if not added.any():
            return self._base.take(rows, axis=0)
        found = np.empty((len(rows), self.shape[1]), dtype=self.dtype)
        found[~added] = self._base[rows[~added]]
        found[added] = self._added[rows[added] - len(self._base)]
        return found

    def take(self, rows: Rows, axis: int = 0) -> KeptVectors:
        """Return some rows, as the method of arrays does; there are no others than rows to take (`axis` is 0)."""
        assert axis == 0
        return self[rows]

    def __array__(self, dtype: Any = None, *, copy: bool | None = None) -> NDArray[Any]:
        return np.concatenate([self._base, self._added], dtype=dtype)
