"""Measure Partner Matcher: every figure beside its reference, in the same run.

examples:
  python scripts/benchmark.py
  python scripts/benchmark.py --json benchmark.json --repetitions 9
  python scripts/benchmark.py --only startup

The table is written to standard output, in Markdown. Each figure is the median of several, measured in turns with its
reference; the ratio is the median of the ratios. A bar that is missed makes the exit code 1. The knowledge base in
the data folder is built first where it is missing or stale.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.building import building_cases
from benchmarks.case import Case, Figure, measure
from benchmarks.startup import startup_cases
from tqdm import tqdm

from matcher.encoders import BUNDLED, load_encoder
from matcher.errors import MatcherError
from matcher.generations import replace_file
from matcher.settings import read_settings
from matcher.workspace import Workspace

GROUPS = ("startup", "building")
LEAST_REPETITIONS = 5


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        with tempfile.TemporaryDirectory() as folder:
            cases = _cases(options.data, options.only or GROUPS, Path(folder))
            figures = _measure(cases, options.repetitions)
        if options.json:
            replace_file(Path(options.json), json.dumps(_fields(figures, options.repetitions), indent=1) + "\n")
    except (MatcherError, OSError, RuntimeError) as error:
        print(f"benchmark: {'; '.join(str(error).splitlines())}", file=sys.stderr)
        return 1
    print(_table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="data folder (default: MATCHER_DATA)")
    parser.add_argument("--json", metavar="FILE", help="write all figures to FILE")
    parser.add_argument("--only", action="append", choices=GROUPS, help="measure this group alone (may be repeated)")
    parser.add_argument("--repetitions", type=_repetitions, default=5, metavar="N", help="default: %(default)s")
    return parser


def _repetitions(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) >= LEAST_REPETITIONS):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {LEAST_REPETITIONS} up")
    return int(text)


def _cases(data: str | None, groups: Sequence[str], folder: Path) -> list[Case]:
    """Prepare the cases; the bundled model is what they are about."""
    settings = read_settings(data=data, model=BUNDLED)
    workspace, encoder = Workspace(settings), load_encoder(BUNDLED)
    if workspace.follow():
        workspace.rebuild(encoder)
    cases: list[Case] = []
    if "startup" in groups:
        cases += startup_cases(settings.data.resolve(), folder)
    if "building" in groups:
        cases += building_cases(workspace.corpus(), encoder)
    return cases


def _measure(cases: Sequence[Case], repetitions: int) -> list[Figure]:
    with tqdm(total=len(cases) * repetitions, unit=" pairs", disable=None) as bar:
        return [measure(case, repetitions, bar.update) for case in cases]


def _table(figures: Sequence[Figure]) -> str:
    rows = [
        "| what | measured | reference | measured | ratio | bar | |",
        "|---|--:|---|--:|--:|--:|---|",
    ]
    for figure in figures:
        case = figure.case
        measured = (f"{figure.value:.3g} {case.unit}", f"{figure.reference:.3g} {case.unit}")
        holds = "holds" if figure.holds else "**missed**"
        cells = (case.name, measured[0], case.reference, measured[1], f"{figure.ratio:.2f}", case.bar, holds)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _fields(figures: Sequence[Figure], repetitions: int) -> dict[str, object]:
    return {
        "machine": {"cores": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()},
        "repetitions": repetitions,
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
