"""Kinds times capabilities: how many organisations of each kind offer what, and where nobody does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from matcher.directory.columns import BASIS_STRENGTH, Mask, Rows
from matcher.directory.sectors import sector_column
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
    among = knowledge.directory.find(countries=countries, themes=themes).rows
    offered = _counts(knowledge, knowledge.columns.brings[among] > 0, among)
    stated = _counts(knowledge, knowledge.columns.brings[among] == BASIS_STRENGTH["stated"], among)
    kinds = tuple(term.code for term in taxonomy.kinds if not term.broader)
    unknown = (UNKNOWN,) * any(kind == UNKNOWN for _, kind in offered)
    capabilities = tuple(term.code for term in taxonomy.capabilities)
    return _sorted(CoverageMatrix(capabilities, kinds + unknown, offered, stated, len(among)), rows, columns)


def _counts(knowledge: KnowledgeBase, held: Mask, among: Rows) -> Counter[tuple[str, str]]:
    """Count by capability and broadest kind those `among` all who hold one, shape (among, capabilities)."""
    sectors = sector_column(knowledge.columns, knowledge.taxonomy)
    groups = {code: sectors.matrix[among, column] for code, column in sectors.codes.items()}
    groups[UNKNOWN] = ~sectors.known(among)
    counts = {kind: np.count_nonzero(held[rows], axis=0).tolist() for kind, rows in groups.items()}
    codes = knowledge.taxonomy.terms("capabilities")
    return Counter(
        {(code, kind): some[at] for kind, some in counts.items() for at, code in enumerate(codes) if some[at]}
    )


def _sorted(matrix: CoverageMatrix, rows: str, columns: str) -> CoverageMatrix:
    capabilities, kinds = list(matrix.capabilities), list(matrix.kinds)
    if rows in matrix.kinds:
        capabilities.sort(key=lambda code: (matrix.offered[code, rows], matrix.row_total(code)))
    elif rows == TOTAL:
        capabilities.sort(key=matrix.row_total)
    if columns == TOTAL:
        kinds.sort(key=lambda kind: -matrix.column_total(kind))
    return replace(matrix, capabilities=tuple(capabilities), kinds=tuple(kinds))
