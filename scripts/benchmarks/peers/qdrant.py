"""Qdrant's local mode."""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers.engine import TWENTY_TIMES_AS_FAST, Engine, batches, imported
from matcher.encoders import Vectors
from matcher.indexes import Rows


class QdrantLocal(Engine):
    """Qdrant in its local mode, in memory: to read what it writes takes as long as to take in the vectors anew."""

    name = "Qdrant, local mode"
    package = "qdrant-client"
    at_most = TWENTY_TIMES_AS_FAST

    def __init__(self, vectors: Vectors, groups: Rows, _folder: Path) -> None:
        qdrant = imported("qdrant_client")
        self._models = qdrant.models
        self._client = qdrant.QdrantClient(":memory:")
        of_vectors = self._models.VectorParams(size=vectors.shape[1], distance=self._models.Distance.DOT)
        self._client.create_collection("v", vectors_config=of_vectors)
        for rows in batches(len(vectors)):
            payloads = [{"kind": int(groups[row])} for row in rows]
            some = vectors[rows.start : rows.stop].tolist()
            self._client.upsert("v", self._models.Batch(ids=list(rows), vectors=some, payloads=payloads))

    def search(self, query: Vectors, limit: int, group: int | None) -> list[int]:
        """Return the nearest rows."""
        models = self._models
        only = None
        if group is not None:
            same = models.FieldCondition(key="kind", match=models.MatchValue(value=group))
            only = models.Filter(must=[same])
        found = self._client.query_points("v", query=query.tolist(), query_filter=only, limit=limit)
        return [int(point.id) for point in found.points]

    def close(self) -> None:
        """Let go of what is in memory."""
        self._client.close()
