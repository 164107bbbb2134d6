"""Spans of rows: owners that have the rows from one start to the next."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.rows.sets import Rows


def starts_of(counts: NDArray[np.int64]) -> Rows:
    """Return where spans of these lengths begin and the last one ends, shape (len(counts) + 1,)."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def rows_of(owners: Rows, starts: Rows) -> tuple[Rows, Rows]:
    """Return the rows of some owners, one owner after the other, and where those of each begin and the last end.

    `starts`, of shape (all owners + 1,), says where the rows of each owner begin.
    """
    counts = starts[owners + 1] - starts[owners]
    own = starts_of(counts)
    return np.arange(own[-1]) + np.repeat(starts[owners] - own[:-1], counts), own


def largest_of(values: NDArray[np.float32], starts: Rows) -> NDArray[np.float32]:
    """Return the largest of the values from each start to the next."""
    return np.maximum.reduceat(values, starts[:-1]) if len(starts) > 1 else values
