"""Fitting the weights of a score to judged goals, and finding out whether that is better than weights by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from matcher.evaluation.intervals import Interval, mean_intervals
from matcher.evaluation.judged_terms import JudgedTerms
from matcher.evaluation.metrics import Values

Fit = Callable[[JudgedTerms, Values], Values]  # from judged goals and the weights to start from, to fitted weights
FOLDS = 10
SEED = 20261121
# How strongly pairwise weights are drawn to 0, against a mean loss of log 2 for weights of 0. The best of .0001, .001,
# .01 and .1 in cross-validation on the development goals.
SHRINKAGE = 0.001
STEPS = (0.0, 0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 3.0)  # what each weight is multiplied by in turn
SMALLEST = 0.02  # a weight of 0 is tried as a multiple of this
ROUNDS = 10
ENOUGH = 1e-4  # nDCG that a round of the search has to gain to be followed by another


@dataclass(frozen=True)
class FittedWeights:
    """Weights that were fitted to all goals, and nDCG@10 of each goal under weights fitted without it.

    `by_hand` is nDCG@10 of each goal under the weights by hand; `shares` says how much each goal counts, with the sum
    1. All have shape (goals,).
    """

    method: str
    weights: dict[str, float]
    held_out: Values
    by_hand: Values
    shares: Values

    @property
    def means(self) -> dict[str, float]:
        """Mean nDCG@10 on goals that were not fitted to, under the weights by hand, and the gain."""
        columns = {"fitted": self.held_out, "by_hand": self.by_hand, "gain": self.held_out - self.by_hand}
        return {name: float(self.shares @ column) for name, column in columns.items()}

    @property
    def gain(self) -> float:
        """The mean difference of nDCG@10 to the weights by hand, on goals that were not fitted to."""
        return self.means["gain"]

    @property
    def intervals(self) -> dict[str, Interval | None]:
        """The intervals of both means and of their paired difference."""
        columns = np.stack([self.held_out, self.by_hand, self.held_out - self.by_hand], axis=1)
        columns *= self.shares[:, None] * len(columns)
        return dict(zip(("fitted", "by_hand", "gain"), mean_intervals(columns), strict=True))

    @property
    def is_better(self) -> bool:
        """Tell whether fitting surely pays: the whole interval of the gain on goals held out is above 0.

        A gain within the noise is not worth what a fit to one figure may cost in others, such as the long tail.
        """
        interval = self.intervals["gain"]
        return interval is not None and interval.low > 0

    def among(self, goals: slice) -> FittedWeights:
        """Return the same for some of the goals, which count alike."""
        held_out = self.held_out[goals]
        return replace(
            self, held_out=held_out, by_hand=self.by_hand[goals], shares=np.full(len(held_out), 1 / len(held_out))
        )


def fit_weights(method: str, judged: JudgedTerms, by_hand: dict[str, float]) -> FittedWeights:
    """Fit by one of FITS, cross-validated over goals; `by_hand` weighs the terms of `judged`."""
    start = np.array([by_hand[name] for name in judged.names])
    fitted = FITS[method](judged, start)
    weights = dict(zip(judged.names, map(float, fitted), strict=True))
    held_out = cross_validate(FITS[method], judged, start)
    return FittedWeights(method, weights, held_out, judged.ndcg(start), judged.shares)


def cross_validate(fit: Fit, judged: JudgedTerms, start: Values) -> Values:
    """Return nDCG@10 of each goal under weights fitted to the goals of the other folds, shape (goals,)."""
    size = len(judged.grades)
    reached = np.zeros(size)
    for fold in np.array_split(np.random.default_rng(SEED).permutation(size), min(FOLDS, size)):
        weights = fit(judged.of(np.setdiff1d(np.arange(size), fold)), start)
        reached[fold] = judged.of(fold).ndcg(weights)
    return reached


def fit_pairs(judged: JudgedTerms, start: Values) -> Values:
    """Fit by logistic regression on pairs of organisations of one goal, the better one first, weights not below 0.

    The differences of their terms are the examples (Joachims 2002); a goal counts by its share, whatever its pairs.
    """
    pairs = [_differences(judged, goal) for goal in range(len(judged.grades))]
    rows = np.concatenate(pairs)
    shares = np.concatenate(
        [np.full(len(some), share / len(some)) for some, share in zip(pairs, judged.shares, strict=True) if len(some)]
    )

    def loss(weights: Values) -> tuple[float, Values]:
        margins = rows @ weights
        wrong = 1 / (1 + np.exp(np.clip(margins, -500, 500)))
        value = shares @ np.logaddexp(0, -margins) + SHRINKAGE * weights @ weights
        return float(value), 2 * SHRINKAGE * weights - (shares * wrong) @ rows

    result = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(start))
    return _to_one(result.x, start)


def search_ndcg(judged: JudgedTerms, start: Values) -> Values:
    """Search weights one at a time for the highest mean nDCG@10 (coordinate ascent, Metzler and Croft 2007)."""
    weights, best = start, float(judged.shares @ judged.ndcg(start))
    for _ in range(ROUNDS):
        before = best
        for term in range(len(weights)):
            for tried in _variants(weights, term):
                reached = float(judged.shares @ judged.ndcg(tried))
                if reached > best:
                    weights, best = tried, reached
        if best - before < ENOUGH:
            break
    return weights


FITS: dict[str, Fit] = {"pairs": fit_pairs, "search": search_ndcg}


def _differences(judged: JudgedTerms, goal: int) -> Values:
    """Return the differences of the terms of all pairs with different grades, shape (pairs, terms)."""
    values, grades = judged.values[goal][judged.eligible[goal]], judged.grades[goal][judged.eligible[goal]]
    better, worse = np.nonzero(grades[:, None] > grades[None, :])
    return np.asarray(values[better] - values[worse])


def _variants(weights: Values, term: int) -> list[Values]:
    variants = []
    for step in STEPS:
        tried = weights.copy()
        tried[term] = max(float(weights[term]), SMALLEST) * step
        if tried.sum() > 0:
            variants.append(tried / tried.sum())
    return variants


def _to_one(weights: Values, otherwise: Values) -> Values:
    total = float(weights.sum())
    return weights / total if total > 0 else otherwise
