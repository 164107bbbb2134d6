"""The passages of a base and of changed records as one collection."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np

from matcher.collection import Collection
from matcher.contrast import usualness_of
from matcher.deltas.added_words import JoinedLexicalIndex
from matcher.deltas.joined_index import JoinedIndex
from matcher.deltas.joined_vectors import JoinedVectors
from matcher.deltas.placing import NOBODY, Placing
from matcher.deltas.replaced_rows import ReplacedRows
from matcher.indexes import Rows
from matcher.indexes.kept_vectors import KeptVectors
from matcher.passage_texts import PassageTable
from matcher.rows.spans import starts_of


def joined_collection(base: Collection, added: Collection, texts: Rows, placing: Placing) -> Collection:
    """Return `base` with the passages of `added` in place of those of the records that changed.

    `added` holds the passages of the changed records, its record i being that of `placing.rows[i]`; `texts`, of shape
    (added texts,), are the rows of its texts now, as `text_rows` tells them. A text that stands for no passage any
    more is not found.
    """
    size = len(base.texts) + len(added.texts)
    passages = _joined_passages(base, added, texts, placing)
    first_passage = starts_of(np.bincount(passages[:, 0], minlength=size))
    alive = np.diff(first_passage) > 0
    first_vector = np.concatenate([base.first_vector, added.first_vector[1:] + base.first_vector[-1]])
    later = {len(base.texts) + place: text for place, text in enumerate(added.texts)}
    chunks_alive = np.repeat(alive, np.diff(first_vector))
    return replace(
        base,
        texts=ReplacedRows(base.texts, later, size),
        passages=passages,
        first_passage=first_passage,
        vectors=cast(KeptVectors, JoinedVectors(base.vectors, added.vectors)),
        first_vector=first_vector,
        usualness=np.concatenate([base.usualness, usualness_of(added.vectors, base.usual)]),
        dense=JoinedIndex(base.dense, added.dense, len(base.vectors), chunks_alive),
        lexical=JoinedLexicalIndex.of(base.lexical, added.lexical, np.flatnonzero(~alive)),
    )


def text_rows(base_texts: int, shared: Rows) -> Rows:
    """Return the rows of added texts: `shared` tells that of a text that the base has, NOBODY for the others."""
    return np.where(shared == NOBODY, base_texts + np.arange(len(shared)), shared)


def _joined_passages(base: Collection, added: Collection, texts: Rows, placing: Placing) -> PassageTable:
    kept = base.passages[~placing.gone[base.passages[:, 1]]]
    new = np.array(added.passages)
    new[:, 0], new[:, 1] = texts[new[:, 0]], placing.rows[new[:, 1]]
    new = new[np.lexsort(new.T[::-1])]
    return np.insert(kept, np.searchsorted(kept[:, 0], new[:, 0], side="right"), new, axis=0)
