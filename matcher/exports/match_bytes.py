"""The matches of one goal as the content of a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import IO

from matcher.errors import MatcherError
from matcher.exporters import CsvWriter, JsonLinesWriter, MatchWriter, XlsxWriter
from matcher.exports.results import write_results
from matcher.results import Partners, Practices
from matcher.taxonomy import Taxonomy

_TEXT_WRITERS: dict[str, Callable[[IO[str]], MatchWriter]] = {"csv": CsvWriter, "jsonl": JsonLinesWriter}
_DRAWN = {"jsonld": ".jsonld", "graphml": ".graphml", "kumu": ".kumu.xlsx"}
MATCH_FORMATS = (*_TEXT_WRITERS, "xlsx", *_DRAWN)


def matches_as(format_name: str, partners: Partners, practices: Practices, taxonomy: Taxonomy) -> bytes:
    """Return the partners for a goal, and in a workbook the practices too; raise MatcherError for no such format."""
    file = io.BytesIO()
    if format_name in _DRAWN:
        write_results([partners], taxonomy, _DRAWN[format_name], file)
    elif format_name == "xlsx":
        workbook = XlsxWriter(file)
        workbook.write(partners, practices)
        workbook.close()
    elif format_name in _TEXT_WRITERS:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        _TEXT_WRITERS[format_name](text).write(partners, practices)
        text.detach()
    else:
        raise MatcherError(f"{format_name!r} is not a format; known: {', '.join(MATCH_FORMATS)}")
    return file.getvalue()
