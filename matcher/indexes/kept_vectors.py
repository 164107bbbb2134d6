"""Unit vectors as they are kept: float32 where they are few, whole numbers of 16 bits where they are many.

16 bits halve the memory. A component of a unit vector lies in [-1, 1], so steps of 1 / 32767 change an inner product
by about 1e-5 (half precision floats: 1e-4), and NumPy turns whole numbers into floats ten times faster than halves.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.encoders import Vectors

KeptVectors = NDArray[np.float32] | NDArray[np.int16]
STEPS = 32767
_AT_ONCE = 65_536  # vectors that are turned into floats at the same time: 100 MB


def compacted(vectors: Vectors) -> NDArray[np.int16]:
    """Return unit vectors of shape (rows, dimension) in 16 bits."""
    kept = np.empty(vectors.shape, dtype=np.int16)
    for start in range(0, len(vectors), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        kept[some] = np.rint(np.asarray(vectors[some]) * STEPS)
    return kept


def as_floats(kept: KeptVectors) -> Vectors:
    """Return vectors of shape (rows, dimension) as float32."""
    if kept.dtype == np.int16:
        return np.multiply(kept, np.float32(1 / STEPS), dtype=np.float32)
    return np.asarray(kept, dtype=np.float32)


def products(kept: KeptVectors, vector: Vectors) -> Vectors:
    """Return the inner products of kept vectors, shape (rows, dimension), with one vector, shape (rows,)."""
    if kept.dtype == np.int16:  # scaling the one vector spares scaling all the others
        return np.asarray(kept.astype(np.float32) @ (vector * np.float32(1 / STEPS)), dtype=np.float32)
    return np.asarray(kept @ vector, dtype=np.float32)
