"""Serving: how long pages take when many ask at once."""

from __future__ import annotations

import os
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.case import Case
from benchmarks.ranking import GOALS
from benchmarks.startup import running, start_of_server

CLIENTS = 16
PAGES = 64


def serving_cases(data: Path) -> list[Case]:
    """Return the case of many clients over the built knowledge base in `data`, each goal asked for once."""
    return [
        Case(
            f"95th percentile of a goal's page, {CLIENTS} clients",
            lambda: _percentile(data, CLIENTS),
            "the same, one client",
            lambda: _percentile(data, 1),
            "ms",
            at_most=1.5 * CLIENTS / (os.cpu_count() or 1),
        )
    ]


def _percentile(data: Path, clients: int) -> float:
    with running(start_of_server(data)) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        goals = [f"{goal.text} ({number})" for number in range(2) for goal in GOALS][: PAGES + 4]
        _seconds_of(address, goals[:4])
        with ThreadPoolExecutor(clients) as pool:
            seconds = list(pool.map(lambda goal: _seconds_of(address, [goal]), goals[4:]))
    return 1000 * float(np.percentile(seconds, 95))


def _seconds_of(address: str, goals: Sequence[str]) -> float:
    start = time.perf_counter()
    for goal in goals:
        query = urllib.parse.urlencode({"goal": goal})
        with urllib.request.urlopen(f"{address}/result?{query}", timeout=60) as page:  # noqa: S310  our own address
            page.read()
    return time.perf_counter() - start
