"""Measure how well partners or practices are ranked, beside the baselines, and how well needs are read from goals.

examples:
  python scripts/evaluate.py partners consortia --json out.json
  python scripts/evaluate.py partners FOLDER --method bm25
  python scripts/evaluate.py partners FOLDER --ablations
  python scripts/evaluate.py practices scifact --split train
  python scripts/evaluate.py partners corpus/judgements --split dev --method all
  python scripts/evaluate.py needs corpus/judgements --split dev

A folder without records of its own, such as corpus/judgements, is judged over the corpus. Beside each figure stands
its 95 % bootstrap interval over the goals. `--method all` adds how far the matcher is ahead of the best baseline in
each metric, `--ablations` what becomes of the figures when a term of the score is left out. Where the folder has a
needs.tsv, it is said too how well the needed capabilities are read from the goals. With another model or other lists
than those that are shipped, the classifier is fitted, which takes minutes; a data folder with a generation of these
(scripts/build_index.py) spares that.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matcher.corpus import Corpus
from matcher.encoders import load_encoder
from matcher.errors import MatcherError
from matcher.evaluation.benchmarks import open_benchmark
from matcher.evaluation.comparison import Comparison, compare
from matcher.evaluation.methods import PARTNER_METHODS, PRACTICE_METHODS
from matcher.evaluation.needs import NeedsMeasurement, measure_needs
from matcher.evaluation.tables import as_text, tables
from matcher.generations import replace_file
from matcher.goals import GoalReader
from matcher.settings import read_settings
from webapp.console import build_in_memory, goal_progress


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        shown, fields = _needs(options) if options.what == "needs" else _rankings(options)
        print(shown)
        if options.json:
            replace_file(options.json, json.dumps(fields, indent=1) + "\n")
    except (MatcherError, OSError) as error:
        print(f"evaluate: {'; '.join(str(error).splitlines())}", file=sys.stderr)
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
    names = _method_names(options)
    settings = read_settings(data=options.data)
    started = time.perf_counter()
    benchmark = open_benchmark(options.folder, options.what, options.split, settings.corpus)
    knowledge = build_in_memory(settings, benchmark.corpus, load_encoder(settings.model))
    build_seconds = time.perf_counter() - started
    comparison = compare(benchmark, knowledge, names, without_terms=options.ablations, progress=goal_progress)
    return _shown(comparison), comparison.fields(build_seconds)


def _method_names(options: argparse.Namespace) -> Sequence[str]:
    known = PARTNER_METHODS if options.what == "partners" else PRACTICE_METHODS
    if options.method not in (*known, "all"):
        raise MatcherError(f"there is no method {options.method!r} for {options.what}; known: {', '.join(known)}")
    if options.ablations and options.method not in {"matcher", "all"}:
        raise MatcherError(f"--ablations leaves out terms of the matcher's score; {options.method} has none")
    return known if options.method == "all" else [options.method]


def _shown(comparison: Comparison) -> str:
    needs = [str(comparison.needs)] if comparison.needs else []
    return "\n\n".join([*map(as_text, tables(comparison)), *needs])


def _needs(options: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    """Return how well the capabilities are read from the goals' texts, to be shown and to be written to JSON."""
    measured = _measure_needs(options)
    return str(measured), measured.fields()


def _measure_needs(options: argparse.Namespace) -> NeedsMeasurement:
    settings = read_settings(data=options.data)
    benchmark = open_benchmark(options.folder, "partners", options.split, settings.corpus)
    if not benchmark.wanted:
        raise MatcherError(f"{options.folder} has no needs.tsv with the capabilities that its goals need")
    corpus = Corpus(benchmark.corpus.taxonomy, benchmark.corpus.organisations, ())
    knowledge = build_in_memory(settings, corpus, load_encoder(settings.model))
    return measure_needs(GoalReader(knowledge), benchmark.goals, benchmark.wanted)


if __name__ == "__main__":
    sys.exit(main())
