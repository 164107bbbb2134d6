"""Sets of rows as ascending arrays.

NumPy's own functions for sets hash first, which takes longer than sorting for the some thousand rows of a search.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


def distinct(rows: NDArray[np.integer]) -> Rows:
    """Return the different ones of some rows, ascending."""
    ordered = np.sort(rows).astype(np.int64)
    first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def joined(one: NDArray[np.integer], other: NDArray[np.integer]) -> Rows:
    """Return the rows that are in either of two arrays, ascending and each once."""
    return distinct(np.concatenate([one, other]))


def places_of(wanted: NDArray[np.integer], rows: NDArray[np.integer]) -> tuple[Rows, NDArray[np.bool_]]:
    """Return where the wanted rows stand among ascending rows, and which of them stand there at all."""
    if not len(rows):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    places = np.minimum(np.searchsorted(rows, wanted), len(rows) - 1)
    return places, rows[places] == wanted


def spread(count: int, most: int) -> Rows:
    """Return at most `most` of the rows from 0 to `count`, at even steps, the first and the last among them."""
    return np.linspace(0, count - 1, min(count, most)).astype(np.int64)
