"""The passages of one kind of record, searchable by meaning and by words.

A text is embedded and indexed once, however many records share it: the partners of one project share its activity.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from matcher.encoders import Encoder, Vectors
from matcher.encoders.cache import Progress, VectorCache
from matcher.indexes import Rows, VectorIndex, build_index, load_index
from matcher.lexical import LexicalIndex
from matcher.passages import Part, Passage, chunk_text

PARTS: tuple[Part, ...] = get_args(Part)
Scores = NDArray[np.float32]
PassageTable = NDArray[np.int32]  # columns of shape (passages, 4): text, record, part, position


@dataclass(frozen=True)
class Hits:
    """What a search found: text rows with their cosine and BM25 scores, all three of shape (hits,)."""

    texts: Rows
    dense: Scores
    lexical: Scores


@dataclass(frozen=True)
class Collection:
    """Texts, the passages that they stand for, and the two indexes over them.

    `passages` is sorted by text; `first_passage` and `first_vector`, of shape (texts + 1,), say where the
    passages and the chunk vectors of each text begin. `vectors` has shape (chunks, dimension).
    """

    texts: list[str]
    passages: PassageTable
    first_passage: Rows
    vectors: Vectors
    first_vector: Rows
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
        passages = np.array(sorted(table), dtype=np.int32).reshape(-1, 4)
        return cls(
            texts,
            passages,
            _starts(np.bincount(passages[:, 0], minlength=len(texts))),
            vectors,
            _starts(np.array([len(some) for some in chunks], dtype=np.int64)),
            build_index(vectors),
            LexicalIndex.build(texts),
        )

    def save(self, folder: Path) -> None:
        """Write everything to `folder`: JSON lines, NumPy arrays, a faiss file."""
        folder.mkdir(parents=True)
        with (folder / "texts.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(text, ensure_ascii=False) + "\n" for text in self.texts)
        for name in ("passages", "first_passage", "vectors", "first_vector"):
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)
        self.dense.save(folder / "dense.faiss")
        self.lexical.save(folder / "lexical")

    @classmethod
    def load(cls, folder: Path) -> Collection:
        """Read what `save` wrote; vectors stay on disk until they are used."""
        with (folder / "texts.jsonl").open(encoding="utf-8") as file:
            texts = [json.loads(line) for line in file]
        arrays = {
            name: np.load(folder / f"{name}.npy", allow_pickle=False)
            for name in ("passages", "first_passage", "first_vector")
        }
        vectors = np.load(folder / "vectors.npy", mmap_mode="r", allow_pickle=False)
        dense = load_index(folder / "dense.faiss")
        return cls(texts=texts, vectors=vectors, dense=dense, lexical=LexicalIndex.load(folder / "lexical"), **arrays)

    def search(self, texts: list[str], vectors: Vectors, depth: int) -> list[Hits]:
        """Return, for each query, the `depth` best texts by meaning and the `depth` best by words.

        Each hit carries both of its scores, whichever search found it: cosine in [-1, 1] of its best chunk, and
        BM25 from 0 up.
        """
        if not self.texts:
            empty = np.zeros(0, dtype=np.float32)
            return [Hits(np.zeros(0, dtype=np.int64), empty, empty) for _ in texts]
        # One text can take several of the places in a ranking of chunks: look as deep as `depth` texts may need.
        most_chunks = int(np.diff(self.first_vector).max())
        spare = min(depth * (most_chunks - 1), len(self.vectors) - len(self.texts))
        chunk_rows, _ = self.dense.search(vectors, depth + spare)
        text_of_chunk = np.repeat(np.arange(len(self.texts)), np.diff(self.first_vector))
        return [
            self._join(_first_different(text_of_chunk[rows], depth), self.lexical.scores(text), vector, depth)
            for text, vector, rows in zip(texts, vectors, chunk_rows, strict=True)
        ]

    def _join(self, near: Rows, lexical: Scores, vector: Vectors, depth: int) -> Hits:
        count = min(depth, len(lexical))
        by_words = np.argpartition(-lexical, count - 1)[:count]
        rows = np.union1d(near, by_words[lexical[by_words] > 0])
        return Hits(rows, self.cosines(rows, vector), lexical[rows])

    def cosines(self, texts: Rows, vector: Vectors, centre: Vectors | None = None) -> Scores:
        """Return the cosine of each text's best chunk with `vector`, as seen from `centre`, shape (len(texts),)."""
        counts = np.diff(self.first_vector)[texts]
        starts = _starts(counts)
        chunks = np.arange(starts[-1]) + np.repeat(self.first_vector[texts] - starts[:-1], counts)
        products = np.asarray(_cosines(self.vectors[chunks], vector, centre), dtype=np.float32)
        return np.maximum.reduceat(products, starts[:-1]) if len(texts) else products

    def mean_vector(self, texts: Rows) -> Vectors:
        """Return the mean vector of the first chunks of some texts, shape (dimension,)."""
        return np.asarray(self.vectors[self.first_vector[texts]].mean(axis=0), dtype=np.float32)

    def passages_of(self, texts: Rows) -> tuple[Rows, PassageTable]:
        """Return the passages that `texts` stand for, and for each the position of its text in `texts`."""
        counts = np.diff(self.first_passage)[texts]
        starts = _starts(counts)
        rows = np.arange(starts[-1]) + np.repeat(self.first_passage[texts] - starts[:-1], counts)
        return np.repeat(np.arange(len(texts)), counts), self.passages[rows]

    def record_vectors(self, size: int) -> Vectors:
        """Return the mean direction of each record's passages, shape (size, dimension), unit length or 0."""
        sums = np.zeros((size, self.vectors.shape[1]), dtype=np.float32)
        if len(self.texts):
            texts = np.add.reduceat(np.asarray(self.vectors), self.first_vector[:-1], axis=0)
            np.add.at(sums, self.passages[:, 1], texts[self.passages[:, 0]])
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(sums / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _cosines(vectors: Vectors, vector: Vectors, centre: Vectors | None) -> Scores:
    """Return the cosines of unit vectors with a unit vector, after both moved so that `centre` is the origin."""
    products = vectors @ vector
    if centre is None:
        return products
    along, length, reach = vectors @ centre, float(centre @ centre), float(centre @ vector)
    norms = np.sqrt(np.maximum((1 - 2 * along + length) * (1 - 2 * reach + length), 1e-12))
    return np.asarray((products - along - reach + length) / norms)


def _first_different(texts: Rows, depth: int) -> Rows:
    """Return the first `depth` different texts of a ranking."""
    _, first = np.unique(texts, return_index=True)
    return texts[np.sort(first)[:depth]]


def _starts(counts: NDArray[np.int64]) -> Rows:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
