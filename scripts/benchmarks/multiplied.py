"""A larger directory out of a real one: copies of its organisations with some words and every vector changed.

Nothing is encoded: a copy's vectors are those of the original, moved by noise and scaled to length 1 again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from matcher.collection import PARTS, Collection
from matcher.encoders import Vectors
from matcher.indexes.kept_vectors import as_floats
from matcher.knowledge import KnowledgeBase
from matcher.passages import Passage, chunk_text, organisation_passages, split_sentences
from matcher.records import Activity, Organisation

SEED = 20261121
CHANGED_WORDS = 0.1
NOISE = 0.5  # length of the noise against the vector's: the cosine of a copy with its original is about .89
FEWEST_PASSAGES = 3  # of an organisation: where it has fewer, its own sentences are taken for activities
_WORD = re.compile(r"\w{4,}")
Change = Callable[[str], str]


def multiplied(base: KnowledgeBase, size: int) -> KnowledgeBase:
    """Return a knowledge base of `size` organisations: those of `base`, then copies of them, copy after copy."""
    originals = [_with_passages(organisation, base) for organisation in base.organisations]
    words = _words(originals)
    found = list(islice(_copies(originals, words), size))
    records = [record for _, record, _ in found]
    order = sorted(range(size), key=lambda row: records[row].id)
    corpus = replace(base.corpus, organisations=tuple(records[row] for row in order))
    collection = _collection(base, originals, [found[row] for row in order])
    manifest = base.manifest.model_copy(update={"organisations": size, "texts": len(collection.texts)})
    return replace(base, corpus=corpus, organisation_passages=collection, manifest=manifest, name="memory")


def moved(vectors: Vectors, rng: np.random.Generator) -> Vectors:
    """Return unit vectors near the given ones, shape (rows, dimension)."""
    length = NOISE / np.sqrt(vectors.shape[1])
    changed = vectors + np.float32(length) * rng.standard_normal(vectors.shape, dtype=np.float32)
    return np.asarray(changed / np.linalg.norm(changed, axis=1, keepdims=True), dtype=np.float32)


def _with_passages(organisation: Organisation, base: KnowledgeBase) -> Organisation:
    """Add activities, with a sentence of the organisation's own for their title, up to FEWEST_PASSAGES."""
    there = len(list(organisation_passages(organisation, base.taxonomy)))
    sentences = split_sentences(organisation.summary) or [organisation.name]
    added = [
        Activity(title=f"{sentences[place % len(sentences)][:300]} ({place + 1})")
        for place in range(FEWEST_PASSAGES - there)
    ]
    return organisation.model_copy(update={"activities": (*organisation.activities, *added)})


def _words(organisations: Sequence[Organisation]) -> list[str]:
    return sorted({word for each in organisations for word in _WORD.findall(each.summary)})


def _copies(originals: Sequence[Organisation], words: Sequence[str]) -> Iterator[tuple[int, Organisation, int]]:
    """Yield, without end, the number of a copy, the copied record and the row of its original."""
    for row, original in enumerate(originals):
        yield 0, original, row
    number = 0
    while True:
        number += 1
        change = _change(words, np.random.default_rng([SEED, number]))
        for row, original in enumerate(originals):
            yield number, _copied(original, number, change), row


def _change(words: Sequence[str], rng: np.random.Generator) -> Change:
    """Return a change that puts the same other word for some words, wherever they stand."""
    changed = rng.choice(len(words), int(len(words) * CHANGED_WORDS), replace=False)
    others = {words[one]: words[other] for one, other in zip(changed, np.roll(changed, 1), strict=True)}
    return lambda text: _WORD.sub(lambda match: others.get(match[0], match[0]), text)


def _copied(original: Organisation, number: int, change: Change) -> Organisation:
    offers, needs = (
        tuple(each.model_copy(update={"statement": change(each.statement)}) for each in entries)
        for entries in (original.offers, original.needs)
    )
    activities = tuple(
        each.model_copy(
            update={
                "title": change(each.title),
                "summary": change(each.summary),
                "partners": tuple(f"{partner}-{number}" for partner in each.partners),
            }
        )
        for each in original.activities
    )
    return original.model_copy(
        update={
            "id": f"{original.id}-{number}",
            "name": f"{original.name} {number}",
            "aliases": (),
            "summary": change(original.summary),
            "offers": offers,
            "needs": needs,
            "activities": activities,
        }
    )


def _collection(
    base: KnowledgeBase, originals: Sequence[Organisation], found: Sequence[tuple[int, Organisation, int]]
) -> Collection:
    """Index the passages of the copies, each with the vectors of the passage of the original in its place."""
    known = _vectors_of_texts(base)
    passages_of = [list(organisation_passages(each, base.taxonomy)) for each in originals]
    rng = np.random.default_rng(SEED)
    text_rows: dict[str, int] = {}
    table: list[tuple[int, int, int, int]] = []
    chunks: list[int] = []
    vectors: list[Vectors] = []
    for record, (number, organisation, row) in enumerate(found):
        for passage, original in zip(organisation_passages(organisation, base.taxonomy), passages_of[row], strict=True):
            if passage.text not in text_rows:
                text_rows[passage.text] = len(text_rows)
                near = _vectors_near(original, known, passages_of[row][0])
                vectors.append(near if number == 0 and original.text in known else moved(near, rng))
                chunks.append(len(vectors[-1]))
            table.append((text_rows[passage.text], record, PARTS.index(passage.part), passage.position))
    return Collection.of_vectors(
        list(text_rows), np.array(table, dtype=np.int32), chunks, np.concatenate(vectors, dtype=np.float32)
    )


def _vectors_of_texts(base: KnowledgeBase) -> dict[str, Vectors]:
    collection = base.organisation_passages
    vectors, first = as_floats(collection.vectors), collection.first_vector
    return {text: vectors[first[row] : first[row + 1]] for row, text in enumerate(collection.texts)}


def _vectors_near(passage: Passage, known: dict[str, Vectors], profile: Passage) -> Vectors:
    """Return the vectors of a passage; those of the profile, as many as it has chunks, where it has none itself."""
    if passage.text in known:
        return known[passage.text]
    return np.resize(known[profile.text], (len(chunk_text(passage.text)), known[profile.text].shape[1]))
