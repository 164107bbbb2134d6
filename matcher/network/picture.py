"""A picture of the network: one SVG file without script, style sheet or anything from outside."""

from __future__ import annotations

from collections import Counter
from typing import IO
from xml.etree import ElementTree as ET  # only writes; nothing from outside is parsed

import networkx as nx
import numpy as np

from matcher.files.xml import xml_text
from matcher.network.candidates import Numbers
from matcher.network.graph import network_graph
from matcher.network.layout import place_labels
from matcher.network.plan import NetworkPlan, Pair
from matcher.network.tables import told
from matcher.taxonomy import Taxonomy

# Okabe and Ito 2008: colours that people with any colour vision tell apart; the last is for all other kinds.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#5c5c5c")
_INK, _PAPER, _LINE, _HINT = "#1d2528", "#ffffff", "#8a9296", "#566065"
_FONT, _LETTER, _LINE_HEIGHT, _DOT = 12, 6.6, 15, 6
_LONGEST_LABEL = 34  # letters
_MARGIN, _HEAD = 30, 70
_UP = np.array([0.0, 8.0])  # a dot stands above the centre of its label box
_OTHER = "Other kinds"
_BASES = {"stated": "", "inferred": "5 4"}


def write_picture(plan: NetworkPlan, taxonomy: Taxonomy, file: IO[bytes]) -> None:
    """Draw matched organisations as dots with their names, and pairs as lines: the thicker, the more valuable.

    Solid lines rest on stated needs and offers, dashed ones on something inferred. Colours tell kinds. Whoever got no
    partner is listed below. Names and reasons appear as tooltips too. The same plan gives the same picture.
    """
    graph = network_graph(plan, taxonomy)
    graph.remove_nodes_from([node for node in graph if not graph.degree(node)])
    labels = {node: _shortened(graph.nodes[node]["label"]) for node in graph}
    boxes = np.array([(_width(label) + 12, _LINE_HEIGHT + 2 * _DOT + 6) for label in labels.values()]).reshape(-1, 2)
    centres = place_labels(graph, boxes)
    low = (centres - boxes / 2).min(axis=0, initial=np.inf) if len(graph) else np.zeros(2)
    centres = centres - low + [_MARGIN, _HEAD]
    size = (centres + boxes / 2).max(axis=0, initial=0) if len(graph) else np.array([0.0, _HEAD])
    below = _unmatched_lines(plan)
    colours = _colour_of_kinds(graph)
    legend = _MARGIN + sum(map(_legend_width, (*colours, *_BASES))) + 40
    width, height = (
        max(float(size[0]) + _MARGIN, legend, 640),
        float(size[1]) + _MARGIN + _LINE_HEIGHT * len(below) + _MARGIN,
    )
    root = _root(width, height, plan)
    _draw_head(root, plan, colours)
    at = dict(zip(graph, centres, strict=True))
    for pair in reversed(plan.pairs):  # the most valuable on top
        _draw_pair(root, pair, at)
    for node in graph:
        _draw_node(root, at[node], labels[node], graph.nodes[node], colours)
    for number, line in enumerate(below):
        _text(root, _MARGIN, height - _MARGIN - _LINE_HEIGHT * (len(below) - 1 - number), line, fill=_HINT)
    ET.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)


def _root(width: float, height: float, plan: NetworkPlan) -> ET.Element:
    box = {"width": f"{width:.0f}", "height": f"{height:.0f}", "viewBox": f"0 0 {width:.0f} {height:.0f}"}
    font = {"font-family": "system-ui, 'Segoe UI', 'Noto Sans', Arial, sans-serif", "font-size": str(_FONT)}
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", **box, **font})
    ET.SubElement(root, "title").text = f"A network of {len(plan.organisations)} organisations, {len(plan.pairs)} pairs"
    ET.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": _PAPER})
    return root


