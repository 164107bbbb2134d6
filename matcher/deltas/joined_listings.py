"""What organisations are looked for by, in a base and in changed records."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.deltas.joined_keys import joined_keys
from matcher.deltas.placing import Placing
from matcher.deltas.replaced_rows import ReplacedRows
from matcher.directory.listings import Listings
from matcher.records import Organisation


def joined_listings(base: Listings, changed: Sequence[Organisation], placing: Placing) -> Listings:
    """Return the listings of all organisations; `changed[i]` is the record of `placing.rows[i]`."""
    added = Listings.of_records(changed)
    return Listings(
        ReplacedRows.of_placing(base.words, added.words, placing),
        ReplacedRows.of_placing(base.names, added.names, placing),
        ReplacedRows.of_placing(base.websites, added.websites, placing),
        joined_keys(base.keys, added.keys, placing),
    )
