"""Which capabilities a short text is about: a linear classifier over embeddings, learnt from the taxonomy.

One-against-rest logistic regression (scikit-learn) over the names, definitions and example phrases of the
capabilities. Averages of two phrases stand for texts that are about two capabilities (mixup, Zhang et al. 2018).
What it learns is two arrays, kept as such: no pickle.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.encoders import Encoder, Vectors
from matcher.taxonomy import Taxonomy

MIXED_EXAMPLES = 4000
SURE = 4.6  # the logit of .99
REGULARISATION = 10.0  # scikit-learn's C; 3, 10 and 30 differ by less than .03 in cross-validated micro-F1
Probabilities = NDArray[np.float32]


@dataclass(frozen=True)
class CapabilityClassifier:
    """A linear model: `weights` has shape (capabilities, dimension), `intercepts` (capabilities,)."""

    weights: Vectors
    intercepts: Probabilities

    @classmethod
    def fit(cls, taxonomy: Taxonomy, encoder: Encoder, seed: int = 0) -> CapabilityClassifier:
        """Learn from the taxonomy's own phrases; the same taxonomy and encoder give the same classifier."""
        texts, labels = training_phrases(taxonomy)
        return cls.fit_vectors(encoder.encode_queries(texts), labels, seed)

    @classmethod
    def fit_vectors(cls, vectors: Vectors, labels: NDArray[np.bool_], seed: int = 0) -> CapabilityClassifier:
        """Learn from unit vectors (n, dimension) and their labels (n, capabilities)."""
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  heavy, and needed at build time only

        vectors, labels = _with_mixed_examples(vectors, labels, seed)
        weights = np.zeros((labels.shape[1], vectors.shape[1]), dtype=np.float32)
        intercepts = np.zeros(labels.shape[1], dtype=np.float32)
        for column in range(labels.shape[1]):
            if len(np.unique(labels[:, column])) < 2:  # all phrases are about it, or none: nothing to tell apart
                intercepts[column] = SURE if labels[0, column] else -SURE
                continue
            model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=1000)
            model.fit(vectors, labels[:, column])
            weights[column], intercepts[column] = model.coef_[0], model.intercept_[0]
        return cls(weights, intercepts)

    def probabilities(self, vectors: Vectors) -> Probabilities:
        """Return how likely each text is about each capability, shape (texts, capabilities), in (0, 1)."""
        logits = vectors @ self.weights.T + self.intercepts
        return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write both arrays to an .npz file."""
        np.savez(path, weights=self.weights, intercepts=self.intercepts)

    @classmethod
    def load(cls, path: Path) -> CapabilityClassifier:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["weights"], arrays["intercepts"])


def training_phrases(taxonomy: Taxonomy) -> tuple[list[str], NDArray[np.bool_]]:
    """Return the phrases and their labels, shape (phrases, capabilities); context phrases have no label."""
    texts: list[str] = []
    columns: list[int] = []
    for column, capability in enumerate(taxonomy.capabilities):
        phrases = [capability.name, capability.definition or capability.name, *capability.examples]
        texts += phrases
        columns += [column] * len(phrases)
    labels = np.zeros((len(texts) + len(taxonomy.context), len(taxonomy.capabilities)), dtype=bool)
    labels[np.arange(len(texts)), columns] = True
    return [*texts, *taxonomy.context], labels


def _with_mixed_examples(vectors: Vectors, labels: NDArray[np.bool_], seed: int) -> tuple[Vectors, NDArray[np.bool_]]:
    if not len(vectors):
        return vectors, labels
    generator = np.random.default_rng(seed)
    left, right = generator.integers(0, len(vectors), (2, MIXED_EXAMPLES))
    mixed = vectors[left] + vectors[right]
    mixed /= np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-9)
    return np.vstack([vectors, mixed]), np.vstack([labels, labels[left] | labels[right]])
