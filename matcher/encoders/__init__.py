"""Encoders: text to unit vectors, one lazy function for each choice."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
BUNDLED = "bundled"


class Encoder(Protocol):
    """Turns texts into unit vectors.

    `name` is what the user chose, `fingerprint` the SHA-256 of the weights with what else decides the vectors, so
    that vectors of two encoders are never mixed. Both methods return shape (len(texts), dimension), float32, each
    row of length 1; the same text gives the same vector whatever stands beside it (within 1e-5).
    """

    @property
    def name(self) -> str:
        """The model as the user named it."""

    @property
    def fingerprint(self) -> str:
        """SHA-256, hexadecimal."""

    @property
    def dimension(self) -> int:
        """The number of components of a vector."""

    def encode_queries(self, texts: list[str]) -> Vectors:
        """Encode goals and questions."""

    def encode_passages(self, texts: list[str]) -> Vectors:
        """Encode what is searched."""


def load_encoder(model: str, *, threads: int = 0) -> Encoder:
    """Load `model`: `bundled`, or the name or folder of a sentence-transformers model.

    `threads` of the bundled model work on one batch; 0 means one for each core. Where several requests are answered
    at once, 1 is best. Other models follow OMP_NUM_THREADS. Raises EncoderError where the model cannot be loaded.
    """
    if model == BUNDLED:
        from matcher.encoders.onnx import OnnxEncoder  # noqa: PLC0415  only where it is asked for

        return OnnxEncoder(threads=threads)
    from matcher.encoders.sentence_transformer import (  # noqa: PLC0415  heavy: torch
        SentenceTransformerEncoder,
    )

    return SentenceTransformerEncoder(model)
