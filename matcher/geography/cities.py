"""Cities by name: the country of the one city that a name means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matcher.letters import without_accents

TABLE = Path(__file__).with_name("cities.txt")  # written by scripts/write_cities.py from GeoNames
_WITHOUT_STROKES = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "\u0131": "i", "\u2019": "'"}
)


@dataclass(frozen=True)
class City:
    """What a name says: a country code, and whether the name alone is enough to say it.

    A name that is not `well_known`, such as “Reading”, needs a word such as “in” before it.
    """

    country: str
    well_known: bool


def find_city(name: str) -> City | None:
    """Return what `name` means; None where it is no large city, or where several are of like size.

    The first call reads the table: about 20 ms.
    """
    return _cities().get(plain(name))


def plain(name: str) -> str:
    """Return `name` without accents and strokes: “Łódź” is found as “Lodz”."""
    return name if name.isascii() else without_accents(name.translate(_WITHOUT_STROKES))


@cache
def _cities() -> dict[str, City]:
    cities: dict[str, City] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, certainty, names = line.split("\t")
            cities |= dict.fromkeys(names.split("|"), City(country, certainty == "well known"))
    return cities
