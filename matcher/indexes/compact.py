"""The vector index for many: short codes find candidates, the vectors themselves decide.

Which lists of codes a query reads depends on what it finds in the nearest few: the worst that is wanted there is a
bound, and a list whose centre lies below it by more than a margin holds next to nothing better. The margins are
measured when the index is built.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.encoders import Vectors
from matcher.indexes import Mask, Rows
from matcher.indexes.exact import search_all
from matcher.indexes.inverted_lists import InvertedLists
from matcher.indexes.kept_vectors import KeptVectors, as_floats, products
from matcher.rows.sets import spread

# Candidates for each vector that is wanted: 1.5 and 2 give a recall of .994 and .997 at 1,000 of 337,000. Codes of half
# the length, for two components each, would want 5, and comparing candidates costs more than reading codes.
CANDIDATES = 2
MORE = 100  # beside these: among the first hundred, codes err by more places than there are; 200 find no more
# Where a filter leaves so few, all of them are compared: no scan is faster, and none is surer.
FEW = 4_000
DEPTHS = (100, 1_000)  # wanted vectors for which the margins are measured; ranking wants 1,000
# Share of what is wanted that lies in the lists within a margin, by depth: of a thousand, candidates lose some besides.
_ENOUGH = (0.99, 0.995)
# Vectors that the nearest lists hold which give the bound: with fewer the bound is low, with more they take longer to
# read than those that it spares.
_FIRST, _FIRST_OF_EACH = 2_500, 10
_MEASURED_WITH = 64  # queries
_AT_ONCE = 65_536
# Length of the noise on texts that serve as queries: without any they find above all their own copies, and goals, which
# are short and speak of several things, lie further off than with much of it.
_NEAR, _AWAY, _FURTHER = 0.0, 2.5, 1.5


class CompactIndex:
    """Finds nearly always the largest inner products (how nearly is measured by scripts/benchmark.py).

    `margins`, shape (len(DEPTHS),), are inner products; `vectors`, shape (rows, dimension), stay where they are, on
    disk if mapped.
    """

    def __init__(self, lists: InvertedLists, margins: Vectors, vectors: KeptVectors) -> None:
        self._lists = lists
        self._margins = margins
        self._vectors = vectors

    @classmethod
    def build(cls, vectors: KeptVectors) -> CompactIndex:
        """Encode all `vectors`, and measure how far from the bound lists hold what is wanted."""
        index = cls(InvertedLists.build(vectors), np.zeros(len(DEPTHS), dtype=np.float32), vectors)
        lists = index._lists.of_rows()
        own = as_floats(vectors[spread(len(vectors), _MEASURED_WITH)])
        near, away = (index._margins_of(_moved(own, noise), lists) for noise in (_NEAR, _AWAY))
        return cls(index._lists, np.maximum(near, _FURTHER * away), vectors)

    @classmethod
    def load(cls, path: Path, vectors: KeptVectors) -> CompactIndex:
        """Read what `save` wrote, whose hashes were checked."""
        return cls(InvertedLists.load(path), np.load(_margins_path(path), allow_pickle=False), vectors)

    def save(self, path: Path) -> None:
        """Write the codes to `path`, and the margins beside it."""
        self._lists.save(path)
        np.save(_margins_path(path), self._margins, allow_pickle=False)

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
        depth = limit * len(self._vectors) / allowed  # what a filter leaves lies as deep as so many more without one
        wanted = min(allowed, CANDIDATES * limit + MORE)
        nearness = queries @ self._lists.centres.T
        first = _columns_of_largest(nearness, self._first_lists(depth))
        values, rows = self._lists.read(queries, first, wanted, among)
        least = _worst(values, rows, limit) - self._margin(depth) * np.sqrt(np.einsum("ij,ij->i", queries, queries))
        others = nearness >= least[:, None]
        others[np.arange(len(queries))[:, None], first] = False
        more_values, more_rows = self._lists.read(queries, _columns_of(others), wanted, among)
        best = _columns_of_largest(np.concatenate([values, more_values], axis=1), wanted)
        return np.concatenate([rows, more_rows], axis=1)[np.arange(len(queries))[:, None], best]

    def _first_lists(self, depth: float) -> int:
        """Return how many lists give the bound."""
        of_all = (_FIRST + _FIRST_OF_EACH * depth) / len(self._vectors)
        return min(math.ceil(of_all * len(self._lists)), len(self._lists))

    def _margin(self, depth: float) -> float:
        """Return the margin for a depth: by its logarithm between those that were measured."""
        shallow, deep = map(math.log, DEPTHS)
        share = min(max((math.log(depth) - shallow) / (deep - shallow), 0.0), 1.0)
        return float((1 - share) * self._margins[0] + share * self._margins[1])

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

    def _margins_of(self, queries: Vectors, lists: NDArray[np.int32]) -> Vectors:
        """Return how far below the bound the centres of those lists lie that hold what `queries` want, by depth.

        `lists`, shape (rows,), tells the list of each vector.
        """
        nearness = queries @ self._lists.centres.T
        order = np.argsort(-nearness, axis=1)
        best = _nearest(self._vectors, queries, min(DEPTHS[-1], len(self._vectors)))
        margins = []
        for depth, enough in zip(DEPTHS, _ENOUGH, strict=True):
            wanted = best[:, :depth]
            found = self._lists.read(queries, order[:, : self._first_lists(depth)], wanted.shape[1])
            below = _worst(*found, wanted.shape[1])[:, None] - np.take_along_axis(nearness, lists[wanted], axis=1)
            margins.append(np.quantile(below, enough))
        return np.asarray(margins, dtype=np.float32)


def _columns_of_largest(table: Vectors, count: int) -> Rows:
    """Return where the `count` largest of each row stand, shape (len(table), count), in any order."""
    return np.argpartition(table, table.shape[1] - count, axis=1)[:, table.shape[1] - count :]


def _worst(values: Vectors, rows: Rows, wanted: int) -> Vectors:
    """Return the worst of the `wanted` best that a reading found, by query; -inf where it found fewer."""
    return np.where(rows[:, wanted - 1] < 0, -np.inf, values[:, wanted - 1])


def _columns_of(chosen: Mask) -> Rows:
    """Return the columns that are chosen in each row, then -1, shape (len(chosen), most), at least one column."""
    columns = [np.flatnonzero(each) for each in chosen]
    padded = np.full((len(chosen), max(1, *map(len, columns))), -1)
    for row, some in zip(padded, columns, strict=True):
        row[: len(some)] = some
    return padded


def _margins_path(path: Path) -> Path:
    return path.with_suffix(".margins.npy")


def _moved(vectors: Vectors, noise: float) -> Vectors:
    """Return unit vectors, each moved in a random direction by a vector of the length `noise`."""
    directions = np.random.default_rng(0).standard_normal(vectors.shape, dtype=np.float32)
    moved = vectors + directions * np.float32(noise / math.sqrt(vectors.shape[1]))
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)


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
