"""scikit-learn, by brute force. It knows no filter: it is fitted to the rows that a filter leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.engine import TWENTY_TIMES_AS_FAST, Engine, imported
from matcher.encoders import Vectors
from matcher.indexes import Rows


class ScikitLearn(Engine):
    """scikit-learn's NearestNeighbors, fitted in the query to what the filter leaves, since a query brings its own."""

    name = "scikit-learn, brute force"
    package = "scikit-learn"
    at_most = TWENTY_TIMES_AS_FAST

    def __init__(self, vectors: Vectors, groups: Rows, _folder: Path) -> None:
        self._vectors = vectors
        self._among = {group: groups == group for group in (1, 2)}
        self._all = _fitted(vectors)

    def search(self, query: Vectors, limit: int, group: int | None) -> Rows:
        """Return the nearest rows."""
        if group is None:
            return _nearest(self._all, query, limit)
        rows = np.flatnonzero(self._among[group])
        return np.asarray(rows[_nearest(_fitted(self._vectors[rows]), query, min(limit, len(rows)))])


class ScikitLearnFittedBefore(Engine):
    """The same with a searcher for each filter, fitted before any query: as if all filters were known."""

    name = "scikit-learn, brute force, fitted to each filter before"
    package = "scikit-learn"
    at_most = TWENTY_TIMES_AS_FAST

    def __init__(self, vectors: Vectors, groups: Rows, _folder: Path) -> None:
        self._rows = {group: np.flatnonzero(groups == group) for group in (1, 2)} | {None: np.arange(len(vectors))}
        self._fitted = {group: _fitted(vectors[rows]) for group, rows in self._rows.items()}

    def search(self, query: Vectors, limit: int, group: int | None) -> Rows:
        """Return the nearest rows."""
        rows = self._rows[group]
        return np.asarray(rows[_nearest(self._fitted[group], query, min(limit, len(rows)))])


def _fitted(vectors: Vectors) -> Any:
    return imported("sklearn.neighbors").NearestNeighbors(algorithm="brute", metric="cosine").fit(vectors)


def _nearest(fitted: Any, query: Vectors, limit: int) -> Rows:
    return np.asarray(fitted.kneighbors(query[None], limit, return_distance=False)[0])
