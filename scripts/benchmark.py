"""Measure Partner Matcher: every figure beside its reference, in the same run.

examples:
  python scripts/benchmark.py
  python scripts/benchmark.py --json benchmark.json --repetitions 9
  python scripts/benchmark.py --only startup
  python scripts/benchmark.py --only ranking --sizes 400,10000,100000
  python scripts/benchmark.py --only search --sizes 100000,1000000 --report docs/performance.md

The table is written to standard output, in Markdown. Each figure is the median of several, measured in turns with its
reference; the ratio is the median of the ratios. A bar that is missed makes the exit code 1. The knowledge base in
the data folder is built first where it is missing or stale. --sizes says for how many organisations (ranking) or
vectors (search, from 20,000 on) to measure: those of the data folder are copied so often, with some words and all
vectors changed. Other engines are measured where they are installed (pip install .[peers]).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.building import building_cases
from benchmarks.case import Case, Figure, measure
from benchmarks.ranking import ranking_cases
from benchmarks.report import exponent, growth, table, write_report
from benchmarks.search import search_cases
from benchmarks.serving import serving_cases
from benchmarks.startup import startup_cases
from tqdm import tqdm

from matcher.encoders import BUNDLED, load_encoder
from matcher.errors import MatcherError
from matcher.generations import replace_file
from matcher.indexes import MANY
from matcher.indexes.kept_vectors import as_floats
from matcher.settings import read_settings
from matcher.workspace import Workspace

GROUPS = ("startup", "building", "serving", "ranking", "search")
SIZES = "400,10000,100000"
LEAST_REPETITIONS = 5


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    notes: list[str] = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            cases = _cases(options.data, options.only or GROUPS, Path(folder), options.sizes, notes.append)
            figures = _measure(cases, options.repetitions)
        if options.json:
            fields = _fields(figures, options.repetitions, notes)
            replace_file(Path(options.json), json.dumps(fields, indent=1) + "\n")
        if options.report:
            write_report(Path(options.report), figures, options.repetitions, notes)
    except (MatcherError, OSError, RuntimeError) as error:
        print(f"benchmark: {'; '.join(str(error).splitlines())}", file=sys.stderr)
        return 1
    print("\n".join([table(figures), *notes]))
    return 0 if all(figure.holds for figure in figures) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="data folder (default: MATCHER_DATA)")
    parser.add_argument("--json", metavar="FILE", help="write all figures to FILE")
    parser.add_argument("--report", metavar="FILE", help="write the table, as Markdown, and a chart beside it")
    parser.add_argument("--only", action="append", choices=GROUPS, help="measure this group alone (may be repeated)")
    parser.add_argument("--sizes", type=_sizes, default=SIZES, metavar="N,N", help="default: %(default)s")
    parser.add_argument("--repetitions", type=_repetitions, default=5, metavar="N", help="default: %(default)s")
    return parser


def _sizes(text: str) -> list[int]:
    parts = text.split(",")
    if not all(part.isascii() and part.isdigit() and int(part) > 0 for part in parts):
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of whole numbers such as {SIZES}")
    return [int(part) for part in parts]


def _repetitions(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) >= LEAST_REPETITIONS):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {LEAST_REPETITIONS} up")
    return int(text)


def _cases(
    data: str | None, groups: Sequence[str], folder: Path, sizes: Sequence[int], tell: Callable[[str], object]
) -> Iterator[Case]:
    """Prepare the cases, each group when the one before it is done; the bundled model is what they are about."""
    settings = read_settings(data=data, model=BUNDLED)
    workspace, encoder = Workspace(settings), load_encoder(BUNDLED)
    if workspace.follow():
        workspace.rebuild(encoder)
    if "startup" in groups:
        yield from startup_cases(settings.data.resolve(), folder)
    if "building" in groups:
        yield from building_cases(workspace.corpus(), encoder)
    if "serving" in groups:
        yield from serving_cases(settings.data.resolve())
    base = workspace.open(encoder)
    for size in sizes if "ranking" in groups else ():
        yield from ranking_cases(base, load_encoder(BUNDLED, threads=1), size, folder)
    for size in [size for size in sizes if size >= MANY] if "search" in groups else ():
        yield from search_cases(as_floats(base.organisation_passages.vectors), size, folder / str(size), tell)


def _measure(cases: Iterable[Case], repetitions: int) -> list[Figure]:
    with tqdm(unit=" pairs", disable=None) as bar:
        return [measure(case, repetitions, bar.update) for case in cases]


def _fields(figures: Sequence[Figure], repetitions: int, notes: Sequence[str]) -> dict[str, object]:
    return {
        "machine": {"cores": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()},
        "repetitions": repetitions,
        "growth": {name: exponent(points) for name, points in growth(figures).items()},
        "not_measured": list(notes),
        "cases": [
            {
                "name": figure.case.name,
                "reference": figure.case.reference,
                "unit": figure.case.unit,
                "median": figure.value,
                "reference_median": figure.reference,
                "ratio": figure.ratio,
                "bar": figure.case.bar,
                "holds": figure.holds,
                "pairs": figure.pairs,
            }
            for figure in figures
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
