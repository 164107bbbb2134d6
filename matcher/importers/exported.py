"""Importing our own table of organisations, CSV or XLSX, as scripts/export_organisations.py writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from matcher.files.cells import restore
from matcher.importers.bundles import Bundle
from matcher.importers.delimited import Line, read_lines_of_cells
from matcher.importers.encodings import broken_byte, open_text
from matcher.importers.imported import IMPORT, Entry, Imported, collect, rejection
from matcher.importers.mapping import Mapping
from matcher.importers.workbooks import is_workbook, read_sheet
from matcher.organisation_cells import is_table, organisation_fields
from matcher.taxonomy import Taxonomy


def fits(bundle: Bundle) -> bool:
    """Tell whether the first row names the columns of such a table; a table without some of them is any table."""
    if not bundle.is_single or bundle.first_sign() in ("{", "[", "<"):
        return False
    lines = _lines(bundle)
    first = next(lines, None)
    lines.close()  # type: ignore[attr-defined]  # a generator, which holds a file open
    return first is not None and is_table(_texts(first))


def read(bundle: Bundle, taxonomy: Taxonomy, mapping: Mapping | None, progress: Callable[[int], object]) -> Imported:  # noqa: ARG001  the format is fixed
    """Read a table back; a code that the taxonomy lacks is kept, with a notice."""
    return collect(_entries(bundle, progress), taxonomy, IMPORT, keep_codes=True)


def _lines(bundle: Bundle) -> Iterator[Line]:
    if is_workbook(bundle.head()):
        yield from read_sheet(bundle)
        return
    with bundle.open() as file, open_text(file, bundle.name) as text:
        yield from read_lines_of_cells(text)


def _entries(bundle: Bundle, progress: Callable[[int], object]) -> Iterator[Entry]:
    lines = _lines(bundle)
    columns = _texts(next(lines, Line(1, [])))
    for line in lines:
        if line.fault or any(line.cells):
            progress(1)
            yield _entry(line, columns)


def _entry(line: Line, columns: list[str]) -> Entry:
    cells = _texts(line)
    if line.fault or any(cells[len(columns) :]):
        fault = line.fault or f"has {len(cells)} cells, but there are {len(columns)} columns"
        return rejection(line.number, "", "", fault)
    if byte := broken_byte("".join(cells)):
        return rejection(line.number, "", "", f"the byte {byte} does not fit the encoding; save the file as UTF-8")
    try:
        fields = organisation_fields(dict(zip(columns, cells, strict=False)))
    except ValueError as error:
        return rejection(line.number, "", "", str(error))
    return Entry(line.number, fields)


def _texts(line: Line) -> list[str]:
    """Return the cells as text; a spreadsheet program may have turned a date into one of its own."""
    return [str(restore("" if cell is None else cell)).removesuffix(" 00:00:00") for cell in line.cells]
