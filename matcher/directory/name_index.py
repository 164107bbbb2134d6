"""Finding organisations by what they are called or by a register's id, however it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz, process

from matcher.directory.browsing import order_by_name
from matcher.directory.columns import Rows
from matcher.directory.listings import ALIAS, BETWEEN_NAMES, ID, IDENTIFIER, NAME, Listings, key, known_as
from matcher.folding import fold
from matcher.records import Organisation
from matcher.rows.line_search import LineSearch

SAME = 100.0  # the score of a name that is the same but for case, accents and punctuation
LOWEST = 50.0  # a name below it has hardly more in common than its letters


@dataclass(frozen=True)
class NamedMatch:
    """An organisation whose name or id is like a text: `score` from 0 to 100, SAME where it is the same."""

    organisation: Organisation
    score: float


class NameIndex:
    """The names, aliases and ids of organisations, folded; records are read only of whom is found.

    `ids` are those of the organisations by row, and `order` gives their rows by name.
    """

    def __init__(
        self, organisations: Sequence[Organisation], ids: Sequence[str], listings: Listings, order: Callable[[], Rows]
    ) -> None:
        self._organisations = organisations
        self._ids = ids
        self._listings = listings
        self._find_order = order

    @classmethod
    def of_records(cls, organisations: Sequence[Organisation]) -> NameIndex:
        """Build from records."""
        ids = [each.id for each in organisations]
        order = order_by_name([each.name for each in organisations], ids)
        return cls(organisations, ids, Listings.of_records(organisations), lambda: order)

    def like(self, text: str, limit: int) -> list[NamedMatch]:
        """Return at most `limit` organisations that are called like `text` or have it as an id, best first."""
        scores = dict.fromkeys(self._with_id(text), SAME)
        folded = fold(text)
        if folded:
            names, rows = self._names
            found = process.extract(folded, names, scorer=fuzz.token_ratio, limit=5 * limit, score_cutoff=LOWEST)
            for name, _, position in found:
                row = int(rows[position])
                scores[row] = max(scores.get(row, 0.0), _likeness(folded, name))
        return self._ranked(scores, limit)

    def starting_with(self, text: str, first: int = 0, most: int | None = None) -> list[Organisation]:
        """Return the organisations with a name that starts with `text`, then those with such a word, by name.

        Of these, `most` from place `first` on, or all from there on.
        """
        folded = fold(text)
        ranks = np.full(len(self._organisations), 3)
        for position, name in enumerate(self._names[0]) if folded else ():
            rank = 1 if name.startswith(folded) else 2 if f" {folded}" in name else 3
            if rank < 3:
                row = self._names[1][position]
                ranks[row] = min(ranks[row], rank)
        ranks[self._with_id(text)] = 0
        order = self._order[np.argsort(ranks[self._order], kind="stable")][: np.count_nonzero(ranks < 3)]
        last = None if most is None else first + most
        return [self._organisations[row] for row in order[first:last].tolist()]

    def called(self, text: str) -> int | None:
        """Return the row of the organisation with this id, name or alias, whatever the case, or None.

        An id goes before a name, and a name before an alias; of several who share it, the last is meant.
        """
        return next((rows[-1] for sort in (ID, NAME, ALIAS) if (rows := self._known_as(sort, text))), None)

    def nearest(self, text: str, least: float) -> int | None:
        """Return the row of the organisation whose name is most like a slip of the pen, from a score of `least` on."""
        names, rows = self._names
        near = process.extractOne(fold(text), names, scorer=fuzz.WRatio, score_cutoff=least)
        if not near:
            return None
        called = self.called(near[0])  # of several with this name, the one that is meant by it
        return int(rows[near[2]]) if called is None else called

    def with_website(self, host: str) -> list[Organisation]:
        """Return the organisations whose website's address holds `host`."""
        rows = np.flatnonzero(self._websites.holding(host.casefold()))
        return [self._organisations[row] for row in rows.tolist()]

    @cached_property
    def _names(self) -> tuple[list[str], Rows]:
        """All folded names, and whose each is."""
        lines = [line.split(BETWEEN_NAMES) if line else [] for line in self._listings.names]
        rows = np.repeat(np.arange(len(lines)), [len(some) for some in lines])
        return [name for some in lines for name in some], rows

    @cached_property
    def _order(self) -> Rows:
        return self._find_order()

    @cached_property
    def _websites(self) -> LineSearch:
        return LineSearch(self._listings.websites)

    def _with_id(self, text: str) -> list[int]:
        return [row for sort in (ID, IDENTIFIER) for row in self._known_as(sort, text)]

    def _known_as(self, sort: str, text: str) -> list[int]:
        wanted = key(sort, text.strip())
        return [row for row in self._listings.keys.rows_of(wanted) if wanted in known_as(self._organisations[row])]

    def _ranked(self, scores: dict[int, float], limit: int) -> list[NamedMatch]:
        rows = sorted(scores, key=lambda row: (-scores[row], self._ids[row]))[:limit]
        return [NamedMatch(self._organisations[row], scores[row]) for row in rows]


def _likeness(text: str, name: str) -> float:
    """Return how like two folded names are, from 0 to 100.

    Words that only one of them has cost something, as in “Radio” and “Radio One”: such names may be of two
    organisations.
    """
    whole = max(fuzz.ratio(text, name), fuzz.token_sort_ratio(text, name) - (text != name))
    return float(max(whole, 0.9 * fuzz.WRatio(text, name)))
