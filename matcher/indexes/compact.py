"""The vector index for many: a scan over short codes finds candidates, the vectors themselves decide.

Product quantisation (Jégou, Douze and Schmid 2011) with 4-bit codes that are compared in registers (André, Kermarrec
and Le Scouarnec 2015; faiss `PQ192x4fs`): a query reads 96 bytes of a vector instead of 1,536.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np

from matcher.encoders import Vectors
from matcher.indexes import Mask, Rows
from matcher.indexes.exact import search_all
from matcher.indexes.kept_vectors import KeptVectors, as_floats, products

# Candidates for each vector that is wanted: 2, 3 and 4 give a recall of .986, .998 and 1.000 at 1,000 of 300,000.
CANDIDATES = 3
MORE = 500  # beside these: among the first hundred, codes err by more places than there are
# Where a filter leaves so few, all of them are compared: no scan is faster, and none is surer.
FEW = 4_000
_TRAINED_ON = 50_000
_ADDED_AT_ONCE = 65_536


class CompactIndex:
    """Finds nearly always the largest inner products (recall at 1,000 about .998).

    `codes` is the faiss index of the codes; `vectors`, shape (rows, dimension), stay where they are, on disk if mapped.
    """

    def __init__(self, codes: Any, vectors: KeptVectors) -> None:
        self._codes = codes
        self._vectors = vectors

    @classmethod
    def build(cls, vectors: KeptVectors) -> CompactIndex:
        """Learn the codes from a sample of `vectors` and encode all."""
        codes = faiss.index_factory(vectors.shape[1], f"PQ{_parts(vectors.shape[1])}x4fs", faiss.METRIC_INNER_PRODUCT)
        sample = np.linspace(0, len(vectors) - 1, min(len(vectors), _TRAINED_ON)).astype(np.int64)
        codes.train(as_floats(vectors[sample]))
        for start in range(0, len(vectors), _ADDED_AT_ONCE):
            codes.add(as_floats(vectors[start : start + _ADDED_AT_ONCE]))
        return cls(codes, vectors)

    @classmethod
    def load(cls, path: Path, vectors: KeptVectors) -> CompactIndex:
        """Read the codes from a file whose hash was checked."""
        return cls(faiss.read_index(str(path)), vectors)

    def save(self, path: Path) -> None:
        """Write the codes to `path`."""
        faiss.write_index(self._codes, str(path))

    def search(self, queries: Vectors, limit: int, among: Mask | None = None) -> tuple[Rows, Vectors]:
        """Return rows and inner products, each of shape (len(queries), found), best first, as `VectorIndex` says."""
        size = len(self._vectors)
        allowed = size if among is None else int(np.count_nonzero(among))
        limit = min(limit, allowed)
        asked = np.ascontiguousarray(queries, dtype=np.float32)
        if among is not None and allowed <= FEW:
            return self._compare_all(asked, limit, np.flatnonzero(among))
        if limit < 1 or not len(asked):
            return search_all(np.zeros((0, asked.shape[1]), dtype=np.float32), asked, 0)
        _, candidates = self._codes.search(asked, min(size, (CANDIDATES * limit + MORE) * size // allowed))
        found = [self._best(query, rows, limit, among) for query, rows in zip(asked, candidates, strict=True)]
        return np.array([rows for rows, _ in found]), np.array([values for _, values in found])

    def _best(self, query: Vectors, rows: Rows, limit: int, among: Mask | None) -> tuple[Rows, Vectors]:
        """Return the best of the candidates by their vectors; all that is allowed where too few are candidates."""
        rows = rows[rows >= 0] if among is None else rows[among[rows] & (rows >= 0)]
        if len(rows) < limit:
            allowed = np.arange(len(self._vectors)) if among is None else np.flatnonzero(among)
            all_rows, all_values = self._compare_all(query[None], limit, allowed)
            return all_rows[0], all_values[0]
        rows = np.sort(rows)  # neighbours in memory are read together
        values = products(self._vectors[rows], query)
        best = np.argpartition(-values, limit - 1)[:limit]
        best = best[np.argsort(-values[best], kind="stable")]
        return rows[best], values[best]

    def _compare_all(self, queries: Vectors, limit: int, rows: Rows) -> tuple[Rows, Vectors]:
        places, values = search_all(as_floats(self._vectors[rows]), queries, limit)
        return rows[places], values


def _parts(dimension: int) -> int:
    """Return into how many parts a vector is cut: of two components each, if that divides it."""
    return dimension // 2 if dimension % 2 == 0 else dimension
