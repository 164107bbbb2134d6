"""A graph of organisations: who is in it, and what joins whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matcher.records import Organisation
from matcher.results import Partners
from matcher.taxonomy import Taxonomy

GOAL = "Goal"
WORKED_TOGETHER = "Worked together"


@dataclass(frozen=True)
class Node:
    """An organisation or a goal; `kind` is the name of its kind, `tags` are names of its themes."""

    id: str
    label: str
    kind: str
    description: str = ""
    tags: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edge:
    """What joins two nodes: from a goal to a partner, or between two who worked together.

    `strength` is a score in [0, 1], or the number of shared activities; `why` says it in words.
    """

    start: str
    end: str
    kind: str
    strength: float
    why: str = ""
    rank: int = 0
    directed: bool = False


@dataclass(frozen=True)
class Graph:
    """Nodes by id, and edges in order."""

    nodes: Mapping[str, Node] = field(default_factory=dict)
    edges: tuple[Edge, ...] = ()


def organisation_graph(organisations: Sequence[Organisation], taxonomy: Taxonomy) -> Graph:
    """Return the organisations, joined where they took part in the same activities.

    A partner that is not among them becomes a node with its id for a name: what is known is not lost.
    """
    nodes = {each.id: organisation_node(each, taxonomy) for each in organisations}
    shared = shared_activities(organisations)
    for pair in shared:
        nodes |= {each: Node(each, each, "") for each in pair if each not in nodes}
    edges = (Edge(one, other, WORKED_TOGETHER, len(t), "; ".join(t)) for (one, other), t in shared.items())
    return Graph(nodes, tuple(edges))


def results_graph(results: Sequence[Partners], taxonomy: Taxonomy) -> Graph:
    """Return the goals and their partners, each goal joined to its partners by the score."""
    nodes: dict[str, Node] = {}
    edges: list[Edge] = []
    for result in results:
        goal = result.understanding.goal
        goal_id = f"goal:{goal.id}"  # an organisation may be called like a goal
        nodes[goal_id] = Node(goal_id, goal.text, GOAL)
        for partner in result.partners:
            nodes[partner.organisation.id] = organisation_node(partner.organisation, taxonomy)
            why = partner.reasons[0].text if partner.reasons else ""
            score = round(partner.score, 6)
            edges.append(Edge(goal_id, partner.organisation.id, "Match", score, why, partner.rank, directed=True))
    return Graph(nodes, tuple(edges))


def organisation_node(organisation: Organisation, taxonomy: Taxonomy) -> Node:
    """Return an organisation as a node."""
    return Node(
        organisation.id,
        organisation.name,
        taxonomy.name("kinds", organisation.kind) if organisation.kind else "",
        organisation.summary,
        tuple(taxonomy.name("themes", code) for code in organisation.themes),
        organisation.countries,
    )


def shared_activities(organisations: Sequence[Organisation]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the titles of what each two organisations did together, the pair's lesser id first.

    An activity stands in the record of every participant; under one id (or else one title) it counts once.
    """
    titles: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for organisation in organisations:
        for activity in organisation.activities:
            for partner in activity.partners:
                if partner != organisation.id:
                    pair = (min(organisation.id, partner), max(organisation.id, partner))
                    titles[pair].setdefault(activity.id or activity.title.casefold(), activity.title)
    return {pair: tuple(named.values()) for pair, named in titles.items()}
