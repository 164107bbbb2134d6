"""Building: what it takes beside encoding."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.case import Case
from matcher.classifiers.fitting import fit_classifier
from matcher.classifiers.kept import classifier_key, shipped_classifier
from matcher.corpus import Corpus
from matcher.encoders import Encoder, Vectors
from matcher.encoders.cache import VectorCache
from matcher.knowledge import KnowledgeBase

BUILDING = 8  # row of the table of bars
ORGANISATIONS = 400  # as many as the shipped corpus holds


class _Noting:
    """An encoder that notes what it encodes: passages, and the sentences of profiles for what they offer unsaid."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.fingerprint, self.dimension = encoder.name, encoder.fingerprint, encoder.dimension
        self.texts: list[str] = []

    def encode_queries(self, texts: list[str]) -> Vectors:
        self.texts += texts
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: list[str]) -> Vectors:
        self.texts += texts
        return self._encoder.encode_passages(texts)


def building_cases(corpus: Corpus, encoder: Encoder) -> list[Case]:
    """Return the cases over the first records of `corpus`; the classifier is kept, as it is in a rebuild."""
    some = Corpus(corpus.taxonomy, corpus.organisations[:ORGANISATIONS], corpus.practices)
    shipped = shipped_classifier(classifier_key(corpus.taxonomy, encoder))
    classifier = shipped or fit_classifier(corpus.taxonomy, encoder)
    texts: list[str] = []

    def build() -> float:
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            noting = _Noting(encoder)
            cache = VectorCache(Path(folder) / "vectors.sqlite")
            KnowledgeBase.build(some, noting, cache=cache, classifier=classifier).save(Path(folder) / "generations")
            seconds = time.perf_counter() - start
        texts[:] = sorted(noting.texts, key=len)
        return len(texts) / seconds

    def encode() -> float:
        start = time.perf_counter()
        encoder.encode_passages(texts)
        return len(texts) / (time.perf_counter() - start)

    return [
        Case(
            "building, with all that is saved",
            build,
            "the bare encoder on the same texts",
            encode,
            "texts/s",
            at_least=0.95,
            row=BUILDING,
        )
    ]
