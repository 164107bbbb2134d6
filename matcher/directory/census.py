"""Counting what the knowledge base holds, so that one sees where it is thin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from matcher.corpus import Corpus
from matcher.directory.columns import BASIS_STRENGTH, OrganisationColumns
from matcher.directory.sectors import sector_column
from matcher.geography.codes import COUNTRIES, country_name
from matcher.sentences import joined, sentence
from matcher.taxonomy import Taxonomy

SECTORS = ("civil_society", "media", "government", "business", "influencer", "academia", "school", "youth")
UNKNOWN = ""


@dataclass(frozen=True)
class Census:
    """A table of counts: `counts[(row, column)]`, rows and columns by code, "" for what is not known."""

    rows: Mapping[str, str]
    columns: Mapping[str, str]
    counts: Counter[tuple[str, str]]

    def row_total(self, row: str) -> int:
        """Return the sum of a row."""
        return sum(self.counts[row, column] for column in self.columns)

    def column_total(self, column: str) -> int:
        """Return the sum of a column."""
        return sum(self.counts[row, column] for row in self.rows)


def countries_by_kind(columns: OrganisationColumns, taxonomy: Taxonomy) -> Census:
    """Count organisations by country (where they work, else where they sit) and broadest kind.

    An organisation that works in several countries counts in each.
    """
    sectors = sector_column(columns, taxonomy)
    places = {code: columns.placed_in((code,)) for code in columns.places()} | {UNKNOWN: ~columns.place_known()}
    counts = Counter[tuple[str, str]]()
    codes = [*sectors.codes, UNKNOWN]
    kind_of = np.full(len(columns.closed), len(sectors.codes))
    for column in sectors.codes.values():
        kind_of[sectors.matrix[:, column]] = column
    for place, there in places.items():
        found = np.bincount(kind_of[there], minlength=len(codes)).tolist()
        counts.update({(place, kind): count for kind, count in zip(codes, found, strict=True) if count})
    unknown = sentence("Not known")
    kinds = {term.code: taxonomy.name("kinds", term.code) for term in taxonomy.kinds if not term.broader}
    shown = sorted({place for place, _ in counts}, key=lambda place: (not place, COUNTRIES.get(place, place)))
    names = {place: country_name(place) if place in COUNTRIES else unknown for place in shown}
    return Census(names, kinds | {UNKNOWN: unknown}, counts)


def actor_pairs_by_stage(corpus: Corpus) -> Census:
    """Count practices by pair of sectors and stage; a note that joins three sectors counts for three pairs."""
    taxonomy = corpus.taxonomy
    counts: Counter[tuple[str, str]] = Counter()
    for practice in corpus.practices:
        sectors = {taxonomy.broadest("kinds", actor) for actor in practice.actors}
        pairs = [f"{one}+{other}" for one, other in _pairs() if {one, other} <= sectors]
        counts.update((pair, practice.stage) for pair in pairs or [UNKNOWN])
    pair_names = {"+".join(pair): joined(" + ", (taxonomy.name("kinds", kind) for kind in pair)) for pair in _pairs()}
    stages = {code: taxonomy.name("stages", code) for code in taxonomy.terms("stages")}
    return Census(pair_names | {UNKNOWN: sentence("Any partners, or one sector")}, stages, counts)


def capabilities_by_basis(columns: OrganisationColumns, taxonomy: Taxonomy) -> Census:
    """Count organisations that offer and that look for each capability."""
    codes = taxonomy.terms("capabilities")
    stated = columns.brings == BASIS_STRENGTH["stated"]
    held = {"stated": stated, "inferred": (columns.brings > 0) & ~stated, "sought": columns.seeks > 0}
    counts = Counter[tuple[str, str]]()
    for basis, matrix in held.items():
        counts.update(
            dict(zip(((code, basis) for code in codes), np.count_nonzero(matrix, axis=0).tolist(), strict=True))
        )
    capabilities = {code: taxonomy.name("capabilities", code) for code in codes}
    bases = {"stated": sentence("Offered"), "inferred": sentence("Offered, inferred"), "sought": sentence("Sought")}
    return Census(capabilities, bases, counts)


def _pairs() -> Iterable[tuple[str, str]]:
    return combinations(SECTORS, 2)
