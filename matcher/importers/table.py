"""Importing tables: CSV, TSV, XLSX, JSON and JSON lines of any layout, through a mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from matcher.errors import InvalidRecordsError
from matcher.importers.bundles import Bundle
from matcher.importers.imported import IMPORT, Imported, Notice, collect, shown
from matcher.importers.mapped import map_rows, template_columns
from matcher.importers.mapping import IGNORE, Mapping, load_mapping, shipped_mappings
from matcher.importers.suggestion import suggest
from matcher.importers.tables import Layout, Row, Table, open_table
from matcher.importers.vocabulary import Vocabulary
from matcher.taxonomy import Taxonomy

UNKNOWN_COLUMN = "is a column of no field that could be guessed, and was left out; name its field in a mapping"


def fits(bundle: Bundle) -> bool:
    """Tell whether a single file was given: it is taken for a table when it is nothing else."""
    return bundle.is_single


def read(bundle: Bundle, taxonomy: Taxonomy, mapping: Mapping | None, progress: Callable[[int], object]) -> Imported:
    """Read a table; without a mapping it is the shipped one that fits the columns, else a suggested one."""
    table = open_table(bundle, layout=_layout(mapping))
    told: list[Notice] = []
    if mapping is None:
        mapping, told = find_mapping(table, taxonomy)
    if problems := list(mapping.problems(bundle.name, table.columns)):
        raise InvalidRecordsError(problems)
    entries = map_rows(_counted(table.rows(), progress), mapping, Vocabulary(taxonomy))
    return collect(entries, taxonomy, mapping.origin or IMPORT, join_same=mapping.same_id == "join", told=told)


def find_mapping(table: Table, taxonomy: Taxonomy) -> tuple[Mapping, list[Notice]]:
    """Return the shipped mapping whose columns are all in the table, else one guessed from headers and values.

    With a guessed one comes a notice for each column that it leaves out.
    """
    for name in shipped_mappings():
        mapping = load_mapping(name)
        asked = {
            *mapping.columns,
            *(column for each in mapping.templates.values() for column in template_columns(each)),
        }
        if asked <= set(table.columns):
            return mapping, []
    guessed = suggest(table, taxonomy)
    ignored = [column for column, rules in guessed.columns.items() if rules[0].field == IGNORE]
    return guessed, [Notice(1, "", shown(column), UNKNOWN_COLUMN) for column in ignored]


def _layout(mapping: Mapping | None) -> Layout:
    return Layout(mapping.encoding, mapping.delimiter, mapping.sheet, mapping.header) if mapping else Layout()


def _counted(rows: Iterable[Row], progress: Callable[[int], object]) -> Iterator[Row]:
    for row in rows:
        progress(1)
        yield row
