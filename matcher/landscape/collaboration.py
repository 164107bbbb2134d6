"""Who worked with whom: organisations joined by the activities that they shared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import networkx as nx
import numpy as np

from matcher.directory.columns import Rows, Values
from matcher.knowledge import KnowledgeBase

MOST_NODES, MOST_LINKS = 80, 900  # of one picture; more cannot be read


@dataclass(frozen=True)
class Collaboration:
    """A part of the network: `graph` has organisation rows as nodes, and as edges the numbers of shared activities.

    `everybody` counts all organisations with a partner that were asked for, `links` all pairs among the nodes, of
    which the graph holds the strongest: an activity of n participants ties each two of them by 1 / (n - 1), so that a
    letter with forty signatures ties nobody as a project of two does (Newman 2001).
    """

    graph: nx.Graph
    everybody: int
    links: int


def whole_network(knowledge: KnowledgeBase, most: int = MOST_NODES) -> Collaboration:
    """Return the network of those who took part in the most shared activities, at most `most` of them."""
    pairs = _shared(knowledge.participation.pairs)
    return _among(pairs, Counter(pairs[:, 1].tolist()), most)


def neighbourhood(knowledge: KnowledgeBase, row: int, most: int = MOST_NODES) -> Collaboration:
    """Return the network of one organisation and those whom it shared the most activities with."""
    pairs = _shared(knowledge.participation.pairs)
    own = pairs[np.isin(pairs[:, 0], pairs[pairs[:, 1] == row, 0])]
    return _among(pairs, Counter(own[:, 1].tolist()), most)  # the organisation itself shared them all


def _shared(pairs: Rows) -> Rows:
    """Return the pairs (text row, organisation row) of the activities with at least two participants."""
    texts, counts = np.unique(pairs[:, 0], return_counts=True)
    return pairs[np.isin(pairs[:, 0], texts[counts > 1])]


def _among(pairs: Rows, counts: Counter[int], most: int) -> Collaboration:
    """Join the organisations with the largest counts by what they shared."""
    chosen = sorted(counts, key=lambda row: (-counts[row], row))[:most]
    kept = pairs[np.isin(pairs[:, 1], chosen)]
    texts, position = np.unique(kept[:, 0], return_inverse=True)
    column = {row: number for number, row in enumerate(chosen)}
    took_part = np.zeros((len(texts), len(chosen)), dtype=np.float32)
    took_part[position, [column[row] for row in kept[:, 1].tolist()]] = 1
    everybody = np.array([np.searchsorted(pairs[:, 0], texts, side) for side in ("left", "right")])
    others = (everybody[1] - everybody[0] - 1)[:, None]
    together = np.triu(took_part.T @ took_part, 1)
    ends = strongest(np.triu(took_part.T @ (took_part / others), 1), MOST_LINKS)
    graph = nx.Graph()
    graph.add_nodes_from(chosen)
    graph.add_edges_from((chosen[one], chosen[two], {"weight": int(together[one, two])}) for one, two in ends.tolist())
    return Collaboration(graph, len(counts), int(np.count_nonzero(together)))


def strongest(strengths: Values, most: int) -> Rows:
    """Return the positions, shape (links, 2), of the largest entries above 0, at most `most` of them.

    Where there are more, equal ones are kept or left out together, if anything is left then: keeping some of them
    would draw a shape that is not there.
    """
    ends = np.argwhere(strengths > 0)
    values = strengths[ends[:, 0], ends[:, 1]]
    order = np.argsort(-values, kind="stable")
    if len(order) > most:
        above = values[order] > values[order[most]] + 1e-6
        order = order[above] if above.any() else order[:most]
    return np.asarray(ends[order], dtype=np.int64)
