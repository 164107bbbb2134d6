"""The names of countries and languages in the reader's language, and from a name that was typed to its code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale

from matcher.geography.codes import COUNTRIES
from webapp.catalogues import LOCALES
from webapp.reader import is_english, reader_locale

_LANGUAGES = {code: str(name) for code, name in sorted(Locale("en").languages.items()) if len(code) == 2}


def country_name(code: str) -> str:
    """Return the name of a country, or the code itself where it is none."""
    locale = reader_locale()
    return COUNTRIES.get(code, code) if locale is None or is_english() else str(locale.territories.get(code, code))


def language_name(tag: str) -> str:
    """Return the name of a language, or the tag itself where it is none."""
    names = (reader_locale() or Locale("en")).languages
    return str(names.get(tag) or names.get(tag.split("-", maxsplit=1)[0], tag))


def country_names() -> dict[str, str]:
    """Return the names of all countries by code."""
    return {code: country_name(code) for code in COUNTRIES}


def language_names() -> dict[str, str]:
    """Return the names of the languages that have a code of two letters, by code."""
    return {code: language_name(code) for code in _LANGUAGES}


def country_code(text: str) -> str:
    """Return the code of a country's name in any language of the pages, or of its code in any letters; else ""."""
    return _codes_of_countries().get(text.casefold(), "")


def language_code(text: str) -> str:
    """Return the code of a language's name in any language of the pages, or of its code in any letters; else ""."""
    return _codes_of_languages().get(text.casefold(), "")


@cache
def _codes_of_countries() -> dict[str, str]:
    return _by_name(COUNTRIES, [Locale(each).territories for each in LOCALES])


@cache
def _codes_of_languages() -> dict[str, str]:
    return _by_name(_LANGUAGES, [Locale(each).languages for each in LOCALES])


def _by_name(known: Mapping[str, str], translated: list[Mapping[str, str]]) -> dict[str, str]:
    """Return codes by name in small letters; where two languages differ, the earlier one counts, a code before all."""
    found: dict[str, str] = {}
    for names in ({code: code for code in known}, known, *translated):
        for code in known:
            found.setdefault(str(names.get(code, code)).casefold(), code)
    return found
