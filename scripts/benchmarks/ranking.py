"""Ranking: one goal and many, without encoding, among ever more organisations."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from benchmarks.case import Case
from benchmarks.goals import GOALS
from matcher.batch.cores import usable_cores
from matcher.batch.matching import GOALS_OF_A_WORKER
from matcher.batch.task import BatchTask
from matcher.batch.workers import Workers
from matcher.encoders import Encoder
from matcher.indexes.exact import search_all
from matcher.indexes.kept_vectors import as_floats
from matcher.knowledge import KnowledgeBase
from matcher.recommender import SEARCH_DEPTH, Recommender
from matcher.records import Goal

TIMES_OF_ENCODING = {100_000: 2.0, 1_000_000: 6.0}
DEEP = 20  # queries of which the recall is measured
BATCHES = {100_000: 1_000}  # goals at once, by the number of organisations; elsewhere fewer, to save time
FEW = 100
ONE_BY_ONE = 10  # goals that stand for all of a batch
ONE_GOAL, RECALL, BATCH, SHARE = 3, 5, 6, 7  # rows of the table of bars
_PRODUCTS_AT_ONCE = 50_000


def ranking_cases(generations: Path, encoder: Encoder, size: int) -> Iterator[Case]:
    """Yield the cases over a saved knowledge base of `size` organisations."""
    knowledge = KnowledgeBase.open(generations, encoder)
    recommender = Recommender(knowledge)
    recommender.partners(GOALS[:DEEP])  # what is read at first was read
    among = f"among {size:,} organisations ({len(knowledge.organisation_passages.passages):,} passages)"
    goals = cycle(GOALS)

    def rank() -> float:
        goal = next(goals)
        recommender.reader.understand([goal])  # its texts are encoded now, and kept
        return _milliseconds(lambda: recommender.partners([goal]))

    yield Case(
        f"one goal {among}, but for encoding",
        rank,
        "encoding a goal once",
        lambda: _milliseconds(lambda: encoder.encode_queries([next(goals).text])),
        "ms",
        at_most=TIMES_OF_ENCODING.get(size, 2.0),
        row=ONE_GOAL,
    )
    yield from _batch_cases(knowledge, generations, among, BATCHES.get(size, FEW))
    yield Case(
        f"recall of the first {SEARCH_DEPTH:,} texts {among}",
        cache(lambda: _recall(knowledge)),  # the same each time
        "all products",
        lambda: 1.0,
        "",
        at_least=0.99,
        row=RECALL,
    )


def _batch_cases(knowledge: KnowledgeBase, generations: Path, among: str, count: int) -> Iterator[Case]:
    """Yield the cases of many goals, matched by workers on all cores as `match_batch.py` does, and beside one by one.

    The workers have answered before, so that neither starting them nor reading from the disk is measured.
    """
    cores = usable_cores()
    with Workers(BatchTask.over(knowledge, generations, ".csv"), cores) as workers:
        list(workers.match([GOALS[:FEW]] * 2 * cores))
        batch = _Batch(knowledge, workers, cores)
        by_workers = f"by {cores} workers that are ready"
        for known, less in ((False, ""), (True, ", but for encoding")):
            yield Case(
                f"{count:,} goals at once {among}{less}, {by_workers}",
                lambda known=known: batch.rate(count, known),  # type: ignore[misc]
                "one by one in one process",
                lambda known=known: batch.rate_one_by_one(known),  # type: ignore[misc]
                "goals/s",
                at_least=8.0,
                row=BATCH,
            )
        yield Case(
            f"{FEW} goals at once {among}, but for encoding, {by_workers}",
            lambda: batch.rate(FEW, True),
            "the products of goals and vectors alone",
            lambda: _product_rate(knowledge, GOALS[:FEW]),
            "goals/s",
            at_least=0.4,
            row=SHARE,
        )


class _Batch:
    """Matches goals in ever new company, so that nothing of them is known but what was read before the clock starts."""

    def __init__(self, knowledge: KnowledgeBase, workers: Workers, cores: int) -> None:
        self._recommender = Recommender(knowledge)
        self._workers = workers
        self._cores = cores
        self._all = cycle(GOALS)

    def rate(self, count: int, known: bool) -> float:
        """Return how many goals a second the workers match; `known` ones were read by all of them before."""
        goals, size = self._goals(count), min(GOALS_OF_A_WORKER, math.ceil(count / self._cores))
        parts = [goals[place : place + size] for place in range(0, count, size)]
        if known:
            self._workers.read(parts)
        seconds = _milliseconds(lambda: list(self._workers.match(parts))) / 1000
        return count / seconds

    def rate_one_by_one(self, known: bool) -> float:
        """Return how many goals a second are matched one by one, measured with ONE_BY_ONE."""
        goals = self._goals(ONE_BY_ONE)
        for goal in goals if known else ():
            self._recommender.reader.understand([goal])
        seconds = _milliseconds(lambda: [self._recommender.partners([goal]) for goal in goals]) / 1000
        return ONE_BY_ONE / seconds

    def _goals(self, count: int) -> list[Goal]:
        next(self._all)  # so that no part is the same as one before
        return list(islice(self._all, count))


def _product_rate(knowledge: KnowledgeBase, goals: Sequence[Goal]) -> float:
    """Return how many goals a second the matrix products of their vectors with all others take, and nothing else."""
    queries = knowledge.encoder.encode_queries([goal.text for goal in goals])
    vectors = as_floats(knowledge.organisation_passages.vectors[:_PRODUCTS_AT_ONCE])
    seconds = _milliseconds(lambda: queries @ vectors.T) / 1000
    return len(goals) / (seconds * len(knowledge.organisation_passages.vectors) / len(vectors))


def _recall(knowledge: KnowledgeBase) -> float:
    """Return the share of the nearest chunks of goals that the index finds."""
    collection = knowledge.organisation_passages
    queries = knowledge.encoder.encode_queries([goal.text for goal in GOALS[:DEEP]])
    found, _ = collection.dense.search(queries, SEARCH_DEPTH)
    exact, _ = search_all(as_floats(collection.vectors), queries, SEARCH_DEPTH)
    shared = [len(np.intersect1d(one, other)) for one, other in zip(found, exact, strict=True)]
    return float(np.mean(shared) / exact.shape[1])


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)
