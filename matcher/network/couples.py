"""The fair matching where everybody gets one partner at most: matchings of a graph, solved as such."""

from __future__ import annotations

import networkx as nx
import numpy as np

from matcher.network.candidates import Candidates, Mask, Rows
from matcher.network.total import heaviest

_MOST_PAIRS = 10_000  # above, blossoms in Python take longer than the linear programme
_MICRO = 1_000_000  # values have six decimals: whole numbers are exact


def fair_couples(pairs: Candidates, waiting: Mask, seconds: float) -> tuple[Rows, float]:
    """Choose couples by the aims of `fair.fairest`; return their positions and a bound on their total.

    Whole-number programmes over graphs with many odd cycles are slow to prove; the blossom method (Edmonds 1965) is
    not, so the number of organisations served and the threshold are found by it.
    """
    ends = waiting[pairs.first].astype(np.int64) + waiting[pairs.second]
    most = _served(pairs, ends)
    steps = np.append(np.flatnonzero(np.diff(pairs.value)) + 1, len(pairs))  # where a lower value begins
    low, high = 0, len(steps) - 1
    while low < high:
        middle = (low + high) // 2
        enough = _served(pairs.take(np.arange(steps[middle])), ends) == most
        low, high = (low, middle) if enough else (middle + 1, high)
    serving = np.where(np.arange(len(pairs)) < steps[high], ends, 0)
    weight = np.rint(pairs.value * _MICRO).astype(np.int64) + serving * pairs.size * _MICRO
    if len(pairs) <= _MOST_PAIRS:
        chosen = _blossoms(pairs, weight)
        return chosen, float(pairs.value[chosen].sum())
    order = np.argsort(-weight, kind="stable")
    reordered = Candidates(pairs.size, pairs.first[order], pairs.second[order], weight[order] / _MICRO)
    chosen, bound = heaviest(reordered, np.ones(pairs.size, dtype=np.int64), seconds)
    return np.sort(order[chosen]), bound - most * pairs.size


def _served(pairs: Candidates, ends: Rows) -> int:
    return int(ends[_blossoms(pairs, ends[: len(pairs)])].sum())


def _blossoms(pairs: Candidates, weight: Rows) -> Rows:
    """Return the positions of the matching with the largest weight; pairs of weight 0 are never in it."""
    useful = np.flatnonzero(weight)
    graph = nx.Graph()
    for position in useful:  # networkx takes its edges one by one
        graph.add_edge(
            int(pairs.first[position]), int(pairs.second[position]), weight=int(weight[position]), at=position
        )
    return np.sort(np.array([graph.edges[edge]["at"] for edge in nx.max_weight_matching(graph)], dtype=np.int64))
