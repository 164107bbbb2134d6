"""Showing on a terminal how far a build is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from matcher.knowledge import Report


@contextmanager
def build_progress(*, quiet: bool | None = None) -> Iterator[Report]:
    """Give a report for `KnowledgeBase.build` that shows a bar a stage; `quiet=None` is quiet on a pipe."""
    bars: dict[str, tqdm] = {}  # type: ignore[type-arg]  # the stubs know a parameter that the class does not have

    def report(stage: str, done: int, total: int) -> None:
        if stage not in bars:
            bars[stage] = tqdm(total=total, desc=f"encoding {stage}", unit=" texts", file=sys.stderr, disable=quiet)
        bars[stage].update(done)

    try:
        yield report
    finally:
        for bar in bars.values():
            bar.close()
