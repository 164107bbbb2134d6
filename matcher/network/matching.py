"""Who is matched with whom: the matching by one of three objectives, over arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from matcher.network.candidates import Candidates, Mask, Numbers, Rows
from matcher.network.fair import fairest
from matcher.network.stable import stable
from matcher.network.total import heaviest

Objective = Literal["total", "stable", "fair"]
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)
EXACT = 1e-6  # a total within this share of its bound is called exact: values have six decimals
DEFAULT_SECONDS = 60.0


@dataclass(frozen=True)
class Matching:
    """The chosen pairs: rows `first` < `second` and `value`, all of shape (pairs,), best first.

    `must` marks the pairs that were asked for. `bound` is a total that no matching by the same objective exceeds
    (infinite where none could be proven); for `stable` it is the total itself, since stability and not the total is
    sought. `candidates` counts, for each organisation, the pairs that were worth something and allowed.
    """

    objective: Objective
    first: Rows
    second: Rows
    value: Numbers
    must: Mask
    bound: float
    candidates: Rows
    notices: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        """The sum of the values of all pairs."""
        return float(self.value.sum())

    @property
    def gap(self) -> float:
        """How far below the bound the total may be, as a share of the bound, in [0, 1]; 0 where it is exact."""
        if not np.isfinite(self.bound):
            return 1.0
        share = (self.bound - self.total) / self.bound if self.bound > 0 else 0.0
        return 0.0 if share <= EXACT else share

    def partner_counts(self) -> Rows:
        """Return how many partners each organisation got, shape (organisations,)."""
        size = len(self.candidates)
        return np.bincount(self.first, minlength=size) + np.bincount(self.second, minlength=size)


def match(
    values: Numbers,
    capacities: Rows,
    objective: Objective = "total",
    *,
    must: Rows | None = None,
    must_not: Rows | None = None,
    seconds: float = DEFAULT_SECONDS,
) -> Matching:
    """Match organisations 0 … n - 1 so that each gets at most its capacity of partners.

    `values`, shape (n, n), symmetric, at least 0, says what each pair is worth; pairs worth 0 are never chosen unless
    they are in `must`. `capacities` has shape (n,). `must` and `must_not` hold pairs of rows, shape (pairs, 2); they
    have to be free of contradictions (`requests.check`). The objectives:

    - `total`: the largest total value, exact or with its bound (see `total.heaviest`);
    - `stable`: no two would both rather have each other (see `stable.stable`); partners that must be do not count
      as worse ones, since they cannot be left;
    - `fair`: the worst-off first (see `fair.fairest`).

    `seconds` bounds each call of the solver, not the whole.
    """
    fixed, forbidden = _pairs(must), np.zeros(values.shape, dtype=bool)
    for pairs in (fixed, _pairs(must_not)):
        forbidden[pairs[:, 0], pairs[:, 1]] = forbidden[pairs[:, 1], pairs[:, 0]] = True
    candidates = Candidates.from_values(values, forbidden)
    taken = np.bincount(fixed.ravel(), minlength=len(values))
    room = np.minimum(capacities - taken, max(len(values), 1))
    worth = values[fixed[:, 0], fixed[:, 1]]
    chosen, bound, notices = _choose(objective, candidates, room, taken == 0, seconds)
    order = np.argsort(-np.concatenate([worth, candidates.value[chosen]]), kind="stable")
    return Matching(
        objective,
        np.concatenate([fixed[:, 0], candidates.first[chosen]])[order],
        np.concatenate([fixed[:, 1], candidates.second[chosen]])[order],
        np.concatenate([worth, candidates.value[chosen]])[order],
        (np.arange(len(order)) < len(fixed))[order],
        bound + float(worth.sum()),
        candidates.degrees(),
        notices,
    )


def _pairs(pairs: Rows | None) -> Rows:
    """Return each pair once, the smaller row first."""
    listed = np.asarray([] if pairs is None else pairs, dtype=np.int64).reshape(-1, 2)
    return np.unique(np.sort(listed, axis=1), axis=0)


def _choose(
    objective: Objective, candidates: Candidates, room: Rows, waiting: Mask, seconds: float
) -> tuple[Rows, float, tuple[str, ...]]:
    open_pairs = np.flatnonzero((room[candidates.first] > 0) & (room[candidates.second] > 0))
    among = candidates.take(open_pairs)
    if objective == "total":
        chosen, bound = heaviest(among, room, seconds)
        return open_pairs[chosen], bound, ()
    if objective == "fair":
        fair = fairest(among, room, waiting, seconds)
        return open_pairs[fair.chosen], fair.bound, fair.notices
    chosen = open_pairs[stable(among, room)]
    return chosen, float(candidates.value[chosen].sum()), ()
