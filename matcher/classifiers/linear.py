"""Linear classifiers with several labels: two arrays, learnt by scikit-learn, used with NumPy alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]
Labels = NDArray[np.bool_]
SURE = 4.6  # the logit of .99


@dataclass(frozen=True)
class LinearModel:
    """One logistic regression for each label: `weights` of shape (labels, features), `intercepts` (labels,)."""

    weights: Values
    intercepts: Values

    @classmethod
    def empty(cls, labels: int) -> LinearModel:
        """Return a model of no features, which says nothing of any label."""
        return cls(np.zeros((labels, 0), dtype=np.float32), np.zeros(labels, dtype=np.float32))

    @classmethod
    def fit(
        cls, features: Any, labels: Labels, strictness: float, solver: Literal["lbfgs", "liblinear"] = "lbfgs"
    ) -> LinearModel:
        """Learn from `features` (n, features), dense or a SciPy sparse matrix, and `labels` (n, labels).

        `strictness` is scikit-learn's C: how much the examples count against small weights.
        """
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  heavy, and needed at build time only

        weights = np.zeros((labels.shape[1], features.shape[1]), dtype=np.float32)
        intercepts = np.zeros(labels.shape[1], dtype=np.float32)
        for column in range(labels.shape[1]):
            if len(np.unique(labels[:, column])) < 2:  # all examples are about it, or none: nothing to tell apart
                intercepts[column] = SURE if labels[0, column] else -SURE
                continue
            model = LogisticRegression(C=strictness, class_weight="balanced", max_iter=1000, solver=solver, tol=1e-2)
            model.fit(features, labels[:, column])
            weights[column], intercepts[column] = model.coef_[0], model.intercept_[0]
        return cls(weights, intercepts)

    def logits(self, features: Values) -> Values:
        """Return the logit of each label for each row, shape (n, labels)."""
        return np.asarray(features @ self.weights.T + self.intercepts, dtype=np.float32)


def sigmoid(logits: Values) -> Values:
    """Return the probabilities that belong to logits."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -50, 50))), dtype=np.float32)
