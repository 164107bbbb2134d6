"""Columns with the rows of changed organisations written over."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.deltas.placing import Placing
from matcher.directory.columns import CodeColumn, OrganisationColumns
from matcher.indexes import Rows
from matcher.rows.spans import rows_from


def joined_columns(base: OrganisationColumns, added: OrganisationColumns, placing: Placing) -> OrganisationColumns:
    """Return the columns of all organisations; row i of `added` is that of `placing.rows[i]`.

    The arrays of `base` are written over where they are large enough.
    """
    first_offer, offers = _joined_spans((base.first_offer, base.offers), (added.first_offer, added.offers), placing)
    first_activity, dates = _joined_spans(
        (base.first_activity, base.activity_dates), (added.first_activity, added.activity_dates), placing
    )
    columns: dict[str, Any] = {"first_offer": first_offer, "offers": offers}
    columns |= {"first_activity": first_activity, "activity_dates": dates}
    for name in (field.name for field in fields(OrganisationColumns) if field.name not in columns):
        one, other = getattr(base, name), getattr(added, name)
        if isinstance(one, CodeColumn):
            columns[name] = _joined_codes(one, other, placing)
        else:
            columns[name] = written_over(one, other, placing)
    return OrganisationColumns(**columns)


def written_over(base: NDArray[Any], added: NDArray[Any], placing: Placing) -> NDArray[Any]:
    """Return `base` with the rows of `added` in their places; copied only where it grows."""
    if placing.size > len(base):
        order = "F" if base.ndim == 2 and base.flags.f_contiguous else "C"
        grown = np.empty((placing.size, *base.shape[1:]), dtype=base.dtype, order=order)  # type: ignore[call-overload]
        grown[: len(base)] = base
        base = grown
    base = base[: placing.size]
    base[placing.rows] = added
    return base


def _joined_codes(base: CodeColumn, added: CodeColumn, placing: Placing) -> CodeColumn:
    new = [code for code in added.codes if code not in base.codes]
    codes = {code: place for place, code in enumerate([*base.codes, *new])}
    matrix = base.matrix
    if new:
        matrix = np.zeros((len(base.matrix), len(codes)), dtype=bool, order="F")
        matrix[:, : len(base.codes)] = base.matrix
    rows = np.zeros((len(placing.rows), len(codes)), dtype=bool)
    rows[:, [codes[code] for code in added.codes]] = added.matrix
    return CodeColumn(codes, written_over(matrix, rows, placing))


def _joined_spans(base: tuple[Rows, Rows], added: tuple[Rows, Rows], placing: Placing) -> tuple[Rows, Rows]:
    """Join values of which each row has some, given as where those of each row begin, and the values."""
    counts = np.zeros(placing.size, dtype=np.int64)
    there = min(placing.size, placing.base_size)
    counts[:there] = np.diff(base[0])[:there]
    counts[placing.rows] = np.diff(added[0])
    begins = np.zeros(placing.size, dtype=np.int64)
    begins[:there] = base[0][:there]
    begins[placing.rows] = len(base[1]) + added[0][:-1]
    places, first = rows_from(begins, counts)
    return first, np.concatenate([base[1], added[1]])[places]
