"""Vectors of the texts that were asked for last: the pages of one search, and its practices, ask for the same again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from matcher.encoders import Encoder, Vectors

KEPT = 4_096  # texts: 6 MB with the bundled model
MOST_CHARACTERS = 2_000_000  # of all texts that are kept


class RecentQueries:
    """Encodes queries with `encoder` and keeps the vectors of the last `kept` texts; threads may share it.

    Texts that are asked for together are encoded together and with no others. A vector depends on what stands beside
    its text, if only in the last bits: so the same questions get the same bits, whatever was asked before.
    """

    def __init__(self, encoder: Encoder, kept: int = KEPT) -> None:
        self._encoder = encoder
        self._kept = kept
        self._known: OrderedDict[tuple[str, ...], Vectors] = OrderedDict()
        self._texts = self._characters = 0
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """Return the vector of each text, shape (dimension,); each is encoded once."""
        asked = tuple(dict.fromkeys(texts))
        with self._lock:
            vectors = self._known.get(asked)
        if vectors is None:
            vectors = np.asarray(self._encoder.encode_queries(list(asked)))
        self._keep(asked, vectors)
        return dict(zip(asked, vectors, strict=True))

    def _keep(self, texts: tuple[str, ...], vectors: Vectors) -> None:
        """Keep the vectors of some texts as those that were asked for last, and let go of the first ones."""
        with self._lock:
            if texts not in self._known:
                self._texts += len(texts)
                self._characters += sum(map(len, texts))
            self._known[texts] = vectors
            self._known.move_to_end(texts)
            while self._texts > self._kept or self._characters > MOST_CHARACTERS:
                forgotten, _ = self._known.popitem(last=False)
                self._texts -= len(forgotten)
                self._characters -= sum(map(len, forgotten))
