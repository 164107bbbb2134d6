"""An organisation as the cells of one row of a table, and back again without loss.

Lists of words are written `youth; parents`, or as a JSON list where a word holds a semicolon; offers, needs,
activities, identifiers and sources are JSON lists of objects. An empty cell is unknown. A text that is too long for
one cell of a spreadsheet goes on in `summary (2)`, and so on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from matcher.files.cells import LIST_SEPARATOR, MOST_CHARACTERS, for_workbook
from matcher.records import Organisation

_TEXTS = ("id", "name", "kind", "summary", "headquarters", "reach", "verified_on", "status")
_WORDS = ("aliases", "countries", "languages", "audiences", "channels", "themes", "values", "terms")
_OBJECTS = ("offers", "needs", "activities", "identifiers", "sources")
WEBSITE, EMAIL = "contact.website", "contact.role_email"
COLUMNS = (
    *("id", "name", "aliases", "kind", "summary", "countries", "headquarters", "reach", "languages", "audiences"),
    *("channels", "themes", "values", "terms", "offers", "needs", "activities", "identifiers", "sources"),
    *("verified_on", "status", WEBSITE, EMAIL),
)
_CONTINUED = re.compile(r"(?P<column>[\w.]+) \((?P<part>[2-9]|[1-9]\d+)\)")
_PIECE = MOST_CHARACTERS // 2  # a character beyond the basic plane counts twice there


def organisation_cells(organisation: Organisation) -> dict[str, str]:
    """Return the cells that are not empty, by column; long texts are cut into several columns."""
    fields = organisation.model_dump(mode="json", exclude_defaults=True)
    fields |= {f"contact.{name}": value for name, value in fields.pop("contact", {}).items()}
    cells: dict[str, str] = {}
    for column in COLUMNS:
        for part, piece in enumerate(_pieces(_written(fields.get(column, ""))), start=1):
            cells[column if part == 1 else f"{column} ({part})"] = piece
    return cells


def table_columns(rows: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """Return the columns of a table of these rows: all of COLUMNS, each with those in which it goes on.

    E-mail addresses have a column only where there is one.
    """
    used = {column for row in rows for column in row}
    more = sorted(used - {*COLUMNS}, key=lambda each: _continued(each)[1])
    every = [name for column in COLUMNS for name in (column, *(each for each in more if _base(each) == column))]
    return tuple(each for each in every if each != EMAIL or EMAIL in used)


def is_table(columns: Iterable[str]) -> bool:
    """Tell whether these are the columns of such a table, in any order."""
    found = {_base(column) for column in columns}
    return {*COLUMNS} - {EMAIL} <= found <= {*COLUMNS}


def organisation_fields(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields that the cells of one row say; raise ValueError naming the column that is no JSON."""
    fields: dict[str, Any] = {}
    for column in COLUMNS:
        parts = sorted((_continued(name)[1], text) for name, text in cells.items() if _base(name) == column)
        if text := "".join(text for _, text in parts):
            fields[column] = _read(column, text)
    contact = {name: fields.pop(f"contact.{name}", "") for name in ("website", "role_email")}
    return fields | ({"contact": contact} if any(contact.values()) else {})


def _written(value: Any) -> str:
    if isinstance(value, str):
        return value
    joined = LIST_SEPARATOR.join(each for each in value if isinstance(each, str))
    return joined if _split(joined) == value else json.dumps(value, ensure_ascii=False)


def _read(column: str, text: str) -> Any:
    if column not in (*_WORDS, *_OBJECTS):
        return text
    if column in _WORDS and not text.lstrip().startswith("["):
        return _split(text)
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"{column} is not JSON: {error}; write a list as it is exported") from error


def _split(text: str) -> list[str]:
    if text.lstrip().startswith("["):
        return []
    return [part.strip() for part in text.split(LIST_SEPARATOR.strip()) if part.strip()]


def _pieces(text: str) -> list[str]:
    """Cut a text into pieces that each fit into one cell of a spreadsheet."""
    if len(text) <= _PIECE and len(for_workbook(text)) <= MOST_CHARACTERS:
        return [text] if text else []
    middle = min(len(text) // 2, _PIECE)
    return [*_pieces(text[:middle]), *_pieces(text[middle:])]


def _continued(name: str) -> tuple[str, int]:
    found = _CONTINUED.fullmatch(name)
    return (found["column"], int(found["part"])) if found else (name, 1)


def _base(name: str) -> str:
    return _continued(name)[0]
