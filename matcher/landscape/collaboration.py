"""Who worked with whom: organisations joined by the activities that they shared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import networkx as nx
import numpy as np

from matcher.indexes import Rows
from matcher.knowledge import KnowledgeBase

MOST_NODES, MOST_LINKS = 120, 400  # of one picture; more cannot be read


@dataclass(frozen=True)
class Collaboration:
    """A part of the network: `graph` has organisation rows as nodes, and as edges the numbers of shared activities.

    `everybody` counts all organisations with a partner that were asked for, `links` all pairs among the drawn ones,
    of which the graph holds the strongest.
    """

    graph: nx.Graph
    everybody: int
    links: int

    @property
    def left_out(self) -> int:
        """How many organisations are not drawn."""
        return self.everybody - len(self.graph)


def whole_network(knowledge: KnowledgeBase, most: int = MOST_NODES) -> Collaboration:
    """Return the network of those who took part in the most shared activities, at most `most` of them."""
    pairs = _shared(knowledge.participation)
    return _among(pairs, Counter(pairs[:, 1].tolist()), most)


def neighbourhood(knowledge: KnowledgeBase, row: int, most: int = MOST_NODES) -> Collaboration:
    """Return the network of one organisation and those whom it shared the most activities with."""
    pairs = _shared(knowledge.participation)
    own = pairs[np.isin(pairs[:, 0], pairs[pairs[:, 1] == row, 0])]
    return _among(pairs, Counter(own[:, 1].tolist()), most)  # the organisation itself shared them all


def _shared(pairs: Rows) -> Rows:
    """Return the pairs (text row, organisation row) of the activities with at least two participants."""
    texts, counts = np.unique(pairs[:, 0], return_counts=True)
    return pairs[np.isin(pairs[:, 0], texts[counts > 1])]


def _among(pairs: Rows, counts: Counter[int], most: int) -> Collaboration:
    chosen = sorted(counts, key=lambda row: (-counts[row], row))[:most]
    kept = pairs[np.isin(pairs[:, 1], chosen)]
    _, texts = np.unique(kept[:, 0], return_inverse=True)
    took_part = np.zeros((int(texts.max(initial=-1)) + 1, len(chosen)), dtype=np.float32)
    column = {row: position for position, row in enumerate(chosen)}
    took_part[texts, [column[row] for row in kept[:, 1].tolist()]] = 1
    together = np.triu(took_part.T @ took_part, 1).astype(int)
    ends = np.argwhere(together)
    strongest = ends[np.argsort(-together[ends[:, 0], ends[:, 1]], kind="stable")][:MOST_LINKS]
    graph = nx.Graph()
    graph.add_nodes_from(chosen)
    graph.add_edges_from((chosen[one], chosen[two], {"weight": int(together[one, two])}) for one, two in strongest)
    return Collaboration(graph, len(counts), len(ends))
