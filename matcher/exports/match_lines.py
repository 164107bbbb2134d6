"""The matches of some goals in lines: those of a file that grows goal by goal."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import IO

from matcher.exporters import CsvWriter, JsonLinesWriter, MatchWriter, XlsxWriter
from matcher.exports.coalitions import CoalitionJsonLinesWriter, CoalitionXlsxWriter
from matcher.recommender import Recommender
from matcher.records import Goal

ENDINGS = (".csv", ".jsonl")


def match_lines(recommender: Recommender, goals: Sequence[Goal], ending: str, coalition: int | None) -> str:
    """Match goals, which were checked, and return the lines that a file with an ending out of ENDINGS has for them."""
    text = io.StringIO(newline="")
    write_matches(recommender, goals, line_writer(text, ending, header=False, coalitions=bool(coalition)), coalition)
    return text.getvalue()


def line_writer(file: IO[str], ending: str, *, header: bool, coalitions: bool) -> MatchWriter:
    """Return the writer of a file with an ending out of ENDINGS; with `header` one that has such a line."""
    if ending == ".csv":
        return CsvWriter(file, header=header)
    return CoalitionJsonLinesWriter(file) if coalitions else JsonLinesWriter(file)


def write_matches(
    recommender: Recommender, goals: Sequence[Goal], writer: MatchWriter, coalition: int | None = None
) -> None:
    """Match goals, which were checked, and write what is found; coalitions of that size too, where it is given."""
    coalitions = recommender.coalition(goals, coalition) if coalition else [None] * len(goals)
    for partners, chosen in zip(recommender.partners(goals), coalitions, strict=True):
        practices = recommender.practices_with(partners) if isinstance(writer, XlsxWriter) else None
        writer.write(partners, practices)
        if chosen and isinstance(writer, CoalitionJsonLinesWriter | CoalitionXlsxWriter):
            writer.write_coalition(chosen)
