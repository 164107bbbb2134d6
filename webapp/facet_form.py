"""The facets of a result page in its address: which filters are chosen."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from matcher.fields import NOT_STATED

PARAMETER_OF = {
    "kinds": "only_kind",
    "countries": "only_country",
    "languages": "only_language",
    "audiences": "only_audience",
    "terms": "only_terms",
    "verified_since": "verified_since",
}

# What a seeker can spend, and how partners may partner then: silence is no refusal where nothing needs to be paid.
TERMS_OF_BUDGET = {"none": ("no_cost", "in_kind", "funds_others", NOT_STATED), "sought": ("funds_others",)}


def read_filters(entered: MultiDict[str, str]) -> dict[str, list[str]]:
    """Return the values that are chosen in each facet, by the field of `matcher.records.Filters`."""
    chosen = {field: list(filter(None, entered.getlist(name))) for field, name in PARAMETER_OF.items()}
    return {field: list(dict.fromkeys(codes)) for field, codes in chosen.items() if codes}
