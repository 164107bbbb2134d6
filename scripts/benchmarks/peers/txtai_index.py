"""txtai."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.engine import AS_FAST, Engine, imported
from matcher.encoders import Vectors
from matcher.indexes import Rows

# What is looked at before the condition: enough for a group that holds a tenth, and for one that holds a thousandth.
_CANDIDATES = {1: 5_000, 2: 100_000}


class Txtai(Engine):
    """txtai as it is by default, faiss beside SQLite; a filter is a condition of its SQL."""

    name = "txtai"
    package = "txtai"
    at_most = AS_FAST
    settings = "content"

    @classmethod
    def build(cls, vectors: Vectors, groups: Rows, folder: Path) -> None:
        """Hand over vectors and groups; the text of a row is its number."""
        embeddings = imported("txtai").Embeddings({"method": "external", "content": True})
        _vectors_by_text(embeddings, vectors)
        embeddings.index((row, {"text": str(row), "kind": int(group)}, None) for row, group in enumerate(groups))
        embeddings.save(str(folder / "index"))

    def __init__(self, vectors: Vectors, _groups: Rows, folder: Path) -> None:
        self._asked = vectors[:1]
        self._embeddings = imported("txtai").Embeddings()
        self._embeddings.load(str(folder / "index"))
        self._embeddings.model.transform = lambda texts: np.repeat(self._asked, len(texts), axis=0)

    def search(self, query: Vectors, limit: int, group: int | None) -> list[int]:
        """Return the nearest rows."""
        self._asked = query[None]
        where = "similar('asked')" if group is None else f"similar('asked', {_CANDIDATES[group]}) and kind = {group}"
        found = self._embeddings.search(f"select id from txtai where {where} limit {limit}", limit)  # noqa: S608  numbers
        return [int(each["id"]) for each in found]

    def close(self) -> None:
        """Close the database."""
        self._embeddings.close()


def _vectors_by_text(embeddings: Any, vectors: Vectors) -> None:
    """Let an index that has no model of its own read the vector of a text that is the number of its row."""
    model = embeddings.loadvectors() if embeddings.model is None else embeddings.model
    model.transform = lambda texts: vectors[[int(text) for text in texts]]
    embeddings.model = model
