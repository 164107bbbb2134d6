"""The passages of one kind of record, searchable by meaning and by words.

A text is embedded and indexed once, however many records share it: the partners of one project share its activity.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from matcher.encoders import Encoder, Vectors
from matcher.encoders.cache import Progress, VectorCache
from matcher.indexes import Rows, VectorIndex, build_index, is_many, load_index
from matcher.indexes.kept_vectors import KeptVectors, as_floats, compacted, products
from matcher.lexical import LexicalIndex
from matcher.lines import LineFile, write_lines
from matcher.passages import Part, Passage, chunk_text
from matcher.row_sets import distinct

PARTS: tuple[Part, ...] = get_args(Part)
Scores = NDArray[np.float32]
FEWEST_FOR_USUAL = 50  # activities; the mean of fewer is too much about each of them
SPARE = 64  # chunks that are looked at beyond the texts that are wanted, where some texts have several
_ARRAYS = ("passages", "first_passage", "vectors", "first_vector", "usual")
_TEXTS_AT_ONCE = 65_536
PassageTable = NDArray[np.int32]  # columns of shape (passages, 4): text, record, part, position


@dataclass(frozen=True)
class Hits:
    """What a search found: text rows with their cosine and BM25 scores, all of shape (hits,).

    `contrast` holds the cosines as seen from what activities are usually like, those of `dense` where that is unknown.
    """

    texts: Rows
    dense: Scores
    lexical: Scores
    contrast: Scores


@dataclass(frozen=True)
class Collection:
    """Texts, the passages that they stand for, and the two indexes over them.

    `passages` is sorted by text; `first_passage` and `first_vector`, of shape (texts + 1,), say where the
    passages and the chunk vectors of each text begin. `vectors` has shape (chunks, dimension). `usual`, of shape
    (dimension,), is the mean vector of the activities, or empty where these are too few for one that means something.
    """

    texts: Sequence[str]
    passages: PassageTable
    first_passage: Rows
    vectors: KeptVectors
    first_vector: Rows
    usual: Vectors
    dense: VectorIndex
    lexical: LexicalIndex

    @classmethod
    def build(
        cls,
        passages_of_records: Iterable[Iterable[Passage]],
        encoder: Encoder,
        cache: VectorCache,
        progress: Progress = lambda _done, _total: None,
    ) -> Collection:
        """Index the passages of records 0, 1, 2 …; `progress` hears of chunks done since last, and of all."""
        text_rows: dict[str, int] = {}
        table = [
            (
                text_rows.setdefault(passage.text, len(text_rows)),
                record,
                PARTS.index(passage.part),
                passage.position,
            )
            for record, passages in enumerate(passages_of_records)
            for passage in passages
        ]
        texts = list(text_rows)
        chunks = [chunk_text(text) for text in texts]
        vectors = cache.encode(encoder, [chunk for some in chunks for chunk in some], progress)
        return cls.of_vectors(texts, np.array(table, dtype=np.int32).reshape(-1, 4), list(map(len, chunks)), vectors)

    @classmethod
    def of_vectors(
        cls, texts: Sequence[str], table: PassageTable, chunks: Sequence[int], vectors: Vectors
    ) -> Collection:
        """Index texts of which `chunks` says how many vectors each has; `table` holds passages in any order."""
        passages = table[np.lexsort(table.T[::-1])]
        first_vector = _starts(np.array(chunks, dtype=np.int64))
        kept = compacted(vectors) if is_many(len(vectors)) else vectors
        return cls(
            texts,
            passages,
            _starts(np.bincount(passages[:, 0], minlength=len(texts))),
            kept,
            first_vector,
            _usual_activity(passages, kept, first_vector),
            build_index(kept),
            LexicalIndex.build(texts),
        )

    def save(self, folder: Path) -> None:
        """Write everything to `folder`: JSON lines, NumPy arrays, a faiss file where there are many vectors."""
        folder.mkdir(parents=True)
        write_lines(folder / "texts.jsonl", (json.dumps(text, ensure_ascii=False) for text in self.texts))
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)
        self.dense.save(folder / "dense.faiss")
        self.lexical.save(folder / "lexical")

    @classmethod
    def load(cls, folder: Path) -> Collection:
        """Read what `save` wrote; texts, vectors and passages stay on disk until they are used."""
        arrays = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False).view(np.ndarray)
            for name in _ARRAYS
        }
        texts: LineFile[str] = LineFile(folder / "texts.jsonl", json.loads)
        dense = load_index(folder / "dense.faiss", arrays["vectors"])
        return cls(texts=texts, dense=dense, lexical=LexicalIndex.load(folder / "lexical"), **arrays)

    def search(self, texts: list[str], vectors: Vectors, depth: int) -> list[Hits]:
        """Return, for each query, the `depth` best texts by meaning and the `depth` best by words.

        Each hit carries both of its scores, whichever search found it: cosine in [-1, 1] of its best chunk, and
        BM25 from 0 up.
        """
        if not self.texts:
            empty = np.zeros(0, dtype=np.float32)
            return [Hits(np.zeros(0, dtype=np.int64), empty, empty, empty) for _ in texts]
        near = self._near(vectors, depth)
        found = [self.lexical.search(text, depth, rows) for text, rows in zip(texts, near, strict=True)]
        return [
            Hits(rows, lexical=lexical, **self._both_cosines(rows, vector))
            for (rows, lexical), vector in zip(found, vectors, strict=True)
        ]

    def _near(self, vectors: Vectors, depth: int) -> list[Rows]:
        """Return the `depth` texts nearest to each vector.

        One text can take several of the places in a ranking of chunks, so we look deeper until there are enough.
        """
        if len(self.vectors) == len(self.texts):
            return list(self.dense.search(vectors, depth)[0])
        deep = depth * len(self.vectors) // len(self.texts) + SPARE
        while True:
            chunks, _ = self.dense.search(vectors, deep)
            texts = [self._texts_of(rows) for rows in chunks]
            fewest = min((len(distinct(some)) for some in texts), default=depth)
            if fewest >= min(depth, len(self.texts)) or deep >= len(self.vectors):
                return [_first_different(some, depth) for some in texts]
            deep *= 2

    def _texts_of(self, chunks: Rows) -> Rows:
        return np.searchsorted(self.first_vector, chunks, side="right") - 1

    def cosines(self, texts: Rows, vector: Vectors) -> Scores:
        """Return the cosine of each text's best chunk with `vector`, shape (len(texts),)."""
        chunks, starts = self._chunks_of(texts)
        return _best_of_spans(products(self.vectors[chunks], vector), starts)

    def _both_cosines(self, texts: Rows, vector: Vectors) -> dict[str, Scores]:
        """Return `dense` and `contrast` of some texts, reading their vectors once."""
        chunks, starts = self._chunks_of(texts)
        if not len(self.usual):
            dense = _best_of_spans(products(self.vectors[chunks], vector), starts)
            return {"dense": dense, "contrast": dense}
        vectors = as_floats(self.vectors[chunks])
        straight, along = vectors @ vector, vectors @ self.usual
        contrast = _seen_from(self.usual, straight, along, float(self.usual @ vector))
        return {"dense": _best_of_spans(straight, starts), "contrast": _best_of_spans(contrast, starts)}

    def _chunks_of(self, texts: Rows) -> tuple[Rows, Rows]:
        """Return the chunks of some texts, one text after the other, and where those of each begin and the last end."""
        counts = self.first_vector[texts + 1] - self.first_vector[texts]
        starts = _starts(counts)
        return np.arange(starts[-1]) + np.repeat(self.first_vector[texts] - starts[:-1], counts), starts

    def passages_of(self, texts: Rows) -> tuple[Rows, PassageTable]:
        """Return the passages that `texts` stand for, and for each the position of its text in `texts`."""
        counts = self.first_passage[texts + 1] - self.first_passage[texts]
        starts = _starts(counts)
        rows = np.arange(starts[-1]) + np.repeat(self.first_passage[texts] - starts[:-1], counts)
        return np.repeat(np.arange(len(texts)), counts), self.passages[rows]

    def record_vectors(self, size: int) -> Vectors:
        """Return the mean direction of each record's passages, shape (size, dimension), unit length or 0."""
        sums = np.zeros((size, self.vectors.shape[1]), dtype=np.float32)
        for start in range(0, len(self.texts), _TEXTS_AT_ONCE):
            end = min(start + _TEXTS_AT_ONCE, len(self.texts))
            chunks = as_floats(self.vectors[self.first_vector[start] : self.first_vector[end]])
            texts = np.add.reduceat(chunks, self.first_vector[start:end] - self.first_vector[start], axis=0)
            passages = self.passages[self.first_passage[start] : self.first_passage[end]]
            np.add.at(sums, passages[:, 1], texts[passages[:, 0] - start])
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(sums / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _usual_activity(passages: PassageTable, vectors: KeptVectors, first_vector: Rows) -> Vectors:
    """Return the mean of the first vectors of all activities, shape (dimension,), or (0,) where they are few."""
    texts = np.unique(passages[passages[:, 2] == PARTS.index("activity"), 0])
    if len(texts) < FEWEST_FOR_USUAL:
        return np.zeros(0, dtype=np.float32)
    parts = np.array_split(first_vector[texts], len(texts) // _TEXTS_AT_ONCE + 1)
    total = sum(as_floats(vectors[rows]).sum(axis=0, dtype=np.float64) for rows in parts)
    return np.asarray(total / len(texts), dtype=np.float32)


def _seen_from(centre: Vectors, straight: Scores, along: Scores, reach: float) -> Scores:
    """Return the cosines of unit vectors with a unit vector, after all moved so that `centre` is the origin.

    `straight` and `along` are their inner products with that vector and with the centre, `reach` that of these two.
    """
    length = float(centre @ centre)
    norms = np.sqrt(np.maximum((1 - 2 * along + length) * (1 - 2 * reach + length), 1e-12))
    return np.asarray((straight - along - reach + length) / norms, dtype=np.float32)


def _best_of_spans(values: Scores, starts: Rows) -> Scores:
    """Return the largest of the values from each start to the next."""
    return np.maximum.reduceat(values, starts[:-1]) if len(starts) > 1 else values


def _first_different(texts: Rows, depth: int) -> Rows:
    """Return the first `depth` different texts of a ranking."""
    _, first = np.unique(texts, return_index=True)
    return texts[np.sort(first)[:depth]]


def _starts(counts: NDArray[np.int64]) -> Rows:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
