"""A stable matching: no two organisations would both rather have each other."""

from __future__ import annotations

import numpy as np

from matcher.network.candidates import Candidates, Rows

_AT_ONCE = 50_000  # pairs looked at together; after the first blocks most organisations are full


def stable(candidates: Candidates, room: Rows) -> Rows:
    """Choose pairs from the most valuable down while both ends have room; return their positions, increasing.

    `room`, shape (size,), says how many partners each organisation may still get. Two organisations block a matching
    if their pair was not chosen and each of them has room left or a chosen partner with whom it has a pair of lower
    value. The result has no blocking pair: when a pair was passed by, one of its ends was full, and full of pairs
    that stood earlier, which are worth at least as much; that end has no room and no worse partner. This needs the
    value of a pair to be the same for both ends, as the harmonic mean is (stable roommates with globally ranked
    pairs: Abraham, Levavi, Manlove and O'Malley 2008). Its total is at least half of the largest possible (Mestre
    2006).

    The work is done in rounds over arrays, not pair by pair: a pair that stands, at both of its ends, among as many
    first pairs as there is room would be chosen whatever becomes of the pairs before it, so all such are chosen at
    once.
    """
    left = room.astype(np.int64).copy()
    chosen = [np.zeros(0, dtype=np.int64)]
    for start in range(0, len(candidates), _AT_ONCE):
        alive = np.arange(start, min(start + _AT_ONCE, len(candidates)))
        while len(alive := _open(candidates, alive, left)):
            safe = _safe(candidates.take(alive), left)
            chosen.append(alive[safe])
            left -= candidates.take(alive[safe]).degrees()
            alive = alive[~safe]
    return np.sort(np.concatenate(chosen))


def blocking_pairs(candidates: Candidates, chosen: Rows, room: Rows) -> Rows:
    """Return the positions of the pairs that block the matching `chosen`; none if it is stable."""
    picked = candidates.take(chosen)
    worst = np.full(candidates.size, np.inf)
    np.minimum.at(worst, picked.first, picked.value)
    np.minimum.at(worst, picked.second, picked.value)
    worst[picked.degrees() < room] = -np.inf
    wanted = (candidates.value > worst[candidates.first]) & (candidates.value > worst[candidates.second])
    wanted[chosen] = False
    return np.flatnonzero(wanted)


def _open(candidates: Candidates, positions: Rows, left: Rows) -> Rows:
    both = (left[candidates.first[positions]] > 0) & (left[candidates.second[positions]] > 0)
    return positions[both]


def _safe(pairs: Candidates, left: Rows) -> Rows:
    places = pairs.places()
    return np.asarray((places[:, 0] < left[pairs.first]) & (places[:, 1] < left[pairs.second]))
