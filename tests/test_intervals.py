"""intervals: the same draws for all methods, widths that are known, figures as they are written."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.evaluation.intervals import (
    RESAMPLES,
    Interval,
    mean_intervals,
    percentile_interval,
    resampled_means,
    with_interval,
)


def test_goals_that_are_all_alike_leave_no_doubt() -> None:
    (interval,) = mean_intervals(np.full((20, 1), 0.25))
    assert interval == Interval(0.25, 0.25)


def test_the_interval_of_a_mean_is_about_two_standard_errors_wide_on_either_side() -> None:
    values = np.random.default_rng(1).normal(5, 1, size=(400, 1))
    (interval,) = mean_intervals(values)
    assert interval is not None
    assert interval.low == pytest.approx(values.mean() - 1.96 / 20, abs=0.02)
    assert interval.high == pytest.approx(values.mean() + 1.96 / 20, abs=0.02)


def test_the_same_goals_are_drawn_for_every_method_so_that_a_constant_lead_has_no_width() -> None:
    weak = np.random.default_rng(2).random((30, 1))
    lead = resampled_means(weak + 0.1) - resampled_means(weak)
    assert lead.shape == (RESAMPLES, 1)
    assert lead == pytest.approx(0.1)
    assert np.ptp(resampled_means(weak)) > 0.1


def test_the_percentiles_are_those_of_95_percent() -> None:
    assert percentile_interval(np.arange(1001.0)) == pytest.approx((25, 975))


def test_resamples_without_a_value_are_left_out() -> None:
    assert percentile_interval(np.array([np.nan, 1.0, 1.0, np.inf])) == Interval(1.0, 1.0)
    assert percentile_interval(np.array([np.nan])) is None


def test_without_goals_there_is_no_interval() -> None:
    assert mean_intervals(np.zeros((0, 2))) == [None, None]


def test_a_figure_is_written_with_its_interval() -> None:
    assert with_interval(0.5, Interval(0.25, 0.75)) == "0.500 [0.250, 0.750]"
    assert with_interval(0.5, Interval(-0.25, 0.75), "+.2f") == "+0.50 [-0.25, +0.75]"
    assert with_interval(0.5, None) == "0.500"
