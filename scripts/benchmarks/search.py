"""Search alone: given vectors, the nearest hundred, with and without a filter, beside other engines."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import faiss
from threadpoolctl import threadpool_limits

from benchmarks.case import Case
from benchmarks.kept import kept_folder
from benchmarks.peers import PEERS, Engine, MissingEngineError, built_engine, open_engine
from benchmarks.report import NOT_MEASURED
from benchmarks.search_task import FIRST, GROUPS, Search, Task, kept_task
from matcher.encoders import Vectors
from matcher.indexes import Rows, VectorIndex, build_index, compact, inverted_lists, load_index
from matcher.indexes.kept_vectors import compacted

SEARCH = 12  # row of the table of bars
_INDEX = "dense.faiss"


def search_cases(originals: Vectors, size: int, folder: Path, tell: Callable[[str], object]) -> Iterator[Case]:
    """Yield the cases over `originals` multiplied to `size`, each engine closed when the next one is asked for.

    `tell` hears of engines that cannot be measured. What is built is kept in `folder`.
    """
    with _one_thread():
        folder = folder / f"search-{size}"
        task, key = kept_task(originals, size, folder / "task")
        index = _our_index(task, folder / "ours", key)
        tasks = {name: replace(task, wanted=wanted) for name, wanted in GROUPS.items()}
        for name, some in tasks.items():
            yield _recall_case(name, size, some, _ours(index, some))
        for peer in PEERS:
            try:
                engine = open_engine(peer, task.vectors, task.groups, folder / key[:16])
            except MissingEngineError as missing:
                tell(f"{NOT_MEASURED}{missing}")
                continue
            for name, some in tasks.items():
                yield _case(f"first {FIRST} of {size:,} vectors, {name}", some, _ours(index, some), engine)
            engine.close()
            del engine


def prepare_search(originals: Vectors, size: int, folder: Path, tell: Callable[[str], object]) -> None:
    """Build and keep what `search_cases` needs."""
    folder = folder / f"search-{size}"
    with _one_thread():
        task, key = kept_task(originals, size, folder / "task")
        _our_index(task, folder / "ours", key)
        for peer in PEERS:
            try:
                built_engine(peer, task.vectors, task.groups, folder / key[:16])
            except MissingEngineError as missing:
                tell(f"not prepared: {missing}")


def _our_index(task: Task, folder: Path, key: str) -> VectorIndex:
    vectors = compacted(task.vectors)
    sources = inspect.getsource(compact) + inspect.getsource(inverted_lists)
    made_from = sha256((key + sources).encode()).hexdigest()
    place = kept_folder(folder, made_from, lambda place: build_index(vectors).save(place / _INDEX))
    return load_index(place / _INDEX, vectors)


def _ours(index: VectorIndex, task: Task) -> Search:
    return lambda query: index.search(query[None], FIRST, task.among)[0][0]


def _recall_case(name: str, size: int, task: Task, search: Search) -> Case:
    title = f"recall of the first {FIRST} of {size:,} vectors, {name}"
    return Case(title, cache(lambda: task.recall(search)), "all products", lambda: 1.0, "", at_least=0.99, row=SEARCH)


def _case(name: str, task: Task, ours: Search, engine: Engine) -> Case:
    def theirs(query: Vectors) -> Rows | Sequence[int]:
        return engine.search(query, FIRST, task.wanted)

    reference = f"{engine.name} (recall {task.recall(theirs):.3f})"
    return Case(
        name,
        lambda: task.milliseconds(ours),
        reference,
        lambda: task.milliseconds(theirs),
        "ms",
        at_most=engine.at_most,
        row=SEARCH,
    )


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let our products and those of engines that run in this process take one thread."""
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        with threadpool_limits(1):
            yield
    finally:
        faiss.omp_set_num_threads(threads)
