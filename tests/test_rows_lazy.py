"""Sequences whose rows are made when they are asked for."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.rows.lazy import LazyRows


class Squares(LazyRows[int]):
    """The squares of 0 to 4; `asked` are those that were made."""

    row_is = "square"

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __len__(self) -> int:
        return 5

    def row_at(self, place: int) -> int:
        assert type(place) is int
        assert 0 <= place < 5
        self.asked.append(place)
        return place * place


def test_one_row_is_made_when_it_is_asked_for() -> None:
    rows = Squares()
    assert (rows[3], rows[-1], rows[-5], rows[np.int64(2)]) == (9, 16, 0, 4)
    assert rows.asked == [3, 4, 0, 2]


def test_a_slice_is_a_tuple() -> None:
    rows = Squares()
    assert (rows[1:3], rows[-2:], rows[::-2], rows[3:99], rows[4:1]) == ((1, 4), (9, 16), (16, 4, 0), (9, 16), ())
    assert rows.asked == [1, 2, 3, 4, 4, 2, 0, 3, 4]


@pytest.mark.parametrize("place", [5, -6])
def test_a_row_that_is_not_there_is_an_error(place: int) -> None:
    with pytest.raises(IndexError, match=f"^there is no square {place}; there are 5$"):
        Squares()[place]


def test_rows_are_equal_to_another_sequence_of_the_same() -> None:
    assert Squares() == [0, 1, 4, 9, 16]
    assert Squares() == Squares()
    assert Squares() != (0, 1, 4, 9)
    assert Squares() != [0, 1, 4, 9, 17]
    assert Squares() != {0, 1, 4, 9, 16}
    assert Squares() != bytes([0, 1, 4, 9, 16])
    assert (list(reversed(Squares())), 9 in Squares(), Squares().index(4)) == ([16, 9, 4, 1, 0], True, 2)


def test_rows_that_are_equal_to_a_list_have_no_hash() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Squares())
