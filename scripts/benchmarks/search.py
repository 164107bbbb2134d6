"""Search alone: given vectors, the nearest hundred, with and without a filter, beside other engines."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.case import Case
from benchmarks.multiplied import SEED, moved
from benchmarks.peers import PEERS, Engine, MissingEngineError
from matcher.encoders import Vectors
from matcher.indexes import Mask, Rows, build_index
from matcher.indexes.exact import search_all
from matcher.indexes.kept_vectors import compacted

FIRST = 100
QUERIES = 20
GROUPS = {"no filter": None, "a filter that keeps 10 %": 1, "a filter that keeps .1 %": 2}


@dataclass(frozen=True)
class Task:
    """Vectors with the group of each (0, 1 or 2), queries, and the true nearest of each in each group.

    `wanted` is the group that is searched, None for all.
    """

    vectors: Vectors
    groups: Rows
    queries: Vectors
    wanted: int | None = None

    @property
    def among(self) -> Mask | None:
        """Which vectors may be found."""
        return None if self.wanted is None else self.groups == self.wanted

    def recall(self, search: Callable[[Vectors], Rows]) -> float:
        """Return the share of the true nearest that a search finds."""
        rows = np.arange(len(self.vectors)) if self.among is None else np.flatnonzero(self.among)
        places, _ = search_all(self.vectors[rows], self.queries, FIRST)
        shared = [
            len(np.intersect1d(rows[true], search(query))) for true, query in zip(places, self.queries, strict=True)
        ]
        return float(np.mean(shared) / places.shape[1])


def search_cases(originals: Vectors, size: int, folder: Path, tell: Callable[[str], object]) -> list[Case]:
    """Return the cases over `originals` multiplied to `size`; `tell` hears of engines that cannot be measured."""
    folder.mkdir(parents=True, exist_ok=True)
    task = _task(originals, size)
    index = build_index(compacted(task.vectors))

    def ours(some: Task) -> Callable[[Vectors], Rows]:
        among = some.among
        return lambda query: index.search(query[None], FIRST, among)[0][0]

    tasks = {name: replace(task, wanted=wanted) for name, wanted in GROUPS.items()}
    cases = [_recall_case(name, size, some, ours(some)) for name, some in tasks.items()]
    for engine in _engines(task, folder, tell):
        for name, some in tasks.items():
            theirs = _searcher(engine, some)
            cases.append(
                Case(
                    f"first {FIRST} of {size:,} vectors, {name}",
                    _timer(ours(some), task.queries),
                    f"{engine.name} (recall {some.recall(theirs):.3f})",
                    _timer(theirs, task.queries),
                    "ms",
                    at_most=engine.at_most,
                )
            )
    return cases


def _recall_case(name: str, size: int, task: Task, search: Callable[[Vectors], Rows]) -> Case:
    title = f"recall of the first {FIRST} of {size:,} vectors, {name}"
    return Case(title, lambda: task.recall(search), "all products", lambda: 1.0, "", at_least=0.99)


def _engines(task: Task, folder: Path, tell: Callable[[str], object]) -> Iterator[Engine]:
    for peer in PEERS:
        try:
            yield peer(task.vectors, task.groups, folder)
        except MissingEngineError as missing:
            tell(f"not measured: {missing}")


def _searcher(engine: Engine, task: Task) -> Callable[[Vectors], Rows]:
    return lambda query: np.asarray(engine.search(query, FIRST, task.wanted), dtype=np.int64)


def _timer(search: Callable[[Vectors], Rows], queries: Vectors) -> Callable[[], float]:
    def measure() -> float:
        start = time.perf_counter()
        for query in queries:
            search(query)
        return 1000 * (time.perf_counter() - start) / len(queries)

    return measure


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
