"""Dates and times in words, as they stand on pages and in documents."""

from __future__ import annotations

import datetime
from dataclasses import replace

from babel.dates import format_date

from matcher.dates import When, when_given


def long_date(text: str) -> str:
    """Write a date of year, month or day precision."""
    patterns = {4: "y", 7: "MMMM y", 10: "d MMMM y"}
    full = datetime.date.fromisoformat((text + "-01-01")[:10])
    return format_date(full, patterns[len(text)], locale="en")


def period(when: When) -> str:
    """Write a time: “9 February 2027”, “March 2027”, “until 8 February 2027”, “1 March to 31 May 2027”."""
    if when.start is None or when.end is None:
        day = when.start or when.end
        assert day is not None
        return f"{'from' if when.start else 'until'} {long_date(day.isoformat())}"
    for precision in (4, 7):
        if when_given(when.start.isoformat()[:precision]) == replace(when, because=""):
            return long_date(when.start.isoformat()[:precision])
    if when.start == when.end:
        return long_date(when.start.isoformat())
    first = format_date(when.start, "d MMMM" if when.start.year == when.end.year else "d MMMM y", locale="en")
    return f"{first} to {long_date(when.end.isoformat())}"
