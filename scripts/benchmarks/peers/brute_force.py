"""scikit-learn, by brute force."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.peers.engine import TWENTY_TIMES_AS_FAST, Engine, imported
from matcher.encoders import Vectors
from matcher.indexes import Rows


class ScikitLearn(Engine):
    """scikit-learn's NearestNeighbors, by brute force; a filter has a searcher of its own."""

    name = "scikit-learn, brute force"
    package = "scikit-learn"
    at_most = TWENTY_TIMES_AS_FAST

    def __init__(self, vectors: Vectors, groups: Rows, _folder: Path) -> None:
        neighbours = imported("sklearn.neighbors").NearestNeighbors
        self._rows = {None: np.arange(len(vectors)), 1: np.flatnonzero(groups == 1), 2: np.flatnonzero(groups == 2)}
        self._fitted = {
            group: neighbours(algorithm="brute", metric="cosine").fit(vectors if group is None else vectors[rows])
            for group, rows in self._rows.items()
        }

    def search(self, query: Vectors, limit: int, group: int | None) -> Rows:
        """Return the nearest rows."""
        rows = self._rows[group]
        found = self._fitted[group].kneighbors(query[None], min(limit, len(rows)), return_distance=False)
        return np.asarray(rows[found[0]])
