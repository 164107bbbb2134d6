"""The shapes of the countries for a world map, as paths of an SVG picture."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHAPES = Path(__file__).with_name("world.json")  # written by scripts/write_world.py from Natural Earth
WIDTH = 1000.0  # units of the picture
SMALLEST_SHAPE = 9.0  # thousandths of what is shown; a country that is smaller is hard to see and to hit


@dataclass(frozen=True)
class Country:
    """One country: `path` of its shape (empty where it has none) and the place `x`, `y` of its middle.

    `neighbours` are the codes of those that it has a border with by land; an island has none.
    """

    code: str
    x: float
    y: float
    size: float
    path: str
    neighbours: tuple[str, ...]

    def needs_mark(self, shown: float = WIDTH) -> bool:
        """Tell whether a circle has to show where it is, in a picture that shows `shown` units of the width."""
        return self.size < SMALLEST_SHAPE * shown / WIDTH


@dataclass(frozen=True)
class World:
    """The picture's `width` and `height` in its own units, and the countries by code."""

    width: float
    height: float
    credit: str
    countries: dict[str, Country]


@cache
def world() -> World:
    """Return the world in the Equal Earth projection; the first call reads the file."""
    read = json.loads(SHAPES.read_text(encoding="utf-8"))
    countries = {
        code: Country(code, shape["x"], shape["y"], shape["size"], shape["path"], tuple(shape["neighbours"]))
        for code, shape in read["countries"].items()
    }
    return World(read["width"], read["height"], read["credit"], countries)
