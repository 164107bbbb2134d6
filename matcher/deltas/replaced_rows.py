"""A sequence with some rows replaced, added or left away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from matcher.deltas.placing import Placing
from matcher.rows.lazy import LazyRows

Row = TypeVar("Row")


class ReplacedRows(LazyRows[Row]):
    """The first `size` rows of `base`, but for those in `replaced`; every row beyond `base` is in `replaced`."""

    def __init__(self, base: Sequence[Row], replaced: Mapping[int, Row], size: int) -> None:
        self._base = base
        self._replaced = replaced
        self._size = size

    @classmethod
    def of_placing(cls, base: Sequence[Row], changed: Sequence[Row], placing: Placing) -> ReplacedRows[Row]:
        """Put changed rows into their places: `changed[i]` is that of `placing.rows[i]`."""
        return cls(base, dict(zip(placing.rows.tolist(), changed, strict=True)), placing.size)

    def __len__(self) -> int:
        return self._size

    def row_at(self, place: int) -> Row:
        """Return the row in place of that of the base, or that of the base."""
        return self._replaced[place] if place in self._replaced else self._base[place]

    def __iter__(self) -> Iterator[Row]:
        row = -1
        for row, each in zip(range(self._size), self._base, strict=False):  # as the base reads them all at once
            yield self._replaced.get(row, each)
        yield from (self._replaced[each] for each in range(row + 1, self._size))
