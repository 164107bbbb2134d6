"""The words by which an English text names a day, a month, a season or a year, and the period that they mean."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from matcher.dates.observances import OBSERVANCES, YearlyPeriod

YEARS_AHEAD = 8  # enough for 29 February and for elections every five years
_MONTH_NUMBER = {name[:3]: number for number, name in enumerate(calendar.month_name) if name}
_FIRST_MONTH = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # north of the equator
_FIRST_MONTH |= {"Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10}
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_OBSERVANCE = {name.casefold(): period for name, period in OBSERVANCES.items()}

_YEAR = r"(?P<year>20\d\d)(?![\ds])"
_FULL = "|".join(name for name in calendar.month_name if name)
_SHORT = "|".join([*filter(None, calendar.month_abbr), "Sept"])
_MONTH = rf"(?P<month>(?:{_FULL})\b|(?:{_SHORT})\b\.?)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_SEASON = r"spring|summer|autumn|winter|Q[1-4]|(?:(?<=the )|(?<=this )|(?<=next ))fall|fall(?= (?:of )?20)"
_NO_THING = r"(?! (?:camp|coat|school|clothes|boots|sport|course|universit))"
_LAST_DAY = r"(?:\s*(?:-|\u2013|to|and)\s*(?P<last>\d{1,2})(?:st|nd|rd|th)?)?"
_PART = r"(?:(?:the )?(?P<part>early|mid|late|(?:beginning|start|middle|end) of)[- ](?:the )?)?"


@dataclass(frozen=True)
class Period:
    """The days from `start` to `end`, both included."""

    start: date
    end: date


Meaning = Callable[[re.Match[str], date], Period | None]  # match and today to the period


@dataclass(frozen=True)
class Phrase:
    """The words of a text from position `first` to before `last` that name a period.

    `at(day)` gives the period that they mean on that day: the next one where they name no year, None where there is no
    such day. Words that are `vague`, such as “spring”, name a time only beside a word such as “in”.
    """

    first: int
    last: int
    at: Callable[[date], Period | None]
    vague: bool
    has_year: bool


def find_phrases(text: str) -> list[Phrase]:
    """Return the phrases of `text` that name a time, in their order; of two that overlap, the first and longest."""
    found = [
        Phrase(match.start(), match.end(), partial(meaning, match), vague(match), bool(match["year"]))
        for pattern, meaning, vague in _KINDS
        for match in pattern.finditer(text)
    ]
    phrases: list[Phrase] = []
    for phrase in sorted(found, key=lambda phrase: (phrase.first, -phrase.last)):
        if not phrases or phrase.first >= phrases[-1].last:
            phrases.append(phrase)
    return phrases


def months(first: date, number: int) -> Period:
    """Return the period of `number` months that begins with `first`, the first day of a month."""
    return Period(first, _after_months(first, number) - timedelta(days=1))


def _after_months(day: date, number: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _occurrence(yearly: YearlyPeriod, year: str | None, today: date) -> Period | None:
    """Return the period in `year`, or where that is None, the first that is not over."""
    for each in [int(year)] if year else range(today.year - 1, today.year + YEARS_AHEAD + 1):
        try:
            days = yearly(each)
        except ValueError:  # 29 February of other years, 31 June of all
            continue
        if days and (year or days[1] >= today):
            return Period(*days)
    return None


def _part_of(period: Period | None, words: str | None) -> Period | None:
    """Return the third of a period that “early”, “mid”, “end of” … mean; without such words all of it."""
    if not period or not words:
        return period
    third = (period.end - period.start) / 3
    if words.startswith("mid"):
        return Period(period.start + third, period.end - third)
    late = words.startswith(("late", "end"))
    return Period(period.end - third, period.end) if late else Period(period.start, period.start + third)


def _days(match: re.Match[str], today: date) -> Period | None:
    month, day = _MONTH_NUMBER[match["month"][:3]], int(match["day"])
    last = int(match["last"] or day)
    return _occurrence(lambda year: (date(year, month, day), date(year, month, last)), match["year"], today)


def _iso_day(match: re.Match[str], today: date) -> Period | None:
    return _occurrence(lambda _: (date.fromisoformat(match[0]),) * 2, match["year"], today)


def _month(match: re.Match[str], today: date) -> Period | None:
    return _part_of(_months_from(_MONTH_NUMBER[match["month"][:3]], 1, match["year"], today), match["part"])


def _season(match: re.Match[str], today: date) -> Period | None:
    return _part_of(_months_from(_FIRST_MONTH[match["season"]], 3, match["year"], today), match["part"])


def _half(match: re.Match[str], today: date) -> Period | None:
    year = match["year"] or str(today.year + (match["which"] == "next year"))
    return _months_from(1 if match["half"] == "first" else 7, 6, year, today)


def _months_from(month: int, number: int, year: str | None, today: date) -> Period | None:
    def yearly(each: int) -> tuple[date, date]:
        period = months(date(each, month, 1), number)
        return period.start, period.end

    return _occurrence(yearly, year, today)


def _years(match: re.Match[str], _: date) -> Period | None:
    last = f"{match['year'][:2]}{match['last'][-2:]}" if match["last"] else match["year"]
    years = Period(date(int(match["year"]), 1, 1), date(int(last), 12, 31))
    return _part_of(years, match["part"]) if years.start < years.end else None


def _this_or_next(match: re.Match[str], today: date) -> Period | None:
    if match["unit"] == "week":
        monday = today - timedelta(days=today.weekday())
        period = Period(monday, monday + timedelta(days=6))
        shift = timedelta(days=7) if match["which"] in {"next", "coming"} else timedelta()
        return Period(period.start + shift, period.end + shift)
    size = {"month": 1, "year": 12}[match["unit"]]
    first = today.replace(day=1) if size == 1 else today.replace(month=1, day=1)
    ahead = size if match["which"] in {"next", "coming"} else 0
    return _part_of(months(_after_months(first, ahead), size), match["part"])


def _from_now(match: re.Match[str], today: date) -> Period | None:
    words = match["number"].casefold()
    number = int(words) if words.isdecimal() else _NUMBERS.index(words) + 1 if words in _NUMBERS else 1
    unit = match["unit"]
    if unit == "week":
        return Period(today, today + timedelta(weeks=number))
    return Period(today, _after_months(today, number * (12 if unit == "year" else 1)))


def _observance(match: re.Match[str], today: date) -> Period | None:
    name = match["name"].casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return _occurrence(_OBSERVANCE[name], match["year"], today)


def _never(_: re.Match[str]) -> bool:
    return False


def _without_a_year(match: re.Match[str]) -> bool:
    return not match["year"]


def _year_alone(match: re.Match[str]) -> bool:
    return not (match["last"] or match["part"])


def _kind(
    pattern: str, meaning: Meaning, vague: Callable[[re.Match[str]], bool] = _never
) -> tuple[re.Pattern[str], Meaning, Callable[[re.Match[str]], bool]]:
    return re.compile(rf"(?<![\w/-]){pattern}"), meaning, vague


_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_OBSERVANCES = "|".join(sorted(map(re.escape, OBSERVANCES), key=len, reverse=True)).replace("'", _APOSTROPHE)
_WHOSE = "(?:(?:World|International|European|Global|Universal) )?"
_KINDS = (
    _kind(r"(?P<year>20\d\d)-\d\d-\d\d(?!\w)", _iso_day),
    _kind(rf"{_DAY}{_LAST_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?", _days),
    _kind(rf"{_MONTH} {_DAY}{_LAST_DAY}(?![\d:])(?:,? {_YEAR})?", _days),
    _kind(rf"{_PART}{_MONTH}(?:,? (?:of )?{_YEAR})?(?! [A-Z])", _month, _without_a_year),
    _kind(
        rf"{_PART}(?P<season>{_SEASON})\b(?:,? (?:of )?{_YEAR}(?:[/-]\d\d\b)?)?{_NO_THING}", _season, _without_a_year
    ),
    _kind(rf"(?P<half>first|second) half of (?:{_YEAR}|(?P<which>next year|this year|the year))", _half),
    _kind(rf"{_PART}{_YEAR}(?:[/\u2013-](?P<last>20\d\d|\d\d)\b)?(?! [a-z]+s\b)", _years, _year_alone),
    _kind(rf"{_PART}(?P<which>this|next|coming) (?P<unit>week|month|year)\b(?P<year>)", _this_or_next),
    _kind(r"(?P<part>end) of (?P<which>the) (?P<unit>month|year)\b(?P<year>)", _this_or_next),
    _kind(
        r"(?:[Ww]ithin(?: the)?(?: next| coming)?|(?:[Ii]n|[Oo]ver|[Dd]uring|[Ff]or) the (?:next|coming))"
        rf" (?P<number>\d{{1,2}}|an?|{'|'.join(_NUMBERS)}) (?P<unit>week|month|year)s?\b(?P<year>)",
        _from_now,
    ),
    # “in ten years” is rather how long something took.
    _kind(rf"[Ii]n (?P<number>\d{{1,2}}|an?|{'|'.join(_NUMBERS)}) (?P<unit>week|month)s?\b(?P<year>)", _from_now),
    _kind(rf"(?i:{_WHOSE}(?P<name>{_OBSERVANCES})\b)(?: (?:in )?{_YEAR})?", _observance),
)
