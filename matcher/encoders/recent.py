"""Vectors of the texts that were asked for last: the pages of one search, and its practices, ask for the same again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from matcher.encoders import Encoder, Vectors

KEPT = 4_096  # texts: 6 MB with the bundled model


class RecentQueries:
    """Encodes queries with `encoder` and keeps the vectors of the last `kept` texts; threads may share it."""

    def __init__(self, encoder: Encoder, kept: int = KEPT) -> None:
        self._encoder = encoder
        self._kept = kept
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """Return the vector of each text, shape (dimension,); the new ones are encoded together."""
        with self._lock:
            found = {text: self._vectors[text] for text in texts if text in self._vectors}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            found.update(zip(new, np.asarray(self._encoder.encode_queries(new)), strict=True))
        self._keep({text: found[text] for text in texts})
        return found

    def _keep(self, vectors: dict[str, Vectors]) -> None:
        with self._lock:
            for text, vector in vectors.items():
                self._vectors[text] = vector.copy() if vector.base is not None else vector  # not its whole batch
                self._vectors.move_to_end(text)
            while len(self._vectors) > self._kept:
                self._vectors.popitem(last=False)
