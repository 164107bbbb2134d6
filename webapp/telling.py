"""Saying what the library says, in the reader's language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from matcher.sentences import Amount, Day, Listing, Name, Said, Sentence, in_small_letters
from webapp.reader import catalogue, gettext, is_english, pgettext, reader_locale

_SKELETONS = {"y": "y", "MMMM y": "yMMMM", "d MMMM": "MMMMd"}  # by the English pattern (CLDR)


def told(text: object) -> object:
    """Return what a template shows for `text`: a text of the library in the reader's language, all else as it is."""
    return said(text) if isinstance(text, Said) else text


def said(text: str) -> str:
    """Return a text in the reader's language where the library made it; what a record or a person wrote stays."""
    return str(text) if is_english() else _translated(text)


def _translated(text: str) -> str:
    match text:
        case Sentence():
            return _sentence(text)
        case Name():
            return _name(text)
        case Listing():
            return _listing(text)
        case Day():
            return _day(text)
        case Amount():
            return _amount(text)
    return text


def as_sentence(text: str) -> str:
    """Return a message in the reader's language with a capital at its beginning and a mark at its end."""
    shown = said(text)
    return shown[:1].upper() + shown[1:] + ("" if shown.endswith((".", "?", "؟")) else ".")


def with_commas(texts: Iterable[str]) -> str:
    """Return texts in a row with the comma of the reader's language between them."""
    return _in_a_row(gettext("%(before)s, %(after)s"), texts)


def with_semicolons(texts: Iterable[str]) -> str:
    """Return texts in a row with the semicolon of the reader's language between them."""
    return _in_a_row(gettext("%(before)s; %(after)s"), texts)


def small_letters(text: str) -> str:
    """Return a name in the reader's language as it stands inside a sentence."""
    return in_small_letters(said(text))


def _sentence(text: Sentence) -> str:
    if text.several:
        pattern = catalogue().ungettext(text.pattern, text.several, text.number)
    else:
        pattern = catalogue().ugettext(text.pattern)
    return str(pattern % {name: told(value) for name, value in text.values.items()})


def _name(text: Name) -> str:
    locale = reader_locale()
    if locale is None:
        return str(text)
    if text.list_name == "countries":
        name = locale.territories.get(text.code, text)
    elif text.list_name == "languages":
        name = locale.languages.get(text.code, text)
    else:
        name = pgettext(text.list_name, text.english)
    return in_small_letters(name) if text.small else str(name)


def _listing(text: Listing) -> str:
    parts = [said(part) for part in text.parts]
    if text.link in _ROWS:
        return _ROWS[text.link](parts)
    if text.link not in {"and", "or"}:
        return text.link.join(parts)
    return format_list(parts, "standard" if text.link == "and" else "or", locale=reader_locale())


def _in_a_row(pattern: str, texts: Iterable[str]) -> str:
    before, *others = [said(text) for text in texts] or [""]
    for after in others:
        before = pattern % {"before": before, "after": after}
    return before


def _day(text: Day) -> str:
    day = datetime.date.fromisoformat((text.iso + "-01-01")[:10])
    if text.pattern not in _SKELETONS:  # CLDR gives whole days as a pattern of their own
        return format_date(day, "long", locale=reader_locale())
    return format_skeleton(_SKELETONS[text.pattern], day, locale=reader_locale())


def _amount(text: Amount) -> str:
    if text.style == "percent":
        return format_percent(text.number, locale=reader_locale())
    return format_decimal(text.number, locale=reader_locale())


_ROWS = {", ": with_commas, "; ": with_semicolons}
