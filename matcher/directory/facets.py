"""Facets of organisations: hard filters, and how many organisations each of their values would leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from matcher.directory.columns import CodeColumn, Mask, OrganisationColumns
from matcher.fields import NOT_STATED, WORLDWIDE
from matcher.records import Filters
from matcher.taxonomy import Taxonomy

FACETS = tuple(Filters.model_fields)
Held = Mapping[str, Mask]


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet: how many organisations have it that meet all other facets."""

    code: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One facet, named as in `Filters`, with its values, most frequent first, and what is not known last.

    `without` says how many organisations there would be if nothing were chosen in this facet.
    """

    name: str
    values: tuple[FacetValue, ...]
    without: int

    @property
    def chosen(self) -> tuple[str, ...]:
        """The codes of the values that are chosen."""
        return tuple(value.code for value in self.values if value.chosen)


class FacetTable:
    """The facets of all organisations of one knowledge base: for each code who has it, shape (organisations,)."""

    def __init__(self, columns: OrganisationColumns, taxonomy: Taxonomy) -> None:
        self._years = np.unique(columns.verified[columns.verified > 0])
        countries = {**_held(columns.countries), WORLDWIDE: columns.works_everywhere}
        years = {str(year): columns.verified >= year for year in self._years.tolist()}
        self._columns: Mapping[str, Held] = {
            "kinds": _with_unknown(_with_broader(columns.kinds, taxonomy), columns.kinds.known()),
            "countries": _with_unknown(countries, columns.countries.known() | columns.works_everywhere),
            "languages": _with_unknown(_held(columns.languages), columns.languages.known()),
            "audiences": _with_unknown(_held(columns.audiences), columns.audiences.known()),
            "terms": _with_unknown(_held(columns.terms), columns.terms.known()),
            "verified_since": _with_unknown(years, columns.verified > 0),
        }
        self._size = len(columns.closed)

    def mask(self, filters: Filters, besides: str = "") -> Mask:
        """Return who meets all facets, or all besides one: any value of a facet will do. Shape (organisations,)."""
        met = np.ones(self._size, dtype=bool)
        for name in FACETS:
            chosen = getattr(filters, name)
            if chosen and name != besides:
                met &= self._having_any(name, chosen)
        return met

    def _having_any(self, name: str, chosen: tuple[str, ...]) -> Mask:
        having = np.zeros(self._size, dtype=bool)
        for code in self._codes(name, chosen):
            if code in self._columns[name]:
                having |= self._columns[name][code]
        return having

    def facets(self, filters: Filters, among: Mask) -> tuple[Facet, ...]:
        """Return every facet, counted over the organisations `among`, each without its own filter."""
        return tuple(self._facet(name, getattr(filters, name), among & self.mask(filters, name)) for name in FACETS)

    def _facet(self, name: str, chosen: tuple[str, ...], others_met: Mask) -> Facet:
        columns = self._columns[name]
        listed = {code: int(np.count_nonzero(having & others_met)) for code, having in columns.items()}
        listed |= {code: self._count_later(name, code, listed) for code in chosen if code not in listed}
        values = (FacetValue(code, count, code in chosen) for code, count in listed.items())
        shown = sorted((each for each in values if each.count or each.chosen), key=partial(_place, name))
        return Facet(name, tuple(shown), int(np.count_nonzero(others_met)))

    def _count_later(self, name: str, code: str, listed: Mapping[str, int]) -> int:
        """Return the count of a value that no organisation has itself: of a year, that of the next one; else 0."""
        return sum(listed[each] for each in self._codes(name, (code,)) if each in listed)

    def _codes(self, name: str, chosen: tuple[str, ...]) -> list[str]:
        """Return the codes to look up: for a year that nobody has, the next one that somebody has."""
        if name != "verified_since":
            return list(chosen)
        years = [int(code) for code in chosen if code != NOT_STATED]
        later = self._years[self._years >= min(years)][:1].tolist() if years else []
        return [str(year) for year in later] + [code for code in chosen if code == NOT_STATED]


def _place(facet: str, value: FacetValue) -> tuple[bool, int, str]:
    """Return where a value stands in its facet: the most frequent first, of years the latest; not known last."""
    unknown = value.code == NOT_STATED
    by_year = facet == "verified_since" and not unknown
    return unknown, -int(value.code) if by_year else -value.count, value.code


def _held(column: CodeColumn) -> Held:
    return {code: column.matrix[:, place] for code, place in column.codes.items()}


def _with_unknown(held: Held, known: Mask) -> Held:
    """Return the codes, and that those of whom nothing is known have NOT_STATED."""
    return {**held, NOT_STATED: ~known}


def _with_broader(kinds: CodeColumn, taxonomy: Taxonomy) -> Held:
    """Return the kinds, so that an organisation of a kind has the broader ones too."""
    narrower = {code: taxonomy.with_narrower("kinds", code) for code in taxonomy.terms("kinds")}
    broader = {code: kinds.has_any(some) for code, some in narrower.items() if some & kinds.codes.keys()}
    return {**_held(kinds), **broader}
