"""A base and a delta as the parts of one knowledge base."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from matcher.collection import PARTS, PassageTable
from matcher.deltas.delta import FOLDER, Delta
from matcher.deltas.joined_collection import joined_collection, text_rows
from matcher.deltas.joined_columns import joined_columns, written_over
from matcher.deltas.joined_listings import joined_listings
from matcher.deltas.placing import NOBODY, Placing, Rows
from matcher.deltas.replaced_rows import ReplacedRows
from matcher.named_partners import NamedPartners
from matcher.participation import Participation
from matcher.record_rows import RecordRows, hash_of
from matcher.row_sets import places_of
from matcher.stored_parts import StoredParts

Row = TypeVar("Row")


def load_parts(folder: Path) -> StoredParts:
    """Read the parts of a generation; where it has a delta, joined with that."""
    if not (folder / FOLDER).is_dir():
        return StoredParts.load(folder)
    return joined_parts(StoredParts.load(folder, written_over=True), Delta.load(folder / FOLDER))


def joined_parts(base: StoredParts, delta: Delta) -> StoredParts:
    """Return the parts of what the delta makes of the base; columns and vectors of `base` are written over."""
    placing = delta.placing
    organisations = dict(zip(placing.rows.tolist(), delta.organisations, strict=True))
    ids = {row: organisation.id for row, organisation in organisations.items()}
    names = {row: organisation.name for row, organisation in organisations.items()}
    rows = joined_rows(base.rows, ids, placing)
    texts = text_rows(len(base.organisation_passages.texts), delta.shared)
    passages = joined_collection(base.organisation_passages, delta.passages, texts, placing)
    named = np.stack([texts[delta.named[:, 0]], delta.named[:, 1]], axis=1)
    return replace(
        base,
        organisations=ReplacedRows(base.organisations, organisations, placing.size),
        practices=base.practices if delta.practices is None else delta.practices,
        organisation_passages=passages,
        practice_passages=delta.practice_passages or base.practice_passages,
        names=ReplacedRows(base.names, names, placing.size),
        rows=rows,
        listings=joined_listings(base.listings, delta.organisations, placing),
        name_order=None,
        columns=joined_columns(base.columns, delta.columns, placing),
        participation=_participation(passages.passages, base.named_partners, named, ids, placing),
        vectors=written_over(base.vectors, delta.vectors, placing),
        digests=np.array(base.digests)[:0],
    )


def joined_rows(base: RecordRows, ids: dict[int, str], placing: Placing) -> RecordRows:
    """Return the rows of all ids; `ids` are those of the rows that hold something else than in the base."""
    stay = ~placing.gone[base.rows]
    hashes = np.concatenate([base.hashes[stay], np.array([hash_of(each) for each in ids.values()], dtype=np.uint64)])
    rows = np.concatenate([base.rows[stay], np.array(list(ids), dtype=np.int32)])
    order = np.argsort(hashes, kind="stable")
    return RecordRows(ReplacedRows(base.ids, ids, placing.size), hashes[order], rows[order])


def _participation(
    passages: PassageTable, base: NamedPartners, named: Rows, ids: dict[int, str], placing: Placing
) -> Participation:
    """Return who took part, by whose records tell so and by whom the records of base and delta name.

    A name that nobody had in the base is found where an organisation was added that has it.
    """
    gone, moved = placing.gone, placing.moved
    known = base.known[~gone[base.known[:, 1]]]
    partners = moved[known[:, 2]]
    there = partners != NOBODY
    added = {hash_of(ids[row]): row for row in placing.rows[placing.origins == NOBODY].tolist()}
    hashes = np.array(sorted(added), dtype=np.uint64)
    places, found = places_of(base.unknown_ids, hashes)
    found &= ~gone[base.unknown[:, 1]]
    rows = np.array([added[each] for each in hashes.tolist()], dtype=np.int64)
    pairs = (
        passages[passages[:, 2] == PARTS.index("activity")][:, :2],
        np.stack([known[there, 0], partners[there]], axis=1),
        np.stack([base.unknown[found, 0], rows[places[found]]], axis=1),
        named,
    )
    return Participation.of_pairs(np.concatenate(pairs))
