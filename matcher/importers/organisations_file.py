"""Importing the exchange format: organisations.jsonl as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from matcher.importers.bundles import Bundle
from matcher.importers.encodings import broken_byte, open_text
from matcher.importers.imported import IMPORT, Entry, Imported, collect, rejection
from matcher.importers.mapping import Mapping
from matcher.records import Organisation
from matcher.taxonomy import Taxonomy

_BLANK = "\ufeff \t\r\n"


def fits(bundle: Bundle) -> bool:
    """Tell whether the first line is an object with id, name and no field that an organisation lacks."""
    if not bundle.is_single or bundle.first_sign() != "{":
        return False
    with bundle.open() as file, open_text(file, bundle.name) as text:
        first = next((line for line in text if line.strip(_BLANK)), "")
    try:
        fields = json.loads(first.strip(_BLANK))
    except (json.JSONDecodeError, RecursionError):
        return False
    return isinstance(fields, dict) and {"id", "name"} <= set(fields) <= set(Organisation.model_fields)


def read(bundle: Bundle, taxonomy: Taxonomy, mapping: Mapping | None, progress: Callable[[int], object]) -> Imported:  # noqa: ARG001  the format is fixed
    """Read organisations.jsonl; a code that the taxonomy lacks is kept, with a notice."""
    return collect(_entries(bundle, progress), taxonomy, IMPORT, keep_codes=True)


def _entries(bundle: Bundle, progress: Callable[[int], object]) -> Iterator[Entry]:
    with bundle.open() as file, open_text(file, bundle.name) as text:
        for number, line in enumerate(text, start=1):
            if line.strip(_BLANK):
                progress(1)
                yield _entry(number, line.strip(_BLANK))


def _entry(number: int, line: str) -> Entry:
    if byte := broken_byte(line):
        return rejection(number, "", line.encode("utf-8", "replace").decode(), f"the byte {byte} is not UTF-8")
    try:
        fields = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        return rejection(number, "", line, f"not JSON: {error}; write one object a line")
    if not isinstance(fields, dict):
        return rejection(number, "", line, f"expected an object with fields, got {type(fields).__name__}")
    return Entry(number, fields)
