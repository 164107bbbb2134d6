"""The figures as Markdown, with how they grow and a chart."""

from __future__ import annotations

import math
import os
import platform
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.case import Figure
from matcher.generations import replace_file

NOT_MEASURED = "not measured: "
WIDTH, HEIGHT, EDGE = 640, 300, 60
_SIZE = re.compile(r"\b\d{1,3}(?:,\d{3})+\b|\b\d{3,}\b")
CHARTED = ("one goal", "first ")
GROWING = ("ms", "MB")
Points = list[tuple[int, float]]


def table(figures: Sequence[Figure]) -> str:
    """Return a Markdown table: each figure beside its reference, the ratio of both, and the bar."""
    rows = [
        "| what | measured | reference | measured | ratio | bar | |",
        "|---|--:|---|--:|--:|--:|---|",
    ]
    for figure in figures:
        case = figure.case
        measured = (f"{value:.3g} {case.unit}".strip() for value in (figure.value, figure.reference))
        here, there = measured
        holds = ("holds" if figure.holds else "**missed**") if case.bar else ""
        cells = (case.name, here, case.reference, there, f"{figure.ratio:.2f}", case.bar, holds)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def growth(figures: Sequence[Figure]) -> dict[str, Points]:
    """Return times and memory that were measured at several sizes: (size, figure), by what they are of."""
    series: dict[str, Points] = defaultdict(list)
    for figure in figures:
        found = _SIZE.search(figure.case.name)
        if found and figure.case.unit in GROWING:
            name = re.sub(r" \([\d,]+ passages\)", "", _SIZE.sub("n", figure.case.name, count=1))
            point = (int(found[0].replace(",", "")), figure.value)
            if point[0] not in [size for size, _ in series[name]]:
                series[name].append(point)
    return {name: sorted(points) for name, points in series.items() if len(points) > 1}


def exponent(points: Points) -> float:
    """Return p where the figure grows with the size to the power of p: the slope from the first point to the last."""
    (size, figure), (larger_size, larger_figure) = points[0], points[-1]
    return math.log(larger_figure / figure) / math.log(larger_size / size)


def write_report(
    path: Path, figures: Sequence[Figure], repetitions: int, notes: Sequence[str], about: Sequence[str] = ()
) -> None:
    """Write the Markdown file and beside it its chart, where something was measured at several sizes."""
    grown = growth(figures)
    times = {name: points for name, points in grown.items() if name.startswith(CHARTED)}
    machine = f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
    parts = [
        "# Performance",
        "Written by `scripts/benchmark.py`. Each figure is the median of"
        f" {repetitions}, measured in turns with its reference; the ratio is the median of the ratios, so that other"
        f" load on the machine meets both. {machine}.",
        *(["\n".join(f"- {line}" for line in about)] if about else []),
        table(figures),
    ]
    if times:
        chart = path.with_suffix(".svg")
        replace_file(chart, ET.tostring(_chart(times), encoding="unicode") + "\n")
        parts += ["## How it grows", f"![Milliseconds by size, both on logarithmic scales]({chart.name})"]
    if grown:
        parts.append("\n".join(f"- {name}: n to the power of {exponent(points):.2f}" for name, points in grown.items()))
    if notes:
        parts += ["## Not measured", "\n".join(f"- {note.removeprefix(NOT_MEASURED)}" for note in notes)]
    replace_file(path, "\n\n".join(parts) + "\n")


def _chart(grown: Mapping[str, Points]) -> ET.Element:
    """Draw one line for each figure, on logarithmic scales."""
    everything = [point for points in grown.values() for point in points]
    sizes, values = ([math.log10(point[axis]) for point in everything] for axis in (0, 1))
    root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {HEIGHT + 16 * len(grown)}")
    ET.SubElement(root, "title").text = "Milliseconds by size, both on logarithmic scales"
    ET.SubElement(root, "rect", width="100%", height="100%", fill="#ffffff")

    def place(size: float, value: float) -> tuple[float, float]:
        across = (math.log10(size) - min(sizes)) / max(max(sizes) - min(sizes), 1e-9)
        up = (math.log10(value) - min(values)) / max(max(values) - min(values), 1e-9)
        return EDGE + across * (WIDTH - 2 * EDGE), HEIGHT - EDGE / 2 - up * (HEIGHT - EDGE)

    for number, (name, points) in enumerate(grown.items()):
        colour = f"hsl({number * 360 // len(grown)}, 60%, 40%)"
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in points))
        ET.SubElement(root, "polyline", points=line, fill="none", stroke=colour)
        for size, value in points:
            x, y = place(size, value)
            _text(root, x, y - 4, f"{value:.2g} ms at {size:,}", colour)
        _text(root, WIDTH / 2, HEIGHT + 16 * number, name, colour)
    return root


def _text(root: ET.Element, x: float, y: float, text: str, colour: str) -> None:
    where = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": "10", "font-family": "sans-serif", "fill": colour}
    ET.SubElement(root, "text", {**where, "text-anchor": "middle"}).text = text
