"""Contrast: how near texts are to a goal, as seen from what activities are usually like."""

from __future__ import annotations

import numpy as np

from matcher.encoders import Vectors
from matcher.hits import Scores
from matcher.indexes import Rows
from matcher.indexes.kept_vectors import KeptVectors, as_floats, products
from matcher.passage_texts import PARTS, PassageTable

FEWEST_FOR_USUAL = 50  # activities; the mean of fewer is too much about each of them
_AT_ONCE = 65_536


def usual_activity(passages: PassageTable, vectors: KeptVectors, first_vector: Rows) -> Vectors:
    """Return the mean of the first vectors of all activities, shape (dimension,), or (0,) where they are few."""
    texts = np.unique(passages[passages[:, 2] == PARTS.index("activity"), 0])
    if len(texts) < FEWEST_FOR_USUAL:
        return np.zeros(0, dtype=np.float32)
    parts = np.array_split(first_vector[texts], len(texts) // _AT_ONCE + 1)
    total = sum(as_floats(vectors[rows]).sum(axis=0, dtype=np.float64) for rows in parts)
    return np.asarray(total / len(texts), dtype=np.float32)


def usualness_of(vectors: KeptVectors, usual: Vectors) -> Scores:
    """Return the inner products of vectors with what is usual, shape (rows,), or (0,) where that is unknown."""
    starts = range(0, len(vectors) if len(usual) else 0, _AT_ONCE)
    return np.concatenate([usual[:0], *(products(vectors[start : start + _AT_ONCE], usual) for start in starts)])


def cosines_seen_from(centre: Vectors, straight: Scores, along: Scores, reach: float) -> Scores:
    """Return the cosines of unit vectors with a unit vector, after all moved so that `centre` is the origin.

    `straight` and `along` are their inner products with that vector and with the centre, `reach` that of these two.
    """
    length = float(centre @ centre)
    norms = np.sqrt(np.maximum((1 - 2 * along + length) * (1 - 2 * reach + length), 1e-12))
    return np.asarray((straight - along - reach + length) / norms, dtype=np.float32)
