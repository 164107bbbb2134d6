"""What an import did: the counts, and a report of every row that did not go in as it was."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from matcher.database.rows import Arrival
from matcher.files.cells import neutralise
from matcher.importers.imported import Imported, Notice

COLUMNS = ("line", "field", "value", "reason", "file", "result")


@dataclass(frozen=True)
class Tally:
    """The counts of an import; `read` is the sum of the others."""

    read: int
    added: int
    changed: int
    unchanged: int
    rejected: int

    def __str__(self) -> str:
        return (
            f"read {self.read}, added {self.added}, changed {self.changed},"
            f" unchanged {self.unchanged}, rejected {self.rejected}"
        )


def tally(imported: Imported, arrivals: Iterable[Arrival]) -> Tally:
    """Count what became of the records and rejected rows."""
    outcomes = [arrival.outcome for arrival in arrivals]
    added, changed, unchanged = (outcomes.count(each) for each in ("added", "changed", "unchanged"))
    return Tally(imported.read, added, changed, unchanged, len(imported.rejected))


def report_rows(imported: Imported, arrivals: Iterable[Arrival]) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the report, under COLUMNS.

    `result` is `rejected` (the row is not in the database), `noted` (the row is; the reason says what was left out or
    is odd) or `kept` (the record that was in the database stayed as it was).
    """
    for faults in imported.rejected:
        yield from (_row(fault, "rejected") for fault in faults)
    yield from (_row(notice, "noted") for notice in imported.notices)
    for arrival in arrivals:
        if arrival.kept:
            yield ("", "id", arrival.record_id, arrival.kept, "", "kept")


def write_report(file: IO[str], imported: Imported, arrivals: Iterable[Arrival]) -> None:
    """Write the report as CSV; no cell of it is run as a formula."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([neutralise(cell) for cell in row] for row in report_rows(imported, arrivals))


def _row(notice: Notice, result: str) -> tuple[object, ...]:
    return (notice.line, notice.field, notice.value, notice.reason, notice.file, result)
