"""Milvus Lite."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.peers.engine import TWENTY_TIMES_AS_FAST, Engine, batches, imported
from matcher.encoders import Vectors
from matcher.indexes import Rows


class MilvusLite(Engine):
    """Milvus Lite, in a file."""

    name = "Milvus Lite"
    package = "milvus-lite"
    at_most = TWENTY_TIMES_AS_FAST

    @classmethod
    def build(cls, vectors: Vectors, groups: Rows, folder: Path) -> None:
        """Hand over vectors and groups."""
        client = _client(folder)
        client.create_collection("v", dimension=vectors.shape[1], metric_type="IP")
        for rows in batches(len(vectors)):
            client.insert("v", [{"id": row, "vector": vectors[row], "kind": int(groups[row])} for row in rows])
        client.flush("v")
        client.close()

    def __init__(self, _vectors: Vectors, _groups: Rows, folder: Path) -> None:
        self._client = _client(folder)
        self._client.load_collection("v")

    def search(self, query: Vectors, limit: int, group: int | None) -> list[int]:
        """Return the nearest rows."""
        only = "" if group is None else f"kind == {group}"
        found = self._client.search("v", data=[query.tolist()], limit=limit, filter=only)
        return [int(each["id"]) for each in found[0]]

    def close(self) -> None:
        """Close the file."""
        self._client.close()


def _client(folder: Path) -> Any:
    imported("milvus_lite")
    return imported("pymilvus").MilvusClient(str(folder / "milvus.db"))
