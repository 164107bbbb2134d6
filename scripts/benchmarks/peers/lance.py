"""LanceDB."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.peers.engine import TWENTY_TIMES_AS_FAST, Engine, imported
from matcher.encoders import Vectors
from matcher.indexes import Rows


class LanceDb(Engine):
    """LanceDB as it is by default, with no index of its own over the vectors."""

    name = "LanceDB"
    package = "lancedb"
    at_most = TWENTY_TIMES_AS_FAST

    @classmethod
    def build(cls, vectors: Vectors, groups: Rows, folder: Path) -> None:
        """Write a table of rows, groups and vectors."""
        arrow = imported("pyarrow")
        columns = {
            "row": arrow.array(np.arange(len(vectors))),
            "kind": arrow.array(groups),
            "vector": arrow.FixedSizeListArray.from_arrays(arrow.array(vectors.ravel()), vectors.shape[1]),
        }
        imported("lancedb").connect(str(folder)).create_table("v", arrow.table(columns))

    def __init__(self, _vectors: Vectors, _groups: Rows, folder: Path) -> None:
        self._table = imported("lancedb").connect(str(folder)).open_table("v")

    def search(self, query: Vectors, limit: int, group: int | None) -> Rows:
        """Return the nearest rows."""
        asked = self._table.search(query).distance_type("dot").select(["row", "_distance"]).limit(limit)
        asked = asked if group is None else asked.where(f"kind = {group}", prefilter=True)
        return np.asarray(asked.to_arrow()["row"].to_numpy())
