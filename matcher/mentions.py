"""What a text mentions by name: places, languages, audiences, channels, themes, values, kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale

from matcher.records import COUNTRIES
from matcher.taxonomy import Taxonomy, Term

_OTHER_COUNTRY_NAMES = {
    "US": ["USA", "U.S.", "United States of America"],
    "GB": ["UK", "Britain", "Great Britain", "England", "Scotland", "Wales", "Northern Ireland"],
    "CZ": ["Czech Republic"],
    "TR": ["Turkey"],
    "MK": ["Macedonia"],
    "MM": ["Myanmar", "Burma"],
    "CI": ["Ivory Coast", "Côte d'Ivoire"],
    "CD": ["DRC", "Democratic Republic of the Congo"],
    "AE": ["UAE", "Emirates"],
    "PS": ["Palestine"],
    "SZ": ["Swaziland"],
    "HK": ["Hong Kong"],
    "MO": ["Macao", "Macau"],
    "NL": ["Holland", "The Netherlands"],
}
_LANGUAGE_CONTEXT = r"(?:(?i:in|into|speaks?|speaking|and)\s+{name}\b|\b{name}[- ](?:speaking|language|speakers)\b)"


@dataclass(frozen=True)
class Mentions:
    """The codes that a text mentions, in the order of their lists."""

    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class MentionReader:
    """Finds the names and example words of the taxonomy, and of countries and languages, in a text."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        # Names of places and languages are told from common words by their capital letter.
        # All countries share one pattern, so that Northern Ireland is not Ireland as well.
        self._country_of = {name: code for code in COUNTRIES for name in _country_names(code)}
        self._countries = _pattern(self._country_of, re.NOFLAG)
        self._languages = {
            code: re.compile(_LANGUAGE_CONTEXT.format(name=re.escape(name)))
            for code, name in Locale("en").languages.items()
            if code.isalpha() and len(code) == 2
        }
        self._lists = {
            name: {term.code: _pattern(_words(term), re.IGNORECASE) for term in getattr(taxonomy, name)}
            for name in ("audiences", "channels", "themes", "values", "kinds")
        }

    def read(self, text: str) -> Mentions:
        """Return what `text` mentions."""
        found = {
            name: tuple(code for code, pattern in patterns.items() if pattern.search(text))
            for name, patterns in self._lists.items()
        }
        countries = {self._country_of[name] for name in self._countries.findall(text)}
        return Mentions(
            countries=tuple(code for code in COUNTRIES if code in countries),
            languages=tuple(code for code, pattern in self._languages.items() if pattern.search(text)),
            **found,
        )


def _country_names(code: str) -> list[str]:
    name = COUNTRIES[code]
    return [name, name.replace("&", "and"), *_OTHER_COUNTRY_NAMES.get(code, [])]


def _words(term: Term) -> list[str]:
    return [term.name, *term.examples]


def _pattern(names: Iterable[str], flags: re.RegexFlag) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", flags)
