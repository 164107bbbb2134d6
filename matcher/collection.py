"""The passages of one kind of record, searchable by meaning and by words.

A text is embedded and indexed once, however many records share it: the partners of one project share its activity.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matcher.contrast import cosines_seen_from, usual_activity, usualness_of
from matcher.encoders import Encoder, Vectors
from matcher.encoders.cache import Progress, VectorCache
from matcher.hits import Hits, Scores
from matcher.indexes import Mask, Rows, VectorIndex, build_index, is_many, load_index
from matcher.indexes.kept_vectors import KeptVectors, as_floats, compacted, products
from matcher.lexical import LexicalIndex
from matcher.passage_texts import PassageTable, PassageTexts, encode_together
from matcher.passages import Passage
from matcher.rows.lines import LineFile, write_lines
from matcher.rows.spans import largest_of, rows_of, starts_of

SPARE = 64  # chunks that are looked at beyond the texts that are wanted, where some texts have several
_ARRAYS = ("passages", "first_passage", "vectors", "first_vector", "usual", "usualness")
_TEXTS_AT_ONCE = 65_536
IndexWords = Callable[[Sequence[str]], LexicalIndex]


@dataclass(frozen=True)
class Collection:
    """Texts, the passages that they stand for, and the two indexes over them.

    `passages` is sorted by text; `first_passage` and `first_vector`, of shape (texts + 1,), say where the
    passages and the chunk vectors of each text begin. `vectors` has shape (chunks, dimension). `usual`, of shape
    (dimension,), is the mean vector of the activities, or empty where these are too few for one that means something;
    `usualness`, of shape (chunks,), are the inner products of `vectors` with it, or empty as well.
    """

    texts: Sequence[str]
    passages: PassageTable
    first_passage: Rows
    vectors: KeptVectors
    first_vector: Rows
    usual: Vectors
    usualness: Scores
    dense: VectorIndex
    lexical: LexicalIndex

    @classmethod
    def build(
        cls,
        passages_of_records: Iterable[Iterable[Passage]],
        encoder: Encoder,
        cache: VectorCache,
        progress: Progress = lambda _done, _total: None,
        index_words: IndexWords = LexicalIndex.build,
    ) -> Collection:
        """Index the passages of records 0, 1, 2 …; `progress` hears of chunks done since last, and of all.

        `index_words` makes the lexical index.
        """
        texts = PassageTexts.of_records(passages_of_records)
        [vectors] = encode_together([texts], encoder, cache, progress)
        return cls.of_texts(texts, vectors, index_words)

    @classmethod
    def of_texts(
        cls, texts: PassageTexts, vectors: Vectors, index_words: IndexWords = LexicalIndex.build
    ) -> Collection:
        """Index texts whose chunks are encoded already."""
        return cls.of_vectors(texts.texts, texts.passages, list(map(len, texts.chunks)), vectors, index_words)

    @classmethod
    def of_vectors(
        cls,
        texts: Sequence[str],
        table: PassageTable,
        chunks: Sequence[int] | Rows,
        vectors: KeptVectors,
        index_words: IndexWords = LexicalIndex.build,
    ) -> Collection:
        """Index texts of which `chunks` says how many vectors each has; `table` holds passages in any order.

        `vectors` may be compacted already, where floats would take too much memory.
        """
        passages = table[np.lexsort(table.T[::-1])]
        first_vector = starts_of(np.array(chunks, dtype=np.int64))
        kept = _as_kept(vectors)
        usual = usual_activity(passages, kept, first_vector)
        return cls(
            texts,
            passages,
            starts_of(np.bincount(passages[:, 0], minlength=len(texts))),
            kept,
            first_vector,
            usual,
            usualness_of(kept, usual),
            build_index(kept),
            index_words(texts),
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

    def search(self, texts: Sequence[str], vectors: Vectors, depth: int, among: Mask | None = None) -> list[Hits]:
        """Return, for each query, the `depth` best texts by meaning and the `depth` best by words.

        Each hit carries both of its scores, whichever search found it: cosine in [-1, 1] of its best chunk, and
        BM25 from 0 up. `among`, of shape (texts,), tells which texts may be found; None means all.
        """
        near = self._near(vectors, depth, among) if self.texts else [np.zeros(0, dtype=np.int64) for _ in texts]
        found = [self.lexical.search(text, depth, rows, among) for text, rows in zip(texts, near, strict=True)]
        everything = among is None
        return [
            Hits(rows, lexical=lexical, unfiltered=np.full(len(rows), everything), **self._both_cosines(rows, vector))
            for (rows, lexical), vector in zip(found, vectors, strict=True)
        ]

    def texts_of(self, records: Mask) -> Mask:
        """Return which texts stand for a passage of any of the records, given as a mask: shape (texts,)."""
        texts = np.zeros(len(self.texts), dtype=bool)
        texts[self.passages[records[self.passages[:, 1]], 0]] = True
        return texts

    def _near(self, vectors: Vectors, depth: int, among: Mask | None) -> list[Rows]:
        """Return the `depth` texts nearest to each vector.

        One text can take several of the places in a ranking of chunks, so we look deeper until there are enough. What
        is found for one vector does not depend on the others.
        """
        if len(self.vectors) == len(self.texts):
            return list(self.dense.search(vectors, depth, among)[0])
        wanted = min(depth, len(self.texts) if among is None else int(np.count_nonzero(among)))
        chunks_among = None if among is None else np.repeat(among, np.diff(self.first_vector))
        deep = depth * len(self.vectors) // len(self.texts) + SPARE
        found: dict[int, Rows] = {}
        while len(found) < len(vectors):
            short = [query for query in range(len(vectors)) if query not in found]
            chunks, _ = self.dense.search(vectors[short], deep, chunks_among)
            for query, rows in zip(short, chunks, strict=True):
                texts = _first_different(self._texts_of(rows), depth)
                if len(texts) >= wanted or deep >= len(self.vectors):
                    found[query] = texts
            deep *= 2
        return [found[query] for query in range(len(vectors))]

    def _texts_of(self, chunks: Rows) -> Rows:
        return np.searchsorted(self.first_vector, chunks, side="right") - 1

    def cosines(self, texts: Rows, vector: Vectors) -> Scores:
        """Return the cosine of each text's best chunk with `vector`, shape (len(texts),)."""
        chunks, starts = rows_of(texts, self.first_vector)
        return largest_of(products(self.vectors[chunks], vector), starts)

    def _both_cosines(self, texts: Rows, vector: Vectors) -> dict[str, Scores]:
        """Return `dense` and `contrast` of some texts."""
        chunks, starts = rows_of(texts, self.first_vector)
        straight = products(self.vectors.take(chunks, axis=0), vector)
        dense = largest_of(straight, starts)
        if not len(self.usual):
            return {"dense": dense, "contrast": dense}
        contrast = cosines_seen_from(self.usual, straight, self.usualness[chunks], float(self.usual @ vector))
        return {"dense": dense, "contrast": largest_of(contrast, starts)}

    def passages_of(self, texts: Rows) -> tuple[Rows, PassageTable]:
        """Return the passages that `texts` stand for, and for each the position of its text in `texts`."""
        rows, starts = rows_of(texts, self.first_passage)
        return np.repeat(np.arange(len(texts)), np.diff(starts)), self.passages.take(rows, axis=0)

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


def _as_kept(vectors: KeptVectors) -> KeptVectors:
    if not is_many(len(vectors)):
        return as_floats(vectors)
    return vectors if vectors.dtype == np.int16 else compacted(as_floats(vectors))


def _first_different(texts: Rows, depth: int) -> Rows:
    """Return the first `depth` different texts of a ranking."""
    _, first = np.unique(texts, return_index=True)
    return texts[np.sort(first)[:depth]]
