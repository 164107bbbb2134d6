"""The words of texts that came after an index was built, weighed as it weighs its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.bm25 import frequency, rareness
from matcher.lexical import LexicalIndex, Rows, Scores, analyse
from matcher.rows.spans import starts_of


def index_like(base: LexicalIndex, texts: Sequence[str]) -> LexicalIndex:
    """Index `texts`; how rare a word is and how long a text is are judged by the texts of `base`.

    A word that `base` does not know is as rare as one that these texts hold as often.
    """
    counts = [Counter(analyse(text)) for text in texts]
    postings: dict[str, list[tuple[int, int]]] = {}
    for row, words in enumerate(counts):
        for word, times in words.items():
            postings.setdefault(word, []).append((row, times))
    lengths = np.array([words.total() for words in counts], dtype=np.int64)
    holding = np.array([_holding(base, word, len(some)) for word, some in postings.items()], dtype=np.int64)
    rare = rareness(base.size, np.minimum(holding, base.size))
    pairs = np.array([pair for some in postings.values() for pair in some], dtype=np.int64).reshape(-1, 2)
    sizes = np.array([len(some) for some in postings.values()], dtype=np.int64)
    weights = np.repeat(rare, sizes) * frequency(pairs[:, 1], lengths[pairs[:, 0]], base.mean_length)
    return LexicalIndex(
        len(texts),
        base.mean_length,
        {word: number for number, word in enumerate(postings)},
        starts_of(sizes),
        pairs[:, 0].astype(np.int32),
        weights.astype(np.float32),
    )


def _holding(base: LexicalIndex, word: str, added: int) -> int:
    """Return how many texts of `base` hold a word; of one that none holds, how many of the `added` do."""
    number = base.vocabulary.get(word)
    return added if number is None else int(base.starts[number + 1] - base.starts[number])


@dataclass(frozen=True)
class JoinedLexicalIndex(LexicalIndex):
    """An index and then the texts that were `added`; those of rows `dead` score 0. `size` counts all."""

    added: LexicalIndex
    dead: Rows

    @classmethod
    def of(cls, base: LexicalIndex, added: LexicalIndex, dead: Rows) -> JoinedLexicalIndex:
        """Join two indexes."""
        size = base.size + added.size
        return cls(
            size, base.mean_length, base.vocabulary, base.starts, base.rows, base.weights, added=added, dead=dead
        )

    def scores(self, query: str) -> Scores:
        """Return the BM25 score of every text for `query`, shape (size,), 0 where no word is shared."""
        scores = super().scores(query)
        scores[self.size - self.added.size :] += self.added.scores(query)
        scores[self.dead] = 0
        return scores
