"""Vector indexes: unit vectors to the nearest of them, exact for few and compact for many."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.encoders import Vectors
from matcher.indexes.kept_vectors import KeptVectors

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
# From so many vectors on, a compact index answers a query for the first 1,000 sooner than all products do
# (docs/performance.md), and half the memory for vectors begins to matter.
MANY = 20_000


class VectorIndex(Protocol):
    """Finds the vectors with the largest inner product."""

    def search(self, queries: Vectors, limit: int, among: Mask | None = None) -> tuple[Rows, Vectors]:
        """Return rows and inner products, each of shape (len(queries), found), best first.

        `among`, of shape (size,), tells which rows may be found; None means all. `found` is `limit`, or the number of
        rows that may be found where that is less.
        """

    def save(self, path: Path) -> None:
        """Write what the index holds beside the vectors to one file; nothing where it holds nothing."""


def is_many(count: int) -> bool:
    """Tell whether `count` vectors are kept compactly and searched approximately."""
    return count >= MANY


def build_index(vectors: KeptVectors) -> VectorIndex:
    """Build the index for `vectors`, shape (rows, dimension), as they are kept."""
    if is_many(len(vectors)):
        from matcher.indexes.compact import CompactIndex  # noqa: PLC0415  heavy: faiss

        return CompactIndex.build(vectors)
    from matcher.indexes.exact import ExactIndex  # noqa: PLC0415  heavy: faiss

    return ExactIndex(vectors)


def load_index(path: Path, vectors: KeptVectors) -> VectorIndex:
    """Load an index that `save` wrote for `vectors`. Check the file's hash first: faiss trusts what it reads."""
    if path.is_file():
        from matcher.indexes.compact import CompactIndex  # noqa: PLC0415  heavy: faiss

        return CompactIndex.load(path, vectors)
    from matcher.indexes.exact import ExactIndex  # noqa: PLC0415  heavy: faiss

    return ExactIndex(vectors)
