"""The words that people use for countries, languages and codes, and the codes that they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property

from babel import Locale
from babel.core import get_global

from matcher.geography.codes import COUNTRIES, LANGUAGES
from matcher.letters import without_accents
from matcher.problems import near_word
from matcher.taxonomy import Taxonomy

# Languages in which names of countries and languages are known.
_LOCALES = (
    "en fr de es it pt nl pl cs sk sl hr sr hu ro bg el da sv nb fi et lv lt mt ga sq mk uk ru tr ar zh ja".split()
)
_MORE_COUNTRIES = {
    "uk": "GB", "el": "GR", "usa": "US", "u s a": "US", "great britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northern ireland": "GB", "czech republic": "CZ", "holland": "NL", "the netherlands": "NL",
    "republic of ireland": "IE", "slovak republic": "SK", "macedonia": "MK", "south korea": "KR",
    "republic of korea": "KR", "russian federation": "RU", "moldova republic of": "MD", "republic of moldova": "MD",
    "turkey": "TR", "palestine": "PS", "viet nam": "VN", "ivory coast": "CI", "taiwan": "TW", "hong kong": "HK",
    "congo the democratic republic of": "CD", "congo democratic republic of": "CD", "congo": "CG",
    "democratic republic of the congo": "CD", "republic of the congo": "CG", "republique tcheque": "CZ",
    "iran islamic republic of": "IR", "korea republic of": "KR", "syrian arab republic": "SY", "burma": "MM",
    "bolivia plurinational state of": "BO", "venezuela bolivarian republic of": "VE", "swaziland": "SZ",
    "tanzania united republic of": "TZ", "lao people s democratic republic": "LA", "cape verde": "CV",
    "holy see": "VA", "vatican": "VA", "united states of america": "US", "kosovo": "XK",
}  # fmt: skip


class Vocabulary:
    """Reads words as codes of the taxonomy, countries and languages. Each method raises ValueError with a hint."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy

    def term(self, list_name: str, words: str) -> str:
        """Return the code of a controlled list that is written, named or exemplified by `words`."""
        code = self._terms[list_name].get(_folded(words))
        if code is None:
            hint = near_word(words, list(self._taxonomy.terms(list_name)))
            raise ValueError(f"is none of taxonomy/{list_name}.yaml{hint}; give its code in `values`")
        return code

    @staticmethod
    def country(words: str) -> str:
        """Return the ISO 3166-1 alpha-2 code of a country, given by code or by name in any of 33 languages."""
        folded = _folded(words)
        code = words.upper() if words.upper() in COUNTRIES else _countries().get(folded)
        if code is None:
            english = [name.lower() for name in COUNTRIES.values()]
            raise ValueError(f"is not a country{near_word(folded, english)}")
        return code

    @staticmethod
    def language(words: str) -> str:
        """Return the BCP 47 tag of a language, given by tag, ISO 639-2 code or name in any of 33 languages."""
        tag = words.strip().replace("_", "-")
        if tag.partition("-")[0].lower() in LANGUAGES and len(tag.partition("-")[0]) == 2:
            return tag
        aliases: dict[str, str] = get_global("language_aliases")  # type: ignore[assignment]
        found = aliases.get(tag.lower()) or _language_names().get(_folded(words))
        if found is None and tag.lower() not in LANGUAGES:
            raise ValueError("is not a language; write its name or a BCP 47 tag, such as 'en' or 'pt-BR'")
        return found or tag.lower()

    @cached_property
    def _terms(self) -> dict[str, dict[str, str]]:
        lists = ("capabilities", "kinds", "audiences", "channels", "themes", "values")
        return {name: dict(self._words_of(name)) for name in lists}

    def _words_of(self, list_name: str) -> Iterator[tuple[str, str]]:
        terms = list(self._taxonomy.terms(list_name).values())
        # Last wins: an example of one term never hides the name or the code of another.
        yield from ((_folded(example), term.code) for term in reversed(terms) for example in term.examples)
        yield from ((_folded(term.name), term.code) for term in terms)
        yield from ((_folded(term.code), term.code) for term in terms)


def _folded(words: str) -> str:
    """Return words without case, accents and signs, so that spellings meet."""
    letters = without_accents(words.casefold().replace("&", " and "))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


@cache
def _countries() -> dict[str, str]:
    names = {
        _folded(name): code
        for locale in reversed(_LOCALES)
        for code, name in Locale(locale).territories.items()
        if code in COUNTRIES
    }
    return names | _MORE_COUNTRIES


@cache
def _language_names() -> dict[str, str]:
    return {
        _folded(name): code
        for locale in reversed(_LOCALES)
        for code, name in Locale(locale).languages.items()
        if code in LANGUAGES and "_" not in code
    }
