"""Comparing methods on one benchmark: each measured, how far the matcher is ahead, what each term is worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from matcher.evaluation.ablations import ablations
from matcher.evaluation.benchmarks import Benchmark
from matcher.evaluation.measurement import Difference, Measurement, Progress, differences, measure
from matcher.evaluation.methods import RankRecords, partner_method, practice_method
from matcher.evaluation.needs import NeedsMeasurement, measure_needs
from matcher.goals import GoalReader
from matcher.knowledge import KnowledgeBase
from matcher.weights import Weights

NamedProgress = Callable[[str], Progress]  # the progress to show while the method of that name ranks
Ahead = Mapping[str, Mapping[str, Difference]]


def silent(_name: str) -> Progress:
    """Show nothing."""
    return lambda batches: batches


@dataclass(frozen=True)
class Comparison:
    """What was measured on one benchmark: by method, without each term, and how needs are read where that is judged.

    `size` counts goals, judgements and records.
    """

    size: dict[str, int]
    methods: dict[str, Measurement]
    ablated: dict[str, Measurement]
    needs: NeedsMeasurement | None

    @property
    def ahead(self) -> Ahead:
        """How far the matcher is ahead of the best other method; nothing where not both were measured."""
        others = {name: each for name, each in self.methods.items() if name != "matcher"}
        return differences(self.methods["matcher"], others) if others and "matcher" in self.methods else {}

    def fields(self, build_seconds: float) -> dict[str, Any]:
        """Return the figures as they are written to JSON: those of one method, or of several under "methods"."""
        by_method = {name: self._of_one(each, build_seconds) for name, each in self.methods.items()}
        (first, *others) = by_method.values()
        fields: dict[str, Any] = {"methods": by_method} if others else first
        if self.ahead:
            fields["differences"] = _as_fields(self.ahead)
        if self.ablated:
            fields["ablations"] = self._ablation_fields()
        if self.needs:
            fields["needs"] = self.needs.fields()
        return fields

    def _of_one(self, measured: Measurement, build_seconds: float) -> dict[str, Any]:
        seconds = {"build": round(build_seconds, 2), "rank": round(measured.seconds, 2)}
        return {**self.size, **measured.fields(), "seconds": seconds}

    def _ablation_fields(self) -> dict[str, Any]:
        full = {"matcher": self.methods["matcher"]}
        return {
            term: {**each.fields(), "differences": _as_fields(differences(each, full))}
            for term, each in self.ablated.items()
        }


def compare(
    benchmark: Benchmark,
    knowledge: KnowledgeBase,
    names: Sequence[str],
    *,
    without_terms: bool = False,
    progress: NamedProgress = silent,
) -> Comparison:
    """Measure the methods called `names` and, with `without_terms`, the matcher without each term of its score."""
    make = partner_method if benchmark.what == "partners" else practice_method
    lacking = ablations(benchmark.what, knowledge, Weights.shipped()) if without_terms else {}

    def measured(ranked: Mapping[str, RankRecords]) -> dict[str, Measurement]:
        return {name: measure(each, benchmark, progress(name)) for name, each in ranked.items()}

    return Comparison(
        {
            "goals": len(benchmark.goals),
            "judgements": benchmark.judgements,
            "organisations": len(knowledge.organisations),
            "practices": len(knowledge.practices),
        },
        measured({name: make(name, knowledge) for name in names}),
        measured(lacking),
        measure_needs(GoalReader(knowledge), benchmark.goals, benchmark.wanted) if benchmark.wanted else None,
    )


def _as_fields(ahead: Ahead) -> dict[str, Any]:
    return {name: {metric: asdict(each) for metric, each in by_metric.items()} for name, by_metric in ahead.items()}
