"""The codes of countries (ISO 3166-1 alpha-2) and languages (BCP 47), and their names."""

from __future__ import annotations

import re

from babel import Locale

from matcher.sentences import Name

LANGUAGES = Locale("en").languages
# Babel's territories hold groupings and reserved codes beside the countries of ISO 3166-1.
_NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
COUNTRIES: dict[str, str] = {
    code: name
    for code, name in Locale("en").territories.items()
    if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_COUNTRIES
}


def country_name(code: str) -> Name:
    """Return the name of a country."""
    return Name.of("countries", code, COUNTRIES[code])


def language_name(code: str) -> Name:
    """Return the name of a language, or its code where it has none."""
    return Name.of("languages", code, LANGUAGES.get(code, code))