def _colour_of_kinds(graph: nx.Graph) -> dict[str, str]:
    """Give a colour to each of the most frequent kinds, and the last one to all others."""
    counts = Counter(kind for _, kind in graph.nodes(data="kind"))
    frequent = sorted((kind for kind in counts if kind), key=lambda kind: (-counts[kind], kind))
    colours = dict(zip(frequent, _COLOURS[:-1], strict=False))
    return colours if set(colours) >= set(counts) else colours | {_OTHER: _COLOURS[-1]}


def _draw_head(root: ET.Element, plan: NetworkPlan, colours: dict[str, str]) -> None:
    matching = plan.matching
    title = f"{len(plan.organisations)} organisations, {len(plan.pairs)} pairs, objective: {matching.objective}"
    _text(root, _MARGIN, 28, title, **{"font-size": "16", "font-weight": "600"})
    across = float(_MARGIN)
    for kind, colour in colours.items():
        ET.SubElement(root, "circle", {"cx": f"{across + 5:.1f}", "cy": "48", "r": "5", "fill": colour})
        _text(root, across + 15, 52, xml_text(kind))
        across += _legend_width(kind)
    for name, dashes in _BASES.items():
        ends = {"x1": f"{across:.1f}", "x2": f"{across + 28:.1f}", "y1": "48", "y2": "48"}
        ET.SubElement(root, "line", {**ends, **_stroke(2.0, dashes)})
        _text(root, across + 34, 52, name)
        across += _legend_width(name) + 20


def _draw_pair(root: ET.Element, pair: Pair, at: dict[str, Numbers]) -> None:
    (x1, y1), (x2, y2) = at[xml_text(pair.first.id)] - _UP, at[xml_text(pair.second.id)] - _UP
    ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    line = ET.SubElement(root, "line", {**ends, **_stroke(1 + 4 * pair.value, _BASES[pair.basis])})
    reasons = f"{told(pair.first_benefits)}\n{told(pair.second_benefits)}"
    ET.SubElement(line, "title").text = xml_text(f"{pair.first.name} and {pair.second.name}\n{reasons}")


def _draw_node(root: ET.Element, centre: Numbers, label: str, fields: dict[str, str], colours: dict[str, str]) -> None:
    group = ET.SubElement(root, "g")
    ET.SubElement(group, "title").text = f"{fields['label']}\n{fields['kind']}".strip()
    colour = colours.get(fields["kind"], _COLOURS[-1])
    x, y = centre - _UP
    place = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": str(_DOT)}
    ET.SubElement(group, "circle", {**place, "fill": colour, "stroke": _PAPER, "stroke-width": "1.5"})
    halo = {"stroke": _PAPER, "stroke-width": "3", "paint-order": "stroke", "text-anchor": "middle"}
    _text(group, centre[0], centre[1] + 12, label, **halo)


def _unmatched_lines(plan: NetworkPlan) -> list[str]:
    names = sorted(xml_text(each.organisation.name) for each in plan.unmatched)
    if not names:
        return []
    listed = "; ".join(_shortened(name) for name in names[:12]) + (f"; {len(names) - 12} more" * (len(names) > 12))
    words, lines = listed.split(" "), [f"Without a partner ({len(names)}):"]
    for word in words:
        if len(lines[-1]) + len(word) > 90:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _stroke(width: float, dashes: str) -> dict[str, str]:
    stroke = {"stroke": _LINE, "stroke-width": f"{width:.2f}"}
    return stroke | ({"stroke-dasharray": dashes} if dashes else {})


def _text(parent: ET.Element, x: float, y: float, text: str, **attributes: str) -> None:
    fields = {"x": f"{x:.1f}", "y": f"{y:.1f}", "fill": _INK, **attributes}
    ET.SubElement(parent, "text", fields).text = text


def _width(text: str) -> float:
    """Estimate a text's width; letters of East Asia are twice as wide."""
    return _LETTER * sum(2 if ord(letter) >= 0x1100 else 1 for letter in text)


def _legend_width(name: str) -> float:
    return _width(name) + 35


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1].rstrip()}…"
