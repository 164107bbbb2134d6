"""Spans: the rows that owners have, one owner after the other."""

from __future__ import annotations

import numpy as np

from matcher.rows.spans import largest_of, rows_of, starts_of

STARTS = starts_of(np.array([2, 0, 3]))


def test_spans_begin_where_the_one_before_ends() -> None:
    assert STARTS.tolist() == [0, 2, 2, 5]
    assert starts_of(np.zeros(0, dtype=np.int64)).tolist() == [0]


def test_the_rows_of_owners_come_in_the_order_of_the_owners() -> None:
    rows, starts = rows_of(np.array([2, 1, 0, 0]), STARTS)
    assert rows.tolist() == [2, 3, 4, 0, 1, 0, 1]
    assert starts.tolist() == [0, 3, 3, 5, 7]
    assert [each.tolist() for each in rows_of(np.zeros(0, dtype=np.int64), STARTS)] == [[], [0]]


def test_each_owner_gets_its_largest_value() -> None:
    values = np.array([0.5, 0.1, -0.2, 0.3, 0.0], dtype=np.float32)
    assert largest_of(values, np.array([0, 2, 5])).tolist() == np.array([0.5, 0.3], dtype=np.float32).tolist()
    assert largest_of(values[:0], np.array([0])).tolist() == []
