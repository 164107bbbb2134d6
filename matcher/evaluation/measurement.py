"""Measuring how well a method ranks the goals of a benchmark, with intervals."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.evaluation.benchmarks import Benchmark
from matcher.evaluation.intervals import Interval, mean_intervals, percentile_interval, resampled_means
from matcher.evaluation.methods import RankRecords
from matcher.evaluation.metrics import METRICS, exposure_counts, exposure_of, mean_scores, score_goals
from matcher.geography.regions import EUROPE_AND_NORTH_AMERICA
from matcher.records import Organisation

Values = NDArray[np.float64]
Progress = Callable[[Iterable[int]], Iterable[int]]  # hands on the starts of batches, and shows how far they are
GOALS_AT_ONCE = 32
FEW_ACTIVITIES = 3


@dataclass(frozen=True)
class Measurement:
    """What one method reached, goal by goal.

    `scores`, of shape (goals, metrics), by name of the judgements; `shown`, the exposure counts of shape (goals, 4),
    by group of organisations; `seconds` is what ranking took.
    """

    scores: dict[str, Values]
    shown: dict[str, Values]
    seconds: float

    @property
    def metrics(self) -> dict[str, dict[str, float]]:
        """The mean of each metric, by name of the judgements."""
        return {name: mean_scores(scores) for name, scores in self.scores.items()}

    @property
    def intervals(self) -> dict[str, dict[str, Interval | None]]:
        """The interval of each metric, by name of the judgements."""
        return {name: _by_metric(mean_intervals(scores)) for name, scores in self.scores.items()}

    @property
    def exposure(self) -> dict[str, float | None]:
        """The exposure of each group; None where none of it is relevant."""
        values = {group: float(exposure_of(counts.sum(axis=0))) for group, counts in self.shown.items()}
        return {group: None if isnan(value) else value for group, value in values.items()}

    @property
    def exposure_intervals(self) -> dict[str, Interval | None]:
        """The interval of each group's exposure."""
        return {
            group: percentile_interval(exposure_of(resampled_means(counts))) if len(counts) else None
            for group, counts in self.shown.items()
        }

    def fields(self) -> dict[str, Any]:
        """Return the figures as they are written to JSON."""
        return {
            "metrics": {name: _without_nan(figures) for name, figures in self.metrics.items()},
            "exposure": self.exposure,
            "intervals": self.intervals,
            "exposure_intervals": self.exposure_intervals,
        }


@dataclass(frozen=True)
class Difference:
    """How far one method is ahead of the best of others in one metric; `interval` is that of the paired difference."""

    other: str
    mean: float
    interval: Interval | None


def measure(ranked: RankRecords, benchmark: Benchmark, progress: Progress = lambda batches: batches) -> Measurement:
    """Rank every goal and score the rankings by each of the benchmark's judgements."""
    started = time.perf_counter()
    rankings: dict[str, list[str]] = {}
    for start in progress(range(0, len(benchmark.goals), GOALS_AT_ONCE)):
        some = benchmark.goals[start : start + GOALS_AT_ONCE]
        rankings |= {goal.id: order for goal, order in zip(some, ranked(some), strict=True)}
    groups = exposure_groups(benchmark.corpus.organisations)
    return Measurement(
        {name: score_goals(judged, rankings) for name, judged in benchmark.judged.items()},
        {name: exposure_counts(benchmark.judged["qrels"], rankings, group) for name, group in groups.items()},
        time.perf_counter() - started,
    )


def exposure_groups(organisations: Sequence[Organisation]) -> dict[str, frozenset[str]]:
    """Return the ids of those who are easily overlooked: with few activities, and from elsewhere."""
    elsewhere = (o.id for o in organisations if o.countries and not EUROPE_AND_NORTH_AMERICA & set(o.countries))
    return {
        f"at_most_{FEW_ACTIVITIES}_activities": frozenset(
            o.id for o in organisations if len(o.activities) <= FEW_ACTIVITIES
        ),
        "outside_europe_and_north_america": frozenset(elsewhere),
    }


def differences(one: Measurement, others: Mapping[str, Measurement]) -> dict[str, dict[str, Difference]]:
    """Return how far `one` is ahead of the best of the others, by name of the judgements and metric.

    The best is chosen for each metric by its mean, after the fact, which favours the others.
    """
    return {
        name: {metric: _difference(name, column, one, others) for column, metric in enumerate(METRICS)}
        for name, scores in one.scores.items()
        if len(scores)
    }


def _difference(name: str, column: int, one: Measurement, others: Mapping[str, Measurement]) -> Difference:
    best = max(others, key=lambda other: float(others[other].scores[name][:, column].mean()))
    ahead = one.scores[name][:, [column]] - others[best].scores[name][:, [column]]
    return Difference(best, float(ahead.mean()), mean_intervals(ahead)[0])


def _without_nan(figures: Mapping[str, float]) -> dict[str, float | None]:
    return {name: None if isnan(figure) else figure for name, figure in figures.items()}


def _by_metric(intervals: Sequence[Interval | None]) -> dict[str, Interval | None]:
    return dict(zip(METRICS, intervals, strict=True))
