"""Organisations in the exchange format, organisations.jsonl, which holds everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from matcher.records import Organisation
from matcher.taxonomy import Taxonomy


def write_jsonl(organisations: Sequence[Organisation], taxonomy: Taxonomy, file: IO[bytes]) -> None:  # noqa: ARG001  as every format
    """Write one organisation a line, without its empty fields."""
    file.writelines(each.model_dump_json(exclude_defaults=True).encode() + b"\n" for each in organisations)
