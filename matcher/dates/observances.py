"""Days and weeks of the year that campaigns are built around, and when they fall."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

YearlyPeriod = Callable[
    [int], tuple[date, date] | None
]  # year to first and last day; None where it does not take place
_TUESDAY, _THURSDAY = 1, 3

# Day and month by name; several names of one day stand apart by a bar.
_FIXED = {
    (27, 1): "Holocaust Remembrance Day|Holocaust Memorial Day",
    (28, 1): "Data Protection Day|Data Privacy Day",
    (13, 2): "World Radio Day",
    (21, 2): "Mother Language Day",
    (1, 3): "Zero Discrimination Day",
    (8, 3): "Women's Day",
    (22, 3): "World Water Day",
    (2, 4): "Fact-Checking Day|Fact Checking Day",
    (7, 4): "World Health Day",
    (22, 4): "Earth Day",
    (3, 5): "Press Freedom Day",
    (9, 5): "Europe Day",
    (15, 5): "International Day of Families",
    (17, 5): "IDAHOT|IDAHOBIT",
    (31, 5): "World No Tobacco Day|No Tobacco Day",
    (5, 6): "World Environment Day",
    (20, 6): "World Refugee Day",
    (12, 8): "Youth Day",
    (8, 9): "Literacy Day",
    (10, 9): "Suicide Prevention Day",
    (15, 9): "Day of Democracy|Democracy Day",
    (21, 9): "Day of Peace|Peace Day",
    (26, 9): "European Day of Languages",
    (28, 9): "Access to Information Day|Day for Universal Access to Information",
    (1, 10): "Day of Older Persons",
    (5, 10): "Teachers' Day",
    (10, 10): "Mental Health Day",
    (11, 10): "Day of the Girl",
    (2, 11): "Day to End Impunity for Crimes against Journalists",
    (20, 11): "World Children's Day|Children's Day",
    (25, 11): "Day for the Elimination of Violence against Women",
    (1, 12): "World AIDS Day|AIDS Day",
    (3, 12): "Day of Persons with Disabilities",
    (5, 12): "Volunteer Day",
    (9, 12): "Anti-Corruption Day",
    (10, 12): "Human Rights Day",
    (24, 12): "Christmas Eve",
    (25, 12): "Christmas",
}


def safer_internet_day(year: int) -> date:
    """Return the second day of the second week of the second month; a first week that is a weekend only is none."""
    first = date(year, 2, 1)
    monday = first - timedelta(days=first.weekday())
    weeks = 1 if first.weekday() <= 4 else 2
    return monday + timedelta(weeks=weeks, days=_TUESDAY)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """Return the `n`-th (from 1) of a weekday (Monday is 0) in a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=n - 1)


def easter_sunday(year: int) -> date:
    """Return Easter of the Gregorian calendar, by the method of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _european_elections(year: int) -> tuple[date, date] | None:
    """Return the month of the elections to the European Parliament: the Council may move the days."""
    return (date(year, 6, 1), date(year, 6, 30)) if year % 5 == 4 else None


def _every_year(day: int, month: int) -> YearlyPeriod:
    return lambda year: (date(year, month, day), date(year, month, day))


def _on(day_of: Callable[[int], date]) -> YearlyPeriod:
    return lambda year: (day_of(year), day_of(year))


def _from_to(first: tuple[int, int], last: tuple[int, int]) -> YearlyPeriod:
    return lambda year: (date(year, first[1], first[0]), date(year, last[1], last[0]))


OBSERVANCES: dict[str, YearlyPeriod] = {
    name: _every_year(*day) for day, names in _FIXED.items() for name in names.split("|")
} | {
    "Safer Internet Day": _on(safer_internet_day),
    "Girls in ICT Day": _on(lambda year: nth_weekday(year, 4, _THURSDAY, 4)),
    "Giving Tuesday": _on(lambda year: nth_weekday(year, 11, _THURSDAY, 4) + timedelta(days=5)),
    "Easter": _on(easter_sunday),
    "Media and Information Literacy Week": _from_to((24, 10), (31, 10)),
    "Cybersecurity Month": _from_to((1, 10), (31, 10)),
    "Cyber Security Month": _from_to((1, 10), (31, 10)),
    "Pride Month": _from_to((1, 6), (30, 6)),
    "European elections": _european_elections,
    "European election": _european_elections,
    "European Parliament elections": _european_elections,
    "elections to the European Parliament": _european_elections,
}
