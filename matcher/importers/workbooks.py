"""Sheets of XLSX workbooks to rows of cells."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from matcher.errors import InvalidRecordsError, Problem
from matcher.files.cells import from_workbook
from matcher.importers.bundles import Bundle
from matcher.importers.delimited import Line
from matcher.problems import near_word


def is_workbook(head: bytes) -> bool:
    """Tell by its first bytes whether a file is a workbook."""
    return head.startswith(b"PK\x03\x04")


def read_sheet(bundle: Bundle, member: str = "", sheet: str = "") -> Iterator[Line]:
    """Yield the rows of a sheet, by name, else the first that holds anything.

    Values are those that the spreadsheet program saw last; formulas are not run. Raises InvalidRecordsError.
    """
    where = member or bundle.name
    with bundle.open(member) as file:
        book = _load(file, where)
    if sheet and sheet not in book.sheetnames:
        message = f"there is no sheet {sheet!r}{near_word(sheet, book.sheetnames)}"
        raise InvalidRecordsError([Problem(where, "sheet", message)])
    for name in [sheet] if sheet else book.sheetnames:
        filled = False
        for number, cells in enumerate(book[name].iter_rows(values_only=True), start=1):
            filled = filled or any(cell is not None for cell in cells)
            yield Line(number, ["" if cell is None else from_workbook(cell) for cell in cells])
        if filled:
            return


def _load(file: IO[bytes], where: str) -> Any:
    from openpyxl import load_workbook  # noqa: PLC0415  only where there is a workbook: it takes .2 s
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415  as above

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # openpyxl warns of looks and checks that it does not read
            return load_workbook(io.BytesIO(file.read()), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise InvalidRecordsError([Problem(where, "", f"is not a readable workbook: {error}")]) from error
