"""Several texts in one row of tokens, so that short ones beside a long one need no padding.

Each token attends to those of its own text alone, and positions begin anew with each text, so that vectors are what
they would be apart (sequence packing without cross-contamination, Krell et al. 2021).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Tokens = Sequence[int]


def pack(texts: Sequence[Tokens]) -> dict[str, NDArray[np.int32] | NDArray[np.float32]]:
    """Return what the model reads: `texts`, of which the longest comes first, in rows as wide as that one.

    `ids`, `types` and `positions` have the shape (rows, width); `mask`, (rows, width, width), tells which tokens a
    token attends to; `tokens_of_texts`, (texts, rows * width), tells whose each token is.
    """
    rows = _rows(list(map(len, texts)))
    width = len(texts[0])
    ids = np.zeros((len(rows), width), dtype=np.int32)
    positions = np.zeros_like(ids)
    owners = np.full_like(ids, -1)
    for row, members in enumerate(rows):
        start = 0
        for text in members:
            span = slice(start, start := start + len(texts[text]))
            ids[row, span], positions[row, span], owners[row, span] = texts[text], np.arange(len(texts[text])), text
    return {
        "ids": ids,
        "types": np.zeros_like(ids),
        "positions": positions,
        "mask": (owners[:, :, None] == owners[:, None, :]).astype(np.int32),
        "tokens_of_texts": (owners.reshape(-1) == np.arange(len(texts))[:, None]).astype(np.float32),
    }


def _rows(lengths: Sequence[int]) -> list[list[int]]:
    """Divide texts, whose lengths fall, among rows as wide as the first: each goes where it first fits."""
    rows: list[list[int]] = []
    free: list[int] = []
    for text, length in enumerate(lengths):
        row = next((row for row, room in enumerate(free) if room >= length), len(rows))
        if row == len(rows):
            rows.append([])
            free.append(lengths[0])
        rows[row].append(text)
        free[row] -= length
    return rows
