"""What organisations are looked for by, in a base and in changed records."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.deltas.placing import Placing
from matcher.deltas.replaced_rows import ReplacedRows
from matcher.key_rows import KeyRows
from matcher.listings import Listings
from matcher.records import Organisation


def joined_listings(base: Listings, changed: Sequence[Organisation], placing: Placing) -> Listings:
    """Return the listings of all organisations; `changed[i]` is the record of `placing.rows[i]`."""
    added = Listings.of_records(changed)

    def joined(one: Sequence[str], other: Sequence[str]) -> Sequence[str]:
        return ReplacedRows(one, dict(zip(placing.rows.tolist(), other, strict=True)), placing.size)

    return Listings(
        joined(base.words, added.words),
        joined(base.names, added.names),
        joined(base.websites, added.websites),
        _joined_keys(base.keys, added.keys, placing),
    )


def _joined_keys(base: KeyRows, added: KeyRows, placing: Placing) -> KeyRows:
    stay = ~placing.gone[base.rows]
    hashes = np.concatenate([base.hashes[stay], added.hashes])
    rows = np.concatenate([base.rows[stay], placing.rows[added.rows].astype(np.int32)])
    order = np.argsort(hashes, kind="stable")
    return KeyRows(hashes[order], rows[order])
