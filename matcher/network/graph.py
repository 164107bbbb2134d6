"""A plan as a graph, for GraphML and for the picture."""

from __future__ import annotations

from typing import IO

import networkx as nx

from matcher.files.xml import xml_text
from matcher.network.plan import NetworkPlan, Pair
from matcher.network.tables import told
from matcher.taxonomy import Taxonomy


def network_graph(plan: NetworkPlan, taxonomy: Taxonomy) -> nx.Graph:
    """Return everybody as a node, called by id, and each pair as an edge with its value as weight."""
    graph = nx.Graph()
    for organisation in (*plan.organisations, *(each.organisation for each in plan.unmatched)):
        kind = xml_text(taxonomy.name("kinds", organisation.kind))
        countries = " ".join(organisation.countries)
        graph.add_node(xml_text(organisation.id), label=xml_text(organisation.name), kind=kind, countries=countries)
    for unmatched in plan.unmatched:
        graph.nodes[xml_text(unmatched.organisation.id)]["unmatched"] = xml_text(unmatched.why)
    for pair in plan.pairs:
        graph.add_edge(xml_text(pair.first.id), xml_text(pair.second.id), **_edge(pair))
    return graph


def write_graphml(plan: NetworkPlan, taxonomy: Taxonomy, file: IO[bytes]) -> None:
    """Write the graph as GraphML (graphml.graphdrawing.org)."""
    nx.write_graphml_xml(network_graph(plan, taxonomy), file, encoding="utf-8")


def _edge(pair: Pair) -> dict[str, str | float | int | bool]:
    """An edge of a graph has no order of its ends, so the reasons name theirs."""
    fields: dict[str, str | float | int | bool] = {
        "weight": round(pair.value, 6),
        "basis": pair.basis,
        "must": pair.must,
        "a": xml_text(pair.first.id),
        "why_a": xml_text(told(pair.first_benefits)),
        "b": xml_text(pair.second.id),
        "why_b": xml_text(told(pair.second_benefits)),
    }
    if pair.meeting:
        fields |= {"round": pair.meeting.round, "table": pair.meeting.table}
    return fields
