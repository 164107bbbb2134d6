"""Which row each organisation has after some were added and removed: no row is left empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
NOBODY = -1


@dataclass(frozen=True)
class Placing:
    """The rows that hold something else than in the base.

    There are `size` organisations now and `base_size` in the base. `rows`, of shape (changed,), ascending, are those
    that hold another organisation or record than in the base, all new rows among them; `origins`, of shape (changed,),
    says in which row of the base the organisation stood, NOBODY where it was not there.
    """

    base_size: int
    size: int
    rows: Rows
    origins: Rows

    @classmethod
    def of_changes(cls, base_size: int, replaced: Iterable[int], removed: Iterable[int], added: int) -> Placing:
        """Place organisations: replaced ones keep their rows; last ones move, added ones come, where rows are free."""
        gone = set(removed)
        size = base_size - len(gone) + added
        free = [row for row in (*sorted(gone), *range(base_size, size)) if row < size]
        origin_of = {row: row for row in replaced if row < size}
        movers = [row for row in range(size, base_size) if row not in gone]
        origin_of |= dict(zip(free, [*movers, *[NOBODY] * added], strict=True))
        rows = sorted(origin_of)
        return cls(base_size, size, _array(rows), _array([origin_of[row] for row in rows]))

    @property
    def gone(self) -> NDArray[np.bool_]:
        """Which rows of the base hold nothing any more, or something else: shape (base_size,)."""
        gone = np.zeros(self.base_size, dtype=bool)
        gone[self.rows[self.rows < self.base_size]] = True
        gone[self.size :] = True
        return gone

    @property
    def moved(self) -> Rows:
        """The row of each organisation of the base now, NOBODY where it is there no more: shape (base_size,)."""
        now = np.arange(self.base_size)
        now[self.gone] = NOBODY
        there = self.origins != NOBODY
        now[self.origins[there]] = self.rows[there]
        return now


def _array(rows: Iterable[int]) -> Rows:
    return np.array(list(rows), dtype=np.int64)
