"""What a text mentions by name: places, languages, audiences, channels, themes, values, kinds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from matcher.geography.codes import COUNTRIES, country_name
from matcher.geography.languages import read_languages
from matcher.geography.places import read_places
from matcher.geography.regions import REGIONS
from matcher.sentences import Name
from matcher.taxonomy import Taxonomy, Term


@dataclass(frozen=True)
class Mentions:
    """The codes that a text mentions, in the order of their lists.

    `regions` names the regions of the world that the text speaks of. Their countries stand in `countries` too;
    `by_region` holds those of them that the text does not name themselves.
    """

    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    by_region: tuple[str, ...] = ()

    @property
    def named_countries(self) -> tuple[str, ...]:
        """The countries that are named themselves."""
        return tuple(code for code in self.countries if code not in self.by_region)

    @property
    def places(self) -> tuple[frozenset[str], ...]:
        """One set of countries for each place that partners are sought in: any of them will do.

        A region around another place that is named says nothing more ("in Europe, above all in Latvia").
        """
        named = (*(frozenset({code}) for code in self.named_countries), *(REGIONS[name] for name in self.regions))
        return tuple(place for place in named if not any(other < place for other in named))

    @property
    def place_names(self) -> tuple[str, ...]:
        """The names of the regions and of the countries that are named themselves."""
        regions = (Name.of("regions", name, name) for name in self.regions)
        return (*regions, *map(country_name, self.named_countries))

    def in_countries(self, codes: tuple[str, ...]) -> Mentions:
        """Return the same, but with `codes` for its places."""
        return replace(self, countries=codes, regions=(), by_region=())

    def without(self, ignored: Collection[str]) -> Mentions:
        """Return the same without what is ignored, such as `country:SK`, `region:Europe` or `theme:elections`.

        The countries of a region go with it, unless they are named themselves or belong to another region.
        """
        kept = {
            field: tuple(code for code in getattr(self, field) if f"{field_name}:{code}" not in ignored)
            for field, field_name in _FIELD_NAMES.items()
        }
        of_regions = set().union(*(REGIONS[name] for name in kept["regions"]))
        named = {code for code in self.named_countries if code in kept["countries"]}
        kept["countries"] = tuple(code for code in kept["countries"] if code in named | of_regions)
        kept["by_region"] = tuple(code for code in kept["countries"] if code not in named)
        return replace(self, **kept)


_FIELD_NAMES = {
    "countries": "country",
    "languages": "language",
    "audiences": "audience",
    "channels": "channel",
    "themes": "theme",
    "values": "value",
    "kinds": "kind",
    "regions": "region",
}


class MentionReader:
    """Finds the names and example words of the taxonomy, and of places and languages, in a text."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._lists = {
            name: {term.code: _Names.of(_words(term)) for term in getattr(taxonomy, name)}
            for name in ("audiences", "channels", "themes", "values", "kinds")
        }

    def read(self, text: str) -> Mentions:
        """Return what `text` mentions."""
        languages, rest = read_languages(text)
        places = read_places(rest)
        of_regions = set().union(*(REGIONS[name] for name in places.regions))
        small = text.lower()
        return Mentions(
            countries=tuple(code for code in COUNTRIES if code in of_regions or code in places.countries),
            languages=languages,
            regions=places.regions,
            by_region=tuple(code for code in COUNTRIES if code in of_regions and code not in places.countries),
            **{
                name: tuple(code for code, names in terms.items() if names.stand_in(text, small))
                for name, terms in self._lists.items()
            },
        )


@dataclass(frozen=True)
class _Names:
    """What a term is called. Texts in ASCII hold few names, and whether they do is found out sooner than where."""

    small: tuple[str, ...]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, names: Sequence[str]) -> _Names:
        return cls(tuple(name.lower() for name in names), _pattern(names))

    def stand_in(self, text: str, small: str) -> bool:
        """Tell whether a text, given also in small letters, holds any of the names as words of their own."""
        if small.isascii() and not any(name in small for name in self.small):
            return False
        return self.pattern.search(text) is not None


def _words(term: Term) -> list[str]:
    return [term.name, *term.examples]


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)
