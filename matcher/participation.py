"""Who took part in which past activity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from matcher.collection import PARTS, Collection
from matcher.indexes import Rows
from matcher.records import Organisation


def participation_pairs(collection: Collection, organisations: Sequence[Organisation], rows: Mapping[str, int]) -> Rows:
    """Return the pairs (text row of an activity, row of an organisation) that are known, shape (pairs, 2), each once.

    Records that tell of the same activity in the same words share it, and an activity names partners of its own.
    """
    table = collection.passages[collection.passages[:, 2] == PARTS.index("activity")]
    named = [
        (text, rows[partner])
        for text, record, _, position in table.tolist()
        for partner in organisations[record].activities[position].partners
        if partner in rows
    ]
    pairs = np.concatenate([table[:, :2], np.array(named, dtype=np.int32).reshape(-1, 2)])
    return np.unique(pairs.astype(np.int64), axis=0)


def shared_activities(pairs: Rows, one: int, other: int) -> Rows:
    """Return the text rows of the activities in which both organisations took part, for `pairs` as above."""
    return np.intersect1d(pairs[pairs[:, 1] == one, 0], pairs[pairs[:, 1] == other, 0])


def common_partners(pairs: Rows, one: int, other: int) -> Rows:
    """Return the rows of the organisations that took part in something with each of two others."""
    theirs, others = (np.unique(pairs[np.isin(pairs[:, 0], pairs[pairs[:, 1] == row, 0]), 1]) for row in (one, other))
    return np.setdiff1d(np.intersect1d(theirs, others), [one, other])
