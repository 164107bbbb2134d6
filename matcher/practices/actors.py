"""Which kinds of partners a practice is for, against those that a goal names and those that were just matched."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher import scoring
from matcher.directory.columns import CodeColumn
from matcher.records import Practice
from matcher.taxonomy import Taxonomy

Values = NDArray[np.float32]
BROADER_FORM = 0.75  # advice on government, where police is asked for


class PracticeActors:
    """The actors of every practice, row i for practice i."""

    def __init__(self, practices: Sequence[Practice], taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._exact = CodeColumn.from_codes([practice.actors for practice in practices])
        self._broadened = CodeColumn.from_codes([self._with_broadest(practice.actors) for practice in practices])
        self._by_kind: dict[str, Values] = {}  # kinds are few, and asked for again and again

    def naming(self, kinds: Sequence[str]) -> Values:
        """Return how far each practice is for all of these kinds, shape (practices,), in [0, 1]."""
        return scoring.agreement(self._broadened.shares(set(self._with_broadest(kinds))), self._broadened.known())

    def joining(self, own: str, others: Sequence[str]) -> Values:
        """Return how far each practice joins the kind `own` with the one of `others` that it fits best.

        Shape (practices,), in [0, 1]: 1 where it names both, half of it for one of the two, UNKNOWN where it names
        nobody. Without a kind of one's own, the other kinds count alone.
        """
        best = np.max([self._pair(own, other) for other in dict.fromkeys(others)], axis=0)
        return np.asarray(np.where(self._broadened.known(), best, scoring.UNKNOWN), dtype=np.float32)

    def joined(self, row: int, own: str, others: Sequence[str]) -> tuple[str, ...]:
        """Return the pair for which `joining` finds the practice of this row best, or () where it names not both."""
        pairs = [tuple(dict.fromkeys(filter(None, (own, other)))) for other in dict.fromkeys(others)]
        named = [pair for pair in pairs if pair and all(self._has(kind)[row] > 0 for kind in pair)]
        return max(named, key=lambda pair: float(np.mean([self._has(kind)[row] for kind in pair])), default=())

    def _pair(self, own: str, other: str) -> Values:
        return scoring.mean_of([self._has(kind) for kind in (own, other) if kind])

    def _has(self, kind: str) -> Values:
        """Return 1 where a practice names the kind, BROADER_FORM where it names another of the same broadest form."""
        if kind not in self._by_kind:
            broader = self._broadened.shares({self._taxonomy.broadest("kinds", kind)})
            self._by_kind[kind] = np.maximum(self._exact.shares({kind}), BROADER_FORM * broader)
        return self._by_kind[kind]

    def _with_broadest(self, kinds: Sequence[str]) -> list[str]:
        """Return each kind with the broadest form of it: advice on police is advice on government too."""
        return list(dict.fromkeys(code for kind in kinds for code in (kind, self._taxonomy.broadest("kinds", kind))))
