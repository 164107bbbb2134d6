"""observances: the days that move, checked against calendars of several years."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.dates.observances import OBSERVANCES, easter_sunday, nth_weekday, safer_internet_day


@pytest.mark.parametrize(
    ("year", "day"),
    [(2018, 6), (2019, 5), (2020, 11), (2021, 9), (2022, 8), (2023, 7), (2024, 6), (2025, 11), (2026, 10), (2027, 9)],
)
def test_safer_internet_day_fell_and_falls_on_its_day(year: int, day: int) -> None:
    assert safer_internet_day(year) == date(year, 2, day)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2024, 3, 31), (2025, 4, 20), (2027, 3, 28)]
)
def test_easter_falls_on_its_day(year: int, month: int, day: int) -> None:
    assert easter_sunday(year) == date(year, month, day)


def test_weekdays_of_a_month_are_counted_from_one() -> None:
    assert nth_weekday(2027, 4, 3, 4) == date(2027, 4, 22)  # April 2027 begins on a Thursday
    assert nth_weekday(2027, 4, 2, 1) == date(2027, 4, 7)


def test_every_observance_takes_place_within_five_years() -> None:
    for name, yearly in OBSERVANCES.items():
        periods = [yearly(year) for year in range(2026, 2031)]
        assert any(periods), name
        assert all(period[0] <= period[1] for period in periods if period), name


def test_european_elections_are_every_five_years() -> None:
    years = [year for year in range(2019, 2035) if OBSERVANCES["European elections"](year)]
    assert years == [2019, 2024, 2029, 2034]
