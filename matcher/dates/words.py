"""Dates and times in words, as they stand on pages and in documents."""

from __future__ import annotations

import datetime
from dataclasses import replace

from babel.dates import format_date

from matcher.dates.when import When, when_given
from matcher.sentences import Day, Said, sentence

_PATTERNS = {4: "y", 7: "MMMM y", 10: "d MMMM y"}


def long_date(text: str) -> Day:
    """Write a date of year, month or day precision."""
    return _day(text, _PATTERNS[len(text)])


def period(when: When) -> Said:
    """Write a time: “9 February 2027”, “March 2027”, “until 8 February 2027”, “1 March to 31 May 2027”."""
    if when.start is None or when.end is None:
        day = when.start or when.end
        assert day is not None
        if when.start:
            return sentence("from %(day)s", day=long_date(day.isoformat()))
        return sentence("until %(day)s", day=long_date(day.isoformat()))
    for precision in (4, 7):
        if when_given(when.start.isoformat()[:precision]) == replace(when, because=""):
            return long_date(when.start.isoformat()[:precision])
    if when.start == when.end:
        return long_date(when.start.isoformat())
    first = _day(when.start.isoformat(), "d MMMM" if when.start.year == when.end.year else "d MMMM y")
    return sentence("%(start)s to %(end)s", start=first, end=long_date(when.end.isoformat()))


def _day(text: str, pattern: str) -> Day:
    full = datetime.date.fromisoformat((text + "-01-01")[:10])
    day = Day(format_date(full, pattern, locale="en"))
    day.iso, day.pattern = text, pattern
    return day
