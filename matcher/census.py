"""Counting what the knowledge base holds, so that one sees where it is thin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from matcher.corpus import Corpus
from matcher.records import COUNTRIES

SECTORS = ("civil_society", "media", "government", "business", "influencer", "academia", "school", "youth")
UNKNOWN = ""


@dataclass(frozen=True)
class Census:
    """A table of counts: `counts[(row, column)]`, rows and columns by code, "" for what is not known."""

    rows: dict[str, str]
    columns: dict[str, str]
    counts: Counter[tuple[str, str]]

    def row_total(self, row: str) -> int:
        """Return the sum of a row."""
        return sum(self.counts[row, column] for column in self.columns)

    def column_total(self, column: str) -> int:
        """Return the sum of a column."""
        return sum(self.counts[row, column] for row in self.rows)


def countries_by_kind(corpus: Corpus) -> Census:
    """Count organisations by country (where they work, else where they sit) and broadest kind.

    An organisation that works in several countries counts in each.
    """
    taxonomy = corpus.taxonomy
    counts: Counter[tuple[str, str]] = Counter()
    for organisation in corpus.organisations:
        kind = taxonomy.broadest("kinds", organisation.kind)
        places = organisation.countries or (organisation.headquarters,)
        counts.update((place, kind) for place in places)
    kinds = {term.code: term.name for term in taxonomy.kinds if not term.broader} | {UNKNOWN: "Not known"}
    shown = sorted({place for place, _ in counts}, key=lambda place: (not place, COUNTRIES.get(place, place)))
    return Census({place: COUNTRIES.get(place, "Not known") for place in shown}, kinds, counts)


def actor_pairs_by_stage(corpus: Corpus) -> Census:
    """Count practices by pair of sectors and stage; a note that joins three sectors counts for three pairs."""
    taxonomy = corpus.taxonomy
    counts: Counter[tuple[str, str]] = Counter()
    for practice in corpus.practices:
        sectors = {taxonomy.broadest("kinds", actor) for actor in practice.actors}
        pairs = [f"{one}+{other}" for one, other in _pairs() if {one, other} <= sectors]
        counts.update((pair, practice.stage) for pair in pairs or [UNKNOWN])
    pair_names = {f"{a}+{b}": f"{taxonomy.name('kinds', a)} + {taxonomy.name('kinds', b)}" for a, b in _pairs()}
    stages = {term.code: term.name for term in taxonomy.stages}
    return Census(pair_names | {UNKNOWN: "Any partners, or one sector"}, stages, counts)


def capabilities_by_basis(corpus: Corpus) -> Census:
    """Count organisations that offer and that look for each capability."""
    counts: Counter[tuple[str, str]] = Counter()
    for organisation in corpus.organisations:
        offered = {offer.capability: offer.basis for offer in reversed(organisation.offers)}
        counts.update((code, basis) for code, basis in offered.items())
        counts.update((code, "sought") for code in {need.capability for need in organisation.needs})
    capabilities = {term.code: term.name for term in corpus.taxonomy.capabilities}
    return Census(capabilities, {"stated": "Offered", "inferred": "Offered, inferred", "sought": "Sought"}, counts)


def _pairs() -> Iterable[tuple[str, str]]:
    return combinations(SECTORS, 2)
