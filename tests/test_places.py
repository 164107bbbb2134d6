"""places: countries, people, cities and regions by name, and the false friends among their names."""

from __future__ import annotations

import pytest

from matcher.geography.codes import COUNTRIES
from matcher.geography.names import DEMONYMS, PROVINCES, REGION_NAMES
from matcher.geography.places import Places, read_places
from matcher.geography.regions import REGIONS


def test_people_stand_for_their_country() -> None:
    for code, names in DEMONYMS.items():
        for name in names.split():
            read = read_places(f"Visit {name.replace('_', ' ')} schools")
            assert read == Places((code,)), name


def test_provinces_stand_for_their_country() -> None:
    for code, names in PROVINCES.items():
        for name in names.split(", "):
            assert read_places(f"A choir in {name}.") == Places((code,)), name


def test_every_name_of_a_region_means_this_region_and_no_country() -> None:
    for region in REGIONS:
        for name in (region, *REGION_NAMES.get(region, ())):
            assert read_places(f"Partners across {name}.") == Places((), (region,)), name


def test_codes_of_the_tables_exist() -> None:
    assert set(DEMONYMS) | set(PROVINCES) <= set(COUNTRIES)
    assert set(REGION_NAMES) <= set(REGIONS)


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("a hackathon in Lisbon", ("PT",)),
        ("Our newsroom in Prague has found accounts", ("CZ",)),
        ("Lisbon's museums", ("PT",)),
        ("Job-shadowing between Tirana and Vienna", ("AL", "AT")),
        ("School papers from Lisbon and Łódź", ("PL", "PT")),
        ("City hall of São Paulo", ("BR",)),
        ("Editors in New York", ("US",)),
        ("a street in New Delhi", ("IN",)),
        ("Novi Sad, Kyiv", ("RS", "UA")),
        ("Berlin-based editors", ("DE",)),
        ("Cluj-Napoca", ("RO",)),
    ],
)
def test_cities_stand_for_their_country(text: str, countries: tuple[str, ...]) -> None:
    assert read_places(text) == Places(countries)


@pytest.mark.parametrize(
    "text",
    [
        "Reading clubs for all. Nice posters. Split the cost. Mobile phones. Bath time. Of Man",
        "Charlotte and Florence meet Victoria, Martin and Jackson",
        "Find Help, Build Trust, Set Goals and Train Teachers",
        "reading, nice, split, mobile, turkey, china, polish",
        "Visit Cambridge or Valencia",  # two of like size each
        "The Washington Post and the Paris Agreement",
        "a member of the European Parliament and EU funding",
        "Guinea pigs",
        "The Inter-American Court and pro-European parties",
        "",
    ],
)
def test_false_friends_are_no_places(text: str) -> None:
    assert read_places(text) == Places()


@pytest.mark.parametrize(("name", "country"), [("Reading", "GB"), ("Nice", "FR"), ("Split", "HR"), ("Mobile", "US")])
def test_a_word_that_is_also_a_city_is_one_after_in(name: str, country: str) -> None:
    assert read_places(f"Schools in {name}.") == Places((country,))
    assert read_places(f"Schools in {name} Street.") == Places(), "the name of a street"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Ukrainian refugees in Poland", Places(("PL",))),
        ("Somali family groups in Malmö", Places(("SE",))),
        ("Early warning of Russian propaganda in Moldova", Places(("MD",))),
        ("The Turkish diaspora", Places()),
        ("Ukrainian teachers in Poland", Places(("PL", "UA"))),
    ],
)
def test_people_who_left_and_those_who_are_watched_are_not_where_partners_are_sought(text: str, places: Places) -> None:
    assert read_places(text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("South Africa", Places(("ZA",))),
        ("South Sudan and Sudan", Places(("SD", "SS"))),
        ("the Central African Republic", Places(("CF",))),
        ("Guinea-Bissau", Places(("GW",))),
        ("Papua New Guinea", Places(("PG",))),
        ("Northern Ireland", Places(("GB",))),
        ("West Africa", Places((), ("West Africa",))),
        ("the Western Balkans and Africa", Places((), ("Western Balkans", "Africa"))),
        ("the Balkans, above all Serbia", Places(("RS",), ("Balkans",))),
        ("Belgrade, Balkans", Places(("RS",), ("Balkans",))),
    ],
)
def test_the_longest_name_wins(text: str, places: Places) -> None:
    assert read_places(text) == places
