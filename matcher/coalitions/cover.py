"""The joint value of partners who are chosen together: pure functions over arrays, no records, no I/O."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Rows = NDArray[np.int64]

# What counts beside joint coverage, which has the weight 1. Chosen so that a capability decides before a sector does.
SECTOR_WEIGHT = 0.02  # each sector that is represented, whatever the size: more room never means fewer members
KIND_WEIGHT = 0.05  # a kind of organisation that the goal names
PLACE_WEIGHT = 0.05  # someone from the place that the goal names
MEMBER_COST = 0.02  # one more partner to agree with, less the better it matches alone
CARRYING_WEIGHT = 0.20  # one member carries more than half: half of this for the fact, the rest for how much more
ROUNDING = 1e-9
SAME_PROFILE = 2  # a third candidate that brings the very same adds nothing, not even a stand-in
MOST_CANDIDATES = 400
SPECIALISTS = 10  # candidates that are kept for each aspect, however little else they bring


@dataclass(frozen=True)
class CoverProblem:
    """Choose at most `size` candidates, all of `pinned` among them, with the best joint value.

    `brings`, shape (candidates, aspects), in [0, 1], says how surely a candidate brings an aspect: the first `needs`
    columns are needed capabilities, those after them sectors, kinds and the place. `weights`, shape (aspects,):
    those of the needs sum to 1. `costs`, shape (candidates,), from 0 up, are what each member takes off.

    The value of a set is the weighted sum, over the aspects, of the surest that a member brings it (one strong offer
    counts once), less the members' costs. Where less than half of the coverage remains when some member leaves,
    `carrying` times (1/2 + the share of the needed weight by which it is less) is taken off too.
    """

    brings: Values
    weights: Values
    costs: Values
    needs: int
    size: int
    pinned: tuple[int, ...] = ()
    carrying: float = CARRYING_WEIGHT

    def best(self, members: Sequence[int]) -> Values:
        """Return how surely the members together bring each aspect, shape (aspects,), in [0, 1]."""
        return np.asarray(self.brings[list(members)].max(axis=0, initial=0.0))

    def coverage(self, members: Sequence[int]) -> float:
        """Return the share of the needed weight that the members bring together, in [0, 1]."""
        return float(self._covered(self.best(members)))

    def loss(self, members: Sequence[int], member: int) -> float:
        """Return the coverage that goes when `member` leaves, in [0, 1]."""
        return self.coverage(members) - self.coverage(others(members, member))

    def carrier(self, members: Sequence[int]) -> int | None:
        """Return the member without whom less than half of the coverage remains; there is at most one, or None."""
        heaviest = max(members, key=lambda each: self.loss(members, each), default=None)
        if heaviest is None or self.loss(members, heaviest) <= self.coverage(members) / 2 + ROUNDING:
            return None
        return heaviest

    def value(self, members: Sequence[int]) -> float:
        """Return the joint value; 0 for nobody."""
        if not members:
            return 0.0
        *rest, last = members
        return float(self.values_with(rest)[last])

    def values_with(self, members: Sequence[int]) -> Values:
        """Return the value of `members` with each candidate added, shape (candidates,); -inf for members."""
        joint = np.maximum(self.best(members), self.brings)
        least = np.full(len(joint), self.coverage(members))  # of what remains when any one leaves
        for member in members:
            rest = np.maximum(self.best(others(members, member)), self.brings)
            least = np.minimum(least, self._covered(rest))
        beyond_half = np.maximum(0.0, self._covered(joint) / 2 - least)
        costs = self.costs + self.costs[list(members)].sum()
        values = joint @ self.weights - costs - self.carrying * ((beyond_half > ROUNDING) / 2 + beyond_half)
        values[list(members)] = -np.inf
        return np.asarray(values)

    def without_deductions(self) -> CoverProblem:
        """Return the same choice with neither costs nor carrying: its value is monotone and submodular."""
        return replace(self, costs=np.zeros_like(self.costs), carrying=0.0)

    def _covered(self, best: Values) -> Values:
        return np.asarray(best[..., : self.needs] @ self.weights[: self.needs])


def others(members: Sequence[int], member: int) -> list[int]:
    """Return the members without one of them."""
    return [each for each in members if each != member]


def shortlist(brings: Values, weights: Values, costs: Values) -> Rows:
    """Return the candidates among whom the best set is found, most valuable first.

    Of those who bring exactly the same, the cheapest SAME_PROFILE are kept, which loses nothing. Where more than
    MOST_CANDIDATES remain, the most valuable are kept, and the best SPECIALISTS of each aspect.
    """
    worth = brings @ weights - costs
    order = np.argsort(-worth, kind="stable")
    _, profile = np.unique(np.round(brings[order], 6), axis=0, return_inverse=True)
    kept = order[_occurrence(profile.reshape(-1)) < SAME_PROFILE]
    if len(kept) <= MOST_CANDIDATES:
        return kept
    specialists = np.argsort(-(brings[kept] + 1e-3 * worth[kept, None]), axis=0, kind="stable")[:SPECIALISTS]
    chosen = np.union1d(np.arange(MOST_CANDIDATES), specialists)
    return np.asarray(kept[chosen])


def _occurrence(labels: Rows) -> Rows:
    """Return, for each entry, how often its label stood before it."""
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    counted = np.arange(len(labels)) - np.repeat(starts, np.diff(starts, append=len(labels)))
    occurrence = np.empty(len(labels), dtype=np.int64)
    occurrence[order] = counted
    return occurrence
