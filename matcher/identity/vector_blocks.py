"""Pairs whose names and summaries mean nearly the same, also in two languages: where vectors are at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.encoders import Encoder, Vectors
from matcher.indexes import build_index
from matcher.records import Organisation

NEAREST = 3  # of what is here, for each record that comes in
LEAST_COSINE = 0.6
SUMMARY_LENGTH = 300  # characters: a name and what it is about, not a whole profile


def text_to_compare(organisation: Organisation) -> str:
    """Return the name and the beginning of the summary."""
    return f"{organisation.name}. {organisation.summary[:SUMMARY_LENGTH]}".strip()


def near_pairs(
    known: Sequence[Organisation], incoming: Sequence[Organisation], encoder: Encoder
) -> Iterator[tuple[str, str]]:
    """Yield ids of records whose texts are near each other, the nearest NEAREST of what is here for each."""
    if not (known and incoming):
        return
    vectors = encoder.encode_passages([text_to_compare(each) for each in (*known, *incoming)])
    here, coming = vectors[: len(known)], vectors[len(known) :]
    yield from _near(known, incoming, here, coming)


def _near(
    known: Sequence[Organisation], incoming: Sequence[Organisation], here: Vectors, coming: Vectors
) -> Iterator[tuple[str, str]]:
    rows, cosines = build_index(here).search(coming, NEAREST)
    for column, organisation in enumerate(incoming):
        for row, cosine in zip(rows[column], cosines[column], strict=True):
            if cosine >= LEAST_COSINE:
                yield known[row].id, organisation.id
