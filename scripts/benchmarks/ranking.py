"""Ranking: one goal and many, without encoding, among ever more organisations."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice, product
from pathlib import Path

import numpy as np

from benchmarks.case import Case
from benchmarks.encoded_once import EncodedOnce
from benchmarks.multiplied import multiplied
from matcher.encoders import Encoder
from matcher.indexes.exact import search_all
from matcher.indexes.kept_vectors import as_floats
from matcher.knowledge import KnowledgeBase
from matcher.recommender import SEARCH_DEPTH, Recommender
from matcher.records import Goal

TIMES_OF_ENCODING = {100_000: 2.0, 1_000_000: 6.0}
DEEP = 20  # queries of which the recall is measured
BATCH = 100
_WHAT = ("Reach teenagers", "Train local journalists", "Set up a hotline", "Bring farmers together", "Teach parents")
_HOW = ("with a fact-checking campaign", "on the radio", "together with the police", "in every town of Slovakia")
_WHY = ("before the election", "against hate speech", "to track public spending", "because wells run dry", "in a year")
GOALS = [Goal(id=f"g{n}", text=" ".join(words)) for n, words in enumerate(product(_WHAT, _HOW, _WHY))]


def ranking_cases(base: KnowledgeBase, encoder: Encoder, size: int, folder: Path) -> list[Case]:
    """Return the cases over the organisations of `base`, multiplied to `size`, saved in `folder` and opened again."""
    root = folder / f"multiplied-{size}"
    multiplied(base, size).save(root)
    knowledge = KnowledgeBase.open(root, EncodedOnce(encoder))
    recommender, cold = Recommender(knowledge), Recommender(KnowledgeBase.open(root, encoder))
    recommender.partners(GOALS)  # now all goals are encoded, and what is read at first was read
    texts = iter(cycle(GOALS))
    among = f"among {size:,} organisations ({len(knowledge.organisation_passages.passages):,} passages)"
    return [
        Case(
            f"one goal {among}, but for encoding",
            lambda: _milliseconds(lambda: recommender.partners([next(texts)])),
            "encoding a goal once",
            lambda: _milliseconds(lambda: encoder.encode_queries([next(texts).text])),
            "ms",
            at_most=TIMES_OF_ENCODING.get(size, 2.0),
        ),
        *_batch_cases(recommender, cold, among),
        Case(
            f"recall of the first {SEARCH_DEPTH:,} texts {among}",
            lambda: _recall(knowledge),
            "all products",
            lambda: 1.0,
            "",
            at_least=0.99,
        ),
    ]


def _batch_cases(warm: Recommender, cold: Recommender, among: str) -> list[Case]:
    goals = list(islice(cycle(GOALS), BATCH))
    return [
        Case(
            f"{BATCH} goals at once {among}",
            lambda: _rate(lambda: cold.partners(goals), len(goals)),
            "one by one",
            lambda: _rate(lambda: [cold.partners([goal]) for goal in goals[:10]], 10),
            "goals/s",
            at_least=8.0,
        ),
        Case(
            f"{BATCH} goals at once {among}, but for encoding",
            lambda: _rate(lambda: warm.partners(goals), len(goals)),
            "the products of goals and vectors alone",
            lambda: _product_rate(warm.knowledge, goals),
            "goals/s",
            at_least=0.4,
        ),
    ]


def _product_rate(knowledge: KnowledgeBase, goals: Sequence[Goal]) -> float:
    """Return how many goals a second the matrix products of their vectors with all others take, and nothing else."""
    queries = knowledge.encoder.encode_queries([goal.text for goal in goals])
    vectors = as_floats(knowledge.organisation_passages.vectors[:50_000])
    seconds = _milliseconds(lambda: queries @ vectors.T) / 1000
    return len(goals) / (seconds * len(knowledge.organisation_passages.vectors) / len(vectors))


def _recall(knowledge: KnowledgeBase) -> float:
    """Return the share of the nearest chunks of goals that the index finds."""
    collection = knowledge.organisation_passages
    queries = knowledge.encoder.encode_queries([goal.text for goal in GOALS[:: len(GOALS) // DEEP]])
    found, _ = collection.dense.search(queries, SEARCH_DEPTH)
    exact, _ = search_all(as_floats(collection.vectors), queries, SEARCH_DEPTH)
    shared = [len(np.intersect1d(one, other)) for one, other in zip(found, exact, strict=True)]
    return float(np.mean(shared) / exact.shape[1])


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def _rate(work: Callable[[], object], count: int) -> float:
    return count / _milliseconds(work) * 1000
