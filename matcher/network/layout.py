"""Where the organisations stand in a picture, so that no label covers another."""

from __future__ import annotations

import networkx as nx
import numpy as np
from scipy.spatial import cKDTree

from matcher.network.candidates import Numbers

_SEED = 7
_STEPS_TIMES_NODES = 40_000  # fewer steps for many nodes: each compares all with all
_SPACE = 2.6  # area of the picture as a multiple of the area of all labels
_PUSHES = 2000
_PUSHES_BEFORE_STRETCHING = 20
_TOUCH = 1e-6  # boxes may touch


def place_labels(graph: nx.Graph, boxes: Numbers) -> Numbers:
    """Return the centre of each node's label box, shape (nodes, 2), in the order of the graph.

    `boxes` has shape (nodes, 2): width and height. Nodes that are joined stand near each other (Fruchterman and
    Reingold 1991, with a fixed seed); then boxes that overlap push each other apart until none do.
    """
    if not len(graph):
        return np.zeros((0, 2))
    steps = int(np.clip(_STEPS_TIMES_NODES / len(graph), 20, 100))
    placed = nx.spring_layout(graph, seed=_SEED, weight=None, k=2 / np.sqrt(len(graph)), iterations=steps)
    centres = np.array([placed[node] for node in graph], dtype=np.float64)
    side = np.sqrt(_SPACE * boxes.prod(axis=1).sum())
    spread = np.ptp(centres, axis=0)
    centres = (centres - centres.min(axis=0)) / np.where(spread > 0, spread, 1) * side * np.array([1.25, 0.8])
    return _pushed_apart(centres, boxes)


def _pushed_apart(centres: Numbers, boxes: Numbers) -> Numbers:
    """Push overlapping boxes apart along the axis on which they overlap less; stretch the whole while any do."""
    reach = boxes.max(axis=0)
    for step in range(1, _PUSHES + 1):
        near = cKDTree(centres / reach).query_pairs(1.0, p=np.inf, output_type="ndarray")
        one, two = near[:, 0], near[:, 1]
        apart = centres[two] - centres[one]
        overlap = (boxes[one] + boxes[two]) / 2 - np.abs(apart)
        covered = np.asarray((overlap > _TOUCH).all(axis=1))
        if not covered.any():
            break
        one, two, apart, overlap = one[covered], two[covered], apart[covered], overlap[covered]
        axis = overlap.argmin(axis=1)
        rows = np.arange(len(axis))
        push = np.zeros_like(apart)
        push[rows, axis] = np.where(apart[rows, axis] >= 0, 0.55, -0.55) * overlap[rows, axis]
        counts = np.maximum(np.bincount(np.concatenate([one, two]), minlength=len(boxes)), 1)[:, None]
        moves = np.zeros_like(centres)
        np.add.at(moves, two, push)
        np.add.at(moves, one, -push)
        centres = centres + moves / np.sqrt(counts)
        if step % _PUSHES_BEFORE_STRETCHING == 0:
            centres = centres * 1.02
    return centres
