"""Importing organisations: one file for each outside format, all giving validated records or rejected rows.

`read` reads a file and writes nothing; `Store.receive` compares its records with the database and applies them.
Between the two is the place where records of one organisation from two sources can be recognised as one.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from matcher.errors import InvalidRecordsError, Problem
from matcher.importers.bundles import open_bundle
from matcher.importers.imported import Imported, Notice
from matcher.importers.mapping import Mapping, load_mapping
from matcher.importers.suggestion import write_mapping
from matcher.importers.tables import open_table
from matcher.problems import near_word
from matcher.taxonomy import Taxonomy

__all__ = ["FORMATS", "Imported", "Mapping", "Notice", "load_mapping", "read", "suggest_mapping"]

# Format to module; a file is of the first format that it fits.
FORMATS = {
    "iati": "iati",
    "cordis": "cordis",
    "hsds": "hsds",
    "360giving": "threesixtygiving",
    "organisations": "organisations_file",
    "organisations-table": "exported",
    "table": "table",
}


def read(
    path: Path,
    taxonomy: Taxonomy,
    format_name: str = "",
    mapping: Mapping | None = None,
    progress: Callable[[int], object] = lambda _rows: None,
) -> Imported:
    """Read the organisations of a file, folder or ZIP archive.

    `format_name` is one of FORMATS, guessed where it is empty; a mapping makes it `table`. `progress` hears of each
    row or project as 1. Raises InvalidRecordsError where the file cannot be read at all.
    """
    bundle = open_bundle(path)
    name = format_name or ("table" if mapping else guess_format(path))
    if mapping and name != "table":
        message = f"a mapping is for tables, and this was read as {name!r}; leave one of the two out"
        raise InvalidRecordsError([Problem(path.name, "", message)])
    imported: Imported = _module(name).read(bundle, taxonomy, mapping, progress)
    return imported


def guess_format(path: Path) -> str:
    """Return the name of the first format that what stands at `path` fits; raise InvalidRecordsError without one."""
    bundle = open_bundle(path)
    for name in FORMATS:
        if _module(name).fits(bundle):
            return name
    message = f"is of no known format; name it with --format: {', '.join(FORMATS)}"
    raise InvalidRecordsError([Problem(path.name, "", message)])


def suggest_mapping(path: Path, taxonomy: Taxonomy) -> str:
    """Return a mapping for a table as YAML, guessed from its headers and values, for correction by a person."""
    return write_mapping(open_table(open_bundle(path)), taxonomy)


def _module(name: str) -> Any:
    if name not in FORMATS:
        raise InvalidRecordsError([Problem("", "format", f"{name!r} is not a format{near_word(name, list(FORMATS))}")])
    return import_module(f"matcher.importers.{FORMATS[name]}")
