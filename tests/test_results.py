"""results: what a term adds, and points that add up to what is shown."""

from __future__ import annotations

import random

import pytest

from matcher.results import Term, shown_points


def terms(*contributions: float) -> tuple[Term, ...]:
    return tuple(Term(f"t{place}", contribution, 1.0) for place, contribution in enumerate(contributions))


def points(*contributions: float) -> list[float]:
    return [shown for _, shown in shown_points(terms(*contributions))]


def test_a_term_contributes_value_times_weight() -> None:
    assert Term("reach", 0.4, 0.25).contribution == pytest.approx(0.1)


def test_points_are_out_of_a_hundred_to_one_decimal() -> None:
    assert points(0.5, 0.25, 0.0) == [50.0, 25.0, 0.0]
    assert points(0.123) == [12.3]
    assert points(1.0) == [100.0]


def test_points_come_with_their_terms_in_order() -> None:
    assert [term.name for term, _ in shown_points(terms(0.1, 0.3, 0.2))] == ["t0", "t1", "t2"]


def test_the_tenth_left_over_goes_to_the_term_that_lost_most() -> None:
    # 100.9 + 200.3 = 301.2 tenths are shown as 301; cut off they would be 300
    assert points(0.1009, 0.2003) == [10.1, 20.0]
    assert points(0.2003, 0.1009) == [20.0, 10.1]


def test_of_terms_that_lost_the_same_the_first_gets_the_tenth() -> None:
    # three times 111.4 tenths make 334.2
    assert points(0.1114, 0.1114, 0.1114) == [11.2, 11.1, 11.1]


def test_several_tenths_may_be_left_over() -> None:
    # three times .9 tenths make 2.7
    assert points(0.0009, 0.0009, 0.0009) == [0.1, 0.1, 0.1]


def test_a_term_that_adds_nothing_shows_nothing() -> None:
    assert points(0.1006, 0.0, 0.2006, 0.0) == [10.1, 0.0, 20.0, 0.0]


def test_no_terms_have_no_points() -> None:
    assert shown_points(()) == []


def test_points_add_up_to_the_shown_total_whatever_the_terms() -> None:
    generator = random.Random(11)
    for _ in range(3000):
        raw = [generator.random() for _ in range(generator.randint(1, 6))]
        some = tuple(Term(f"t{place}", generator.random(), weight / sum(raw)) for place, weight in enumerate(raw))
        total = sum(term.contribution for term in some) * 100
        shown = shown_points(some)
        assert abs(round(sum(points for _, points in shown), 1) - total) <= 0.05 + 1e-9
        for term, each in shown:
            assert abs(each - term.contribution * 100) < 0.1 + 1e-9
            assert each == round(each, 1)
