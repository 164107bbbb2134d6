"""Measuring how well the needed capabilities are read from the goals' texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.evaluation.intervals import Interval, percentile_interval, resampled_means, with_interval
from matcher.evaluation.metrics import Judgements, Values, precision_recall_f1, reading_counts
from matcher.goals import GoalReader
from matcher.records import Goal

FIGURES = ("precision", "recall", "f1")


@dataclass(frozen=True)
class NeedsMeasurement:
    """Right, read and wanted capabilities of each goal: `counts` of shape (goals, 3)."""

    counts: Values

    @property
    def goals(self) -> int:
        """How many goals were read."""
        return len(self.counts)

    @property
    def figures(self) -> dict[str, float]:
        """Micro-averaged precision, recall and F1."""
        return dict(zip(FIGURES, map(float, precision_recall_f1(self.counts.sum(axis=0))), strict=True))

    @property
    def intervals(self) -> dict[str, Interval | None]:
        """The interval of each figure."""
        if not self.goals:
            return dict.fromkeys(FIGURES)
        resampled = precision_recall_f1(resampled_means(self.counts))
        return dict(zip(FIGURES, map(percentile_interval, resampled.T), strict=True))

    def __str__(self) -> str:
        figures = (f"micro-{name} {with_interval(value, self.intervals[name])}" for name, value in self.figures.items())
        return f"needed capabilities as read from {self.goals} goals: {', '.join(figures)}"

    def fields(self) -> dict[str, Any]:
        """Return the figures as they are written to JSON."""
        return {"goals": self.goals, **self.figures, "intervals": self.intervals}


def measure_needs(reader: GoalReader, goals: Sequence[Goal], wanted: Judgements) -> NeedsMeasurement:
    """Read the texts of the goals whose needs are known, and compare; what the goals themselves state is not used."""
    understood = reader.understand([goal.model_copy(update={"needs": ()}) for goal in goals if goal.id in wanted])
    read: Mapping[str, set[str]] = {u.goal.id: {need.capability for need in u.needs} for u in understood}
    return NeedsMeasurement(reading_counts(read, wanted))
