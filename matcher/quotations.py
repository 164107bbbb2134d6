"""The telling part of a quotation: the words that it shares with what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

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
    parts = re.split(f"({re.escape(name)})", quote) if name else [quote]
    spans = [span for part in parts for span in ([Piece(part, telling=False)] if part == name else _spans(part, stems))]
    for place in range(1, len(spans) - 1):
        if spans[place].text.isspace() and spans[place - 1].telling and spans[place + 1].telling:
            spans[place] = Piece(spans[place].text, telling=True)
    return [
        Piece("".join(each.text for each in some), telling)
        for telling, some in groupby(spans, key=lambda each: each.telling)
    ]


@lru_cache(maxsize=16_384)
def _stems(text: str) -> frozenset[str]:
    """Return the stems of a word or a text; a page asks for those of the same goal, names and words again and again."""
    return frozenset(analyse(text))


def _spans(quote: str, stems: Set[str]) -> Iterator[Piece]:
    """Return the words of a quotation and what stands between them."""
    end = 0
    for match in _WORD.finditer(quote):
        if match.start() > end:
            yield Piece(quote[end : match.start()], telling=False)
        yield Piece(match[0], telling=not stems.isdisjoint(_stems(match[0])))
        end = match.end()
    if end < len(quote):
        yield Piece(quote[end:], telling=False)
