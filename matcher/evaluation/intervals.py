"""Bootstrap intervals: how much a figure depends on which goals happen to be judged."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
RESAMPLES = 1000
LEVEL = 0.95
SEED = 20261121


class Interval(NamedTuple):
    """The range in which LEVEL of the resampled figures lie."""

    low: float
    high: float


def resampled_means(rows: Values) -> Values:
    """Return the mean of each column over RESAMPLES draws of the rows with replacement.

    `rows` has shape (goals, columns), goals > 0; the result (RESAMPLES, columns). The draws depend on the number of
    goals alone: the figures of two methods over the same goals are resampled alike and can be compared in pairs
    (Efron and Tibshirani 1993; over queries: Sakai 2006).
    """
    generator = np.random.default_rng(SEED)
    size = len(rows)
    return np.array([rows[generator.integers(size, size=size)].mean(axis=0) for _ in range(RESAMPLES)])


def percentile_interval(resampled: Values) -> Interval | None:
    """Return the percentile interval of resampled figures, shape (RESAMPLES,); None where none is a number.

    Resamples without a value, such as a share of nothing, are left out.
    """
    known = resampled[np.isfinite(resampled)]
    if not len(known):
        return None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high))


def mean_intervals(rows: Values) -> list[Interval | None]:
    """Return the interval of the mean of each column of `rows`, shape (goals, columns); None without goals."""
    if not len(rows):
        return [None] * rows.shape[1]
    return [percentile_interval(column) for column in resampled_means(rows).T]


def with_interval(value: float, interval: Interval | None, spec: str = ".3f") -> str:
    """Return a figure with its interval, each as `spec` says."""
    return f"{value:{spec}} [{interval.low:{spec}}, {interval.high:{spec}}]" if interval else f"{value:{spec}}"
