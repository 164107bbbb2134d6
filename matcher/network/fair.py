"""The fair matching: as many as possible get a partner, the worst-off as good a one as can be, then the total."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import LinearConstraint
from scipy.sparse import csr_array, eye_array, hstack

from matcher.network.candidates import Candidates, Mask, Rows
from matcher.network.couples import fair_couples
from matcher.network.solver import Clock, choose, incidence
from matcher.network.stable import stable
from matcher.network.total import heaviest

_MOST_PAIRS = 20_000  # pairs among which the solver chooses at most
OUT_OF_TIME = "time ran out: the matching is the best found, not proven to be the fairest"


@dataclass(frozen=True)
class FairChoice:
    """The positions of the chosen pairs, a bound on the total of any choice as fair, and what to know about it."""

    chosen: Rows
    bound: float
    notices: tuple[str, ...] = ()


def fairest(candidates: Candidates, room: Rows, waiting: Mask, seconds: float) -> FairChoice:
    """Choose pairs by three aims, each decided before the next.

    1. As many as possible of the `waiting` organisations, mask of shape (size,), get a partner.
    2. Each of these has a pair at least as good as a threshold, which is as high as it can be: the best pair of the
       worst-off is as good as possible (bottleneck matching). For capacity 1 this is max-min.
    3. The total value is as large as possible.

    Each aim is a whole-number programme, and the threshold is found by bisection over the values. Among more than
    20,000 pairs only the best of each organisation and couples that serve many are considered, and a notice says so.
    """
    clock = Clock(seconds)
    pairs, kept, notices = _considered(candidates, room, clock)
    if not len(pairs):
        return FairChoice(kept, 0.0)
    if room.max() == 1:
        chosen, bound = fair_couples(pairs, waiting & (room > 0), seconds)
        return FairChoice(kept[chosen], bound, notices)
    chosen, bound = _three_aims(pairs, room, waiting, clock)
    return FairChoice(kept[chosen], bound, (*notices, OUT_OF_TIME) if clock.over else notices)


def _three_aims(pairs: Candidates, room: Rows, waiting: Mask, clock: Clock) -> tuple[Rows, float]:
    """Return positions and bound; where time runs out, the stable matching and no bound."""
    fallback = stable(pairs, room), float("inf")
    most = _serve(pairs, room, waiting, clock)
    if most is None:
        return fallback
    programme = _Programme(pairs, room, waiting, _good_enough(pairs, room, waiting, most, clock))
    value = np.concatenate([pairs.value, np.zeros(pairs.size)])
    enough = LinearConstraint(programme.served_row(), lb=most - 1e-6)
    found = choose(value, [*programme.constraints(), enough], len(pairs), clock)
    return fallback if found.chosen is None else (found.chosen, found.bound)


@dataclass(frozen=True)
class _Programme:
    """Variables: one for each pair (chosen or not), then one for each organisation (served by a good pair or not)."""

    pairs: Candidates
    room: Rows
    waiting: Mask
    good: int  # the first so many pairs are good enough

    def constraints(self) -> list[LinearConstraint]:
        stands_in = incidence(self.pairs)
        nothing = csr_array((self.pairs.size, self.pairs.size))
        by_good = csr_array(stands_in.multiply(np.arange(len(self.pairs)) < self.good))
        capacity = LinearConstraint(hstack([stands_in, nothing], format="csr"), ub=self.room)
        served = hstack([-by_good, eye_array(self.pairs.size)], format="csr")
        return [capacity, LinearConstraint(served, ub=0)]

    def served_row(self) -> csr_array:
        return csr_array(np.concatenate([np.zeros(len(self.pairs)), self.waiting])[None, :])


def _considered(candidates: Candidates, room: Rows, clock: Clock) -> tuple[Candidates, Rows, tuple[str, ...]]:
    """Keep the best pairs of each organisation, and couples that serve many, so that few best ones shut nobody out."""
    if len(candidates) <= _MOST_PAIRS:
        return candidates, np.arange(len(candidates)), ()
    best = max(2 * _MOST_PAIRS // (2 * candidates.size), 5)
    keeping = np.asarray((candidates.places() < best).any(axis=1))
    serving = Candidates(candidates.size, candidates.first, candidates.second, candidates.value + 1)
    keeping[heaviest(serving, np.minimum(room, 1), clock.left() / 3)[0]] = True
    kept = np.flatnonzero(keeping)
    notice = f"fair among the {best} best candidates of each organisation, not among all {len(candidates):,} pairs"
    return candidates.take(kept), kept, (notice,)


def _serve(pairs: Candidates, room: Rows, waiting: Mask, clock: Clock) -> int | None:
    """Return how many of the waiting organisations can get a partner together, None where time ran out."""
    if not len(pairs):
        return 0
    programme = _Programme(pairs, room, waiting, len(pairs))
    value = np.concatenate([np.zeros(len(pairs)), waiting.astype(float)])
    found = choose(value, programme.constraints(), len(pairs), clock)
    if found.chosen is None or clock.over:
        return None
    return int(np.count_nonzero((pairs.take(np.sort(found.chosen)).degrees() > 0) & waiting))


def _good_enough(pairs: Candidates, room: Rows, waiting: Mask, most: int, clock: Clock) -> int:
    """Return how many of the first pairs are enough to serve `most` organisations: the fewest, by value."""
    steps = np.append(np.flatnonzero(np.diff(pairs.value)) + 1, len(pairs))  # where a lower value begins
    low, high = 0, len(steps) - 1
    while low < high and not clock.over:
        middle = (low + high) // 2
        served = _serve(pairs.take(np.arange(steps[middle])), room, waiting, clock)
        low, high = (low, middle) if served == most else (middle + 1, high)
    return int(steps[high])
