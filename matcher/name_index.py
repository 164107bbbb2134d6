"""Finding organisations by what they are called or by a register's id, however it is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from matcher.letters import without_accents
from matcher.records import Organisation

SAME = 100.0  # the score of a name that is the same but for case, accents and punctuation
LOWEST = 50.0  # a name below it has hardly more in common than its letters
LONGEST_NAME = 300  # characters of a text that are compared; comparing takes time with the length
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th", "&": " and "})


def fold(text: str) -> str:
    """Return a name in small letters without accents and punctuation: “Čŕta & Co.” gives “crta and co”."""
    bare = without_accents(text[:LONGEST_NAME].casefold().translate(_LETTERS))
    return " ".join(re.findall(r"[^\W_]+", bare))


@dataclass(frozen=True)
class NamedMatch:
    """An organisation whose name or id is like a text: `score` from 0 to 100, SAME where it is the same."""

    organisation: Organisation
    score: float


class NameIndex:
    """The names, aliases and ids of organisations, folded."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self._organisations = tuple(organisations)
        named = [(fold(name), row) for row, each in enumerate(self._organisations) for name in _names(each)]
        self._names = [name for name, _ in named]
        self._rows = [row for _, row in named]
        self._rows_by_id: dict[str, list[int]] = defaultdict(list)
        for row, each in enumerate(self._organisations):
            for known in dict.fromkeys(_ids(each)):
                self._rows_by_id[known].append(row)

    def like(self, text: str, limit: int) -> list[NamedMatch]:
        """Return at most `limit` organisations that are called like `text` or have it as an id, best first."""
        scores = dict.fromkeys(self._rows_by_id.get(text.strip().casefold(), ()), SAME)
        folded = fold(text)
        if folded:
            found = process.extract(folded, self._names, scorer=fuzz.token_ratio, limit=5 * limit, score_cutoff=LOWEST)
            for name, _, position in found:
                row = self._rows[position]
                scores[row] = max(scores.get(row, 0.0), _likeness(folded, name))
        return self._ranked(scores)[:limit]

    def starting_with(self, text: str) -> list[Organisation]:
        """Return the organisations with a name that starts with `text`, then those with such a word, by name."""
        folded = fold(text)
        ranks = dict.fromkeys(self._rows_by_id.get(text.strip().casefold(), ()), 0)
        if folded:
            for name, row in zip(self._names, self._rows, strict=True):
                if name.startswith(folded):
                    ranks[row] = min(ranks.get(row, 1), 1)
                elif f" {folded}" in name:
                    ranks[row] = min(ranks.get(row, 2), 2)
        ordered = sorted(ranks, key=lambda row: (ranks[row], self._organisations[row].name.casefold()))
        return [self._organisations[row] for row in ordered]

    def _ranked(self, scores: dict[int, float]) -> list[NamedMatch]:
        rows = sorted(scores, key=lambda row: (-scores[row], self._organisations[row].id))
        return [NamedMatch(self._organisations[row], scores[row]) for row in rows]


def _likeness(text: str, name: str) -> float:
    """Return how like two folded names are, from 0 to 100.

    Words that only one of them has cost something, as in “Radio” and “Radio One”: such names may be of two
    organisations.
    """
    whole = max(fuzz.ratio(text, name), fuzz.token_sort_ratio(text, name) - (text != name))
    return float(max(whole, 0.9 * fuzz.WRatio(text, name)))


def _names(organisation: Organisation) -> Sequence[str]:
    return [name for name in (organisation.name, *organisation.aliases) if fold(name)]


def _ids(organisation: Organisation) -> Iterable[str]:
    yield organisation.id.casefold()
    for each in organisation.identifiers:
        yield from (each.id.casefold(), f"{each.scheme}-{each.id}".casefold())
