"""Sequences whose rows are made when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, TypeVar, overload

Row = TypeVar("Row")


class LazyRows(Sequence[Row]):
    """A sequence that knows its length and how to make a row; compares equal to a sequence of the same.

    `row_is` names a row in the message of the IndexError where there is none.
    """

    row_is: ClassVar[str] = "row"
    __hash__: Any = None

    @abstractmethod
    def row_at(self, place: int) -> Row:
        """Return the row at a place in [0, len)."""

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        size = len(self)
        if isinstance(place, slice):
            return tuple(map(self.row_at, range(*place.indices(size))))
        if not -size <= place < size:
            raise IndexError(f"there is no {self.row_is} {place}; there are {size}")
        return self.row_at(int(place) % size)

    def __iter__(self) -> Iterator[Row]:
        return map(self.row_at, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(one == another for one, another in zip(self, other, strict=True))
