"""Kinds times capabilities: how many organisations of each kind offer what, and where nobody does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from matcher.directory import find_organisations
from matcher.knowledge import KnowledgeBase

UNKNOWN = ""
TOTAL, NAME = "total", "name"


@dataclass(frozen=True)
class CoverageMatrix:
    """Counts of organisations by capability and kind, and of those among them that say it themselves.

    `capabilities` and `kinds` hold the codes of rows and columns in the order in which they are shown, the kind
    "" for those whose kind is not known. `size` is the number of organisations that were counted.
    """

    capabilities: tuple[str, ...]
    kinds: tuple[str, ...]
    offered: Counter[tuple[str, str]]
    stated: Counter[tuple[str, str]]
    size: int

    def row_total(self, capability: str) -> int:
        """Return how many organisations offer a capability."""
        return sum(self.offered[capability, kind] for kind in self.kinds)

    def column_total(self, kind: str) -> int:
        """Return the number of offers of a kind, one for each organisation and capability."""
        return sum(self.offered[code, kind] for code in self.capabilities)


def coverage_matrix(
    knowledge: KnowledgeBase, country: str = "", theme: str = "", *, rows: str = NAME, columns: str = NAME
) -> CoverageMatrix:
    """Count who offers what, of one country or theme where these are given; kinds are the broadest ones.

    `rows` sorts the capabilities: "name" (as the taxonomy has them), "total" or a kind, the fewest first, since gaps
    are what one looks for. `columns` sorts the kinds: "name", or "total", the most first.
    """
    taxonomy = knowledge.taxonomy
    countries, themes = (country,) * bool(country), (theme,) * bool(theme)
    among = find_organisations(knowledge.corpus, countries=countries, themes=themes).organisations
    offered: Counter[tuple[str, str]] = Counter()
    stated: Counter[tuple[str, str]] = Counter()
    for each in among:
        kind = taxonomy.broadest("kinds", each.kind)
        offered.update((code, kind) for code in {offer.capability for offer in each.offers})
        stated.update((code, kind) for code in {o.capability for o in each.offers if o.basis == "stated"})
    kinds = tuple(term.code for term in taxonomy.kinds if not term.broader)
    unknown = (UNKNOWN,) * any(kind == UNKNOWN for _, kind in offered)
    capabilities = tuple(term.code for term in taxonomy.capabilities)
    return _sorted(CoverageMatrix(capabilities, kinds + unknown, offered, stated, len(among)), rows, columns)


def _sorted(matrix: CoverageMatrix, rows: str, columns: str) -> CoverageMatrix:
    capabilities, kinds = list(matrix.capabilities), list(matrix.kinds)
    if rows in matrix.kinds:
        capabilities.sort(key=lambda code: (matrix.offered[code, rows], matrix.row_total(code)))
    elif rows == TOTAL:
        capabilities.sort(key=matrix.row_total)
    if columns == TOTAL:
        kinds.sort(key=lambda kind: -matrix.column_total(kind))
    return replace(matrix, capabilities=tuple(capabilities), kinds=tuple(kinds))
