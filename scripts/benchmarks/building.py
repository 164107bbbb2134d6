"""Building: what it takes beside encoding."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.case import Case
from matcher.classifier import CapabilityClassifier
from matcher.corpus import Corpus
from matcher.encoders import Encoder
from matcher.encoders.cache import VectorCache
from matcher.kept_classifier import classifier_key, shipped_classifier
from matcher.knowledge import KnowledgeBase
from matcher.passages import chunk_text

BUILDING = 8  # row of the table of bars
ORGANISATIONS = 60
PRACTICES = 150


def building_cases(corpus: Corpus, encoder: Encoder) -> list[Case]:
    """Return the cases over the first records of `corpus`; the classifier is kept, as it is in a rebuild."""
    some = Corpus(corpus.taxonomy, corpus.organisations[:ORGANISATIONS], corpus.practices[:PRACTICES])
    shipped = shipped_classifier(classifier_key(corpus.taxonomy, encoder))
    classifier = shipped or CapabilityClassifier.fit(corpus.taxonomy, encoder)
    texts: list[str] = []

    def build() -> float:
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            cache = VectorCache(Path(folder) / "vectors.sqlite")
            knowledge = KnowledgeBase.build(some, encoder, cache=cache, classifier=classifier)
            knowledge.save(Path(folder) / "generations")
            seconds = time.perf_counter() - start
        indexed = (*knowledge.organisation_passages.texts, *knowledge.practice_passages.texts)
        texts[:] = sorted((chunk for text in indexed for chunk in chunk_text(text)), key=len)
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
