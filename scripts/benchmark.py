"""Measure Partner Matcher: every figure beside its reference, in the same run.

examples:
  python scripts/benchmark.py
  python scripts/benchmark.py --json benchmark.json --repetitions 9
  python scripts/benchmark.py --only startup
  python scripts/benchmark.py --only ranking --sizes 400,10000,100000
  python scripts/benchmark.py --work /large/disk --prepare
  python scripts/benchmark.py --work /large/disk --report docs/performance.md

The table is written to standard output, in Markdown. Each figure is the median of several, measured in turns with its
reference; the ratio is the median of the ratios. A bar that is missed makes the exit code 1.

Starting, building and serving are measured over the corpus alone. For ranking, memory and search the knowledge base in
the data folder is multiplied: --sizes says to how many organisations (ranking, memory) or vectors (search, from 20,000
on), and some words and all vectors of the copies are changed. To begin from a real register, import it into a data
folder of its own first:
  python scripts/import_organisations.py register.csv --data /large/disk/register
  python scripts/benchmark.py --data /large/disk/register --work /large/disk

Other engines are measured where they are installed (pip install .[peers]). What takes long to build (multiplied
knowledge bases, indexes of other engines; an hour or two and about 60 GB of disk at 1,000,000) is kept in the folder
--work, and used again as long as it would be built the same. --prepare builds it and measures nothing.
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

from benchmarks.case import Case, Figure, measure
from benchmarks.plan import GROUPS, Plan
from benchmarks.report import exponent, growth, table, write_report
from tqdm import tqdm

from matcher.encoders import BUNDLED
from matcher.errors import MatcherError
from matcher.generations import replace_file
from matcher.settings import read_settings

SIZES = "400,10000,100000,1000000"
LEAST_REPETITIONS = 5


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    notes: list[str] = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            plan = _plan(options, Path(options.work or folder), notes.append)
            if options.prepare:
                plan.prepare()
                print("\n".join(notes), end="\n" if notes else "")
                return 0
            figures: list[Figure] = []
            for figure in _measured(plan.cases(), options.repetitions):
                figures = sorted([*figures, figure], key=lambda each: each.case.row)
                _write(figures, options, notes)  # whoever stops the run has what was measured until then
            _write(figures, options, notes)
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
    parser.add_argument("--work", metavar="DIR", help="keep what is built for the next run in DIR (default: nowhere)")
    parser.add_argument("--prepare", action="store_true", help="build what the cases need and measure nothing")
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


def _plan(options: argparse.Namespace, folder: Path, tell: Callable[[str], object]) -> Plan:
    folder.mkdir(parents=True, exist_ok=True)
    settings = read_settings(data=options.data, model=BUNDLED)
    return Plan(settings, folder.resolve(), options.only or GROUPS, options.sizes, tell)


def _measured(cases: Iterable[Case], repetitions: int) -> Iterator[Figure]:
    with tqdm(unit=" pairs", disable=None) as bar:
        for case in cases:
            yield measure(case, repetitions, bar.update)


def _write(figures: Sequence[Figure], options: argparse.Namespace, notes: Sequence[str]) -> None:
    if options.json:
        fields = _fields(figures, options.repetitions, notes)
        replace_file(Path(options.json), json.dumps(fields, indent=1) + "\n")
    if options.report:
        write_report(Path(options.report), figures, options.repetitions, notes)


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
