"""The default vector index: faiss, exact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np

from matcher.encoders import Vectors
from matcher.indexes import Rows

# faiss-cpu 1.15 uses BLAS only from 128,000 queries on, which makes batch search fifteen times slower.
faiss.cvar.distance_compute_blas_threshold = 20


class FaissIndex:
    """An exact inner-product index (faiss `IndexFlatIP`)."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> FaissIndex:
        """Index `vectors`, shape (rows, dimension)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> FaissIndex:
        """Read an index file whose hash was checked."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index to `path`."""
        faiss.write_index(self._index, str(path))

    def search(self, queries: Vectors, limit: int) -> tuple[Rows, Vectors]:
        """Return rows and inner products, each of shape (len(queries), min(limit, size)), best first."""
        limit = min(limit, self._index.ntotal)
        if limit < 1 or not len(queries):
            return np.zeros((len(queries), 0), dtype=np.int64), np.zeros((len(queries), 0), dtype=np.float32)
        products, rows = self._index.search(np.ascontiguousarray(queries, dtype=np.float32), limit)
        return rows, products
