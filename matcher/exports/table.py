"""Organisations as one table, CSV or XLSX; the importer reads it back without loss."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import IO

from matcher.files.cells import for_workbook, neutralise
from matcher.organisation_cells import organisation_cells, table_columns
from matcher.records import Organisation
from matcher.taxonomy import Taxonomy


def write_csv(organisations: Sequence[Organisation], taxonomy: Taxonomy, file: IO[bytes]) -> None:  # noqa: ARG001  as every format
    """Write CSV in UTF-8, every cell quoted; no text in it runs as a formula."""
    rows = [organisation_cells(each) for each in organisations]
    columns = table_columns(rows)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([neutralise(row.get(column, "")) for column in columns])
    text.detach()  # whoever opened the file closes it


def write_xlsx(organisations: Sequence[Organisation], taxonomy: Taxonomy, file: IO[bytes]) -> None:  # noqa: ARG001  as every format
    """Write a workbook with one sheet; all cells are text, so that nothing is taken for a number or a date."""
    from openpyxl import Workbook  # noqa: PLC0415  only where a workbook is asked for

    rows = [organisation_cells(each) for each in organisations]
    columns = table_columns(rows)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("organisations")
    sheet.freeze_panes = "C2"
    sheet.append(columns)
    for row in rows:
        sheet.append([for_workbook(row.get(column)) for column in columns])
    book.save(file)
