"""The passages of one kind of record, searchable by meaning and by words.

A text is embedded and indexed once, however many records share it: the partners of one project share its activity.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.encoders import Encoder, Vectors
from matcher.encoders.cache import Progress, VectorCache
from matcher.indexes import Mask, Rows, VectorIndex, build_index, is_many, load_index
from matcher.indexes.kept_vectors import KeptVectors, as_floats, compacted, products
from matcher.lexical import LexicalIndex
from matcher.passage_texts import PARTS, PassageTable, PassageTexts, encode_together
from matcher.passages import Passage
from matcher.rows.lines import LineFile, write_lines
from matcher.rows.sets import joined, places_of

Scores = NDArray[np.float32]
FEWEST_FOR_USUAL = 50  # activities; the mean of fewer is too much about each of them
SPARE = 64  # chunks that are looked at beyond the texts that are wanted, where some texts have several
_ARRAYS = ("passages", "first_passage", "vectors", "first_vector", "usual", "usualness")
_TEXTS_AT_ONCE = 65_536
IndexWords = Callable[[Sequence[str]], LexicalIndex]


@dataclass(frozen=True)
class Hits:
    """What a search found: text rows with their cosine and BM25 scores, all of shape (hits,).

    `contrast` holds the cosines as seen from what activities are usually like, those of `dense` where that is unknown.
    `unfiltered` marks what was found when everything might be: what a filter brings up beside it changes no scale.
    """

    texts: Rows
    dense: Scores
    lexical: Scores
    contrast: Scores
    unfiltered: Mask

    def with_more(self, filtered: Hits) -> Hits:
        """Return these hits and those of a search within a filter, by row."""
        texts = joined(self.texts, filtered.texts)
        place, mine = places_of(texts, self.texts)
        other, _ = places_of(texts, filtered.texts)

        def scores(name: str) -> Scores:
            return np.asarray(np.where(mine, _at(getattr(self, name), place), _at(getattr(filtered, name), other)))

        return Hits(texts, scores("dense"), scores("lexical"), scores("contrast"), mine)


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
        usual = _usual_activity(passages, kept, first_vector)
        return cls(
            texts,
            passages,
            starts_of(np.bincount(passages[:, 0], minlength=len(texts))),
            kept,
            first_vector,
            usual,
            _products_of_all(kept, usual) if len(usual) else usual,
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
        chunks, starts = self._chunks_of(texts)
        return _best_of_spans(products(self.vectors[chunks], vector), starts)

    def _both_cosines(self, texts: Rows, vector: Vectors) -> dict[str, Scores]:
        """Return `dense` and `contrast` of some texts."""
        chunks, starts = self._chunks_of(texts)
        straight = products(self.vectors.take(chunks, axis=0), vector)
        dense = _best_of_spans(straight, starts)
        if not len(self.usual):
            return {"dense": dense, "contrast": dense}
        contrast = _seen_from(self.usual, straight, self.usualness[chunks], float(self.usual @ vector))
        return {"dense": dense, "contrast": _best_of_spans(contrast, starts)}

    def _chunks_of(self, texts: Rows) -> tuple[Rows, Rows]:
        """Return the chunks of some texts, one text after the other, and where those of each begin and the last end."""
        counts = self.first_vector[texts + 1] - self.first_vector[texts]
        starts = starts_of(counts)
        return np.arange(starts[-1]) + np.repeat(self.first_vector[texts] - starts[:-1], counts), starts

    def passages_of(self, texts: Rows) -> tuple[Rows, PassageTable]:
        """Return the passages that `texts` stand for, and for each the position of its text in `texts`."""
        counts = self.first_passage[texts + 1] - self.first_passage[texts]
        starts = starts_of(counts)
        rows = np.arange(starts[-1]) + np.repeat(self.first_passage[texts] - starts[:-1], counts)
        return np.repeat(np.arange(len(texts)), counts), self.passages.take(rows, axis=0)

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


def _usual_activity(passages: PassageTable, vectors: KeptVectors, first_vector: Rows) -> Vectors:
    """Return the mean of the first vectors of all activities, shape (dimension,), or (0,) where they are few."""
    texts = np.unique(passages[passages[:, 2] == PARTS.index("activity"), 0])
    if len(texts) < FEWEST_FOR_USUAL:
        return np.zeros(0, dtype=np.float32)
    parts = np.array_split(first_vector[texts], len(texts) // _TEXTS_AT_ONCE + 1)
    total = sum(as_floats(vectors[rows]).sum(axis=0, dtype=np.float64) for rows in parts)
    return np.asarray(total / len(texts), dtype=np.float32)


def _products_of_all(vectors: KeptVectors, vector: Vectors) -> Scores:
    """Return the inner products of all vectors with one, shape (rows,)."""
    parts = np.array_split(np.arange(len(vectors)), len(vectors) // _TEXTS_AT_ONCE + 1)
    return np.concatenate([products(vectors[part[0] : part[-1] + 1], vector) for part in parts if len(part)])


def _at(values: Scores, places: Rows) -> Scores:
    return values[places] if len(values) else np.zeros(len(places), dtype=np.float32)


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


def starts_of(counts: NDArray[np.int64]) -> Rows:
    """Return where spans of these lengths begin and the last one ends, shape (len(counts) + 1,)."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
