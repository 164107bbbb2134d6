"""A plan to files: CSV, XLSX, Kumu, GraphML or SVG, by the ending of the name; each appears whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import IO

from matcher.errors import MatcherError
from matcher.files.whole import check_place, replacing
from matcher.network.graph import write_graphml
from matcher.network.picture import write_picture
from matcher.network.plan import NetworkPlan
from matcher.network.tables import Table, kumu_tables, pair_table, summary_table, timetable_table, unmatched_table
from matcher.taxonomy import Taxonomy

ENDINGS = (".csv", ".xlsx", ".graphml", ".svg")
KUMU_ENDINGS = (".csv", ".xlsx")
KUMU_WORKBOOK = ".kumu.xlsx"  # as other exports name it: no `kumu` need be said


def check_output(path: Path, *, kumu: bool = False) -> None:
    """Raise MatcherError where `write_plan` could not write to `path`: an unknown ending, no such folder."""
    endings = KUMU_ENDINGS if kumu else ENDINGS
    if path.suffix.lower() not in endings:
        raise MatcherError(f"{str(path)!r}: the ending must be one of {', '.join(endings)}")
    check_place(path)


def write_plan(plan: NetworkPlan, taxonomy: Taxonomy, path: Path, *, kumu: bool = False) -> list[Path]:
    """Write a plan to `path` and return the files that were written.

    `.csv` holds the pairs; `.xlsx` the sheets pairs, timetable, unmatched and summary; `.graphml` the graph; `.svg`
    the picture. With `kumu`, `.xlsx` holds the sheets Elements and Connections, as `.kumu.xlsx` always does, and `.csv`
    becomes two files whose names end in -elements.csv and -connections.csv. Raises as `check_output` does.
    """
    kumu = kumu or path.name.lower().endswith(KUMU_WORKBOOK)
    check_output(path, kumu=kumu)
    ending = path.suffix.lower()
    if kumu and ending == ".csv":
        files = {path.with_stem(f"{path.stem}-{t.name.lower()}"): t for t in kumu_tables(plan, taxonomy)}
        for each, table in files.items():
            _replace(each, partial(_write_csv_bytes, table))
        return list(files)
    _replace(path, _writer(plan, taxonomy, ending, kumu=kumu))
    return [path]


def write_csv(table: Table, file: IO[str]) -> None:
    """Write one table as CSV with a header."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)


def _writer(plan: NetworkPlan, taxonomy: Taxonomy, ending: str, *, kumu: bool) -> Callable[[IO[bytes]], None]:
    if ending == ".graphml":
        return lambda file: write_graphml(plan, taxonomy, file)
    if ending == ".svg":
        return lambda file: write_picture(plan, taxonomy, file)
    if ending == ".csv":
        return partial(_write_csv_bytes, pair_table(plan))
    if kumu:
        return partial(_write_workbook, kumu_tables(plan, taxonomy))
    return partial(
        _write_workbook, (pair_table(plan), timetable_table(plan), unmatched_table(plan), summary_table(plan))
    )


def _write_csv_bytes(table: Table, file: IO[bytes]) -> None:
    text = io.StringIO(newline="")
    write_csv(table, text)
    file.write(text.getvalue().encode("utf-8"))


def _write_workbook(sheets: Sequence[Table], file: IO[bytes]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415  only where a workbook is asked for

    book = Workbook(write_only=True)
    for table in sheets:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        sheet.append(table.columns)
        for row in table.rows:
            sheet.append(row)
    book.save(file)


def _replace(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Write a file whole, or leave what stood at `path`."""
    with replacing(path) as temporary, temporary.open("wb") as file:
        write(file)
