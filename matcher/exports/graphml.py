"""A graph as GraphML (graphml.graphdrawing.org), for Gephi, yEd, Cytoscape and networkx."""

from __future__ import annotations

from dataclasses import asdict
from typing import IO, Any

import networkx as nx

from matcher.exports.graph import Edge, Graph, Node
from matcher.files.xml import xml_text


def write_graphml(graph: Graph, file: IO[bytes]) -> None:
    """Write a graph; it is directed where an edge has a direction, and weights are the strengths."""
    written = nx.DiGraph() if any(edge.directed for edge in graph.edges) else nx.Graph()
    for node in graph.nodes.values():
        written.add_node(xml_text(node.id), **_node_fields(node))
    for edge in graph.edges:
        written.add_edge(xml_text(edge.start), xml_text(edge.end), **_edge_fields(edge))
    nx.write_graphml_xml(written, file, encoding="utf-8")


def _node_fields(node: Node) -> dict[str, str]:
    lists = {"tags": "; ".join(node.tags), "countries": " ".join(node.countries)}
    fields: dict[str, Any] = asdict(node) | lists
    return {name: xml_text(value) for name, value in fields.items() if value and name != "id"}


def _edge_fields(edge: Edge) -> dict[str, str | float | int]:
    fields: dict[str, str | float | int] = {
        "kind": edge.kind,
        "weight": float(edge.strength),
        "why": xml_text(edge.why),
    }
    return fields | ({"rank": edge.rank} if edge.rank else {})
