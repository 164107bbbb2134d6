"""Learning from labelled pairs how much each sign counts, and from which score on two records are one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.identity.comparison import SIGN_NAMES, compare
from matcher.identity.evidence import gather_evidence
from matcher.identity.labelled import LabelledPair

STRICTNESS = 3.0  # scikit-learn's C
LEAST_RECALL = 0.95  # on the training pairs: what is above it is spent on precision


@dataclass(frozen=True)
class Fit:
    """What was learnt: the table of `weights.py`, rounded as it stands there."""

    intercept: float
    weights: dict[str, float]
    same_from: float


def fit_weights(pairs: Iterable[LabelledPair]) -> Fit:
    """Fit a logistic regression to the training pairs, and choose the threshold on them.

    The threshold is the highest one, in steps of .01, that still joins LEAST_RECALL of the same pairs without asking.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  heavy, and needed for fitting only

    training = [pair for pair in pairs if pair.is_training]
    signs = np.array([compare(pair.one, pair.other).figures() for pair in training])
    same = np.array([pair.same for pair in training])
    model = LogisticRegression(C=STRICTNESS, max_iter=1000).fit(signs, same)
    weights, intercept = model.coef_[0].round(2), round(float(model.intercept_[0]), 2)
    scores = 1 / (1 + np.exp(-(signs @ weights + intercept)))
    return Fit(intercept, dict(zip(SIGN_NAMES, map(float, weights), strict=True)), _threshold(training, scores))


def _threshold(training: Sequence[LabelledPair], scores: np.ndarray) -> float:
    joinable = np.array([not _is_doubted(pair) for pair in training])
    same = np.array([pair.same for pair in training])
    for threshold in np.arange(0.99, 0, -0.01):
        if (joinable & same & (scores >= threshold)).sum() >= LEAST_RECALL * same.sum():
            return round(float(threshold), 2)
    return 1.0


def _is_doubted(pair: LabelledPair) -> bool:
    signs = compare(pair.one, pair.other)
    return any(each.grave for each in gather_evidence(pair.one, pair.other, signs))
