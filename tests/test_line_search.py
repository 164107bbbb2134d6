"""Looking through lines: the same in memory and in a file, and never across the end of a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.rows.line_search import LineSearch
from matcher.rows.lines import LineFile, write_lines

LINES = ("radio one", "", "a radio, a radio", "čáp a.b", "one", "radio")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("radio", [0, 2, 5]),
        ("one", [0, 4]),
        ("čáp", [3]),
        (".", [3]),
        ("", [0, 1, 2, 3, 4, 5]),
        ("one\na", []),
        ("\udc80", []),
    ],
)
def test_lines_that_hold_a_text(tmp_path: Path, text: str, held: list[int]) -> None:
    write_lines(tmp_path / "lines.txt", LINES)
    for lines in (LINES, LineFile(tmp_path / "lines.txt", bytes.decode)):
        assert [row for row, each in enumerate(LineSearch(lines).holding(text)) if each] == held


def test_no_line_holds_anything(tmp_path: Path) -> None:
    write_lines(tmp_path / "lines.txt", ())
    assert LineSearch(LineFile(tmp_path / "lines.txt", bytes.decode)).holding("a").tolist() == []
