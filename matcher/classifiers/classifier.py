"""Which capabilities a text is about, as learnt from the taxonomy's phrases and example goals.

Two linear models, one over embeddings and one over words, each look at the whole text and at its clauses; a third
weighs what they say (stacking, Wolpert 1992). What is learnt is a few arrays, kept as such: no pickle.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.classifiers.linear import LinearModel, Values, sigmoid
from matcher.classifiers.word_features import WordFeatures
from matcher.encoders import Vectors

MOST_RANKS = 10
NEVER = -8.0  # the logit of a clause that is not there
SIGNS = 12
SHORT_CLAUSE_WORDS = 3
SHORT_CLAUSE_DISCOUNT = 0.85  # words without their sentence mislead more easily


@dataclass(frozen=True)
class TextPieces:
    """A text and its clauses, with vectors of shape (dimension,) and (clauses, dimension)."""

    whole: str
    vector: Vectors
    clauses: tuple[str, ...]
    clause_vectors: Vectors


@dataclass(frozen=True)
class Reading:
    """How likely a text is about each capability, and the position of the clause that says so most, both (labels,)."""

    probabilities: Values
    clauses: NDArray[np.int64]


@dataclass(frozen=True)
class Weighing:
    """How the signs of both models are joined: standardised by `mean` and `scale`, weighted, shape (signs,) each."""

    weights: Values
    intercept: float
    mean: Values
    scale: Values

    def probabilities(self, signs: Values) -> Values:
        """Return probabilities for signs of shape (..., signs)."""
        return sigmoid(np.asarray((signs - self.mean) / self.scale @ self.weights + self.intercept, dtype=np.float32))


@dataclass(frozen=True)
class CapabilityClassifier:
    """What is learnt; without example goals in the taxonomy, `weighing` is None and the meaning alone decides.

    Then `words` has learnt nothing. `micro_f1` is what cross-validation over the example goals gave at `threshold`; NaN
    where there were too few.
    """

    meaning: LinearModel
    words: LinearModel
    features: WordFeatures = field(repr=False)
    weighing: Weighing | None
    threshold: float
    micro_f1: float = float("nan")

    def read(self, pieces: TextPieces) -> Reading:
        """Say which capabilities a text is about; `probabilities` at or above `threshold` count as a yes."""
        if self.weighing is None:
            return self._read_meaning(pieces)
        signs, clauses = self.signs(pieces)
        return Reading(self.weighing.probabilities(signs), clauses)

    def signs(self, pieces: TextPieces) -> tuple[Values, NDArray[np.int64]]:
        """Return what both models see in a text, shape (labels, SIGNS), and the clause that says so most."""
        meaning = self.meaning.logits(np.vstack([pieces.vector[None], pieces.clause_vectors]))
        words = self.features.logits(self.words, [pieces.whole, *pieces.clauses])
        whole, clauses = meaning[0], _with_two_rows(meaning[1:])
        by_words, words_of_clauses = words[0], _with_two_rows(words[1:])
        ordered = -np.sort(-clauses, axis=0)
        best = words_of_clauses.max(axis=0)
        length = np.full_like(whole, np.log(max(len(pieces.whole.split()), 1)))
        signs = [
            *(whole, ordered[0], ordered[1], clauses.mean(axis=0), by_words, best),
            *(_ranks(whole), _ranks(ordered[0]), _ranks(by_words)),
            *(whole - whole.max(), ordered[0] - ordered[0].max(), length),
        ]
        return np.stack(signs, axis=1), (clauses + words_of_clauses).argmax(axis=0)

    def _read_meaning(self, pieces: TextPieces) -> Reading:
        vectors = pieces.clause_vectors if pieces.clauses else pieces.vector[None]
        texts = pieces.clauses or (pieces.whole,)
        discounts = [1.0 if len(text.split()) > SHORT_CLAUSE_WORDS else SHORT_CLAUSE_DISCOUNT for text in texts]
        table = sigmoid(self.meaning.logits(vectors)) * np.array(discounts, dtype=np.float32)[:, None]
        return Reading(table.max(axis=0), table.argmax(axis=0))

    def save(self, path: Path) -> None:
        """Write all arrays to an .npz file, the large ones in half precision."""
        weighing = self.weighing
        np.savez_compressed(
            path,
            meaning=self.meaning.weights.astype(np.float16),
            meaning_intercepts=self.meaning.intercepts,
            words=self.words.weights.astype(np.float16),
            words_intercepts=self.words.intercepts,
            vocabulary=np.array(self.features.words, dtype=np.str_),
            idf=self.features.idf,
            threshold=np.array([self.threshold, self.micro_f1]),
            weighing=np.stack([weighing.weights, weighing.mean, weighing.scale]) if weighing else np.zeros((3, 0)),
            weighing_intercept=np.array(weighing.intercept if weighing else 0.0),
        )

    @classmethod
    def load(cls, path: Path) -> CapabilityClassifier:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            arrays = dict(stored)
        weights, mean, scale = arrays["weighing"].astype(np.float32)
        intercept = float(arrays["weighing_intercept"])
        return cls(
            LinearModel(arrays["meaning"].astype(np.float32), arrays["meaning_intercepts"]),
            LinearModel(arrays["words"].astype(np.float32), arrays["words_intercepts"]),
            WordFeatures(tuple(arrays["vocabulary"].tolist()), arrays["idf"]),
            Weighing(weights, intercept, mean, scale) if len(weights) else None,
            *arrays["threshold"].tolist(),
        )


def _ranks(logits: Values) -> Values:
    return np.minimum((-logits).argsort().argsort(), MOST_RANKS).astype(np.float32)


def _with_two_rows(logits: Values) -> Values:
    missing = np.full((max(2 - len(logits), 0), logits.shape[1]), NEVER, dtype=np.float32)
    return np.vstack([logits, missing])
