"""The network of who worked with whom as files for other programs."""

from __future__ import annotations

import io

import networkx as nx

from matcher.files.cells import neutralise
from matcher.files.xml import xml_text
from matcher.knowledge import KnowledgeBase
from matcher.landscape.collaboration import Collaboration
from matcher.network.tables import Table
from matcher.network.writers import write_csv

CONNECTION_COLUMNS = ("From", "To", "Direction", "Type", "Strength")


def graphml(knowledge: KnowledgeBase, collaboration: Collaboration) -> bytes:
    """Return the network as GraphML, organisations called by id, the number of shared activities as weight."""
    graph = nx.Graph()
    for row in collaboration.graph:
        organisation = knowledge.organisations[row]
        fields = {"label": organisation.name, "kind": knowledge.taxonomy.name("kinds", organisation.kind)}
        graph.add_node(xml_text(organisation.id), **{name: xml_text(text) for name, text in fields.items()})
    for one, other, weight in collaboration.graph.edges(data="weight"):
        ends = (xml_text(knowledge.organisations[row].id) for row in (one, other))
        graph.add_edge(*ends, weight=weight)
    file = io.BytesIO()
    nx.write_graphml_xml(graph, file, encoding="utf-8")
    return file.getvalue()


def kumu_connections(knowledge: KnowledgeBase, collaboration: Collaboration) -> str:
    """Return the network as the CSV table of connections that Kumu imports, organisations called by name."""
    file = io.StringIO(newline="")
    write_csv(connection_table(knowledge, collaboration), file)
    return file.getvalue()


def connection_table(knowledge: KnowledgeBase, collaboration: Collaboration) -> Table:
    """Return one row a pair of organisations with the number of activities that they shared."""
    rows = tuple(
        (
            *(neutralise(knowledge.organisations[row].name) for row in (one, other)),
            "undirected",
            "shared activities",
            weight,
        )
        for one, other, weight in collaboration.graph.edges(data="weight")
    )
    return Table("Connections", CONNECTION_COLUMNS, rows)
