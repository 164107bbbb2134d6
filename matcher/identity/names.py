"""What an organisation is called: its full names and its short ones, in forms that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.geography.cities import find_city
from matcher.geography.places import read_places
from matcher.identity.words import SMALL_WORDS, all_words, fold, legal_forms, name_words
from matcher.records import Organisation

LONGEST_ACRONYM = 10  # letters
_PARENTHESES = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_LEADING = re.compile(r"([^\W\d_]{2,10})-(?=[^\W\d_]{3})")  # “CIRÉ-Coordination et initiatives …”
_PARTS = re.compile(r"\s+[-\u2013\u2014|/:]\s+|\s*[/|]\s*")


@dataclass(frozen=True)
class Names:
    """The names of one organisation.

    `full` are the words of each full name, the first of them its own; `inside` those of what stands in parentheses: a
    name in another language, or an addition such as “war memorial”. `short` are the short names that the organisation
    itself gives, as one word each, `initials` the first letters of its full names. `legal_forms` says what it is in
    law.
    """

    full: tuple[tuple[str, ...], ...]
    inside: tuple[tuple[str, ...], ...]
    short: frozenset[str]
    initials: frozenset[str]
    legal_forms: frozenset[str]


def read_names(organisation: Organisation) -> Names:
    """Read name and aliases; “Federation of Publishers (FEP)” gives a full name and a short one.

    The name itself counts as a full one, also where it is short.
    """
    parts = [_parts(name) for name in (organisation.name, *organisation.aliases)]
    outside = [each for some, _ in parts for each in some]
    inside = [each for _, some in parts for each in some]
    full = outside[:1] + [each for each in outside[1:] if _is_long(each)]
    return Names(
        full=tuple(dict.fromkeys(map(name_words, full))),
        inside=tuple(dict.fromkeys(name_words(each) for each in inside if _is_long(each))),
        short=frozenset("".join(name_words(each)) for each in (*outside, *inside) if not _is_long(each)),
        initials=frozenset(letters for each in full for letters in _initials(each)),
        legal_forms=legal_forms(organisation.name),
    )


def is_short(text: str) -> bool:
    """Tell whether a name is a short form: one word of at most 10 letters, two of them capitals or more."""
    capitals = sum(each.isupper() for each in text)
    return " " not in text.strip() and capitals >= 2 and 2 <= len(text.strip()) <= LONGEST_ACRONYM


def _is_long(text: str) -> bool:
    return not is_short(text) and len(name_words(text)) > 1


def _parts(name: str) -> tuple[list[str], list[str]]:
    """Return the names in a name, outside of its parentheses and inside; an acronym beside a name is one too."""
    inside = [each.strip() for each in _PARENTHESES.findall(name) if each.strip()]
    outside = _PARENTHESES.sub(" ", name).strip()
    if not outside or any(map(_is_place, inside)):
        return [name], []
    return list(_around_acronyms(outside)), inside


def _around_acronyms(name: str) -> Iterator[str]:
    """Yield “EFJ” and the rest of “EFJ - European Federation of Journalists”; other parts may be departments."""
    start = _LEADING.match(name)
    name = f"{start[1]} - {name[start.end() :]}" if start and is_short(start[1]) else name
    pieces = [each.strip() for each in _PARTS.split(name) if each.strip()]
    rest = " ".join(each for each in pieces if not is_short(each))
    short = [each for each in pieces if is_short(each)]
    if not all(_abbreviates(each, rest) for each in short):
        yield name
        return
    yield rest or name
    yield from short


def _abbreviates(short: str, name: str) -> bool:
    """Tell whether the letters of `short` stand in `name` in order: if not, it may be a department's short name."""
    letters = iter(fold(name))
    return all(letter in letters for letter in fold(short) if letter.isalnum())


def _is_place(text: str) -> bool:
    """Tell whether what stands in parentheses is a place, which tells two chapters apart, and no other name."""
    if any(map(is_short, text.split())):
        return False
    return bool(find_city(text.split(",", maxsplit=1)[0].strip()) or read_places(text).countries)


def _initials(name: str) -> Iterator[str]:
    every = all_words(fold(name))
    for words in (every, [word for word in every if word not in SMALL_WORDS]):
        if len(words) > 2:
            yield "".join(word[0] for word in words)
