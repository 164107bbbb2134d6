"""The vector index for few: every inner product, by faiss over the vectors themselves."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np

from matcher.encoders import Vectors
from matcher.indexes import Mask, Rows
from matcher.indexes.kept_vectors import KeptVectors, as_floats

# faiss-cpu 1.15 uses BLAS only from 128,000 queries on, which makes batch search fifteen times slower.
faiss.cvar.distance_compute_blas_threshold = 20


class ExactIndex:
    """Finds the largest inner products by computing all; it holds nothing beside `vectors`, shape (rows, dimension)."""

    def __init__(self, vectors: KeptVectors) -> None:
        self._vectors = vectors

    def save(self, path: Path) -> None:
        """Write nothing: there is nothing beside the vectors."""

    def search(self, queries: Vectors, limit: int, among: Mask | None = None) -> tuple[Rows, Vectors]:
        """Return rows and inner products, each of shape (len(queries), found), best first, as `VectorIndex` says."""
        if among is None:
            return search_all(as_floats(self._vectors), queries, limit)
        kept = np.flatnonzero(among)
        places, products = search_all(as_floats(self._vectors[kept]), queries, limit)
        return kept[places], products


def search_all(vectors: Vectors, queries: Vectors, limit: int) -> tuple[Rows, Vectors]:
    """Return the rows of the `limit` largest inner products of each query with `vectors`, and these, best first."""
    limit = min(limit, len(vectors))
    if limit < 1 or not len(queries):
        return np.zeros((len(queries), 0), dtype=np.int64), np.zeros((len(queries), 0), dtype=np.float32)
    asked = np.ascontiguousarray(queries, dtype=np.float32)
    products, rows = faiss.knn(asked, np.ascontiguousarray(vectors), limit, metric=faiss.METRIC_INNER_PRODUCT)
    return rows, products
