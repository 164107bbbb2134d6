"""The organisations as arrays: what each brings and seeks, where it works, whom it reaches."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from matcher.records import Offer, Organisation
from matcher.taxonomy import Taxonomy

Values = NDArray[np.float32]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
Selection = Rows | slice
EVERYBODY = slice(None)
BASIS_STRENGTH = {"stated": 1.0, "inferred": 0.7}


@dataclass(frozen=True)
class CodeColumn:
    """Which codes each organisation has: `matrix` of shape (organisations, codes), kept code by code (Fortran)."""

    codes: dict[str, int]
    matrix: Mask

    @classmethod
    def from_codes(cls, rows: Sequence[Iterable[str]]) -> CodeColumn:
        """Build from the codes of each organisation."""
        listed = [tuple(row) for row in rows]
        codes = {code: column for column, code in enumerate(sorted({code for row in listed for code in row}))}
        matrix = np.zeros((len(listed), len(codes)), dtype=bool, order="F")
        for row, some in enumerate(listed):
            matrix[row, [codes[code] for code in some]] = True
        return cls(codes, matrix)

    @cached_property
    def _known(self) -> Mask:
        return np.asarray(np.logical_or.reduce(self.matrix.T, axis=0))

    def known(self, rows: Selection = EVERYBODY) -> Mask:
        """Return which of the organisations in `rows` state any code at all, shape (rows,)."""
        return self._known[rows]

    def shares(self, wanted: Collection[str], rows: Selection = EVERYBODY) -> Values:
        """Return the share of the wanted codes that each organisation in `rows` has, shape (rows,), in [0, 1]."""
        held = np.zeros(len(self._known[rows]), dtype=np.float32)
        for column in self._columns(wanted):
            held += column[rows]
        return held / np.float32(max(len(wanted), 1))

    def has_any(self, wanted: Collection[str], rows: Selection = EVERYBODY) -> Mask:
        """Return which of the organisations in `rows` have any of the wanted codes, shape (rows,)."""
        held = np.zeros(len(self._known[rows]), dtype=bool)
        for column in self._columns(wanted):
            held |= column[rows]
        return held

    def _columns(self, wanted: Collection[str]) -> Iterator[Mask]:
        return (self.matrix[:, self.codes[code]] for code in wanted if code in self.codes)


@dataclass(frozen=True)
class OrganisationColumns:
    """All columns, row i for organisation i.

    `brings` and `seeks` have shape (organisations, capabilities), values in [0, 1]: how surely an offer or a need
    is held; they are kept capability by capability (Fortran order), since a goal asks for few. `works_everywhere`
    marks a global reach, `describes_itself` who states a summary or an offer. `offers` holds the capability (its
    column in `brings`) of each offer of each organisation, one after the other; those of organisation i start at
    `first_offer[i]`. `activity_dates` and `first_activity` hold the dates of activities in the same way, as yyyymmdd
    with 0 for what is not known: when each began, else when it ended. `verified` is the year of the last check, 0
    where not known.
    """

    brings: Values
    seeks: Values
    countries: CodeColumn
    headquarters: CodeColumn
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
    activity_dates: Rows
    first_activity: Rows

    @classmethod
    def from_records(cls, organisations: Sequence[Organisation], taxonomy: Taxonomy) -> OrganisationColumns:
        """Build the columns from records."""
        capabilities = {code: column for column, code in enumerate(taxonomy.terms("capabilities"))}
        codes = CodeColumn.from_codes
        return cls(
            brings=_strengths([o.offers for o in organisations], capabilities),
            seeks=_strengths([o.needs for o in organisations], capabilities),
            countries=codes([o.countries for o in organisations]),
            headquarters=codes([[o.headquarters] if o.headquarters else [] for o in organisations]),
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
            activity_dates=np.array(
                [_date_number(each.start or each.end) for o in organisations for each in o.activities], dtype=np.int64
            ),
            first_activity=np.cumsum([0, *(len(o.activities) for o in organisations)]),
        )

    def placed_in(self, countries: Collection[str]) -> Mask:
        """Return who works in any of the countries or, naming none, sits there, shape (organisations,)."""
        return self.countries.has_any(countries) | (~self.countries.known() & self.headquarters.has_any(countries))

    def place_known(self) -> Mask:
        """Return of whom it is known where they work or sit, shape (organisations,)."""
        return self.countries.known() | self.headquarters.known()

    def places(self) -> list[str]:
        """Return the codes of the countries in which anybody works or sits, in order."""
        return sorted({*self.countries.codes, *self.headquarters.codes})

    def offers_anything(self) -> Mask:
        """Return who names an offer, shape (organisations,)."""
        return np.asarray(np.diff(self.first_offer) > 0)

    def save(self, folder: Path) -> None:
        """Write the columns to `folder`: one NumPy array each, and the codes as JSON."""
        folder.mkdir(parents=True)
        codes = {}
        for name in (field.name for field in fields(self)):
            column = getattr(self, name)
            if isinstance(column, CodeColumn):
                codes[name] = list(column.codes)
                column = column.matrix
            np.save(folder / f"{name}.npy", column, allow_pickle=False)
        (folder / "codes.json").write_text(json.dumps(codes, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, mode: Literal["r", "c"] = "r") -> OrganisationColumns:
        """Read what `save` wrote; the arrays stay on disk until they are used.

        With the mode `c` they may be written over in memory.
        """
        codes = json.loads((folder / "codes.json").read_text(encoding="utf-8"))

        def column(name: str) -> Any:
            array = np.load(folder / f"{name}.npy", mode, allow_pickle=False).view(np.ndarray)
            places = {code: place for place, code in enumerate(codes.get(name, ()))}
            return CodeColumn(places, array) if name in codes else array

        return cls(**{field.name: column(field.name) for field in fields(cls)})


def _date_number(date: str) -> int:
    """Return a year, month or day as a number that grows as the text does: “2019-05” gives 20190500, "" gives 0."""
    return int(date.replace("-", "").ljust(8, "0"))


def _describes_itself(organisation: Organisation) -> bool:
    return bool(organisation.summary) or any(offer.basis == "stated" for offer in organisation.offers)


def _strengths(entries: Sequence[Sequence[Offer]], capabilities: dict[str, int]) -> Values:
    matrix = np.zeros((len(entries), len(capabilities)), dtype=np.float32, order="F")
    for row, some in enumerate(entries):
        for entry in some:
            column = capabilities.get(entry.capability)
            if column is not None:
                matrix[row, column] = max(matrix[row, column], BASIS_STRENGTH[entry.basis])
    return matrix
