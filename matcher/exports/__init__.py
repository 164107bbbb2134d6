"""Exporting organisations: one file for each format, all taking records and writing bytes.

Only `jsonl`, `csv` and `xlsx` are read back by the importer as they were (`LOSSLESS`). JSON-LD and 360Giving hold what
their words can say, Kumu and GraphML who worked with whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import IO

from matcher.errors import MatcherError
from matcher.exports.contacts import without_email
from matcher.exports.graph import organisation_graph
from matcher.problems import near_word
from matcher.records import Organisation
from matcher.taxonomy import Taxonomy

__all__ = ["FORMATS", "LOSSLESS", "Format", "format_of_name", "without_email", "write_organisations"]

Writer = Callable[[Sequence[Organisation], Taxonomy, IO[bytes]], None]
LOSSLESS = ("jsonl", "csv", "xlsx")


@dataclass(frozen=True)
class Format:
    """A format: the ending of its files, its media type, and the function that writes it."""

    ending: str
    media_type: str
    writer: str
    is_graph: bool = False


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "csv": Format(".csv", "text/csv", "table.write_csv"),
    "xlsx": Format(".xlsx", _XLSX, "table.write_xlsx"),
    "jsonl": Format(".jsonl", "application/jsonl", "json_lines.write_jsonl"),
    "jsonld": Format(".jsonld", "application/ld+json", "schema_org.write_jsonld"),
    "360giving": Format(".json", "application/json", "threesixtygiving.write_360giving"),
    "kumu": Format(".kumu.xlsx", _XLSX, "kumu.write_kumu", is_graph=True),
    "graphml": Format(".graphml", "application/graphml+xml", "graphml.write_graphml", is_graph=True),
}


def format_of_name(file_name: str) -> str:
    """Return the format that the ending of a file's name means, the longest ending first; raise MatcherError."""
    by_ending = sorted(FORMATS, key=lambda name: -len(FORMATS[name].ending))
    found = next((name for name in by_ending if file_name.lower().endswith(FORMATS[name].ending)), "")
    if not found:
        endings = ", ".join(each.ending for each in FORMATS.values())
        raise MatcherError(f"{file_name!r}: the ending must be one of {endings}, or name the format")
    return found


def write_organisations(
    organisations: Iterable[Organisation],
    taxonomy: Taxonomy,
    format_name: str,
    file: IO[bytes],
    *,
    contacts: bool = False,
) -> None:
    """Write organisations to a binary file in one of FORMATS; e-mail addresses only with `contacts`.

    Raises MatcherError where there is no such format.
    """
    if format_name not in FORMATS:
        raise MatcherError(f"{format_name!r} is not a format{near_word(format_name, list(FORMATS))}")
    written = tuple(each if contacts else without_email(each) for each in organisations)
    form = FORMATS[format_name]
    module, _, function = form.writer.partition(".")
    write = getattr(import_module(f"matcher.exports.{module}"), function)
    if form.is_graph:
        write(organisation_graph(written, taxonomy), file)
    else:
        write(written, taxonomy, file)
