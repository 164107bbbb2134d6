"""CSV files of an organiser's requests: pairs, capacities, who takes part."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from matcher.errors import InvalidRecordsError, MatcherError, Problem
from matcher.network.requests import PairOfIds

Row = TypeVar("Row")
Resolve = Callable[[str], str]
_PAIR_HEADERS = (("a_id", "b_id"), ("a", "b"), ("from", "to"))
_ID_HEADERS = (("organisation_id",), ("id",))
_CAPACITY_HEADERS = tuple((*name, number) for name in _ID_HEADERS for number in ("capacity", "partners"))


def read_pairs(path: Path, resolve: Resolve) -> frozenset[PairOfIds]:
    """Read pairs from the columns a_id and b_id, as in the program's own output, or from the first two columns.

    `resolve` turns an id or a name into an id, or raises a MatcherError. Comma, semicolon and tab separate columns.
    Raises InvalidRecordsError with every fault, each with file and line.
    """

    def pair(one: str, two: str) -> PairOfIds:
        first, second = sorted((resolve(one), resolve(two)))
        if first == second:
            raise ValueError(f"{one!r} is paired with itself; name two organisations")
        return first, second

    return frozenset(_read(path, _PAIR_HEADERS, pair))


def read_capacities(path: Path, resolve: Resolve) -> dict[str, int]:
    """Read how many partners each organisation may get: columns id and capacity; raises like `read_pairs`."""

    def capacity(one: str, number: str) -> tuple[str, int]:
        if not (number.isascii() and number.isdigit()):
            raise ValueError(f"capacity is {number!r}; it takes a whole number, 0 for no partner")
        return resolve(one), int(number)

    return dict(_read(path, _CAPACITY_HEADERS, capacity))


def read_ids(path: Path, resolve: Resolve) -> tuple[str, ...]:
    """Read one organisation a line, from the column id or the first one; raises like `read_pairs`."""
    return tuple(dict.fromkeys(_read(path, _ID_HEADERS, resolve)))


def _read(path: Path, headers: Sequence[tuple[str, ...]], read: Callable[..., Row]) -> list[Row]:
    """Call `read` with the wanted cells of each line that is not blank."""
    rows: list[Row] = []
    problems: list[Problem] = []
    columns = tuple(range(len(headers[0])))
    for number, cells in _lines(path):
        header = _header(cells, headers) if number == 1 else None
        if header:
            columns = header
            continue
        try:
            rows.append(read(*(_cell(cells, column) for column in columns)))
        except (MatcherError, ValueError) as error:
            problems.append(Problem(f"{path.name}:{number}", "", str(error)))
    if problems:
        raise InvalidRecordsError(problems)
    return rows


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InvalidRecordsError([Problem(str(path), "", f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8; save the file as UTF-8"
        raise InvalidRecordsError([Problem(path.name, "", message)]) from error
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _header(cells: list[str], headers: Sequence[tuple[str, ...]]) -> tuple[int, ...] | None:
    names = [cell.strip().casefold() for cell in cells]
    fitting = next((header for header in headers if set(header) <= set(names)), None)
    return tuple(map(names.index, fitting)) if fitting else None


def _cell(cells: list[str], column: int) -> str:
    text = cells[column].strip() if column < len(cells) else ""
    if not text:
        raise ValueError(f"column {column + 1} is empty; write an id or a number there")
    return text
