"""A sequence with some rows replaced, added or left away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar, overload

Row = TypeVar("Row")


class ReplacedRows(Sequence[Row]):
    """The first `size` rows of `base`, but for those in `replaced`; every row beyond `base` is in `replaced`."""

    def __init__(self, base: Sequence[Row], replaced: Mapping[int, Row], size: int) -> None:
        self._base = base
        self._replaced = replaced
        self._size = size

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(self._size)))
        row = int(place)
        if not -self._size <= row < self._size:
            raise IndexError(f"there is no row {row}; there are {self._size}")
        row %= self._size
        return self._replaced[row] if row in self._replaced else self._base[row]

    def __iter__(self) -> Iterator[Row]:
        row = -1
        for row, each in zip(range(self._size), self._base, strict=False):  # as the base reads them all at once
            yield self._replaced.get(row, each)
        yield from (self._replaced[each] for each in range(row + 1, self._size))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(one == another for one, another in zip(self, other, strict=True))

    __hash__: Any = None
