"""hnswlib."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.engine import AS_FAST, Engine, imported
from matcher.encoders import Vectors
from matcher.indexes import Rows

_FILE = "index.bin"


class HnswLib(Engine):
    """hnswlib with 32 links and ef 400; a filter is asked for each vector that is met."""

    name = "hnswlib, ef 400"
    package = "hnswlib"
    at_most = AS_FAST
    settings = "M 32, ef_construction 200"

    @classmethod
    def build(cls, vectors: Vectors, _groups: Rows, folder: Path) -> None:
        """Link the vectors, in one thread, and save the index."""
        index = _index(vectors.shape[1])
        index.init_index(max_elements=len(vectors), M=32, ef_construction=200, random_seed=1)
        index.add_items(vectors, num_threads=1)
        index.save_index(str(folder / _FILE))

    def __init__(self, vectors: Vectors, groups: Rows, folder: Path) -> None:
        self._index = _index(vectors.shape[1])
        self._index.load_index(str(folder / _FILE))
        self._index.set_ef(400)
        self._index.set_num_threads(1)
        self._groups = groups

    def search(self, query: Vectors, limit: int, group: int | None) -> Rows:
        """Return the nearest rows."""
        wanted: Callable[[int], bool] | None = None if group is None else lambda row: bool(self._groups[row] == group)
        found, _ = self._index.knn_query(query, k=limit, filter=wanted)
        return np.asarray(found[0], dtype=np.int64)


def _index(dimension: int) -> Any:
    return imported("hnswlib").Index(space="ip", dim=dimension)
