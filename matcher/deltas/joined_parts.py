"""A base and a delta as the parts of one knowledge base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from matcher.deltas.delta import FOLDER, Delta
from matcher.deltas.joined_collection import joined_collection, text_rows
from matcher.deltas.joined_columns import joined_columns, written_over
from matcher.deltas.joined_keys import joined_rows
from matcher.deltas.joined_listings import joined_listings
from matcher.deltas.placing import NOBODY, Placing, Rows
from matcher.deltas.replaced_rows import ReplacedRows
from matcher.named_partners import NamedPartners
from matcher.participation import Participation
from matcher.passage_texts import PARTS, PassageTable
from matcher.rows.keys import hash_of
from matcher.rows.sets import places_of
from matcher.stored_parts import StoredParts


def load_parts(folder: Path) -> StoredParts:
    """Read the parts of a generation; where it has a delta, joined with that."""
    if not (folder / FOLDER).is_dir():
        return StoredParts.load(folder)
    return joined_parts(StoredParts.load(folder, written_over=True), Delta.load(folder / FOLDER))


def joined_parts(base: StoredParts, delta: Delta) -> StoredParts:
    """Return the parts of what the delta makes of the base; columns and vectors of `base` are written over."""
    placing = delta.placing
    changed = tuple(delta.organisations)
    ids = [each.id for each in changed]
    texts = text_rows(len(base.organisation_passages.texts), delta.shared)
    passages = joined_collection(base.organisation_passages, delta.passages, texts, placing)
    named = np.stack([texts[delta.named[:, 0]], delta.named[:, 1]], axis=1)
    return replace(
        base,
        organisations=ReplacedRows.of_placing(base.organisations, changed, placing),
        practices=base.practices if delta.practices is None else delta.practices,
        organisation_passages=passages,
        practice_passages=delta.practice_passages or base.practice_passages,
        names=ReplacedRows.of_placing(base.names, [each.name for each in changed], placing),
        rows=joined_rows(base.rows, ids, placing),
        listings=joined_listings(base.listings, changed, placing),
        name_order=None,
        columns=joined_columns(base.columns, delta.columns, placing),
        participation=_participation(passages.passages, base.named_partners, named, ids, placing),
        vectors=written_over(base.vectors, delta.vectors, placing),
        digests=np.array(base.digests)[:0],
    )


def _participation(
    passages: PassageTable, base: NamedPartners, named: Rows, ids: Sequence[str], placing: Placing
) -> Participation:
    """Return who took part, by whose records tell so and by whom the records of base and delta name.

    A name that nobody had in the base is found where an organisation was added that has it.
    """
    gone, moved = placing.gone, placing.moved
    known = base.known[~gone[base.known[:, 1]]]
    partners = moved[known[:, 2]]
    there = partners != NOBODY
    origins = zip(ids, placing.rows.tolist(), placing.origins.tolist(), strict=True)
    added = {hash_of(each): row for each, row, origin in origins if origin == NOBODY}
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
