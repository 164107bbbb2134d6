"""Showing on a terminal how far a build or a measurement is."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

from matcher.classifiers.kept import classifier_key, kept_classifier
from matcher.corpus import Corpus
from matcher.encoders import Encoder
from matcher.encoders.cache import VectorCache
from matcher.evaluation.measurement import Progress
from matcher.knowledge import KnowledgeBase, Report
from matcher.settings import Settings


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


def build_in_memory(settings: Settings, corpus: Corpus, encoder: Encoder) -> KnowledgeBase:
    """Build a knowledge base that is not saved, with the vectors and the classifier that the data folder keeps."""
    cache = VectorCache(settings.data / "vectors.sqlite")
    kept = kept_classifier(settings.data / "generations", classifier_key(corpus.taxonomy, encoder))
    with build_progress() as report:
        return KnowledgeBase.build(corpus, encoder, cache=cache, classifier=kept, report=report)


def goal_progress(name: str) -> Progress:
    """Return a progress that shows a bar over the batches of goals while `name` ranks, quiet on a pipe."""

    def batches(starts: Iterable[int]) -> Iterable[int]:
        return tqdm(starts, desc=name, unit=" batches", disable=None)

    return batches
