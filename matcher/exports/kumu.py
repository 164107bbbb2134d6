"""A graph as the workbook that Kumu imports: a sheet Elements and a sheet Connections."""

from __future__ import annotations

from typing import IO

from matcher.exports.graph import Edge, Graph, Node
from matcher.files.cells import for_workbook
from matcher.geography.codes import COUNTRIES

ELEMENT_COLUMNS = ("ID", "Label", "Type", "Description", "Tags", "Countries")
CONNECTION_COLUMNS = ("From", "To", "Direction", "Type", "Strength", "Rank", "Description")
_LIST = "|"
_LONGEST = 10_000  # characters of a description; a cell takes little more, once signs are escaped


def write_kumu(graph: Graph, file: IO[bytes]) -> None:
    """Write the workbook; connections refer to elements by ID."""
    from openpyxl import Workbook  # noqa: PLC0415  only where a workbook is asked for

    book = Workbook(write_only=True)
    elements, connections = book.create_sheet("Elements"), book.create_sheet("Connections")
    elements.append(ELEMENT_COLUMNS)
    connections.append(CONNECTION_COLUMNS)
    for node in graph.nodes.values():
        elements.append([for_workbook(cell) for cell in _element(node)])
    for edge in graph.edges:
        connections.append([for_workbook(cell) for cell in _connection(edge)])
    book.save(file)


def _element(node: Node) -> tuple[str | None, ...]:
    tags = _LIST.join(map(_without_bar, node.tags))
    countries = _LIST.join(COUNTRIES[code] for code in node.countries)
    kind = node.kind or "Organisation"
    return _without_bar(node.id), node.label, kind, node.description[:_LONGEST], tags, countries


def _connection(edge: Edge) -> tuple[str | float | None, ...]:
    direction = "directed" if edge.directed else "mutual"
    ends = (_without_bar(edge.start), _without_bar(edge.end))
    return (*ends, direction, edge.kind, edge.strength, edge.rank or None, edge.why[:_LONGEST])


def _without_bar(text: str) -> str:
    """Kumu takes a bar for the end of one value and the beginning of the next."""
    return text.replace(_LIST, "/")
