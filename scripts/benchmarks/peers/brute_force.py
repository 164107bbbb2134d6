"""scikit-learn, by brute force."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.engine import TWENTY_TIMES_AS_FAST, Engine, imported
from matcher.encoders import Vectors
from matcher.indexes import Rows


class ScikitLearn(Engine):
    """scikit-learn's NearestNeighbors, by brute force; it knows no filter, so it is fitted to what one leaves."""

    name = "scikit-learn, brute force"
    package = "scikit-learn"
    at_most = TWENTY_TIMES_AS_FAST

    def __init__(self, vectors: Vectors, groups: Rows, _folder: Path) -> None:
        self._vectors, self._groups = vectors, groups
        self._all = self._fitted(vectors)

    def search(self, query: Vectors, limit: int, group: int | None) -> Rows:
        """Return the nearest rows."""
        if group is None:
            return _nearest(self._all, query, limit)
        rows = np.flatnonzero(self._groups == group)
        found = _nearest(self._fitted(self._vectors[rows]), query, min(limit, len(rows)))
        return np.asarray(rows[found])

    def _fitted(self, vectors: Vectors) -> Any:
        return imported("sklearn.neighbors").NearestNeighbors(algorithm="brute", metric="cosine").fit(vectors)


def _nearest(fitted: Any, query: Vectors, limit: int) -> Rows:
    return np.asarray(fitted.kneighbors(query[None], limit, return_distance=False)[0])
