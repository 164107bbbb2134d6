"""regions: the codes exist and lie where their name says."""

from __future__ import annotations

import pytest

from matcher.records import COUNTRIES
from matcher.regions import EUROPE_AND_NORTH_AMERICA


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
