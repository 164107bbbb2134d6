"""Cells that could run as formulas: made harmless, and read back as they were."""

from __future__ import annotations

import pytest

from matcher.files.cells import neutralise, restore

FULL_WIDTH = "＝＋－＠"  # noqa: RUF001
RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", *(f"{sign}1" for sign in FULL_WIDTH)]


@pytest.mark.parametrize("text", RISKY)
def test_text_that_would_run_as_a_formula_gets_an_apostrophe(text: str) -> None:
    assert neutralise(text) == "'" + text


@pytest.mark.parametrize("cell", ["", "a=1", "1-2", "'", "'a'", " =1", -1.5, 0, None])
def test_numbers_and_other_text_stay_as_they_are(cell: object) -> None:
    assert neutralise(cell) is cell
    assert restore(cell) is cell


@pytest.mark.parametrize("text", [*RISKY, "'=1", "''=1", "''", "'a", "=", "'-"])
def test_what_was_made_harmless_reads_back_as_it_was(text: str) -> None:
    assert restore(neutralise(text)) == text
