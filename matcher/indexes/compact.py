"""The vector index for many: short codes in lists by neighbourhood find candidates, the vectors themselves decide.

Product quantisation in inverted lists (Jégou, Douze and Schmid 2011) with 4-bit codes that are compared in registers
(André, Kermarrec and Le Scouarnec 2015; faiss `IVF,PQ384x4fs`): a query reads the lists nearest to it, and half a
byte of each component there instead of four. How many lists it has to read is measured when it is built.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from matcher.encoders import Vectors
from matcher.indexes import Mask, Rows
from matcher.indexes.exact import search_all
from matcher.indexes.kept_vectors import KeptVectors, as_floats, products

# Candidates for each vector that is wanted: 1.5 and 2 give a recall of .994 and .997 at 1,000 of 337,000. Codes of half
# the length, for two components each, would want 5, and comparing candidates costs more than reading codes.
CANDIDATES = 2
MORE = 200  # beside these: among the first hundred, codes err by more places than there are
# Where a filter leaves so few, all of them are compared: no scan is faster, and none is surer.
FEW = 4_000
DEPTH = 1_000  # wanted vectors for which the number of lists is measured; ranking wants as many
ENOUGH = 0.993  # recall at that depth
NEARLY = 0.002  # less than what all lists give, where that is not ENOUGH either
_MEASURED_WITH = 64  # queries
# Length of the noise on the texts that serve as queries: with less of it they find above all their own copies.
_AWAY = 2.5
_STEP = 1.5  # times as many lists
_TRAINED_ON = 50_000
_POINTS_OF_A_LIST = 40  # from which its centre is learnt, at least 39 for faiss
_AT_ONCE = 65_536
_faiss: Any = faiss  # its types do not know of parameters by name


class CompactIndex:
    """Finds nearly always the largest inner products (how nearly is measured for each index).

    `codes` is the faiss index of the codes; `vectors`, shape (rows, dimension), stay where they are, on disk if mapped.
    """

    def __init__(self, codes: Any, vectors: KeptVectors) -> None:
        self._codes = codes
        self._vectors = vectors

    @classmethod
    def build(cls, vectors: KeptVectors) -> CompactIndex:
        """Learn lists and codes from a sample of `vectors`, encode all and measure how many lists are enough."""
        count, dimension = vectors.shape
        lists = 2 ** round(math.log2(2 * math.sqrt(count)))
        kind = f"IVF{lists},PQ{dimension}x4fs"
        codes: Any = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
        codes.by_residual = False  # one table of products for all lists
        codes.cp.min_points_per_centroid = 1  # no warning for few
        codes.train(as_floats(vectors[_spread(count, max(_TRAINED_ON, _POINTS_OF_A_LIST * lists))]))
        for start in range(0, count, _AT_ONCE):
            codes.add(as_floats(vectors[start : start + _AT_ONCE]))
        index = cls(codes, vectors)
        index._choose_lists()
        return index

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
        if limit < 1 or not len(asked):
            return search_all(np.zeros((0, asked.shape[1]), dtype=np.float32), asked, 0)
        if among is not None and allowed <= FEW:
            return self._compare_all(asked, limit, np.flatnonzero(among))
        candidates = self._candidates(asked, limit, allowed, among)
        found = [self._best(query, rows, limit, among) for query, rows in zip(asked, candidates, strict=True)]
        return np.array([rows for rows, _ in found]), np.array([values for _, values in found])

    def _candidates(self, queries: Vectors, limit: int, allowed: int, among: Mask | None) -> Rows:
        """Return the rows of the best codes in the lists that are read, shape (len(queries), candidates), or -1."""
        options: dict[str, Any] = {"nprobe": self._lists_for(limit, allowed)}
        if among is not None:
            options["sel"] = _faiss.IDSelectorBitmap(np.packbits(among, bitorder="little"))
        wanted = min(allowed, CANDIDATES * limit + MORE)
        _, rows = self._codes.search(queries, wanted, params=_faiss.SearchParametersIVF(**options))
        return np.asarray(rows)

    def _lists_for(self, limit: int, allowed: int) -> int:
        """Return how many lists to read: what a filter leaves lies as deep as so many more without one.

        Ten times as deep took about three times as many lists, among 100,000 vectors; less is taken off than that.
        """
        depth = limit * len(self._vectors) / allowed / DEPTH
        lists, enough = int(self._codes.nlist), int(self._codes.nprobe)
        return min(lists, math.ceil(enough * (math.sqrt(depth) if depth > 1 else depth**0.25)))

    def _best(self, query: Vectors, rows: Rows, limit: int, among: Mask | None) -> tuple[Rows, Vectors]:
        """Return the best of the candidates by their vectors; all that is allowed where too few are candidates."""
        rows = np.sort(rows[rows >= 0])  # neighbours in memory are read together
        if len(rows) < limit:
            allowed = np.arange(len(self._vectors)) if among is None else np.flatnonzero(among)
            all_rows, all_values = self._compare_all(query[None], limit, allowed)
            return all_rows[0], all_values[0]
        values = products(self._vectors.take(rows, axis=0), query)
        best = np.argpartition(-values, limit - 1)[:limit]
        best = best[np.argsort(-values[best], kind="stable")]
        return rows[best], values[best]

    def _compare_all(self, queries: Vectors, limit: int, rows: Rows) -> tuple[Rows, Vectors]:
        places, values = search_all(as_floats(self._vectors[rows]), queries, limit)
        return rows[places], values

    def _choose_lists(self) -> None:
        """Read ever more lists until that gives enough of what all products give."""
        queries = as_floats(self._vectors[_spread(len(self._vectors), _MEASURED_WITH)])
        noise = np.random.default_rng(0).standard_normal(queries.shape, dtype=np.float32)
        queries = queries + noise * np.float32(_AWAY / math.sqrt(queries.shape[1]))
        best = _nearest(self._vectors, queries, min(DEPTH, len(self._vectors)))
        self._codes.nprobe = self._codes.nlist
        enough = min(ENOUGH, self._recall(queries, best) - NEARLY)
        self._codes.nprobe = 1
        while self._recall(queries, best) < enough:
            self._codes.nprobe = min(math.ceil(_STEP * self._codes.nprobe), self._codes.nlist)

    def _recall(self, queries: Vectors, best: Rows) -> float:
        found = self._candidates(queries, best.shape[1], len(self._vectors), None)
        return float(np.mean([np.isin(one, other).mean() for one, other in zip(best, found, strict=True)]))


def _nearest(vectors: KeptVectors, queries: Vectors, limit: int) -> Rows:
    """Return the rows of the `limit` largest inner products of each query, comparing some vectors after others."""
    rows = np.zeros((len(queries), 0), dtype=np.int64)
    values = np.zeros((len(queries), 0), dtype=np.float32)
    for start in range(0, len(vectors), _AT_ONCE):
        some_rows, some_values = search_all(as_floats(vectors[start : start + _AT_ONCE]), queries, limit)
        rows, values = np.hstack([rows, some_rows + start]), np.hstack([values, some_values])
        best = np.argsort(-values, axis=1, kind="stable")[:, :limit]
        rows, values = np.take_along_axis(rows, best, axis=1), np.take_along_axis(values, best, axis=1)
    return rows


def _spread(count: int, most: int) -> Rows:
    """Return at most `most` rows of `count`, evenly spread."""
    return np.linspace(0, count - 1, min(count, most)).astype(np.int64)
