"""Rounds for pairs, so that nobody stands in two pairs of one round: the colouring of a graph's edges."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
_NONE = -1
_SHAKES = 60  # random swaps for a pair that finds no colour; most that can find one do after some


class EdgeColouring:
    """Colours 0 … colours - 1 for pairs that are added one by one.

    A pair that finds no common free colour makes room by Vizing's fans (Misra and Gries 1992). With one colour more
    than the largest number of pairs that anybody has, every pair finds one; with fewer, some may not.
    """

    def __init__(self, size: int, colours: int) -> None:
        self.colours = colours
        self._partner = np.full((size, colours), _NONE, dtype=np.int64)
        self._loads = np.zeros(colours, dtype=np.int64)
        self._random = np.random.default_rng(0)

    def add(self, first: int, second: int) -> bool:
        """Give the pair a colour; return whether there was one. Other pairs may change theirs."""
        return self._add_at(first, second) or self._add_at(second, first) or self._add_shaken(first, second)

    def colour(self, first: int, second: int) -> int:
        """Return the colour of a pair that was added."""
        return int(np.flatnonzero(self._partner[first] == second)[0])

    @property
    def loads(self) -> Rows:
        """How many pairs have each colour, shape (colours,)."""
        return self._loads.copy()

    def even_out(self) -> None:
        """Change colours until no colour has two pairs more than another (de Werra 1971).

        Where colour a has more pairs than b, some chain of pairs in a, b, a, …, a has one more a than b: swapping its
        colours moves one pair.
        """
        while self._loads.max() - self._loads.min() > 1:
            more, less = int(self._loads.argmax()), int(self._loads.argmin())
            starts = np.flatnonzero((self._partner[:, more] != _NONE) & (self._partner[:, less] == _NONE))
            chains = (self._chain(int(start), more, less) for start in starts)
            self._swap(next(chain for chain in chains if len(chain) % 2 == 0), more, less)

    def _add_at(self, centre: int, end: int) -> bool:
        shared = self._free(centre) & self._free(end)
        if shared.any():
            self._set(centre, end, int(np.where(shared, self._loads, np.iinfo(np.int64).max).argmin()))
            return True
        fan = self._fan(centre, end)
        return any(self._turn(centre, fan, own, other) for own, other in self._exchanges(centre, fan))

    def _add_shaken(self, first: int, second: int) -> bool:
        """Swap colours along random chains from either end, and try again after each."""
        for attempt in range(_SHAKES):
            end = (first, second)[attempt % 2]
            free = self._free(end)
            if free.all():
                continue
            own, other = self._random.choice(np.flatnonzero(free)), self._random.choice(np.flatnonzero(~free))
            self._swap(self._chain(end, int(other), int(own)), int(other), int(own))
            if self._add_at(first, second) or self._add_at(second, first):
                return True
        return False

    def _exchanges(self, centre: int, fan: list[int]) -> Iterator[tuple[int, int]]:
        """Yield a colour that is free at the centre and one that is free at a leaf, the last leaf first."""
        for leaf in reversed(fan):
            for other in np.flatnonzero(self._free(leaf)):
                for own in np.flatnonzero(self._free(centre)):
                    yield int(own), int(other)

    def _turn(self, centre: int, fan: list[int], own: int, other: int) -> bool:
        """Free `other` at the centre by a swap along a chain, and turn the fan; undo the swap where that fails."""
        chain = self._chain(centre, other, own)
        self._swap(chain, other, own)
        for length in range(1, len(fan) + 1):
            if length > 1 and not self._free(fan[length - 2])[self.colour(centre, fan[length - 1])]:
                break
            if self._free(fan[length - 1])[other]:
                self._rotate(centre, fan[:length], other)
                return True
        self._swap(chain, own, other)
        return False

    def _fan(self, centre: int, end: int) -> list[int]:
        """Return neighbours of the centre, `end` first; the colour of each to the centre is free at the one before."""
        fan = [end]
        while True:
            free = self._free(fan[-1])
            following = [int(n) for n in self._partner[centre, free] if n != _NONE and n not in fan]
            if not following:
                return fan
            fan.append(following[0])

    def _rotate(self, centre: int, fan: list[int], last: int) -> None:
        shifted = [self.colour(centre, leaf) for leaf in fan[1:]]
        for leaf, colour in zip(fan[1:], shifted, strict=True):
            self._clear(centre, leaf, colour)
        for leaf, colour in zip(fan, [*shifted, last], strict=True):
            self._set(centre, leaf, colour)

    def _chain(self, start: int, first_colour: int, other: int) -> list[int]:
        """Return the organisations along the chain of pairs that begins at `start` with `first_colour`."""
        chain, colour = [start], first_colour
        while (following := int(self._partner[chain[-1], colour])) != _NONE:
            chain.append(following)
            colour = other if colour == first_colour else first_colour
        return chain

    def _swap(self, chain: list[int], first_colour: int, other: int) -> None:
        """Swap the two colours along a chain whose first pair has `first_colour`."""
        pairs = list(pairwise(chain))
        for place, (one, two) in enumerate(pairs):
            self._clear(one, two, first_colour if place % 2 == 0 else other)
        for place, (one, two) in enumerate(pairs):
            self._set(one, two, other if place % 2 == 0 else first_colour)

    def _free(self, row: int) -> NDArray[np.bool_]:
        return np.asarray(self._partner[row] == _NONE)

    def _set(self, one: int, two: int, colour: int) -> None:
        self._partner[one, colour], self._partner[two, colour] = two, one
        self._loads[colour] += 1

    def _clear(self, one: int, two: int, colour: int) -> None:
        self._partner[one, colour] = self._partner[two, colour] = _NONE
        self._loads[colour] -= 1
