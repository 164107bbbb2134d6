"""The keys by which records of a base and changed records are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.deltas.placing import Placing
from matcher.deltas.replaced_rows import ReplacedRows
from matcher.rows.ids import RecordRows
from matcher.rows.keys import KeyRows


def joined_keys(base: KeyRows, changed: KeyRows, placing: Placing) -> KeyRows:
    """Return the keys of all records; row i of `changed` is that of `placing.rows[i]`."""
    stay = ~placing.gone[base.rows]
    rows = placing.rows[changed.rows].astype(np.int32)
    return KeyRows.of_hashes(
        np.concatenate([base.hashes[stay], changed.hashes]), np.concatenate([base.rows[stay], rows])
    )


def joined_rows(base: RecordRows, ids: Sequence[str], placing: Placing) -> RecordRows:
    """Return the rows of all ids; `ids[i]` is that of `placing.rows[i]`."""
    keys = joined_keys(base.keys, RecordRows.of_ids(ids).keys, placing)
    return RecordRows(ReplacedRows.of_placing(base.ids, ids, placing), keys)
