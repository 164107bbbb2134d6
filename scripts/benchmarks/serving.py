"""Serving: pages asked by many at once, beside another encoder, and the memory that they take."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.case import Case
from benchmarks.goals import new_texts
from benchmarks.served import Site, served
from matcher.batch.cores import usable_cores

MEMORY, AT_ONCE, PAGES = 10, 11, 13  # rows of the table of bars
CLIENTS = 16
ASKED = 64  # goals in one measurement of many clients
ASKED_BY_ONE = 24
WARMING = 8
ASKED_FOR_MEMORY = 200
TIMES_OF_DISK = {100_000: 1.4}
ON_DISK = (
    "organisations/vectors.npy",
    "organisation_vectors.npy",
    "organisations/lexical",
    "organisations.jsonl",
    "practices/vectors.npy",
    "practices/lexical",
    "practices.jsonl",
)
MB = 1e6


def serving_cases(data: Path, other_data: Path, other_model: str) -> Iterator[Case]:
    """Yield the cases over the built knowledge base in `data`, each page for a goal that was not asked before.

    `other_data` holds the same built with `other_model`, which sentence-transformers runs.
    """
    texts = new_texts()
    cores = usable_cores()
    with served(data) as site:
        site.ask(list(islice(texts, WARMING)), 1)
        yield Case(
            f"95th percentile of a goal's page, {CLIENTS} clients",
            lambda: _percentile(site, list(islice(texts, ASKED)), CLIENTS),
            "the same, one client",
            lambda: _percentile(site, list(islice(texts, ASKED_BY_ONE)), 1),
            "ms",
            at_most=1.5 * CLIENTS / cores,
            row=AT_ONCE,
        )
        known = list(islice(texts, ASKED))
        site.ask(known, CLIENTS)
        yield Case(
            f"a goal's page that was asked for before, {cores} cores",
            lambda: _rate(site, known),
            "one that was not",
            lambda: _rate(site, list(islice(texts, ASKED))),
            "pages/s",
        )
        with served(other_data, {"MATCHER_MODEL": other_model}) as other:
            other.ask(list(islice(texts, WARMING)), 1)
            yield Case(
                f"a goal's page, {cores} cores",
                lambda: _rate(site, list(islice(texts, ASKED))),
                "the same with sentence-transformers as encoder",
                lambda: _rate(other, list(islice(texts, ASKED))),
                "pages/s",
                at_least=5.0,
                row=PAGES,
            )


def memory_cases(data: Path, size: int) -> Iterator[Case]:
    """Yield the case of the memory of a server of the knowledge base in `data`, of `size` organisations."""
    [generation] = (data / "generations").glob("gen-*")
    on_disk = sum(_bytes(generation / name) for name in ON_DISK)
    with served(data) as site:
        site.ask(list(islice(new_texts(), ASKED_FOR_MEMORY)), 2)
        yield Case(
            f"memory of the server among {size:,} organisations, {ASKED_FOR_MEMORY} goals asked",
            lambda: site.memory() / MB,
            "vectors (of texts and of organisations), lexical index and records on disk",
            lambda: on_disk / MB,
            "MB",
            at_most=TIMES_OF_DISK.get(size),
            row=MEMORY,
        )


def _bytes(path: Path) -> int:
    return sum(each.stat().st_size for each in ([path] if path.is_file() else path.rglob("*")))


def _percentile(site: Site, goals: list[str], clients: int) -> float:
    return 1000 * float(np.percentile(site.ask(goals, clients), 95))


def _rate(site: Site, goals: list[str]) -> float:
    start = time.perf_counter()
    site.ask(goals, CLIENTS)
    return len(goals) / (time.perf_counter() - start)
