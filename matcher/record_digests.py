"""Digests of records, and of many records as one sum: what is added or taken away changes it without reading the rest.

The sum is an incremental multiset hash (AdHash; Bellare and Micciancio 1997): it does not depend on the order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from matcher.records import Organisation, Practice

Digests = NDArray[np.uint8]
SIZE = 32  # bytes of a SHA-256
_MODULUS = 1 << 8 * SIZE


def digests_of(records: Iterable[Organisation | Practice]) -> Digests:
    """Return the SHA-256 over every field of each record, shape (records, SIZE)."""
    kept = b"".join(hashlib.sha256(record.model_dump_json().encode()).digest() for record in records)
    return np.frombuffer(kept, dtype=np.uint8).reshape(-1, SIZE)


def sum_of(digests: Digests) -> int:
    """Return the sum of digests, shape (records, SIZE), as whole numbers modulo 2**256; of none it is 0."""
    by_place: list[int] = digests.sum(axis=0, dtype=np.int64).tolist()
    return sum(each << 8 * (SIZE - 1 - place) for place, each in enumerate(by_place)) % _MODULUS


def as_fingerprint(total: int) -> str:
    """Return a sum as 64 hexadecimal digits."""
    return f"{total % _MODULUS:0{2 * SIZE}x}"
