"""An encoder that encodes each text once, so that everything but encoding can be measured."""

from __future__ import annotations

import numpy as np

from matcher.encoders import Encoder, Vectors


class EncodedOnce:
    """Gives the vectors of `encoder`; a text that was asked for before costs a look-up."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: dict[str, Vectors] = {}
        self.name, self.fingerprint, self.dimension = encoder.name, encoder.fingerprint, encoder.dimension

    def encode_queries(self, texts: list[str]) -> Vectors:
        """Return vectors of shape (len(texts), dimension)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if new:
            self._kept.update(zip(new, self._encoder.encode_queries(new), strict=True))
        return np.array([self._kept[text] for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def forget(self) -> None:
        """Encode all anew when it is asked for."""
        self._kept.clear()

    def encode_passages(self, texts: list[str]) -> Vectors:
        """Return vectors of shape (len(texts), dimension)."""
        return self.encode_queries(texts)
