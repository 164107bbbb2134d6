"""The words of texts that came after an index was built, weighed as it weighs its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.lexical import LexicalIndex, Rows, Scores, analyse

# bm25s's own: Lucene's variant (Kamphuis et al. 2020).
K1, B = 1.5, 0.75


def index_like(base: LexicalIndex, texts: Sequence[str]) -> LexicalIndex:
    """Index `texts`; how rare a word is and how long a text is are judged by the texts of `base`.

    A word that `base` does not know is as rare as one that these texts hold as often.
    """
    counts = [Counter(analyse(text)) for text in texts]
    postings: dict[str, list[tuple[int, int]]] = {}
    for row, words in enumerate(counts):
        for word, times in words.items():
            postings.setdefault(word, []).append((row, times))
    lengths = np.array([words.total() for words in counts], dtype=np.float64)
    norms = K1 * (1 - B + B * lengths / (base.mean_length or 1.0))
    rarities = [_rarity(base, word, len(some)) for word, some in postings.items()]
    pairs = np.array([pair for some in postings.values() for pair in some], dtype=np.int64).reshape(-1, 2)
    sizes = np.array([len(some) for some in postings.values()], dtype=np.int64)
    weights = np.repeat(rarities, sizes) * pairs[:, 1] / (pairs[:, 1] + norms[pairs[:, 0]])
    return LexicalIndex(
        len(texts),
        base.mean_length,
        {word: number for number, word in enumerate(postings)},
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        pairs[:, 0].astype(np.int32),
        weights.astype(np.float32),
    )


def _rarity(base: LexicalIndex, word: str, holding: int) -> float:
    number = base.vocabulary.get(word)
    if number is not None:
        holding = int(base.starts[number + 1] - base.starts[number])
    size = max(base.size, holding)
    return float(np.log(1 + (size - holding + 0.5) / (holding + 0.5)))


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
