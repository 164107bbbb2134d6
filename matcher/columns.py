"""The organisations as arrays: what each brings and seeks, where it works, whom it reaches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.records import Offer, Organisation
from matcher.taxonomy import Taxonomy

Values = NDArray[np.float32]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
BASIS_STRENGTH = {"stated": 1.0, "inferred": 0.7}


@dataclass(frozen=True)
class CodeColumn:
    """Which codes each organisation has: `matrix` of shape (organisations, codes)."""

    codes: dict[str, int]
    matrix: Mask

    @classmethod
    def from_codes(cls, rows: Sequence[Iterable[str]]) -> CodeColumn:
        """Build from the codes of each organisation."""
        listed = [tuple(row) for row in rows]
        codes = {code: column for column, code in enumerate(sorted({code for row in listed for code in row}))}
        matrix = np.zeros((len(listed), len(codes)), dtype=bool)
        for row, some in enumerate(listed):
            matrix[row, [codes[code] for code in some]] = True
        return cls(codes, matrix)

    def known(self) -> Mask:
        """Return which organisations state any code at all, shape (organisations,)."""
        return np.asarray(self.matrix.any(axis=1))

    def shares(self, wanted: Collection[str]) -> Values:
        """Return the share of the wanted codes that each organisation has, shape (organisations,), in [0, 1]."""
        columns = [self.codes[code] for code in wanted if code in self.codes]
        return np.asarray(self.matrix[:, columns].sum(axis=1) / max(len(wanted), 1), dtype=np.float32)


@dataclass(frozen=True)
class OrganisationColumns:
    """All columns, row i for organisation i.

    `brings` and `seeks` have shape (organisations, capabilities), values in [0, 1]: how surely an offer or a need
    is held. `works_everywhere` marks a global reach, `describes_itself` who states a summary or an offer.
    `offers` holds the capability (its column in `brings`) of each offer of each organisation, one after the other;
    those of organisation i start at `first_offer[i]`. `verified` is the year of the last check, 0 where not known.
    """

    brings: Values
    seeks: Values
    countries: CodeColumn
    languages: CodeColumn
    audiences: CodeColumn
    themes: CodeColumn
    values: CodeColumn
    kinds: CodeColumn
    terms: CodeColumn
    verified: Rows
    works_everywhere: Mask
    closed: Mask
    describes_itself: Mask
    offers: Rows
    first_offer: Rows

    @classmethod
    def from_records(cls, organisations: Sequence[Organisation], taxonomy: Taxonomy) -> OrganisationColumns:
        """Build the columns from records."""
        capabilities = {code: column for column, code in enumerate(taxonomy.terms("capabilities"))}
        codes = CodeColumn.from_codes
        return cls(
            brings=_strengths([o.offers for o in organisations], capabilities),
            seeks=_strengths([o.needs for o in organisations], capabilities),
            countries=codes([o.countries for o in organisations]),
            languages=codes([[tag.split("-")[0] for tag in o.languages] for o in organisations]),
            audiences=codes([o.audiences for o in organisations]),
            themes=codes([o.themes for o in organisations]),
            values=codes([o.values for o in organisations]),
            kinds=codes([[o.kind] if o.kind else [] for o in organisations]),
            terms=codes([o.terms for o in organisations]),
            verified=np.array([int(o.verified_on[:4] or 0) for o in organisations], dtype=np.int64),
            works_everywhere=np.array([o.reach == "global" for o in organisations], dtype=bool),
            closed=np.array([o.status == "closed" for o in organisations], dtype=bool),
            describes_itself=np.array([_describes_itself(o) for o in organisations], dtype=bool),
            offers=np.array([capabilities.get(each.capability, -1) for o in organisations for each in o.offers], int),
            first_offer=np.cumsum([0, *(len(o.offers) for o in organisations)]),
        )


def _describes_itself(organisation: Organisation) -> bool:
    return bool(organisation.summary) or any(offer.basis == "stated" for offer in organisation.offers)


def _strengths(entries: Sequence[Sequence[Offer]], capabilities: dict[str, int]) -> Values:
    matrix = np.zeros((len(entries), len(capabilities)), dtype=np.float32)
    for row, some in enumerate(entries):
        for entry in some:
            column = capabilities.get(entry.capability)
            if column is not None:
                matrix[row, column] = max(matrix[row, column], BASIS_STRENGTH[entry.basis])
    return matrix
