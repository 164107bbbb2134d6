"""What the values of facets are called on the screen."""

from __future__ import annotations

from flask import Flask

from matcher.fields import NOT_STATED, WORLDWIDE
from matcher.sentences import sentence
from webapp.code_names import country_name, language_name
from webapp.knowledge import get_page_parts
from webapp.rendering import term_of_partnering
from webapp.telling import said

_NO_CODES = {NOT_STATED: sentence("Not stated"), WORLDWIDE: sentence("Worldwide")}
_NAMES = {"countries": country_name, "languages": language_name, "terms": term_of_partnering}


def register(app: Flask) -> None:
    """Make the filter known to every template."""
    app.add_template_filter(facet_value_name)


def facet_value_name(code: str, facet: str) -> str:
    """Return the name of a value of a facet of `matcher.records.Filters`; a year is its own name."""
    if code in _NO_CODES:
        return said(_NO_CODES[code])
    if facet in {"kinds", "audiences"}:
        return get_page_parts().taxonomy().name(facet, code)
    return _NAMES[facet](code) if facet in _NAMES else code
