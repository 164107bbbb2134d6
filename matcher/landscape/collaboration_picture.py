"""Where the organisations of a network stand in its picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

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


class _Part(NamedTuple):
    """One part of the network that hangs together, with places from its own corner, and its width and height."""

    centres: dict[int, tuple[float, float]]
    size: tuple[float, float]


def picture_of(knowledge: KnowledgeBase, collaboration: Collaboration) -> CollaborationPicture:
    """Place the nodes so that no name covers another; the same network gives the same picture."""
    graph = _without_the_lonely(collaboration.graph)
    labels = {row: _shortened(knowledge.organisations[row].name) for row in graph}
    centres, size = _packed(graph, labels)
    nodes = {
        row: Node(row, knowledge.organisations[row], labels[row], round(x, 1), round(y, 1), _partners(graph, row))
        for row, (x, y) in centres.items()
    }
    links = tuple(Link(nodes[one], nodes[other], weight) for one, other, weight in graph.edges(data="weight"))
    return CollaborationPicture(*size, tuple(nodes.values()), links)


def _packed(graph: nx.Graph, labels: dict[int, str]) -> tuple[dict[int, tuple[float, float]], tuple[float, float]]:
    """Return the place of each node and the size of the whole: the parts that hang together side by side, in rows."""
    parts = [_placed(graph.subgraph(sorted(part)), labels) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: -part.size[1])
    width = max([(1.9 * sum(x * y for _, (x, y) in parts)) ** 0.5, *(part.size[0] for part in parts)])
    centres: dict[int, tuple[float, float]] = {}
    left = top = bottom = right = 0.0
    for part in parts:
        if left and left + part.size[0] > width:
            left, top = 0.0, bottom
        centres |= {row: (x + left, y + top) for row, (x, y) in part.centres.items()}
        left, bottom = left + part.size[0], max(bottom, top + part.size[1])
        right = max(right, left)
    return centres, (right, bottom)


def _placed(graph: nx.Graph, labels: dict[int, str]) -> _Part:
    boxes = np.array([(_LETTER * len(labels[row]) + 10, _HEIGHT + 2 * _DOT + 4) for row in graph])
    centres = place_labels(graph, boxes)
    centres = centres - (centres - boxes / 2).min(axis=0) + _MARGIN
    x, y = ((centres + boxes / 2).max(axis=0) + _MARGIN).tolist()
    return _Part({row: (x, y) for row, (x, y) in zip(graph, centres.tolist(), strict=True)}, (x, y))


def _without_the_lonely(graph: nx.Graph) -> nx.Graph:
    """Leave out those who are joined to nobody that is drawn."""
    return graph.subgraph([row for row in graph if graph.degree(row)])


def _partners(graph: nx.Graph, row: int) -> tuple[tuple[int, int], ...]:
    weights = {other: graph.edges[row, other]["weight"] for other in graph[row]}
    return tuple(sorted(weights.items(), key=lambda each: (-each[1], each[0])))


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1].rstrip()}…"
