"""The choice of pairs as a linear programme, solved by HiGHS through SciPy."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from matcher.network.candidates import Candidates, Numbers, Rows

ROUNDING = 1e-7  # smaller differences of totals are noise of the solver


@dataclass(frozen=True)
class Choice:
    """What the solver chose: positions, or None where it found nothing; no choice has a total above `bound`."""

    chosen: Rows | None
    bound: float


class Clock:
    """The time that is left for solving."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left, at least a tenth of one, so that the solver can start."""
        return max(self._end - time.monotonic(), 0.1)

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._end


def incidence(pairs: Candidates) -> csr_array:
    """Return the matrix with a 1 where an organisation (row) stands in a pair (column), shape (size, pairs)."""
    rows = np.concatenate([pairs.first, pairs.second])
    columns = np.tile(np.arange(len(pairs)), 2)
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(pairs.size, len(pairs)))


def prices(pairs: Candidates, room: Rows) -> Numbers:
    """Return what a place at each organisation is worth, shape (size,): the dual values of the relaxed choice."""
    solved = linprog(-pairs.value, A_ub=incidence(pairs), b_ub=room, bounds=(0, 1), method="highs")
    return np.maximum(-np.asarray(solved.ineqlin.marginals, dtype=np.float64), 0.0)


def choose(value: Numbers, constraints: list[LinearConstraint], whole: int, clock: Clock) -> Choice:
    """Choose variables in [0, 1] with the largest value; the first `whole` are 0 or 1, the others follow from them."""
    integrality = np.arange(len(value)) < whole
    options = {"time_limit": clock.left(), "mip_rel_gap": 0.0}
    solved = milp(-value, integrality=integrality, bounds=Bounds(0, 1), constraints=constraints, options=options)
    bound = np.inf if solved.mip_dual_bound is None else -solved.mip_dual_bound
    if solved.x is None:
        return Choice(None, float(bound))
    return Choice(np.flatnonzero(solved.x[:whole] > 0.5), float(bound))
