"""Words to texts: BM25 (Robertson and Zaragoza 2009), weighed by bm25s when an index is built.

Searching needs three arrays and no library: bm25s would load SciPy at each start.
"""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Rows = NDArray[np.int64]
MANY = 50_000  # texts from which on frequent words are looked up where they can matter instead of added everywhere
FREQUENT = 200  # a word that more than one text in so many holds
SAMPLED = 16  # one score in so many tells about where the best begin
_WORD = re.compile(r"\w+")
# Words that carry no topic; the same list for texts and queries, so that a phrase is matched by what it is about.
STOPWORDS = frozenset(
    """a about after all also an and any are as at be because been before being between both but by can could
    did do does for from had has have her him his how i if in into is it its may me more most my no not of on or
    other our out over own shall she should so some such than that the their them then there these they this
    those through to under until up us was we were what when where which while who whom why will with would you
    your""".split()
)


@lru_cache(maxsize=1)
def _bm25s() -> Any:
    import bm25s  # noqa: PLC0415  heavy, and needed at build time only

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it asks to be heard at DEBUG
    return bm25s


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer  # noqa: PLC0415  part of the lexical index alone

    return Stemmer.Stemmer("english")


def analyse(text: str) -> list[str]:
    """Split `text` into lower-case stems without diacritics, so that `Łódź` is found by `lodz`."""
    folded = unicodedata.normalize("NFKD", text).casefold().replace("ł", "l").replace("ø", "o").replace("đ", "d")
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    words = [word for word in _WORD.findall(bare) if word not in STOPWORDS and (len(word) > 1 or word.isdigit())]
    return list(_stemmer().stemWords(words))


@dataclass(frozen=True)
class LexicalIndex:
    """BM25 over `size` texts, word by word.

    The texts that hold word w of `vocabulary` are `rows[starts[w]:starts[w + 1]]`, ascending, and `weights` says how
    much the word counts there. `starts` has shape (words + 1,), `rows` and `weights` (words in texts,).
    """

    size: int
    vocabulary: dict[str, int]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: Scores

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index `texts`; row i of every score is text i."""
        vocabulary: dict[str, int] = {}
        ids = [[vocabulary.setdefault(word, len(vocabulary)) for word in analyse(text)] for text in texts]
        if not vocabulary:
            nothing = np.zeros(0, dtype=np.int32)
            return cls(len(texts), {}, np.zeros(1, dtype=np.int64), nothing, nothing.astype(np.float32))
        retriever = _bm25s().BM25()
        retriever.index(_bm25s().tokenization.Tokenized(ids, dict(vocabulary)), show_progress=False)
        columns = retriever.scores
        starts, rows = columns["indptr"].astype(np.int64), columns["indices"].astype(np.int32)
        words = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        order = np.lexsort((rows, words))
        return cls(len(texts), vocabulary, starts, rows[order], columns["data"].astype(np.float32)[order])

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read an index that `save` wrote; rows and weights stay on disk until they are used."""
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        rows, weights = (np.load(folder / f"{name}.npy", "r", allow_pickle=False) for name in ("rows", "weights"))
        starts = np.load(folder / "starts.npy", allow_pickle=False)
        vocabulary = {word: number for number, word in enumerate(words["vocabulary"])}
        return cls(words["size"], vocabulary, starts, rows, weights)

    def save(self, folder: Path) -> None:
        """Write the index to `folder`, as NumPy arrays and JSON."""
        folder.mkdir(parents=True, exist_ok=True)
        words = json.dumps({"size": self.size, "vocabulary": list(self.vocabulary)}, ensure_ascii=False)
        (folder / "words.json").write_text(words, encoding="utf-8")
        for name in ("starts", "rows", "weights"):
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)

    @cached_property
    def peaks(self) -> Scores:
        """The most that each word counts in any text, shape (words,)."""
        return np.maximum.reduceat(self.weights, self.starts[:-1]) if len(self.vocabulary) else self.weights

    def scores(self, query: str) -> Scores:
        """Return the BM25 score of every text for `query`, shape (size,), 0 where no word is shared."""
        scores = np.zeros(self.size, dtype=np.float32)
        for number in self._words(query):
            rows, weights = self._texts_with(number)
            scores[rows] += weights
        return scores

    def search(self, query: str, count: int, also: Rows) -> tuple[Rows, Scores]:
        """Return the `count` texts with the best scores above 0 and those of `also`, by row, with their scores.

        Where texts are many, words are added from the rarest on, until those that are left could not bring another
        text among the best (MaxScore, Turtle and Flood 1995); the result is the same but for rounding.
        """
        if self.size < MANY:
            scores = self.scores(query)
            found = np.union1d(also, _best(scores, count))
            return found, scores[found]
        words = sorted(self._words(query), key=lambda word: -float(self.peaks[word]))
        left = np.cumsum([0.0, *(float(self.peaks[word]) for word in reversed(words))])[::-1]
        scores, added, bound = np.zeros(self.size, dtype=np.float32), 0, 0.0
        for word in words:
            rows, weights = self._texts_with(word)
            if len(rows) > self.size // FREQUENT:
                bound = _least_of_best(scores, count)
                if left[added] < bound:
                    break
            scores[rows] += weights
            added += 1
        else:
            bound = _least_of_best(scores, count)
        likely = np.flatnonzero(scores >= bound - left[added]) if bound > 0 else np.flatnonzero(scores)
        found = np.union1d(likely, also)
        values = scores[found]
        for word in words[added:]:
            values += self._weights_in(word, found)
        best = np.isin(found, also, assume_unique=True)
        best[_best(values, count)] = True
        return found[best], values[best]

    def _words(self, query: str) -> list[int]:
        known = (self.vocabulary.get(word) for word in dict.fromkeys(analyse(query)))
        return [number for number in known if number is not None]

    def _texts_with(self, word: int) -> tuple[NDArray[np.int32], Scores]:
        held = slice(self.starts[word], self.starts[word + 1])
        return self.rows[held], self.weights[held]

    def _weights_in(self, word: int, texts: Rows) -> Scores:
        """Return how much a word counts in each of some texts, 0 where it is not."""
        rows, weights = self._texts_with(word)
        places = np.minimum(np.searchsorted(rows, texts.astype(np.int32)), len(rows) - 1)
        return np.where(rows[places] == texts, weights[places], np.float32(0))


def _best(scores: Scores, count: int) -> Rows:
    """Return the rows of the `count` largest scores above 0, in any order."""
    count = min(count, len(scores))
    if not count:
        return np.zeros(0, dtype=np.int64)
    rows = np.argpartition(-scores, count - 1)[:count]
    return rows[scores[rows] > 0]


def _least_of_best(scores: Scores, count: int) -> float:
    """Return the `count`-th largest score, or 0 where fewer are above 0.

    A sample tells which few scores have to be put in order.
    """
    sample = scores[::SAMPLED]
    enough = 2 * count // SAMPLED + 10
    if enough < len(sample):
        guess = np.partition(sample, len(sample) - enough)[len(sample) - enough]
        likely = scores[scores >= guess] if guess > 0 else scores[scores > 0]
        if len(likely) >= count:
            return float(np.partition(likely, len(likely) - count)[len(likely) - count])
    likely = scores[scores > 0]
    return float(np.partition(likely, len(likely) - count)[len(likely) - count]) if len(likely) >= count > 0 else 0.0
