"""What is searched for: many vectors in three groups, queries, and the nearest of each."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from benchmarks.copies import SEED
from benchmarks.kept import kept_folder
from benchmarks.originals import moved
from matcher.encoders import Vectors
from matcher.indexes import Mask, Rows
from matcher.indexes.exact import search_all

FIRST = 100
QUERIES = 20
LEAST_QUERIES = 2
SECONDS = 0.5  # of queries in one measurement, where they are slow
GROUPS = {"no filter": None, "a filter that keeps 10 %": 1, "a filter that keeps .1 %": 2}
_FILES = ("vectors", "groups", "queries")
Search = Callable[[Vectors], Rows | Sequence[int]]


@dataclass(frozen=True)
class Task:
    """Vectors with the group of each (0, 1 or 2), and queries.

    `wanted` is the group that is searched, None for all.
    """

    vectors: Vectors
    groups: Rows
    queries: Vectors
    wanted: int | None = None

    @cached_property
    def among(self) -> Mask | None:
        """Which vectors may be found."""
        return None if self.wanted is None else self.groups == self.wanted

    @cached_property
    def nearest(self) -> Rows:
        """The true nearest of each query, shape (queries, found)."""
        if self.among is None:
            return search_all(self.vectors, self.queries, FIRST)[0]
        rows = np.flatnonzero(self.among)
        return rows[search_all(self.vectors[rows], self.queries, FIRST)[0]]

    def recall(self, search: Search) -> float:
        """Return the share of the true nearest that a search finds; a slow one is asked for some queries alone."""
        shared = [
            len(np.intersect1d(true, search(query)))
            for true, query in zip(self.nearest, _for_some_time(self.queries, 10 * SECONDS), strict=False)
        ]
        return float(np.mean(shared) / self.nearest.shape[1])

    def milliseconds(self, search: Search) -> float:
        """Return how long a query takes on average: all queries, or where they take long some."""
        start, done = time.perf_counter(), 0
        for query in _for_some_time(self.queries, SECONDS):
            search(query)
            done += 1
        return 1000 * (time.perf_counter() - start) / done


def kept_task(originals: Vectors, size: int, folder: Path) -> tuple[Task, str]:
    """Return the task over `originals` multiplied to `size`, kept in `folder`, and the digest that it goes by."""
    text = f"{SEED} {size} {QUERIES} {originals.shape}".encode()
    key = hashlib.sha256(text + np.ascontiguousarray(originals).tobytes()).hexdigest()

    def fill(place: Path) -> None:
        task = _task(originals, size)
        for name in _FILES:
            np.save(place / f"{name}.npy", getattr(task, name), allow_pickle=False)

    place = kept_folder(folder, key, fill)
    vectors, groups, queries = (np.load(place / f"{name}.npy", allow_pickle=False) for name in _FILES)
    return Task(vectors, groups, queries), key


def _for_some_time(queries: Vectors, seconds: float) -> Iterator[Vectors]:
    start = time.perf_counter()
    for number, query in enumerate(queries):
        if number >= LEAST_QUERIES and time.perf_counter() - start > seconds:
            return
        yield query


def _task(originals: Vectors, size: int) -> Task:
    rng = np.random.default_rng(SEED)
    vectors = np.empty((size, originals.shape[1]), dtype=np.float32)
    for start in range(0, size, len(originals)):
        some = originals[: min(len(originals), size - start)]
        vectors[start : start + len(some)] = moved(some, rng)
    groups = np.zeros(size, dtype=np.int64)
    order = rng.permutation(size)
    groups[order[: size // 10]] = 1
    groups[order[size // 10 : size // 10 + max(size // 1000, FIRST)]] = 2
    queries = moved(originals[rng.choice(len(originals), QUERIES)], rng)
    return Task(vectors, groups, queries)
