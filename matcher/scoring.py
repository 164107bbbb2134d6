"""How scores come about: pure functions over arrays, no records, no I/O.

Every term lies in [0, 1], higher is better. Size, budget, fame and clicks are not among them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]
Rows = NDArray[np.integer]
Mask = NDArray[np.bool_]

PARTNER_TERMS = ("coverage", "relevance", "evidence", "ties", "reciprocity", "common_ground", "reach")
# What a term is worth where the record is silent: less than a yes, more than a no.
UNKNOWN = 0.35
# Share of meaning against words in the fused score. A min-max weighted average beats rank fusion on 27 of 29 public
# test collections (Bruch, Gai and Ingber 2023); the weight was chosen on SciFact's training judgements.
DENSE_WEIGHT = 0.6
VOTING_ACTIVITIES = 300  # how many of the most similar past activities have a vote
WORTH_SHOWING = 0.25  # relevance or evidence that an organisation needs if it brings nothing that is missing
FAINT_COSINE = 0.25  # a best match below this has nothing to do with the goal (unrelated texts: 0 to .2)
VOTE_POWER = 4  # how much more the nearest activities count than the others
# Shares of an organisation's best, second best … passage: one perfect sentence is less than a profile on the topic.
BEST_PASSAGES = (0.6, 0.2, 0.1, 0.05, 0.03, 0.02)
GIVEN_COVERAGE = 3.0  # how much more coverage counts where a person said what is needed
DEPTH_FLOOR = 0.4  # what an offer counts that has nothing in common with the goal but the capability
TIE_FLOOR = 0.1  # what a shared activity without any likeness to the goal counts, against 1 for the most similar
SECOND_TIES = 0.15  # partners of partners against partners


def weights_for(weights: Mapping[str, float], asked: Collection[str], similarity: float = 0.0) -> dict[str, float]:
    """Return the weights of the terms that a goal asks for, scaled to a sum of 1, in the order of the table.

    `similarity` in [0, 1] moves weight from coverage to relevance, which then means likeness to the seeker.
    """
    moved = weights["coverage"] * similarity
    shifted = {"coverage": weights["coverage"] - moved, "relevance": weights["relevance"] + moved}
    kept = {name: weight for name, weight in {**weights, **shifted}.items() if name in asked}
    total = sum(kept.values()) or 1.0  # where only terms without weight are asked for, nothing is preferred
    return {name: weight / total for name, weight in kept.items()}


def surer(weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weights for needs that a person gave instead of needs that were read from a text."""
    return {**weights, "coverage": weights["coverage"] * GIVEN_COVERAGE}


def weighted_sum(terms: Mapping[str, Values], weights: Mapping[str, float]) -> Values:
    """Return the score in [0, 1]: the sum of weight times term."""
    total = sum(weights[name] * values for name, values in terms.items() if name in weights)
    return np.asarray(total, dtype=np.float32)


def min_max(values: Values, among: Mask | None = None) -> Values:
    """Scale `values` to [0, 1] by the least and the largest of those `among`; where these are the same, to 0.

    What lies outside of them is cut off there.
    """
    measured = values if among is None else values[among]
    low, high = measured.min(initial=np.inf), measured.max(initial=-np.inf)
    if not high > low:
        return np.zeros_like(values)
    return np.asarray(np.clip((values - low) / (high - low), 0, 1), dtype=np.float32)


def fuse(dense: Values, lexical: Values, dense_weight: float = DENSE_WEIGHT, *, among: Mask | None = None) -> Values:
    """Join cosines and BM25 scores of the same hits into one score in [0, 1]; the hits `among` set the scale."""
    return dense_weight * min_max(dense, among) + (1 - dense_weight) * min_max(lexical, among)


def best_of_each(values: Values, owners: Rows, size: int) -> Values:
    """Return the largest of the values that each owner 0 … size - 1 has, 0 where it has none."""
    best = np.zeros(size, dtype=np.float32)
    np.maximum.at(best, owners, values)
    return best


def best_few_of_each(values: Values, owners: Rows, size: int) -> Values:
    """Return the BEST_PASSAGES average of the largest values that each owner 0 … size - 1 has, 0 where it has none."""
    order = np.lexsort((-values, owners))
    sorted_owners = owners[order]
    places = np.arange(len(order)) - sorted_owners.searchsorted(sorted_owners)
    shares = np.array([*BEST_PASSAGES, 0.0], dtype=np.float32)[np.minimum(places, len(BEST_PASSAGES))]
    return np.bincount(sorted_owners, values[order] * shares, minlength=size).astype(np.float32)


