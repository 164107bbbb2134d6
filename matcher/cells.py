"""Cells of spreadsheets: kept from being run as formulas, and read back as they were."""

from __future__ import annotations

from typing import Any

LIST_SEPARATOR = "; "
_MARK = "'"
# A cell that begins with one of these is run as a formula by spreadsheet programs.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  full-width forms too


def neutralise(cell: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet program would run as a formula.

    Text that begins with apostrophes and then such a sign gets one more, so that `restore` can tell them apart.
    """
    return f"{_MARK}{cell}" if isinstance(cell, str) and _is_risky(cell) else cell


def restore(cell: Any) -> Any:
    """Take off the apostrophe that `neutralise` put there: `restore(neutralise(cell)) == cell` for every cell."""
    return cell[1:] if isinstance(cell, str) and cell.startswith(_MARK) and _is_risky(cell) else cell


def _is_risky(text: str) -> bool:
    return text.lstrip(_MARK).startswith(_FORMULA_STARTS)
