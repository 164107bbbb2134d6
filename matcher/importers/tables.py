"""Tables of any layout: CSV, TSV, XLSX, JSON and JSON lines to rows of named cells."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from matcher.errors import InvalidRecordsError, Problem
from matcher.files.cells import restore
from matcher.importers.bundles import Bundle
from matcher.importers.delimited import Line, read_lines_of_cells
from matcher.importers.encodings import broken_byte, open_text
from matcher.importers.workbooks import is_workbook, read_sheet

HEADER_SEARCH = 20  # rows in which the header is looked for
_EMPTY = {"", "-", "--", "–", "—", "n/a", "#n/a", "n.a.", "null", "?"}  # noqa: RUF001  dashes that people type


@dataclass(frozen=True)
class Layout:
    """How a file is laid out, where it cannot be guessed; `header` is the row of the column names, from 1."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header: int = 0


@dataclass(frozen=True)
class Row:
    """One row: its line, its cells that are not empty by column, or what is wrong with it."""

    line: int
    cells: dict[str, Any] = field(default_factory=dict)
    fault: str = ""


@dataclass(frozen=True)
class Table:
    """Named columns and rows; `rows()` reads the file anew, row by row."""

    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]


def open_table(bundle: Bundle, member: str = "", layout: Layout | None = None) -> Table:
    """Open a table; raise InvalidRecordsError where there is none."""
    layout = layout or Layout()
    sign = bundle.first_sign(member)
    if sign in ("{", "["):
        table = _json_table(bundle, member, layout, whole=sign == "[")
    elif is_workbook(bundle.head(member)):
        table = _grid_table(lambda: read_sheet(bundle, member, layout.sheet), layout)
    else:
        table = _grid_table(lambda: _delimited(bundle, member, layout), layout)
    if not table.columns:
        message = "holds no table: neither rows under a row of names, nor JSON objects in a list or one a line"
        raise InvalidRecordsError([Problem(member or bundle.name, "", message)])
    return table


def _delimited(bundle: Bundle, member: str, layout: Layout) -> Iterator[Line]:
    with bundle.open(member) as file, open_text(file, member or bundle.name, layout.encoding) as text:
        yield from read_lines_of_cells(text, layout.delimiter)


def _grid_table(read: Callable[[], Iterator[Line]], layout: Layout) -> Table:
    """Make a table of lines of cells; its header is the first row that is filled like the rows after it."""
    lines = read()
    first = list(islice((line for line in lines if any(line.cells)), HEADER_SEARCH))
    lines.close()  # type: ignore[attr-defined]  # a generator, which holds a file open
    header = _header(first, layout)
    columns = _columns(header.cells) if header else ()

    def rows() -> Iterator[Row]:
        for line in read():
            if header and line.number > header.number and (line.fault or any(map(_plain, line.cells))):
                yield _row(line, columns)

    return Table(columns, rows)


def _header(first: list[Line], layout: Layout) -> Line | None:
    if layout.header:
        return next((line for line in first if line.number == layout.header), None)
    filled = [sum(map(bool, line.cells)) for line in first]
    return next((line for line, count in zip(first, filled, strict=True) if 2 * count > max(filled)), None)


def _columns(names: Iterable[Any]) -> tuple[str, ...]:
    """Return the names of columns; one that comes again gets a number, one without a name its position."""
    columns: list[str] = []
    for position, cell in enumerate(names, start=1):
        name = str(_plain(cell)) or f"column {position}"
        same = sum(column == name or column.startswith(f"{name} (") for column in columns)
        columns.append(f"{name} ({same + 1})" if same else name)
    return tuple(columns)


def _row(line: Line, columns: tuple[str, ...]) -> Row:
    cells = [_plain(cell) for cell in line.cells]
    if line.fault:
        return Row(line.number, fault=line.fault)
    if any(cells[len(columns) :]):
        return Row(line.number, fault=f"has {len(cells)} cells, but there are {len(columns)} columns")
    return _checked(line.number, dict(zip(columns, cells, strict=False)))


def _checked(number: int, cells: dict[str, Any]) -> Row:
    broken = next((broken_byte(cell) for cell in cells.values() if isinstance(cell, str) and broken_byte(cell)), "")
    if broken:
        return Row(number, fault=f"the byte {broken} does not fit the encoding; save the file as UTF-8")
    return Row(number, {column: cell for column, cell in cells.items() if cell not in ("", [], {})})


def _plain(cell: Any) -> Any:
    """Return a cell as text (dates as ISO dates, whole numbers without a point), or a list or object as it is."""
    if isinstance(cell, list | dict):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()[:10]
    text = "" if cell is None else str(restore(cell)).strip().strip("\ufeff")
    return "" if text.casefold() in _EMPTY else text


def _json_table(bundle: Bundle, member: str, layout: Layout, *, whole: bool) -> Table:
    def rows() -> Iterator[Row]:
        with bundle.open(member) as file, open_text(file, member or bundle.name, layout.encoding) as text:
            yield from _objects(json.load(text)) if whole else _json_lines(text)

    try:
        columns = {column: None for row in islice(rows(), 1000) for column in row.cells}
    except (json.JSONDecodeError, RecursionError) as error:
        raise InvalidRecordsError([Problem(member or bundle.name, "", f"is not JSON: {error}")]) from error
    return Table(tuple(columns), rows)


def _json_lines(lines: Iterable[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        if not line.strip("\ufeff \t\r\n"):
            continue
        try:
            fields = json.loads(line.removeprefix("\ufeff"))
        except (json.JSONDecodeError, RecursionError) as error:
            yield Row(number, fault=f"not JSON: {error}; write one object a line")
            continue
        yield _object(number, fields)


def _objects(entries: Any) -> Iterator[Row]:
    yield from (_object(number, fields) for number, fields in enumerate(entries, start=1))


def _object(number: int, fields: Any) -> Row:
    if not isinstance(fields, dict):
        return Row(number, fault=f"expected an object with fields, got {type(fields).__name__}")
    return _checked(number, {column: _plain(cell) for column, cell in _flat(fields)})


def _flat(fields: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield nested objects as dotted columns: {"contact": {"website": …}} is the column contact.website."""
    for name, value in fields.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
