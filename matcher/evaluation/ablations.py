"""Ablations: the ranking without each term of its score, the weights of the others rescaled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from matcher.evaluation.methods import RankRecords
from matcher.knowledge import KnowledgeBase
from matcher.recommender import Recommender
from matcher.weights import Weights


def ablations(what: str, knowledge: KnowledgeBase, weights: Weights) -> dict[str, RankRecords]:
    """Return, by term, a function that ranks partners or practices (`what`) as if the term did not exist.

    Terms that have no weight, or all of it, are left out: there is nothing to compare.
    """
    table = weights.partners if what == "partners" else weights.practices
    rankings: dict[str, RankRecords] = {}
    for term, weight in table.items():
        if 0 < weight < 1:
            others = without(table, term)
            changed = replace(weights, partners=others) if what == "partners" else replace(weights, practices=others)
            recommender = Recommender(knowledge, weights=changed)
            rankings[term] = recommender.rank_partners if what == "partners" else recommender.rank_practices
    return rankings


def without(weights: Mapping[str, float], term: str) -> dict[str, float]:
    """Return the weights with that of one term set to 0 and the others scaled to the sum that all had before."""
    total = sum(weights.values())
    rest = total - weights[term]
    return {name: 0.0 if name == term else weight * total / rest for name, weight in weights.items()}
