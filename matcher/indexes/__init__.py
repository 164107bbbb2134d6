"""Vector indexes: unit vectors to the nearest of them."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.encoders import Vectors

Rows = NDArray[np.int64]


class VectorIndex(Protocol):
    """Finds the vectors with the largest inner product."""

    def search(self, queries: Vectors, limit: int) -> tuple[Rows, Vectors]:
        """Return rows and inner products, each of shape (len(queries), min(limit, size)), best first."""

    def save(self, path: Path) -> None:
        """Write the index to one file."""


def build_index(vectors: Vectors) -> VectorIndex:
    """Build the index for `vectors`, shape (rows, dimension)."""
    from matcher.indexes.faiss_index import FaissIndex  # noqa: PLC0415  heavy: faiss

    return FaissIndex.build(vectors)


def load_index(path: Path) -> VectorIndex:
    """Load an index that `save` wrote. Check the file's hash first: faiss trusts what it reads."""
    from matcher.indexes.faiss_index import FaissIndex  # noqa: PLC0415  heavy: faiss

    return FaissIndex.load(path)
