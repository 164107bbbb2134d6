"""Where the organisations of a network stand in its picture."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np

from matcher.knowledge import KnowledgeBase
from matcher.landscape.collaboration import Collaboration
from matcher.network.layout import place_labels
from matcher.records import Organisation

_LETTER, _HEIGHT, _DOT = 6.6, 15.0, 6.0  # estimated width of a letter, height of a line, radius of a dot
_LONGEST_LABEL = 24  # letters
_MARGIN = 12.0


@dataclass(frozen=True)
class Node:
    """One organisation at `x`, `y`, with the rows and numbers of shared activities of its drawn partners."""

    row: int
    organisation: Organisation
    label: str
    x: float
    y: float
    partners: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Link:
    """A line between two nodes, `weight` shared activities thick."""

    one: Node
    other: Node
    weight: int


@dataclass(frozen=True)
class CollaborationPicture:
    """Nodes and links with their places in a picture of `width` and `height` units."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


def picture_of(knowledge: KnowledgeBase, collaboration: Collaboration) -> CollaborationPicture:
    """Place the nodes so that no name covers another; the same network gives the same picture."""
    graph = _without_the_lonely(collaboration.graph)
    labels = {row: _shortened(knowledge.organisations[row].name) for row in graph}
    boxes = np.array([(_LETTER * len(label) + 10, _HEIGHT + 2 * _DOT + 4) for label in labels.values()]).reshape(-1, 2)
    centres = place_labels(graph, boxes)
    low = (centres - boxes / 2).min(axis=0, initial=np.inf) if len(graph) else np.zeros(2)
    centres = centres - low + _MARGIN
    size = (centres + boxes / 2).max(axis=0, initial=0) + _MARGIN
    nodes = {
        row: Node(row, knowledge.organisations[row], labels[row], round(x, 1), round(y, 1), _partners(graph, row))
        for row, (x, y) in zip(graph, centres.tolist(), strict=True)
    }
    links = tuple(Link(nodes[one], nodes[other], weight) for one, other, weight in graph.edges(data="weight"))
    return CollaborationPicture(float(size[0]), float(size[1]), tuple(nodes.values()), links)


def _without_the_lonely(graph: nx.Graph) -> nx.Graph:
    """Leave out those who are joined to nobody that is drawn."""
    return graph.subgraph([row for row in graph if graph.degree(row)])


def _partners(graph: nx.Graph, row: int) -> tuple[tuple[int, int], ...]:
    weights = {other: graph.edges[row, other]["weight"] for other in graph[row]}
    return tuple(sorted(weights.items(), key=lambda each: (-each[1], each[0])))


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1].rstrip()}…"
