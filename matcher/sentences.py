"""Texts that remember how they were made: English as they stand, and to be said in other languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Self


class Said(str):
    """English text for programs and people; its class says from what it was made."""


class Sentence(Said):
    """`pattern` with its `%(name)s` replaced by `values`.

    Where it counts, `several` is the pattern for a `number` other than 1; else it is "".
    """

    pattern: str
    several: str
    number: int
    values: Mapping[str, object]


class Name(Said):
    """What the `code` of a list is called: a list of the taxonomy, "countries", "languages" or "regions".

    `english` is the name as the list has it; `small` says that it stands in small letters, inside a sentence.
    """

    list_name: str
    code: str
    english: str
    small: bool

    @classmethod
    def of(cls, list_name: str, code: str, text: str, *, small: bool = False) -> Self:
        """Return the name `text` of a code."""
        name = cls(in_small_letters(text) if small else text)
        name.list_name, name.code, name.english, name.small = list_name, code, text, small
        return name


class Listing(Said):
    """Several texts in a row; `link` is "and", "or", or what stands between them."""

    parts: tuple[str, ...]
    link: str


class Day(Said):
    """A date of year, month or day precision in words; `iso` is the date, `pattern` how much of it is said (CLDR)."""

    iso: str
    pattern: str


class Amount(Said):
    """A number; `style` says how it is written."""

    number: float
    style: str


def sentence(pattern: str, /, **values: object) -> Sentence:
    """Return a sentence. The pattern must stand in the call, since catalogues of translations are made from calls."""
    return _filled(pattern, "", 1, values)


def counted(one: str, several: str, number: int, /, **values: object) -> Sentence:
    """Return a sentence that counts: `one` where the number is 1, else `several`."""
    return _filled(one, several, number, values)


def small(name: str) -> str:
    """Return a name as it stands inside a sentence."""
    return (
        Name.of(name.list_name, name.code, name.english, small=True)
        if isinstance(name, Name)
        else in_small_letters(name)
    )


def in_small_letters(text: str) -> str:
    """Return a text in small letters but for words such as NGO, LGBTI or YouTube, with capitals beyond the first."""
    return re.sub(r"\w+", lambda word: word[0].lower() if word[0][1:].islower() or len(word[0]) == 1 else word[0], text)


def listed(parts: Iterable[str], most: int = 5, link: str = "and") -> Listing:
    """Return texts as a sentence lists them ("a, b and c"), at most `most` of them and how many more there are."""
    every = tuple(parts)
    rest = len(every) - most
    shown = (*every[:most], counted("%(number)s more", "%(number)s more", rest, number=rest)) if rest > 0 else every
    text = f"{', '.join(shown[:-1])} {link} {shown[-1]}" if len(shown) > 1 else "".join(shown)
    return _listing(text, shown, link)


def joined(link: str, parts: Iterable[str]) -> Listing:
    """Return texts with `link` between them."""
    shown = tuple(parts)
    return _listing(link.join(shown), shown, link)


def amount(number: float, style: str = "number") -> Amount:
    """Return a number in words: 1,234 in the style "number", 12% for 0.12 in "percent", 2.5 in "short"."""
    text = Amount({"number": f"{number:,}", "percent": f"{number:.0%}", "short": f"{number:g}"}[style])
    text.number, text.style = number, style
    return text


def _listing(text: str, parts: tuple[str, ...], link: str) -> Listing:
    listing = Listing(text)
    listing.parts, listing.link = parts, link
    return listing


def _filled(one: str, several: str, number: int, values: Mapping[str, object]) -> Sentence:
    filled = Sentence((one if number == 1 or not several else several) % values)
    filled.pattern, filled.several, filled.number, filled.values = one, several, number, values
    return filled
