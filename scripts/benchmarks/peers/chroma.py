"""Chroma."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.peers.engine import AS_FAST, Engine, batches, imported
from matcher.encoders import Vectors
from matcher.indexes import Rows

_NAME = "vectors"


class Chroma(Engine):
    """Chroma, in a folder, with ef_search 400 for its HNSW."""

    name = "Chroma, ef 400"
    package = "chromadb"
    at_most = AS_FAST
    settings = "ef_search 400, one thread"

    @classmethod
    def build(cls, vectors: Vectors, groups: Rows, folder: Path) -> None:
        """Hand over vectors and groups."""
        how = {"hnsw": {"space": "ip", "ef_search": 400, "num_threads": 1}}
        collection = _client(folder).create_collection(_NAME, configuration=how)
        for rows in batches(len(vectors)):
            kinds = [{"kind": int(groups[row])} for row in rows]
            some = vectors[rows.start : rows.stop]
            collection.add(ids=list(map(str, rows)), embeddings=some, metadatas=kinds)

    def __init__(self, _vectors: Vectors, _groups: Rows, folder: Path) -> None:
        self._collection = _client(folder).get_collection(_NAME)

    def search(self, query: Vectors, limit: int, group: int | None) -> list[int]:
        """Return the nearest rows."""
        only = {} if group is None else {"where": {"kind": group}}
        found = self._collection.query(query_embeddings=[query], n_results=limit, include=[], **only)
        return [int(each) for each in found["ids"][0]]


def _client(folder: Path) -> Any:
    chroma = imported("chromadb")
    return chroma.PersistentClient(str(folder), chroma.config.Settings(anonymized_telemetry=False))
