"""The originals of a larger directory: each organisation with enough passages, and vectors near others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.copies import SEED
from matcher.collection import Collection
from matcher.encoders import Vectors
from matcher.indexes.kept_vectors import as_floats
from matcher.knowledge import KnowledgeBase
from matcher.passage_texts import PassageTexts
from matcher.passages import organisation_passages, split_sentences
from matcher.records import Activity, Organisation

NOISE = 0.5  # length of the noise against the vector's: the cosine of a copy with its original is about .89
FEWEST_PASSAGES = 3  # of an organisation: where it has fewer, its own sentences are taken for activities


def moved(vectors: Vectors, rng: np.random.Generator) -> Vectors:
    """Return unit vectors near the given ones, shape (rows, dimension)."""
    length = NOISE / np.sqrt(vectors.shape[1])
    changed = vectors + np.float32(length) * rng.standard_normal(vectors.shape, dtype=np.float32)
    return np.asarray(changed / np.linalg.norm(changed, axis=1, keepdims=True), dtype=np.float32)


def with_enough_passages(base: KnowledgeBase) -> KnowledgeBase:
    """Return a knowledge base whose organisations have FEWEST_PASSAGES, those added with vectors near its own."""
    records = tuple(_with_passages(organisation, base) for organisation in base.organisations)
    known = _vectors_of_texts(base)
    rng = np.random.default_rng(SEED)
    texts = PassageTexts.of_records(organisation_passages(record, base.taxonomy) for record in records)
    _, first_of_text = np.unique(texts.passages[:, 0], return_index=True)
    _, first_of_record = np.unique(texts.passages[:, 1], return_index=True)
    profiles = texts.passages[first_of_record, 0][texts.passages[first_of_text, 1]]
    vectors = [
        known.get(text, _vectors_near(known[texts.texts[profile]], len(chunks), rng))
        for text, chunks, profile in zip(texts.texts, texts.chunks, profiles, strict=True)
    ]
    collection = Collection.of_texts(texts, np.concatenate(vectors, dtype=np.float32))
    return replace(base, corpus=replace(base.corpus, organisations=records), organisation_passages=collection)


def _with_passages(organisation: Organisation, base: KnowledgeBase) -> Organisation:
    """Add activities, with a sentence of the organisation's own for their title, up to FEWEST_PASSAGES."""
    there = len(list(organisation_passages(organisation, base.taxonomy)))
    sentences = split_sentences(organisation.summary) or [organisation.name]
    added = [
        Activity(title=f"{sentences[place % len(sentences)][:300]} ({place + 1})")
        for place in range(FEWEST_PASSAGES - there)
    ]
    return organisation.model_copy(update={"activities": (*organisation.activities, *added)})


def _vectors_of_texts(base: KnowledgeBase) -> dict[str, Vectors]:
    collection = base.organisation_passages
    vectors, first = as_floats(collection.vectors), collection.first_vector
    return {text: vectors[first[row] : first[row + 1]] for row, text in enumerate(collection.texts)}


def _vectors_near(profile: Vectors, chunks: int, rng: np.random.Generator) -> Vectors:
    """Return vectors for the chunks of a text that has none, near those of the profile."""
    return moved(np.resize(profile, (chunks, profile.shape[1])), rng)
