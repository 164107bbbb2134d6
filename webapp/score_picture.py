"""The score of a partner as it is drawn and written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matcher.results import Term, shown_points
from webapp.rendering import fixed


@dataclass(frozen=True)
class ScorePart:
    """One term of a score: it fills `points` of the bar's 100 from `start` on; its figures are as they are written."""

    term: str
    start: float
    points: float
    value: str
    weight: str
    shown_points: str


@dataclass(frozen=True)
class ScorePicture:
    """The terms of a score one after the other, and the `total` as it is written: the sum of what is shown of them."""

    parts: tuple[ScorePart, ...]
    total: str


def score_picture(terms: tuple[Term, ...]) -> ScorePicture:
    """Return the picture of a score with these terms, in the reader's language."""
    points = shown_points(terms)
    return ScorePicture(tuple(_parts(points)), fixed(sum(each for _term, each in points), 1))


def _parts(points: list[tuple[Term, float]]) -> Iterator[ScorePart]:
    start = 0.0
    for term, each in points:
        yield ScorePart(term.name, round(start, 1), each, fixed(term.value, 2), fixed(term.weight, 2), fixed(each, 1))
        start += each
