"""The telling part of a quotation: the words that it shares with what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache

from matcher.lexical import analyse

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Piece:
    """A piece of a quotation; `telling` where its words were asked for."""

    text: str
    telling: bool


def telling_pieces(quote: str, asked: Iterable[str], name: str = "") -> list[Piece]:
    """Split a quotation by whether it shares its words with `asked` texts; the pieces together are the quotation.

    Words count as the same in all their forms ("checks", "checking"). Blanks between two shared words go with them.
    The words of the organisation's own `name` tell nothing.
    """
    stems = frozenset[str]().union(*map(_stems, asked))
    found: list[tuple[str, bool]] = []
    end = 0
    for start, stop in _telling_words(quote, stems, name):
        if found and quote[end:start].isspace():
            found[-1] = (found[-1][0] + quote[end:stop], True)
        else:
            found += [(quote[end:start], False), (quote[start:stop], True)]
        end = stop
    return [Piece(text, telling) for text, telling in (*found, (quote[end:], False)) if text]


def _telling_words(quote: str, stems: Set[str], name: str) -> Iterator[tuple[int, int]]:
    """Return where the words of a quotation begin and end that share a stem, besides those of a name."""
    start = 0
    for part in quote.split(name) if name else [quote]:
        for word in _WORD.finditer(part):
            if not stems.isdisjoint(_stems(word[0])):
                yield start + word.start(), start + word.end()
        start += len(part) + len(name)


@lru_cache(maxsize=16_384)
def _stems(text: str) -> frozenset[str]:
    """Return the stems of a word or a text; a page asks for those of the same goal, names and words again and again."""
    return frozenset(analyse(text))
