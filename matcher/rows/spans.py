"""Spans of rows: owners that have the rows from one start to the next."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.rows.sets import Rows


def starts_of(counts: NDArray[np.int64]) -> Rows:
    """Return where spans of these lengths begin and the last one ends, shape (len(counts) + 1,)."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def rows_from(first: Rows, counts: Rows) -> tuple[Rows, Rows]:
    """Return the rows of spans that begin at `first`, one span after the other, and where in these each begins.

    The second array says where the last span ends too, as `starts_of` does.
    """
    starts = starts_of(counts)
    return np.arange(starts[-1]) + np.repeat(first - starts[:-1], counts), starts


def rows_of(owners: Rows, starts: Rows) -> tuple[Rows, Rows]:
    """Return the rows of some owners as `rows_from` does.

    `starts`, of shape (all owners + 1,), says where the rows of each owner begin.
    """
    return rows_from(starts[owners], starts[owners + 1] - starts[owners])


def largest_of(values: NDArray[np.float32], starts: Rows) -> NDArray[np.float32]:
    """Return the largest of the values from each start to the next."""
    return np.maximum.reduceat(values, starts[:-1]) if len(starts) > 1 else values
