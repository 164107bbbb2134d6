"""Places by name: the countries, cities and regions of the world that a text speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.geography.cities import find_city
from matcher.geography.codes import COUNTRIES
from matcher.geography.names import DEMONYMS, NOT_PLACES, OTHER_COUNTRY_NAMES, PROVINCES, REGION_NAMES
from matcher.geography.regions import REGIONS

LONGEST_CITY_NAME = 4  # words
LONGEST_LEAD = 30  # characters before a name that tell whether it is a city's
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'\u2019]*"  # a word with a capital letter
_NAME_OF_WORDS = re.compile(rf"\b{_CAPITAL}(?:(?:-| (?:(?:de|da|do|del|la|upon) )?){_CAPITAL})*")
_BEFORE_A_CITY = re.compile(r"\b(?:in|near|around|outside|from|(?:city|town|municipality) of)\s+$", re.IGNORECASE)
# Who came from a place is no longer there, and whose doings are watched is no partner.
_ELSEWHERE = (
    r"[- ](?:speaking )?(?:(?:refugee|(?:im)?migrant|newcomer|exile|troll|hacker|soldier|army|outlet)s?|asylum|"
    r"diasporas?|(?:famil(?:y|ies)|communit(?:y|ies))(?: groups?)? in|(?:state )?(?:propagand\w+|"
    r"(?:dis|mis)information|media that)|interference|influence|invasion|aggression|troops)\b"
)


@dataclass(frozen=True)
class Places:
    """What a text names: `countries` by code, themselves or by a city or people of theirs; `regions` by name.

    Both stand in the order of their lists, `COUNTRIES` and `REGIONS`.
    """

    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def read_places(text: str) -> Places:
    """Return the places that `text` names; names of languages have to be taken out of it before.

    Names are told from common words by their capital letter. All share one pattern, the longest first, so that
    Northern Ireland is not Ireland as well, and South Africa no part of Africa.
    """
    codes: set[str] = set()
    regions: set[str] = set()

    def note(match: re.Match[str]) -> str:
        codes.update(_COUNTRY_OF.get(match[0], ""))
        regions.update(_REGION_OF.get(match[0], ()))
        return " . "  # no end of a name that stands beside it

    rest = _NAMED.sub(note, _PEOPLE_ELSEWHERE.sub(" . ", text))
    codes.update(_countries_of_cities(rest))
    return Places(
        tuple(code for code in COUNTRIES if code in codes), tuple(region for region in REGIONS if region in regions)
    )


def _countries_of_cities(text: str) -> Iterator[str]:
    for match in _NAME_OF_WORDS.finditer(text):
        led = _BEFORE_A_CITY.search(text, max(0, match.start() - LONGEST_LEAD), match.start()) is not None
        words = match[0].split(" ")
        start = 0
        while start < len(words):
            country, size = _city_at(words, start, led=led and start == 0)
            if country:
                yield country
            start += size


def _city_at(words: list[str], start: int, *, led: bool) -> tuple[str, int]:
    """Return the country of the city whose name begins at `start`, or "", and how many words belong to it."""
    for size in range(min(LONGEST_CITY_NAME, len(words) - start), 0, -1):
        city = find_city(re.sub(r"['\u2019]s$", "", " ".join(words[start : start + size])))
        if city and (city.well_known or (led and size == len(words))):
            return city.country, size
    return "", 1


def _country_names() -> Iterator[tuple[str, str]]:
    """Yield every name of a country, a part of it or its people, with the country's code."""
    for code, name in COUNTRIES.items():
        yield from ((each, code) for each in (name, name.replace("&", "and"), *OTHER_COUNTRY_NAMES.get(code, ())))
    for code, provinces in PROVINCES.items():
        yield from ((name, code) for name in provinces.split(", "))
    yield from _people()


def _people() -> Iterator[tuple[str, str]]:
    for code, names in DEMONYMS.items():
        for name in names.split():
            adjective = name.replace("_", " ")
            yield adjective, code
            if adjective[-1] in "bceiknrt":  # “Serbs”, “Kenyans”
                yield f"{adjective}s", code


def _pattern(names: list[str], after: str = "") -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)}){after}(?!\w)")


_COUNTRY_OF = {name: (code,) for name, code in _country_names()}
_REGION_OF = {each: (region,) for region in REGIONS for each in (region, *REGION_NAMES.get(region, ()))}
_NAMED = _pattern([*_COUNTRY_OF, *_REGION_OF, *NOT_PLACES])
_PEOPLE_ELSEWHERE = _pattern([name for name, _ in _people()], _ELSEWHERE)
