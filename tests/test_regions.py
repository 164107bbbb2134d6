"""regions: the codes exist and lie where their name says."""

from __future__ import annotations

import pytest

from matcher.geography.codes import COUNTRIES
from matcher.geography.regions import EUROPE_AND_NORTH_AMERICA, REGIONS


def test_every_code_is_a_country() -> None:
    assert EUROPE_AND_NORTH_AMERICA - set(COUNTRIES) == set()


@pytest.mark.parametrize("code", ["SK", "GB", "UA", "RU", "IS", "XK", "US", "CA", "GL"])
def test_countries_of_europe_and_northern_america_are_in(code: str) -> None:
    assert code in EUROPE_AND_NORTH_AMERICA


@pytest.mark.parametrize("code", ["BR", "MX", "IN", "ZA", "NG", "VN", "AU", "JP", "TR", "GE", "KZ", "CY", "IL"])
def test_countries_that_the_united_nations_place_elsewhere_are_out(code: str) -> None:
    assert code not in EUROPE_AND_NORTH_AMERICA


def test_there_are_as_many_as_m49_lists() -> None:
    # Eastern Europe 10, Northern 16, Southern 16, Western 9, Northern America 5, and Kosovo, which M49 lacks.
    assert len(EUROPE_AND_NORTH_AMERICA) == 10 + 16 + 16 + 9 + 5 + 1


def test_every_code_of_a_region_is_a_country() -> None:
    assert {code for codes in REGIONS.values() for code in codes} <= set(COUNTRIES)


@pytest.mark.parametrize(
    ("region", "size"),
    [
        ("European Union", 27),
        ("Visegrád countries", 4),
        ("Benelux", 3),
        ("Baltic states", 3),
        ("Eastern Partnership", 6),
        ("Western Balkans", 6),
        ("Gulf states", 6),
        ("Central Asia", 5),
        ("West Africa", 17),
        ("South America", 14),
    ],
)
def test_regions_have_as_many_countries_as_they_have(region: str, size: int) -> None:
    assert len(REGIONS[region]) == size


def test_every_country_that_people_live_in_lies_on_a_continent() -> None:
    continents = ("Europe", "Africa", "Americas", "Asia", "Pacific")
    nowhere = set(COUNTRIES) - set().union(*(REGIONS[name] for name in continents))
    assert nowhere == {"AQ", "BV", "CC", "CX", "GS", "HM", "IO", "TF", "UM"}


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("Western Balkans", "Balkans"),
        ("Balkans", "South East Europe"),
        ("Baltic states", "European Union"),
        ("Scandinavia", "Nordic countries"),
        ("Maghreb", "Africa"),
        ("Gulf states", "Middle East"),
        ("Sahel", "Sub-Saharan Africa"),
        ("South America", "Latin America"),
        ("Europe", "Europe"),
    ],
)
def test_a_part_lies_in_its_whole(part: str, whole: str) -> None:
    assert REGIONS[part] <= REGIONS[whole]
