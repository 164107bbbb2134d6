"""Lines of CSV and TSV to cells, also where a quotation mark is never closed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, Any

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 50  # lines


@dataclass(frozen=True)
class Line:
    """The cells of one row, and the number of the line (or sheet row) at which it begins, from 1."""

    number: int
    cells: list[Any]
    fault: str = ""


def read_lines_of_cells(text: IO[str], delimiter: str = "") -> Iterator[Line]:
    """Yield each row of `text`; the delimiter is guessed where none is given.

    A row that breaks the rules of quotation is a fault, and reading goes on with the line after its first: a
    quotation mark that is never closed swallows nothing.
    """
    sample = list(islice(text, _SAMPLE))
    delimiter = delimiter or guess_delimiter(sample)
    recorded = _Recorder(chain(sample, text))
    while True:
        reader = csv.reader(recorded, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield Line(recorded.start, cells)
                recorded.forget()
            return
        except csv.Error as error:
            yield Line(recorded.start, [], f"not readable as a row: {error}; check its quotation marks")
            recorded.go_back()


def guess_delimiter(lines: list[str]) -> str:
    """Return the delimiter that cuts most of `lines` into the same number of cells, more than one."""
    return max(_DELIMITERS, key=lambda delimiter: _regularity(lines, delimiter))


def _regularity(lines: list[str], delimiter: str) -> tuple[float, int]:
    try:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return 0, 0
    if not counts or counts[0] < 2:
        return 0, 0
    return sum(count == counts[0] for count in counts) / len(counts), counts[0]


class _Recorder:
    """Lines that remember those read since the last whole row, so that reading can go back to them."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._since: list[str] = []
        self.start = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines).replace("\x00", "\ufffd")  # csv stops at a NUL
        self._since.append(line)
        return line

    def forget(self) -> None:
        """The row was whole: the next one begins after it."""
        self.start += len(self._since)
        self._since = []

    def go_back(self) -> None:
        """Read again all but the first of the lines since the last whole row."""
        self._lines = chain(self._since[1:], self._lines)
        self._since = []
        self.start += 1
