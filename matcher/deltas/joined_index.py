"""Two vector indexes searched as one."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from matcher.encoders import Vectors
from matcher.errors import MatcherError
from matcher.indexes import Mask, Rows, VectorIndex


class JoinedIndex:
    """Finds the largest inner products among the vectors of `base`, then those of `added`, that are `alive`.

    `alive`, of shape (all rows,), tells which vectors may be found at all; `size` is the number of those of `base`.
    """

    def __init__(self, base: VectorIndex, added: VectorIndex, size: int, alive: Mask) -> None:
        self._parts = ((base, 0, slice(None, size)), (added, size, slice(size, None)))
        self._alive = alive

    def save(self, path: Path) -> None:
        """Raise MatcherError: it is the delta that is written."""
        raise MatcherError(f"{path}: what was joined is not written; build it anew with scripts/build_index.py")

    def search(self, queries: Vectors, limit: int, among: Mask | None = None) -> tuple[Rows, Vectors]:
        """Return rows and inner products, each of shape (len(queries), found), best first, as `VectorIndex` says."""
        allowed = self._alive if among is None else self._alive & among
        found = []
        for index, first, span in self._parts:
            mask = allowed[span]
            rows, products = index.search(queries, limit, None if mask.all() else mask)
            found.append((rows + first, products))
        rows, products = (np.concatenate(each, axis=1) for each in zip(*found, strict=True))
        best = np.argsort(-products, axis=1, kind="stable")[:, :limit]
        return np.take_along_axis(rows, best, axis=1), np.take_along_axis(products, best, axis=1)
