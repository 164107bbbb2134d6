"""One JSON document of a file."""

from __future__ import annotations

import json
from typing import Any

from matcher.errors import InvalidRecordsError, Problem
from matcher.importers.bundles import Bundle
from matcher.importers.encodings import broken_byte, open_text


def read_document(bundle: Bundle) -> Any:
    """Return what the JSON document says; raise InvalidRecordsError where it is none."""
    with bundle.open() as file, open_text(file, bundle.name) as text:
        content = text.read()
    if byte := broken_byte(content):
        message = f"the byte {byte} is not UTF-8; save the file as UTF-8"
        raise InvalidRecordsError([Problem(bundle.name, "", message)])
    try:
        return json.loads(content.removeprefix("\ufeff"))
    except (json.JSONDecodeError, RecursionError) as error:
        raise InvalidRecordsError([Problem(bundle.name, "", f"is not JSON: {error}")]) from error
