"""Looking through the organisations: by kind, place, offer, theme and words; what is unknown is not taken for a no."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.directory.columns import Mask, OrganisationColumns, Rows
from matcher.directory.listings import words_of
from matcher.records import Organisation
from matcher.rows.line_search import LineSearch
from matcher.taxonomy import Taxonomy


@dataclass(frozen=True)
class FoundRows:
    """The rows of the organisations that were found, by name.

    `unknown` counts those of which what was asked is not known.
    """

    rows: Rows
    unknown: int


def places_of(organisation: Organisation) -> tuple[str, ...]:
    """Return the countries in which an organisation works, else the one in which it sits, by code."""
    return organisation.countries or (organisation.headquarters,) * bool(organisation.headquarters)


def order_by_name(names: Sequence[str], ids: Sequence[str]) -> Rows:
    """Return the rows by name, case-folded, and id."""
    keys = [(name.casefold(), record_id) for name, record_id in zip(names, ids, strict=True)]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)


class Directory:
    """Looks through organisations as arrays: nothing is read of a record.

    `words` holds the text of each in which words are looked for (`listings.words_of`), `order` their rows by name.
    """

    def __init__(self, taxonomy: Taxonomy, columns: OrganisationColumns, words: Sequence[str], order: Rows) -> None:
        self._taxonomy = taxonomy
        self._columns = columns
        self._search = LineSearch(words)
        self._order = order

    @classmethod
    def of_records(cls, organisations: Sequence[Organisation], taxonomy: Taxonomy) -> Directory:
        """Build from records."""
        order = order_by_name([each.name for each in organisations], [each.id for each in organisations])
        columns = OrganisationColumns.from_records(organisations, taxonomy)
        return cls(taxonomy, columns, tuple(map(words_of, organisations)), order)

    def find(
        self,
        kinds: Sequence[str] = (),
        countries: Sequence[str] = (),
        words: str = "",
        *,
        capabilities: Sequence[str] = (),
        themes: Sequence[str] = (),
        unknown: bool = False,
    ) -> FoundRows:
        """Return the organisations of any of `kinds` (or narrower ones) in any of `countries` that hold all `words`.

        They bring any of `capabilities` and work on any of `themes`, where these are asked for. Words are looked for
        in name, aliases and summary. An organisation of which something that is asked for is not known is returned
        only with `unknown`, and counted in either case.
        """
        columns = self._columns
        answers = (
            (kinds, columns.kinds.has_any(self._with_narrower(kinds)), columns.kinds.known()),
            (countries, columns.placed_in(countries), columns.place_known()),
            (capabilities, self._offers_any(capabilities), columns.offers_anything()),
            (themes, columns.themes.has_any(themes), columns.themes.known()),
        )
        possible, known = self._holding(words), np.ones(len(self._order), dtype=bool)
        for _, met, is_known in (each for each in answers if each[0]):
            possible &= met | ~is_known
            known &= is_known
        found = possible if unknown else possible & known
        return FoundRows(self._order[found[self._order]], int(np.count_nonzero(possible & ~known)))

    def _holding(self, words: str) -> Mask:
        held = np.ones(len(self._order), dtype=bool)
        for word in dict.fromkeys(words.casefold().split()):
            held &= self._search.holding(word)
        return held

    def _with_narrower(self, kinds: Sequence[str]) -> set[str]:
        return {code for kind in kinds for code in self._taxonomy.with_narrower("kinds", kind)}

    def _offers_any(self, capabilities: Collection[str]) -> Mask:
        brought = np.zeros(len(self._order), dtype=bool)
        for column, code in enumerate(self._taxonomy.terms("capabilities")):
            if code in capabilities:
                brought |= self._columns.brings[:, column] > 0
        return brought
