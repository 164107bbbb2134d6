"""The pairs that may be chosen, as arrays, best first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
_TIE_SEED = 20261121


@dataclass(frozen=True)
class Candidates:
    """Pairs of organisations 0 … size - 1, from the most to the least valuable.

    `first` < `second` and `value` > 0 have shape (pairs,). Equal values stand in a fixed shuffle, so that nobody
    gains from standing early in the list of organisations.
    """

    size: int
    first: Rows
    second: Rows
    value: Numbers

    @classmethod
    def from_values(cls, values: Numbers, forbidden: Mask | None = None) -> Candidates:
        """Take every pair with a value above 0 that is not forbidden; both arguments are symmetric, shape (n, n)."""
        allowed = values > 0 if forbidden is None else (values > 0) & ~forbidden
        first, second = np.nonzero(np.triu(allowed, 1))
        value = values[first, second]
        order = np.lexsort((np.random.default_rng(_TIE_SEED).permutation(len(value)), -value))
        return cls(len(values), first[order], second[order], value[order])

    def __len__(self) -> int:
        return len(self.value)

    def take(self, positions: Rows | Mask) -> Candidates:
        """Return some of the pairs; positions must be in increasing order, or a mask."""
        return Candidates(self.size, self.first[positions], self.second[positions], self.value[positions])

    def places(self) -> Rows:
        """Return the place, from 0, of each pair in the lists of its two ends, shape (pairs, 2)."""
        ends = np.stack([self.first, self.second], axis=1).ravel()
        order = np.argsort(ends, kind="stable")
        starts = np.searchsorted(ends[order], np.arange(self.size))
        places = np.empty(len(ends), dtype=np.int64)
        places[order] = np.arange(len(ends)) - starts[ends[order]]
        return places.reshape(-1, 2)

    def degrees(self) -> Rows:
        """Return in how many of the pairs each organisation stands, shape (size,)."""
        return np.bincount(self.first, minlength=self.size) + np.bincount(self.second, minlength=self.size)
