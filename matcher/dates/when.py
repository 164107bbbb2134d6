"""When: the time by which or in which something is to happen, as a text says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from matcher.dates.phrases import Period, Phrase, find_phrases, months

LONGEST_LEAD = 60  # characters before a phrase that say how it is meant
_THE = r"(?:\s+(?:the|this|next|coming|upcoming))*\s+$"
_BEFORE = re.compile(
    r"\b(?:(?:well |just |shortly )?before|ahead of|in advance of|in (?:good )?time for|(?:in the )?run-up to|"
    rf"leading up to){_THE}",
    re.IGNORECASE,
)
_BY = re.compile(rf"\b(?:by|until|till|not? later than|up to){_THE}", re.IGNORECASE)
_FROM = re.compile(rf"\b(?:from|starting(?: in| on)?|beginning(?: in| on)?|as of){_THE}", re.IGNORECASE)
_AFTER = re.compile(rf"\b(?:after|following){_THE}", re.IGNORECASE)
_IN = re.compile(
    r"\b(?:(?:in|on|during|for|at|around|over|throughout|all|of|between|to|and|elections?)(?:\s+(?:the|this|next|coming))*"
    r"|this|next)\s+$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:since|last|past|(?<!be )(?:(?!need|plann|schedul|expect|want)\w{2,}ed|lost|left|began|was|were|came) in)"
    r"(?:\s+the)?\s+$",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\s*(?:-|\u2013|\u2014|to|until|till|and|through)\s*(?:the\s+)?")
_OPENS_SPAN = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$", re.IGNORECASE)
_STANDS_ALONE_AFTER, _STANDS_ALONE_BEFORE = re.compile(r"(?:^|[,;:.(\u2013-])\s*$"), re.compile(r"\s*(?:$|[,;:.)!?])")


@dataclass(frozen=True)
class When:
    """From `start` to `end`, both included; None is open: from now on, or without an end.

    `because` quotes the words that say so, "" where it was given.
    """

    start: date | None
    end: date | None
    because: str = ""


def read_when(text: str, today: date) -> When | None:
    """Return the first time that `text` names and that is not over on the day `today`; None where it names none.

    “Before” a period means until the day before it begins; “by” and “until” mean until it ends. Words without a year
    mean their next occurrence. Seasons are those north of the equator.
    """
    phrases = find_phrases(text)
    for phrase, following in zip_longest(phrases, phrases[1:]):
        when = _span(text, phrase, following, today) or _single(text, phrase, today)
        if when and (when.end is None or when.end >= today):
            return when if when.start is None or when.start > today else When(None, when.end, when.because)
    return None


def when_given(partial_date: str) -> When | None:
    """Return the time that a date of year, month or day precision means; None for ""."""
    if not partial_date:
        return None
    if len(partial_date) == 10:
        day = date.fromisoformat(partial_date)
        return When(day, day)
    first = date.fromisoformat(f"{partial_date}-01-01"[:10])
    period = months(first, 1 if len(partial_date) == 7 else 12)
    return When(period.start, period.end)


def _single(text: str, phrase: Phrase, today: date) -> When | None:
    period = phrase.at(today)
    if not period or period.end < today or _before_phrase(_PAST, text, phrase):
        return None
    for pattern, bounds in _MEANINGS.items():
        match = _before_phrase(pattern, text, phrase)
        if match:
            ending = bounds is _before and "end of" in text[phrase.first : phrase.last]
            start, end = (_by if ending else bounds)(period)
            return When(start, end, _quoted(text, match.start(), phrase.last))
    match = _before_phrase(_IN, text, phrase)
    if match or not phrase.vague or _stands_alone(text, phrase):
        return When(period.start, period.end, _quoted(text, match.start() if match else phrase.first, phrase.last))
    return None


def _span(text: str, phrase: Phrase, following: Phrase | None, today: date) -> When | None:
    """Return the time from one phrase to the next where they stand as “from March to May”."""
    joint = _SPAN.fullmatch(text, phrase.last, following.first) if following else None
    opening = _before_phrase(_OPENS_SPAN, text, phrase)
    if not following or not joint or (joint[0].strip() == "and" and not opening) or not (opening or not phrase.vague):
        return None
    start = phrase.at(today)
    end = following.at(start.start if start and not following.has_year else today)
    if not start or not end:
        return None
    if not phrase.has_year and following.has_year:
        start = phrase.at(_year_before(end)) or start
    first = opening.start() if opening else phrase.first
    return When(start.start, end.end, _quoted(text, first, following.last))


def _year_before(period: Period) -> date:
    return period.end - timedelta(days=364)


def _before(period: Period) -> tuple[None, date]:
    return None, period.start - timedelta(days=1)


def _by(period: Period) -> tuple[None, date]:
    return None, period.end


def _from(period: Period) -> tuple[date, None]:
    return period.start, None


def _after(period: Period) -> tuple[date, None]:
    return period.end + timedelta(days=1), None


_MEANINGS = {_BEFORE: _before, _BY: _by, _FROM: _from, _AFTER: _after}


def _stands_alone(text: str, phrase: Phrase) -> bool:
    return bool(_before_phrase(_STANDS_ALONE_AFTER, text, phrase) and _STANDS_ALONE_BEFORE.match(text, phrase.last))


def _before_phrase(pattern: re.Pattern[str], text: str, phrase: Phrase) -> re.Match[str] | None:
    return pattern.search(text, max(0, phrase.first - LONGEST_LEAD), phrase.first)


def _quoted(text: str, first: int, last: int) -> str:
    return " ".join(text[first:last].split())
