"""The broadest kinds of all organisations, which stand for their sectors."""

from __future__ import annotations

import numpy as np

from matcher.directory.columns import CodeColumn, Mask, OrganisationColumns
from matcher.taxonomy import Taxonomy


def sector_column(columns: OrganisationColumns, taxonomy: Taxonomy) -> CodeColumn:
    """Return who is of which broadest kind, of those that anybody is of; nobody is of two."""
    kinds = columns.kinds
    held: dict[str, Mask] = {}
    for code, column in kinds.codes.items():
        sector = taxonomy.broadest("kinds", code)
        held[sector] = held[sector] | kinds.matrix[:, column] if sector in held else kinds.matrix[:, column]
    matrix = np.zeros((len(columns.closed), len(held)), dtype=bool, order="F")
    for column, mask in enumerate(held.values()):
        matrix[:, column] = mask
    return CodeColumn({code: column for column, code in enumerate(held)}, matrix)
