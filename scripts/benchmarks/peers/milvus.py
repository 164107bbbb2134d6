"""Milvus Lite."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.peers.engine import TWENTY_TIMES_AS_FAST, Engine, batches, imported
from matcher.encoders import Vectors
from matcher.indexes import Rows


class MilvusLite(Engine):
    """Milvus Lite, in a file, with its index FLAT: the one that it takes by itself finds 2 % behind a narrow filter."""

    name = "Milvus Lite"
    package = "milvus-lite"
    at_most = TWENTY_TIMES_AS_FAST
    settings = "FLAT"

    @classmethod
    def build(cls, vectors: Vectors, groups: Rows, folder: Path) -> None:
        """Hand over vectors and groups."""
        client = _client(folder)
        types, schema = imported("pymilvus").DataType, client.create_schema()
        schema.add_field("id", types.INT64, is_primary=True)
        schema.add_field("kind", types.INT64)
        schema.add_field("vector", types.FLOAT_VECTOR, dim=vectors.shape[1])
        index = client.prepare_index_params()
        index.add_index("vector", index_type="FLAT", metric_type="IP")
        client.create_collection("v", schema=schema, index_params=index)
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
