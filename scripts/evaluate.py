"""Measure how well partners or practices are ranked, beside the baselines, and how well needs are read from goals.

examples:
  python scripts/evaluate.py partners shared/data/benchmarks/consortia --json out.json
  python scripts/evaluate.py partners FOLDER --method bm25
  python scripts/evaluate.py practices shared/data/benchmarks/scifact --split train
  python scripts/evaluate.py partners corpus/judgements --split dev --method all
  python scripts/evaluate.py needs corpus/judgements --split dev

A folder without records of its own, such as corpus/judgements, is judged over the corpus.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from math import isnan
from pathlib import Path
from typing import Any

from tqdm import tqdm

from matcher.corpus import Corpus, load_corpus
from matcher.encoders import load_encoder
from matcher.encoders.cache import VectorCache
from matcher.errors import MatcherError
from matcher.evaluate import METRICS, Judged, exposure, read_benchmark, read_judgements, score_rankings
from matcher.exchange import read_documents, read_goals, read_organisations, read_queries
from matcher.knowledge import KnowledgeBase
from matcher.methods import PARTNER_METHODS, PRACTICE_METHODS, RankRecords, partner_method, practice_method
from matcher.recommender import Recommender
from matcher.records import Goal
from matcher.regions import EUROPE_AND_NORTH_AMERICA
from matcher.settings import Settings, read_settings
from matcher.taxonomy import load_taxonomy
from webapp.console import build_progress

GOALS_AT_ONCE = 32
FEW_ACTIVITIES = 3


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        if options.what == "needs":
            return _evaluate_needs(options)
        results = _evaluate(options)
    except (MatcherError, OSError) as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 1
    print(_table(results))
    if options.json:
        chosen = results[options.method] if options.method != "all" else {"methods": results}
        options.json.write_text(json.dumps(chosen, indent=1) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["partners", "practices", "needs"])
    parser.add_argument("folder", type=Path, help="benchmark folder, BEIR folder or judged goals")
    methods = [*PARTNER_METHODS, "all"]
    parser.add_argument("--method", choices=methods, default="matcher", help="default: %(default)s")
    parser.add_argument("--split", default="test", help="of a BEIR folder or judged goals (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--data", help="folder of the vector cache (default: MATCHER_DATA)")
    return parser


def _evaluate(options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    settings = read_settings(data=options.data)
    started = time.perf_counter()
    corpus, goals, benchmark = _read(options, settings)
    known = PARTNER_METHODS if options.what == "partners" else PRACTICE_METHODS
    methods = known if options.method == "all" else (options.method,)
    if options.method not in (*known, "all"):
        raise MatcherError(f"there is no method {options.method!r} for {options.what}; known: {', '.join(known)}")
    encoder = load_encoder(settings.model)
    with build_progress() as report:
        knowledge = KnowledgeBase.build(corpus, encoder, cache=_cache(settings), report=report)
    build_seconds = time.perf_counter() - started
    make = partner_method if options.what == "partners" else practice_method
    return {
        method: _measure(make(method, knowledge), goals, benchmark, knowledge, build_seconds, method)
        for method in methods
    }


def _read(options: argparse.Namespace, settings: Settings) -> tuple[Corpus, tuple[Goal, ...], dict[str, Judged]]:
    """Return the records, the goals that are judged, and the judgements by name."""
    folder: Path = options.folder
    taxonomy = load_taxonomy(settings.corpus / "taxonomy")
    if (folder / "organisations.jsonl").is_file() and options.what == "partners":
        corpus = Corpus(taxonomy, read_organisations(folder / "organisations.jsonl"), ())
        return corpus, read_goals(folder / "goals.jsonl", taxonomy), read_benchmark(folder)
    if (folder / "corpus.jsonl").is_file():
        judgements = read_judgements(folder / "qrels" / f"{options.split}.tsv")
        goals = read_queries(folder / "queries.jsonl")
        corpus = Corpus(taxonomy, (), read_documents(folder / "corpus.jsonl"))
    else:
        judgements = read_judgements(folder / options.what / f"{options.split}.tsv")
        goals = read_goals(folder / "goals.jsonl", taxonomy)
        corpus = load_corpus(settings.corpus)
    judged = tuple(goal for goal in goals if goal.id in judgements)
    return corpus, judged, {"qrels": Judged(judgements)}


def _evaluate_needs(options: argparse.Namespace) -> int:
    """Print micro-averaged precision, recall and F1 of the capabilities that are read from the goals' texts."""
    settings = read_settings(data=options.data)
    corpus, goals, _ = _read(argparse.Namespace(**{**vars(options), "what": "partners"}), settings)
    wanted = read_judgements(options.folder / "needs.tsv")
    empty = Corpus(corpus.taxonomy, corpus.organisations, ())
    reader = Recommender(KnowledgeBase.build(empty, load_encoder(settings.model), cache=_cache(settings))).reader
    goals = tuple(goal for goal in goals if goal.id in wanted)
    read = {u.goal.id: {need.capability for need in u.needs} for u in reader.understand(goals)}
    right = sum(len(read[goal.id] & set(wanted[goal.id])) for goal in goals)
    precision = right / max(sum(map(len, read.values())), 1)
    recall = right / max(sum(len(wanted[goal.id]) for goal in goals), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"{len(goals)} goals: micro-precision {precision:.3f}, micro-recall {recall:.3f}, micro-F1 {f1:.3f}")
    if options.json:
        figures = {"goals": len(goals), "precision": precision, "recall": recall, "f1": f1}
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def _cache(settings: Settings) -> VectorCache:
    return VectorCache(settings.data / "vectors.sqlite")


