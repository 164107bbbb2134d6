"""scikit-learn, by brute force."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.peers.engine import TWENTY_TIMES_AS_FAST, Engine, imported
from matcher.encoders import Vectors
from matcher.indexes import Rows


class ScikitLearn(Engine):
    """scikit-learn's NearestNeighbors, by brute force; it knows no filter, so each has a searcher fitted before."""

    name = "scikit-learn, brute force"
    package = "scikit-learn"
    at_most = TWENTY_TIMES_AS_FAST

    def __init__(self, vectors: Vectors, groups: Rows, _folder: Path) -> None:
        self._rows = {group: np.flatnonzero(groups == group) for group in (1, 2)} | {None: np.arange(len(vectors))}
        neighbours = imported("sklearn.neighbors").NearestNeighbors
        self._fitted = {
            group: neighbours(algorithm="brute", metric="cosine").fit(vectors[rows])
            for group, rows in self._rows.items()
        }

    def search(self, query: Vectors, limit: int, group: int | None) -> Rows:
        """Return the nearest rows."""
        rows = self._rows[group]
        found = self._fitted[group].kneighbors(query[None], min(limit, len(rows)), return_distance=False)
        return np.asarray(rows[found[0]])
