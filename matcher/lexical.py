"""Words to texts: BM25 (Robertson and Zaragoza 2009, as implemented by bm25s)."""

from __future__ import annotations

import json
import logging
import re
import unicodedata
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
    import bm25s  # noqa: PLC0415  loaded where words are searched

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


class LexicalIndex:
    """BM25 over a list of texts."""

    def __init__(self, retriever: Any, size: int) -> None:
        self._retriever = retriever
        self._size = size

    @classmethod
    def build(cls, texts: list[str]) -> LexicalIndex:
        """Index `texts`; row i of every score is text i."""
        vocabulary: dict[str, int] = {}
        ids = [[vocabulary.setdefault(word, len(vocabulary)) for word in analyse(text)] for text in texts]
        retriever = _bm25s().BM25()
        if vocabulary:
            retriever.index(_bm25s().tokenization.Tokenized(ids, vocabulary), show_progress=False)
        return cls(retriever if vocabulary else None, len(texts))

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read an index that `save` wrote."""
        size = json.loads((folder / "size.json").read_text())
        has_words = (folder / "params.index.json").is_file()
        return cls(_bm25s().BM25.load(str(folder), load_vocab=True) if has_words else None, size)

    def save(self, folder: Path) -> None:
        """Write the index to `folder`, as NumPy arrays and JSON."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "size.json").write_text(json.dumps(self._size))
        if self._retriever is not None:
            self._retriever.save(str(folder), show_progress=False)

    def scores(self, query: str) -> Scores:
        """Return the BM25 score of every text for `query`, shape (size,), 0 where no word is shared."""
        if self._retriever is None:
            return np.zeros(self._size, dtype=np.float32)
        words = [word for word in dict.fromkeys(analyse(query)) if word in self._retriever.vocab_dict]
        if not words:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._retriever.get_scores(words), dtype=np.float32)
