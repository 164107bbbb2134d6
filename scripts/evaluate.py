"""Measure how well partners or practices are ranked, beside the baselines, and how well needs are read from goals.

examples:
  python scripts/evaluate.py partners shared/data/benchmarks/consortia --json out.json
  python scripts/evaluate.py partners FOLDER --method bm25
  python scripts/evaluate.py partners FOLDER --ablations
  python scripts/evaluate.py practices shared/data/benchmarks/scifact --split train
  python scripts/evaluate.py partners corpus/judgements --split dev --method all
  python scripts/evaluate.py needs corpus/judgements --split dev

A folder without records of its own, such as corpus/judgements, is judged over the corpus. Beside each figure stands
its 95 % bootstrap interval over the goals. `--method all` adds how far the matcher is ahead of the best baseline in
each metric, `--ablations` what becomes of the figures when a term of the score is left out.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from matcher.ablations import ablations
from matcher.benchmarks import Benchmark, open_benchmark
from matcher.corpus import Corpus
from matcher.encoders import load_encoder
from matcher.encoders.cache import VectorCache
from matcher.errors import MatcherError
from matcher.evaluate import read_judgements
from matcher.evaluation_tables import ablation_rows, as_text, difference_rows, exposure_rows, metric_rows, with_interval
from matcher.goals import GoalReader
from matcher.knowledge import KnowledgeBase
from matcher.measurement import Difference, Measurement, differences, measure
from matcher.methods import PARTNER_METHODS, PRACTICE_METHODS, RankRecords, partner_method, practice_method
from matcher.needs_evaluation import measure_needs
from matcher.settings import Settings, read_settings
from matcher.weights import Weights
from webapp.console import build_progress

Ahead = Mapping[str, Mapping[str, Difference]]


@dataclass(frozen=True)
class Evaluation:
    """What was measured on one benchmark, by method and by term left out; `size` and `seconds` as they are written."""

    methods: dict[str, Measurement]
    ablated: dict[str, Measurement]
    size: dict[str, int]
    build_seconds: float

    @property
    def ahead(self) -> Ahead:
        """How far the matcher is ahead of the best baseline, where both were measured."""
        others = {name: each for name, each in self.methods.items() if name != "matcher"}
        return differences(self.methods["matcher"], others) if others and "matcher" in self.methods else {}


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        shown, fields = _needs(options) if options.what == "needs" else _rankings(options)
        print(shown)
        if options.json:
            options.json.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")
    except (MatcherError, OSError) as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["partners", "practices", "needs"])
    parser.add_argument("folder", type=Path, help="benchmark folder, BEIR folder or judged goals")
    methods = [*PARTNER_METHODS, "all"]
    parser.add_argument("--method", choices=methods, default="matcher", help="default: %(default)s")
    parser.add_argument("--ablations", action="store_true", help="measure the matcher without each term of its score")
    parser.add_argument("--split", default="test", help="of a BEIR folder or judged goals (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--data", help="folder of the vector cache (default: MATCHER_DATA)")
    return parser


def _rankings(options: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    """Return what is shown and what is written to JSON."""
    evaluation = _evaluate(options)
    fields = {name: _fields(each, evaluation) for name, each in evaluation.methods.items()}
    chosen: dict[str, Any] = {"methods": fields} if options.method == "all" else fields[options.method]
    if evaluation.ahead:
        chosen["differences"] = _difference_fields(evaluation.ahead)
    if evaluation.ablated:
        chosen["ablations"] = _ablation_fields(evaluation)
    return _shown(evaluation), chosen


def _evaluate(options: argparse.Namespace) -> Evaluation:
    settings = read_settings(data=options.data)
    known = PARTNER_METHODS if options.what == "partners" else PRACTICE_METHODS
    if options.method not in (*known, "all"):
        raise MatcherError(f"there is no method {options.method!r} for {options.what}; known: {', '.join(known)}")
    if options.ablations and options.method not in {"matcher", "all"}:
        raise MatcherError(f"--ablations leaves out terms of the matcher's score; {options.method} has none")
    started = time.perf_counter()
    benchmark = open_benchmark(options.folder, options.what, options.split, settings.corpus)
    knowledge = _build(settings, benchmark.corpus)
    build_seconds = time.perf_counter() - started
    make = partner_method if options.what == "partners" else practice_method
    methods = {name: make(name, knowledge) for name in (known if options.method == "all" else [options.method])}
    lacking = ablations(options.what, knowledge, Weights.shipped()) if options.ablations else {}
    size = {"goals": len(benchmark.goals), "organisations": len(knowledge.organisations)}
    return Evaluation(
        _measured(methods, benchmark),
        _measured(lacking, benchmark),
        size | {"practices": len(knowledge.practices)},
        build_seconds,
    )


def _build(settings: Settings, corpus: Corpus) -> KnowledgeBase:
    with build_progress() as report:
        cache = VectorCache(settings.data / "vectors.sqlite")
        return KnowledgeBase.build(corpus, load_encoder(settings.model), cache=cache, report=report)


def _measured(methods: Mapping[str, RankRecords], benchmark: Benchmark) -> dict[str, Measurement]:
    return {name: measure(ranked, benchmark, _bar(name)) for name, ranked in methods.items()}


def _bar(name: str) -> Any:
    def batches(starts: Iterable[int]) -> Iterable[int]:
        return tqdm(starts, desc=name, unit=" batches", disable=None)

    return batches


def _fields(measured: Measurement, evaluation: Evaluation) -> dict[str, Any]:
    seconds = {"build": round(evaluation.build_seconds, 2), "rank": round(measured.seconds, 2)}
    return {**evaluation.size, **measured.fields(), "seconds": seconds}


def _ablation_fields(evaluation: Evaluation) -> dict[str, Any]:
    full = {"matcher": evaluation.methods["matcher"]}
    return {
        term: each.fields() | {"differences": _difference_fields(differences(each, full))}
        for term, each in evaluation.ablated.items()
    }


def _difference_fields(ahead: Ahead) -> dict[str, Any]:
    return {name: {metric: asdict(each) for metric, each in by_metric.items()} for name, by_metric in ahead.items()}


def _shown(evaluation: Evaluation) -> str:
    tables = [metric_rows(evaluation.methods), exposure_rows(evaluation.methods)]
    if evaluation.ahead:
        tables.append(difference_rows(evaluation.ahead))
    if evaluation.ablated:
        tables.append(ablation_rows(evaluation.methods["matcher"], evaluation.ablated))
    return "\n\n".join(as_text(rows) for rows in tables if rows)


def _needs(options: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    """Return micro-averaged precision, recall and F1 of the capabilities that are read from the goals' texts."""
    settings = read_settings(data=options.data)
    benchmark = open_benchmark(options.folder, "partners", options.split, settings.corpus)
    corpus = Corpus(benchmark.corpus.taxonomy, benchmark.corpus.organisations, ())
    reader = GoalReader(_build(settings, corpus))
    measured = measure_needs(reader, benchmark.goals, read_judgements(options.folder / "needs.tsv"))
    figures = [
        f"micro-{name} {with_interval(value, measured.intervals[name])}" for name, value in measured.figures.items()
    ]
    return f"{measured.goals} goals: {', '.join(figures)}", measured.fields()


if __name__ == "__main__":
    sys.exit(main())
