"""A sequence that is worked out of another one, row by row, when it is asked for: it takes no memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

One = TypeVar("One")
Other = TypeVar("Other")


class WorkedOut(Sequence[Other], Generic[One, Other]):
    """What `work_out` gives for each row of `rows`."""

    def __init__(self, rows: Sequence[One], work_out: Callable[[One], Other]) -> None:
        self._rows = rows
        self._work_out = work_out

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Other: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Other, ...]: ...
    def __getitem__(self, place: int | slice) -> Other | tuple[Other, ...]:
        if isinstance(place, slice):
            return tuple(map(self._work_out, self._rows[place]))
        return self._work_out(self._rows[place])

    def __iter__(self) -> Iterator[Other]:
        return map(self._work_out, self._rows)