def coverage(brings: Values, weights: Values) -> Values:
    """Return the share of the needed weight that each row brings.

    `brings` has shape (organisations, capabilities), `weights` (capabilities,); the result (organisations,).
    """
    total = float(weights.sum())
    # not a matrix product: for these narrow shapes BLAS raises floating-point flags that mean nothing
    return np.asarray((brings * weights).sum(axis=1) / total if total else np.zeros(len(brings)), dtype=np.float32)


def harmonic(one: Values, other: Values) -> Values:
    """Return the harmonic mean: 0 where either is 0, so that much of one cannot stand for nothing of the other."""
    return np.asarray(2 * one * other / np.maximum(one + other, 1e-9), dtype=np.float32)


def depth(closeness: Values, owners: Rows, about: NDArray[np.bool_], size: int) -> Values:
    """Return how much an offer counts, DEPTH_FLOOR to 1, for each owner and each need: shape (size, needs).

    `closeness`, in [0, 1], and `owners`, 0 … size - 1, have one entry for each offer; `about`, of shape (offers,
    needs), tells which need it serves. The closest offer decides: one strong offer in many words counts once.
    """
    best = np.zeros((size, about.shape[1]), dtype=np.float32)
    np.maximum.at(best, owners, np.where(about, closeness[:, None], 0).astype(np.float32))
    return DEPTH_FLOOR + (1 - DEPTH_FLOOR) * best


def votes(similarities: Values, activities: Rows, owners: Rows, size: int) -> Values:
    """Let the most similar past activities vote for the organisations that took part, in [0, 1].

    `similarities`, in [0, 1], `activities` and `owners` have one entry for each (activity, organisation) pair. Each
    of the VOTING_ACTIVITIES best activities gives every participant its similarity to the power of VOTE_POWER
    (expert voting, Macdonald and Ounis 2006); sums above 1 are scaled so that the largest is 1.
    """
    distinct, first, which = np.unique(activities, return_index=True, return_inverse=True)
    voting = np.zeros(len(distinct), dtype=bool)
    voting[np.argsort(-similarities[first], kind="stable")[:VOTING_ACTIVITIES]] = True
    chosen = voting[which]
    sums = np.zeros(size, dtype=np.float32)
    np.add.at(sums, owners[chosen], similarities[chosen] ** VOTE_POWER)
    return sums / max(float(sums.max(initial=0)), 1.0)


def ties(shared: Values, pairs: Rows, seeker: int, size: int) -> Values:
    """Return how close each organisation stands to the seeker by what they did together, in [0, 1].

    `pairs`, of shape (n, 2), say which organisation took part in which activity; `shared`, of shape (activities,), is
    the likeness of each activity to the goal, in [0, 1]. Past partners count the likeness of the activities that they
    shared with the seeker, partners of partners SECOND_TIES of the same seen from those partners; the strongest is 1.
    """
    activities, organisations = pairs[:, 0], pairs[:, 1]
    worth = TIE_FLOOR + (1 - TIE_FLOOR) * shared
    with_seeker = np.zeros(len(shared), dtype=bool)
    with_seeker[activities[organisations == seeker]] = True
    first = _participation(np.where(with_seeker, worth, 0), pairs, seeker, size)
    through = np.bincount(activities, first[organisations], minlength=len(shared))
    second = _participation(np.where(with_seeker, 0, worth * through), pairs, seeker, size)
    return np.minimum(_of_largest(first) + SECOND_TIES * _of_largest(second), 1).astype(np.float32)


def _participation(worth: Values, pairs: Rows, seeker: int, size: int) -> Values:
    sums = np.bincount(pairs[:, 1], worth[pairs[:, 0]], minlength=size)
    sums[seeker] = 0
    return np.asarray(sums, dtype=np.float32)


def _of_largest(values: Values) -> Values:
    largest = float(values.max(initial=0))
    return values / largest if largest else values


def agreement(shares: Values, known: NDArray[np.bool_]) -> Values:
    """Turn shares of wanted codes into a term: nothing shared 0, some at least .5, all 1; silent UNKNOWN."""
    values = np.where(shares > 0, 0.5 + 0.5 * shares, 0.0)
    return np.asarray(np.where(known, values, UNKNOWN), dtype=np.float32)


def mean_of(aspects: list[Values]) -> Values:
    """Return the mean of several aspects of one term."""
    return np.asarray(np.mean(aspects, axis=0), dtype=np.float32)


def rank(scores: Values, limit: int) -> list[int]:
    """Return the rows of the best scores, best first; equal ones (to six decimals) in row order."""
    rounded = np.round(scores.astype(np.float64), 6)
    rows = np.arange(len(rounded))
    if limit < len(rounded):
        rows = np.flatnonzero(rounded >= np.partition(rounded, len(rounded) - limit)[len(rounded) - limit])
    ordered = rows[np.argsort(-rounded[rows], kind="stable")][:limit]
    return [int(row) for row in ordered[np.isfinite(rounded[ordered])]]
