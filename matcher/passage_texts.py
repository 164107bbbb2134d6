"""The texts of passages, each held once, and the chunks of them that are embedded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from matcher.encoders import Encoder, Vectors
from matcher.encoders.cache import Progress, VectorCache
from matcher.passages import Part, Passage, chunk_text

PARTS: tuple[Part, ...] = get_args(Part)
PassageTable = NDArray[np.int32]  # columns of shape (passages, 4): text, record, part, position


@dataclass(frozen=True)
class PassageTexts:
    """What the passages of some records say: `chunks` holds those of each text; `passages` are in any order."""

    texts: list[str]
    chunks: list[list[str]]
    passages: PassageTable

    @classmethod
    def of_records(cls, passages_of_records: Iterable[Iterable[Passage]]) -> PassageTexts:
        """Take the passages of some records, numbered from 0."""
        text_rows: dict[str, int] = {}
        table = [
            (
                text_rows.setdefault(passage.text, len(text_rows)),
                record,
                PARTS.index(passage.part),
                passage.position,
            )
            for record, passages in enumerate(passages_of_records)
            for passage in passages
        ]
        texts = list(text_rows)
        return cls(texts, list(map(chunk_text, texts)), np.array(table, dtype=np.int32).reshape(-1, 4))


def encode_together(
    kinds: Sequence[PassageTexts], encoder: Encoder, cache: VectorCache, progress: Progress
) -> list[Vectors]:
    """Return the vectors of the chunks of each of `kinds`, shape (chunks, dimension).

    All are encoded in one go: batches hold texts of a like length, whatever kind they are of. `progress` hears of
    chunks done since last, and of all.
    """
    chunks = [[chunk for some in each.chunks for chunk in some] for each in kinds]
    vectors = cache.encode(encoder, [chunk for some in chunks for chunk in some], progress)
    return np.split(vectors, np.cumsum(list(map(len, chunks)))[:-1])
