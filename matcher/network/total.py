"""The matching with the largest total value, with a proof of how near it is."""

from __future__ import annotations

import numpy as np
from scipy.optimize import LinearConstraint

from matcher.network.candidates import Candidates, Mask, Numbers, Rows
from matcher.network.solver import ROUNDING, Choice, Clock, choose, incidence, prices
from matcher.network.stable import stable

_FIRST_PLACES = 8  # best pairs of each organisation that the solver starts from
_MOST_PAIRS = 150_000  # pairs that the solver is given at most


def heaviest(candidates: Candidates, room: Rows, seconds: float) -> tuple[Rows, float]:
    """Return the positions of the pairs with the largest total, and a bound that no choice exceeds.

    Maximum weight b-matching. The solver sees a part of the pairs: the best of each organisation, and whatever pair
    would pay at the prices of places (column generation), until the relaxed programme is solved for all pairs. A
    pair whose value stays below its two prices by more than the gap between bound and best total cannot be in a
    better choice (reduced cost fixing), so the whole-number programme over the others settles it. Where time or
    size forbids, the best choice found is returned, and total < bound tells the gap.
    """
    clock = Clock(seconds)
    best = stable(candidates, room)
    if not len(best):
        return best, 0.0
    worth, seen = _place_prices(candidates, room, best, clock)
    paying = candidates.value - worth[candidates.first] - worth[candidates.second]
    bound = float(worth @ room + np.maximum(paying, 0).sum())
    while bound - _total(candidates, best) > ROUNDING and not clock.over:
        solved, proven = _solve(candidates, seen, room, clock)
        best = max((best, _filled(candidates, solved, room)), key=lambda each: _total(candidates, each))
        hopeful = paying >= _total(candidates, best) - bound - ROUNDING
        if not (hopeful & ~seen).any():
            return best, max(min(bound, proven), _total(candidates, best))
        if np.count_nonzero(hopeful | seen) > _MOST_PAIRS:
            break
        seen |= hopeful
    return best, max(bound, _total(candidates, best))


def _place_prices(candidates: Candidates, room: Rows, start: Rows, clock: Clock) -> tuple[Numbers, Mask]:
    """Return prices of places that are best for all pairs, and which pairs were needed to find them."""
    seen = (candidates.places() < np.maximum(_FIRST_PLACES, 2 * room.max())).any(axis=1)
    seen[start] = True
    while True:
        worth = prices(candidates.take(seen), room)
        paying = candidates.value > worth[candidates.first] + worth[candidates.second] + ROUNDING
        if clock.over or not (paying & ~seen).any():
            return worth, seen
        seen |= paying


def _solve(candidates: Candidates, seen: Mask, room: Rows, clock: Clock) -> tuple[Rows, float]:
    pairs = candidates.take(seen)
    found: Choice = choose(pairs.value, [LinearConstraint(incidence(pairs), ub=room)], len(pairs), clock)
    chosen = np.zeros(0, dtype=np.int64) if found.chosen is None else np.flatnonzero(seen)[found.chosen]
    return chosen, found.bound


def _filled(candidates: Candidates, chosen: Rows, room: Rows) -> Rows:
    """Add pairs, best first, for which both ends still have room."""
    left = room - candidates.take(chosen).degrees()
    others = np.setdiff1d(np.arange(len(candidates)), chosen)
    return np.union1d(chosen, others[stable(candidates.take(others), left)])


def _total(candidates: Candidates, chosen: Rows) -> float:
    return float(candidates.value[chosen].sum())
