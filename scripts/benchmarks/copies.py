"""Copies of organisations with some words changed, each made when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from matcher.records import Organisation
from matcher.rows.lazy import LazyRows

SEED = 20261121
CHANGED_WORDS = 0.1
_WORD = re.compile(r"\w{4,}")
Change = Callable[[str], str]


class Copies(LazyRows[Organisation]):
    """`size` organisations: the originals, then copies of them, copy after copy."""

    row_is = "organisation"

    def __init__(self, originals: Sequence[Organisation], size: int) -> None:
        self.originals = originals
        self._size = size
        self._words = sorted({word for each in originals for word in _WORD.findall(each.summary)})
        self._change = lru_cache(maxsize=64)(self._new_change)

    def __len__(self) -> int:
        return self._size

    def row_at(self, place: int) -> Organisation:
        """Return an original or make a copy."""
        number, row = divmod(place, len(self.originals))
        original = self.originals[row]
        return _copied(original, number, self._change(number)) if number else original

    @property
    def ids(self) -> Iterator[str]:
        """The id of each."""
        return self._numbered([original.id for original in self.originals], "-")

    @property
    def names(self) -> list[str]:
        """The name of each."""
        return list(self._numbered([original.name for original in self.originals], " "))

    def _numbered(self, originals: Sequence[str], mark: str) -> Iterator[str]:
        for place in range(len(self)):
            number, row = divmod(place, len(originals))
            yield f"{originals[row]}{mark}{number}" if number else originals[row]

    def _new_change(self, number: int) -> Change:
        """Return a change that puts the same other word for some words, wherever they stand."""
        rng = np.random.default_rng([SEED, number])
        words = self._words
        changed = rng.choice(len(words), int(len(words) * CHANGED_WORDS), replace=False)
        others = {words[one]: words[other] for one, other in zip(changed, np.roll(changed, 1), strict=True)}
        return lambda text: _WORD.sub(lambda match: others.get(match[0], match[0]), text)


def _copied(original: Organisation, number: int, change: Change) -> Organisation:
    """Return the copy of an organisation that has a number; its partners are the copies of that number."""
    offers, needs = (
        tuple(each.model_copy(update={"statement": change(each.statement)}) for each in entries)
        for entries in (original.offers, original.needs)
    )
    activities = tuple(
        each.model_copy(
            update={
                "title": change(each.title),
                "summary": change(each.summary),
                "partners": tuple(f"{partner}-{number}" for partner in each.partners),
            }
        )
        for each in original.activities
    )
    return original.model_copy(
        update={
            "id": f"{original.id}-{number}",
            "name": f"{original.name} {number}",
            "aliases": (),
            "summary": change(original.summary),
            "offers": offers,
            "needs": needs,
            "activities": activities,
        }
    )
