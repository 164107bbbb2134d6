"""Cells of spreadsheets: kept from being run as formulas, and read back as they were."""

from __future__ import annotations

import re
from typing import Any

LIST_SEPARATOR = "; "
MOST_CHARACTERS = 32_767  # that a cell of a workbook holds; what is longer would be cut without a word
_MARK = "'"
# A cell that begins with one of these is run as a formula by spreadsheet programs.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  full-width forms too
# Office Open XML writes what XML cannot hold as _xHHHH_, and an underscore that would begin such a sign as _x005F_.
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def neutralise(cell: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet program would run as a formula.

    Text that begins with apostrophes and then such a sign gets one more, so that `restore` can tell them apart.
    """
    return f"{_MARK}{cell}" if isinstance(cell, str) and _is_risky(cell) else cell


def restore(cell: Any) -> Any:
    """Take off the apostrophe that `neutralise` put there: `restore(neutralise(cell)) == cell` for every cell."""
    return cell[1:] if isinstance(cell, str) and cell.startswith(_MARK) and _is_risky(cell) else cell


def for_workbook(cell: Any) -> Any:
    """Return a cell as XLSX holds it: neutralised, and what XML cannot hold (such as a carriage return) escaped."""
    safe = neutralise(cell)
    return _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", safe) if isinstance(safe, str) else safe


def from_workbook(cell: Any) -> Any:
    """Return text of an XLSX file with its escaped characters: `restore(from_workbook(for_workbook(x))) == x`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell) if isinstance(cell, str) else cell


def _is_risky(text: str) -> bool:
    return text.lstrip(_MARK).startswith(_FORMULA_STARTS)
