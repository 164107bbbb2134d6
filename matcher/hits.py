"""What a search found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.indexes import Mask, Rows
from matcher.rows.sets import joined, places_of

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Hits:
    """What a search found: text rows with their cosine and BM25 scores, all of shape (hits,).

    `contrast` holds the cosines as seen from what activities are usually like, those of `dense` where that is unknown.
    `unfiltered` marks what was found when everything might be: what a filter brings up beside it changes no scale.
    """

    texts: Rows
    dense: Scores
    lexical: Scores
    contrast: Scores
    unfiltered: Mask

    def with_more(self, filtered: Hits) -> Hits:
        """Return these hits and those of a search within a filter, by row."""
        texts = joined(self.texts, filtered.texts)
        place, mine = places_of(texts, self.texts)
        other, _ = places_of(texts, filtered.texts)

        def scores(name: str) -> Scores:
            return np.asarray(np.where(mine, _at(getattr(self, name), place), _at(getattr(filtered, name), other)))

        return Hits(texts, scores("dense"), scores("lexical"), scores("contrast"), mine)


def _at(values: Scores, places: Rows) -> Scores:
    return values[places] if len(values) else np.zeros(len(places), dtype=np.float32)