def _measure(
    ranked: RankRecords,
    goals: Sequence[Goal],
    benchmark: dict[str, Judged],
    knowledge: KnowledgeBase,
    build_seconds: float,
    method: str,
) -> dict[str, Any]:
    started = time.perf_counter()
    rankings: dict[str, list[str]] = {}
    for start in tqdm(range(0, len(goals), GOALS_AT_ONCE), desc=method, unit=" batches", disable=None):
        some = goals[start : start + GOALS_AT_ONCE]
        rankings |= {goal.id: order for goal, order in zip(some, ranked(some), strict=True)}
    return {
        "goals": len(goals),
        "organisations": len(knowledge.organisations),
        "practices": len(knowledge.practices),
        "metrics": {name: score_rankings(judged, rankings) for name, judged in benchmark.items()},
        "exposure": _exposures(knowledge, benchmark["qrels"], rankings),
        "seconds": {"build": round(build_seconds, 2), "rank": round(time.perf_counter() - started, 2)},
    }


def _exposures(knowledge: KnowledgeBase, judged: Judged, rankings: dict[str, list[str]]) -> dict[str, float | None]:
    """Return the exposure of organisations with few activities and of those elsewhere; None where it has no meaning."""
    few = [o.id for o in knowledge.organisations if len(o.activities) <= FEW_ACTIVITIES]
    elsewhere = [
        o.id for o in knowledge.organisations if o.countries and not EUROPE_AND_NORTH_AMERICA & set(o.countries)
    ]
    groups = {"at_most_3_activities": few, "outside_europe_and_north_america": elsewhere}
    values = {name: exposure(judged, rankings, frozenset(group)) for name, group in groups.items()}
    return {name: None if isnan(value) else value for name, value in values.items()}


def _table(results: dict[str, dict[str, Any]]) -> str:
    lines = [f"{'method':<12} {'judgements':<20} " + " ".join(f"{name:>10}" for name in METRICS)]
    for method, result in results.items():
        for name, metrics in result["metrics"].items():
            lines.append(f"{method:<12} {name:<20} " + " ".join(f"{metrics[metric]:>10.3f}" for metric in METRICS))
        for name, value in result["exposure"].items():
            if value is not None:
                lines.append(f"{method:<12} exposure of {name}: {value:.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
