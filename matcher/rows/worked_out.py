"""A sequence that is worked out of another one, row by row, when it is asked for: it takes no memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from matcher.rows.lazy import LazyRows

One = TypeVar("One")
Other = TypeVar("Other")


class WorkedOut(LazyRows[Other], Generic[One, Other]):
    """What `work_out` gives for each row of `rows`."""

    def __init__(self, rows: Sequence[One], work_out: Callable[[One], Other]) -> None:
        self._rows = rows
        self._work_out = work_out

    def __len__(self) -> int:
        return len(self._rows)

    def row_at(self, place: int) -> Other:
        """Return what is worked out of one row."""
        return self._work_out(self._rows[place])

    def __iter__(self) -> Iterator[Other]:
        return map(self._work_out, self._rows)
