"""Words to texts: BM25 (Robertson and Zaragoza 2009), weighed by bm25s when an index is built.

Searching needs three arrays and no library: bm25s would load SciPy at each start.
"""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
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

    The texts that hold word w of `vocabulary` are `rows[starts[w]:starts[w + 1]]`, each once, and `weights` says how
    much the word counts there. `starts` has shape (words + 1,), `rows` and `weights` (words in texts,).
    """

    size: int
    vocabulary: dict[str, int]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: Scores

    @classmethod
    def build(cls, texts: list[str]) -> LexicalIndex:
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
        return cls(len(texts), vocabulary, starts, rows, columns["data"].astype(np.float32))

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

    def scores(self, query: str) -> Scores:
        """Return the BM25 score of every text for `query`, shape (size,), 0 where no word is shared."""
        scores = np.zeros(self.size, dtype=np.float32)
        for word in dict.fromkeys(analyse(query)):
            if word in self.vocabulary:
                number = self.vocabulary[word]
                held = slice(self.starts[number], self.starts[number + 1])
                scores[self.rows[held]] += self.weights[held]
        return scores
