"""Texts as weighted words and pairs of neighbouring words (tf-idf), used with NumPy alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from matcher.classifiers.linear import LinearModel, Values
from matcher.lexical import analyse

FEWEST_TEXTS = 3  # what fewer texts have teaches little about others


@dataclass(frozen=True)
class WordFeatures:
    """The words and pairs that are counted, with `idf`, the logarithm of how rare each is, of shape (words,)."""

    words: tuple[str, ...]
    idf: Values

    @classmethod
    def fit(cls, texts: Sequence[str]) -> WordFeatures:
        """Choose the words and pairs that at least FEWEST_TEXTS of `texts` have."""
        counts = Counter(word for text in texts for word in set(_words_and_pairs(text)))
        words = tuple(sorted(word for word, count in counts.items() if count >= FEWEST_TEXTS))
        shares = [(1 + len(texts)) / (1 + counts[word]) for word in words]
        return cls(words, np.log(np.array(shares, dtype=np.float32)) + 1)

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {word: column for column, word in enumerate(self.words)}

    def of(self, text: str) -> tuple[list[int], Values]:
        """Return the columns that `text` fills and their values, of unit length."""
        counts = Counter(word for word in _words_and_pairs(text) if word in self._columns)
        columns = [self._columns[word] for word in counts]
        values = (1 + np.log(np.array(list(counts.values()), dtype=np.float32))) * self.idf[columns]
        return columns, values / max(float(np.linalg.norm(values)), 1e-9)

    def matrix(self, texts: Sequence[str]) -> Any:
        """Return all texts as a SciPy sparse matrix, shape (texts, words)."""
        from scipy.sparse import csr_matrix  # noqa: PLC0415  heavy, and needed at build time only

        rows = [self.of(text) for text in texts]
        starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        columns = [column for some, _ in rows for column in some]
        values = np.concatenate([values for _, values in rows]) if rows else np.zeros(0)
        return csr_matrix((values, columns, starts), shape=(len(rows), len(self.words)))

    def logits(self, model: LinearModel, texts: Sequence[str]) -> Values:
        """Return what a model over these features says of each text, shape (texts, labels)."""
        logits = np.tile(model.intercepts, (len(texts), 1))
        for row, text in enumerate(texts):
            columns, values = self.of(text)
            logits[row] += model.weights[:, columns] @ values
        return logits


def _words_and_pairs(text: str) -> list[str]:
    words = analyse(text)
    return words + [f"{left} {right}" for left, right in pairwise(words)]
