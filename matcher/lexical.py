"""Words to texts: BM25 (Robertson and Zaragoza 2009), weighed when an index is built."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.bm25 import weigh
from matcher.rows.sets import joined

Scores = NDArray[np.float32]
Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
SAMPLE = 20_000  # scores that tell about where the best of all begin
SURER = 20  # more of the sample than are likely to be needed
_ARRAYS = ("starts", "rows", "weights")
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
def _stemmer() -> Any:
    import Stemmer  # noqa: PLC0415  part of the lexical index alone

    return Stemmer.Stemmer("english")


def analyse(text: str) -> list[str]:
    """Split `text` into lower-case stems without diacritics, so that `Łódź` is found by `lodz`."""
    return list(_stemmer().stemWords(_about_something(_split(text))))


def _split(text: str) -> list[str]:
    return _WORD.findall(text.lower() if text.isascii() else text.translate(_FOLDED))


def _about_something(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in STOPWORDS and (len(word) > 1 or word.isdigit())]


class _Folded(dict[int, str]):
    """Letters as they are compared, by code point: small and without diacritics."""

    def __missing__(self, letter: int) -> str:
        small = unicodedata.normalize("NFKD", chr(letter)).casefold()
        small = small.replace("ł", "l").replace("ø", "o").replace("đ", "d")
        self[letter] = "".join(each for each in small if not unicodedata.combining(each))
        return self[letter]


_FOLDED = _Folded()


@dataclass(frozen=True)
class LexicalIndex:
    """BM25 over `size` texts, word by word.

    The texts that hold word w of `vocabulary` are `rows[starts[w]:starts[w + 1]]`, ascending, and `weights` says how
    much the word counts there. `starts` has shape (words + 1,), `rows` and `weights` (words in texts,). `mean_length`
    is the number of words that a text has on average, repeated ones counted again.
    """

    size: int
    mean_length: float
    vocabulary: dict[str, int]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: Scores

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index `texts`; row i of every score is text i."""
        vocabulary: dict[str, int] = {}
        weighed = weigh(_numbers(texts, vocabulary), vocabulary)
        return cls(len(texts), weighed.mean_length, vocabulary, weighed.starts, weighed.rows, weighed.weights)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read an index that `save` wrote; rows and weights stay on disk until they are used."""
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        starts, rows, weights = (
            np.load(folder / f"{name}.npy", "r", allow_pickle=False).view(np.ndarray) for name in _ARRAYS
        )
        vocabulary = {word: number for number, word in enumerate(words["vocabulary"])}
        return cls(words["size"], words["mean_length"], vocabulary, starts, rows, weights)

    def save(self, folder: Path) -> None:
        """Write the index to `folder`, as NumPy arrays and JSON."""
        folder.mkdir(parents=True, exist_ok=True)
        words = {"size": self.size, "mean_length": self.mean_length, "vocabulary": list(self.vocabulary)}
        (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)

    def scores(self, query: str) -> Scores:
        """Return the BM25 score of every text for `query`, shape (size,), 0 where no word is shared."""
        scores = np.zeros(self.size, dtype=np.float32)
        for number in self._words(query):
            held = slice(self.starts[number], self.starts[number + 1])
            scores[self.rows[held]] += self.weights[held]
        return scores

    def search(self, query: str, count: int, also: Rows, among: Mask | None = None) -> tuple[Rows, Scores]:
        """Return the `count` texts with the best scores above 0 and those of `also`, by row, with their scores.

        `among`, of shape (size,), tells which texts may be found; None means all.
        """
        scores = self.scores(query)
        rows = joined(also, _best(scores if among is None else scores * among, count))
        return rows, scores[rows]

    def _words(self, query: str) -> list[int]:
        known = (self.vocabulary.get(word) for word in dict.fromkeys(analyse(query)))
        return [number for number in known if number is not None]


def _numbers(texts: Iterable[str], vocabulary: dict[str, int]) -> Iterator[list[int]]:
    """Yield the numbers of the words that `analyse` gives; a new one is added to `vocabulary`.

    Each word is stemmed once, since stemming takes longer than all else.
    """
    known: dict[str, int] = {}
    for text in texts:
        words = _split(text)
        for word in words:
            if word not in known:
                known[word] = -1
                if _about_something([word]):
                    known[word] = vocabulary.setdefault(_stemmer().stemWord(word), len(vocabulary))
        yield [number for word in words if (number := known[word]) >= 0]


def _best(scores: Scores, count: int) -> Rows:
    """Return the rows of the `count` largest scores above 0, in any order."""
    rows = np.flatnonzero(scores >= _guess(scores, count))
    if len(rows) < count:
        rows = np.flatnonzero(scores)
    if len(rows) <= count:
        return rows
    return rows[np.argpartition(-scores[rows], count)[:count]]


def _guess(scores: Scores, count: int) -> float:
    """Return a score that somewhat more than `count` texts are likely to reach, infinity where few have any.

    A sample of the texts tells.
    """
    sample = scores[:: len(scores) // SAMPLE + 1]
    wanted = int(1.2 * count * len(sample) / max(len(scores), 1)) + SURER
    sample = sample[sample > 0]
    if len(sample) < wanted:
        return float("inf")
    return float(np.partition(sample, len(sample) - wanted)[len(sample) - wanted])
