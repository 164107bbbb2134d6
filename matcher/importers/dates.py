"""Dates as people and spreadsheets write them to ISO dates of year, month or day precision."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Literal

DateOrder = Literal["", "day_first", "month_first"]
_ISO = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ].*)?")
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[T ].*)?")
_BIG_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?:[T ].*)?")
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")  # Excel's count of days: 1954 to 2091
_EXCEL_EPOCH = datetime.date(1899, 12, 30)  # counts the 29 February 1900 that Excel believes in
_WRITTEN = (("%d %B %Y", 10), ("%d %b %Y", 10), ("%B %d %Y", 10), ("%b %d %Y", 10), ("%B %Y", 7), ("%b %Y", 7))
AMBIGUOUS = "day and month cannot be told apart; only the year was taken. Write `dates: day_first` into the mapping"


def read_date(text: str, order: DateOrder = "") -> tuple[str, str]:
    """Return the ISO date that `text` means and a remark, "" where nothing was lost.

    A date such as 03/04/2020 without an order is known to the year only. Raises ValueError for what is no date.
    """
    text = text.strip()
    if iso := _ISO.fullmatch(text):
        return _checked(iso[1], text), ""
    if _SERIAL.fullmatch(text):
        return (_EXCEL_EPOCH + datetime.timedelta(days=int(float(text)))).isoformat(), ""
    if big := _BIG_FIRST.fullmatch(text):
        return _checked(f"{big[1]}-{int(big[2]):02}-{int(big[3]):02}", text), ""
    if numbers := _NUMBERS.fullmatch(text):
        return _from_numbers(numbers, order, text)
    return _from_words(text), ""


def guess_order(texts: Iterable[str]) -> DateOrder:
    """Return the order in which all of `texts` can be read, "" where both or none can."""
    pairs = [(int(m[1]), int(m[2])) for text in texts if (m := _NUMBERS.fullmatch(text.strip()))]
    day_first = bool(pairs) and all(second <= 12 for _, second in pairs)
    month_first = bool(pairs) and all(first <= 12 for first, _ in pairs)
    if day_first == month_first:
        return ""
    return "day_first" if day_first else "month_first"


def _from_numbers(numbers: re.Match[str], order: DateOrder, text: str) -> tuple[str, str]:
    first, second, year = int(numbers[1]), int(numbers[2]), numbers[3]
    if not order and first != second and max(first, second) <= 12 and "." not in text:
        return year, AMBIGUOUS
    # Dates with points are written day first everywhere.
    month_first = order == "month_first" or (not order and second > 12)
    day, month = (second, first) if month_first else (first, second)
    return _checked(f"{year}-{month:02}-{day:02}", text), ""


def _from_words(text: str) -> str:
    words = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text.replace(",", " "))
    words = " ".join(words.split())
    for pattern, length in _WRITTEN:
        try:
            return datetime.datetime.strptime(words, pattern).date().isoformat()[:length]
        except ValueError:
            continue
    raise ValueError("is not a date; write 2027, 2027-02 or 2027-02-09")


def _checked(iso: str, text: str) -> str:
    try:
        datetime.date.fromisoformat((iso + "-01-01")[:10])
    except ValueError:
        raise ValueError(f"{text!r} is not in the calendar; write 2027, 2027-02 or 2027-02-09") from None
    return iso
