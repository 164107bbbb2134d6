"""A case: what is measured, what it is measured against, and how far it may be from it."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, replace

Measure = Callable[[], float]


@dataclass(frozen=True)
class Case:
    """`measure` and `measure_reference` give one figure each, in `unit`.

    The bar is on the ratio of the two: at most `at_most`, or at least `at_least`, or there is none. `row` is the row
    of the table of bars that the case belongs to.
    """

    name: str
    measure: Measure
    reference: str
    measure_reference: Measure
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    row: int = 0

    @property
    def bar(self) -> str:
        """The bar in words, or "" where there is none."""
        if self.at_most is None and self.at_least is None:
            return ""
        return f"at most {self.at_most:g}" if self.at_most is not None else f"at least {self.at_least:g}"

    def holds(self, ratio: float) -> bool:
        """Tell whether a ratio keeps to the bar."""
        below = self.at_most is None or ratio <= self.at_most
        return below and (self.at_least is None or ratio >= self.at_least)


@dataclass(frozen=True)
class Figure:
    """What was measured of a case: `pairs` of a figure and its reference, one after the other."""

    case: Case
    pairs: tuple[tuple[float, float], ...]

    @property
    def value(self) -> float:
        """The median of the figures."""
        return statistics.median(value for value, _ in self.pairs)

    @property
    def reference(self) -> float:
        """The median of the references."""
        return statistics.median(reference for _, reference in self.pairs)

    @property
    def ratio(self) -> float:
        """The median of the ratios: other load on the machine meets both of a pair."""
        return statistics.median(value / reference for value, reference in self.pairs)

    @property
    def holds(self) -> bool:
        """Tell whether the ratio keeps to the bar."""
        return self.case.holds(self.ratio)


def measure(case: Case, repetitions: int, heard: Callable[[], object] = lambda: None) -> Figure:
    """Measure figure and reference in turns; `heard` is called after each pair."""
    pairs = []
    for _ in range(repetitions):
        pairs.append((case.measure(), case.measure_reference()))
        heard()
    return Figure(replace(case, measure=_measured, measure_reference=_measured), tuple(pairs))


def _measured() -> float:
    """Stand for a measure that was taken, so that what it was taken of can be let go."""
    raise RuntimeError("this case was measured")
