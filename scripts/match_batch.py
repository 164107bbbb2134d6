"""Match many goals at once: goals.jsonl in, matches out, in the same order as in the browser.

examples:
  python scripts/match_batch.py goals.jsonl -o matches.csv
  python scripts/match_batch.py goals.jsonl -o matches.xlsx --limit 5
  python scripts/match_batch.py goals.jsonl -o matches.xlsx --coalition 5
  echo '{"id": "g1", "text": "Teach parents about online safety"}' | python scripts/match_batch.py -

The ending of -o chooses the format: .csv, .jsonl (with full reasons) or .xlsx (with a sheet of practices).
--coalition K also chooses at most K partners who cover each goal together: a sheet of coalitions in .xlsx, and in
.jsonl one more line for each goal, which holds a list `coalition`.
A bad goal is told in one line; the others are matched all the same, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from matcher.coalition import MOST_MEMBERS
from matcher.coalition_exports import CoalitionJsonLinesWriter, CoalitionXlsxWriter
from matcher.encoders import load_encoder
from matcher.errors import GoalError, MatcherError, Problem
from matcher.exchange import read_lines
from matcher.exporters import CsvWriter, JsonLinesWriter, MatchWriter, XlsxWriter
from matcher.recommender import Recommender
from matcher.records import Goal
from matcher.results import goal_for_practices
from matcher.settings import read_settings
from matcher.workspace import Workspace

GOALS_AT_ONCE = 32
FORMATS = (".csv", ".jsonl", ".xlsx")
COALITION_FORMATS = (".jsonl", ".xlsx")


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        with (
            _open_goals(options.goals) as lines,
            _open_matches(options.output, coalitions=options.coalition is not None) as writer,
        ):
            settings = read_settings(data=options.data)
            recommender = Recommender(Workspace(settings).open(load_encoder(settings.model)))
            where = "standard input" if options.goals == "-" else Path(options.goals).name
            return _match(recommender, _goals(lines, where, options.limit), writer, options.coalition)
    except (MatcherError, OSError) as error:
        print(f"match_batch: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("goals", help="goals.jsonl, or - for standard input")
    parser.add_argument("-o", "--output", default="-", metavar="FILE", help="matches; - (default): CSV to stdout")
    parser.add_argument("--data", help="data folder (default: MATCHER_DATA)")
    parser.add_argument("--limit", type=_limit, metavar="N", help="partners for each goal (default: the goal's own)")
    parser.add_argument("--coalition", type=_size, metavar="K", help="at most K partners who cover the goal together")
    return parser


def _size(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_MEMBERS):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MOST_MEMBERS}")
    return int(text)


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 1000")
    return int(text)


def _goals(lines: Iterable[bytes], where: str, limit: int | None) -> Iterator[Goal | list[Problem]]:
    """Yield each goal, or what is wrong with it."""
    for line in read_lines(Goal, lines, where):
        if line.record is None:
            yield list(line.problems)
        else:
            goal = line.record
            name = goal.id if goal.id != "goal" else str(line.number)
            yield goal.model_copy(update={"id": name, "limit": limit or goal.limit})


def _match(
    recommender: Recommender, goals: Iterator[Goal | list[Problem]], writer: MatchWriter, size: int | None
) -> int:
    bad = 0
    with tqdm(unit=" goals", disable=None) as bar:
        while some := list(islice(goals, GOALS_AT_ONCE)):
            good: list[Goal] = []
            for goal in some:
                problem = _problem(recommender, goal)
                if problem:
                    bad += 1
                    bar.write(f"match_batch: {problem}", file=sys.stderr)
                elif isinstance(goal, Goal):
                    good.append(goal)
            _write(recommender, good, writer, size)
            bar.update(len(some))
    return 1 if bad else 0


def _write(recommender: Recommender, goals: list[Goal], writer: MatchWriter, size: int | None) -> None:
    coalitions = recommender.coalition(goals, size) if size else [None] * len(goals)
    partners_of_goals = recommender.partners(goals)
    advice = recommender.practices([goal_for_practices(result) for result in partners_of_goals])
    found = zip(partners_of_goals, advice, coalitions, strict=True)
    for partners, practices, coalition in found:
        writer.write(partners, practices)
        if coalition and isinstance(writer, CoalitionJsonLinesWriter | CoalitionXlsxWriter):
            writer.write_coalition(coalition)


def _problem(recommender: Recommender, goal: Goal | list[Problem]) -> str:
    """Say in one line what is wrong with a goal, or ""."""
    if isinstance(goal, list):
        return "; ".join(map(str, goal)).replace("\n", " ")
    try:
        recommender.reader.check(goal)
    except GoalError as error:
        return f"goal {goal.id}: {error}"
    return ""


@contextlib.contextmanager
def _open_goals(path: str) -> Iterator[Iterable[bytes]]:
    if path == "-":
        yield sys.stdin.buffer
        return
    with Path(path).open("rb") as file:
        yield file


@contextlib.contextmanager
def _open_matches(output: str, *, coalitions: bool) -> Iterator[MatchWriter]:
    """Open the writer that fits the output's ending; a file appears whole or not at all."""
    if coalitions and Path(output).suffix.lower() not in COALITION_FORMATS:
        raise MatcherError(f"{output!r}: --coalition needs -o with an ending out of {', '.join(COALITION_FORMATS)}")
    if output == "-":
        yield CsvWriter(sys.stdout)
        return
    path = Path(output)
    if path.suffix.lower() not in FORMATS:
        raise MatcherError(f"{output!r}: the ending must be one of {', '.join(FORMATS)}, or - for standard output")
    if path.is_dir() or not path.parent.is_dir():
        raise MatcherError(f"{output!r} cannot be written: no folder {str(path.parent)!r}, or it is a folder itself")
    descriptor, name = tempfile.mkstemp(prefix=".matches-", suffix=path.suffix, dir=path.parent)
    os.close(descriptor)
    temporary = Path(name)
    try:
        if path.suffix.lower() == ".xlsx":
            workbook = CoalitionXlsxWriter(temporary) if coalitions else XlsxWriter(temporary)
            yield workbook
            workbook.close()
        else:
            lines = CoalitionJsonLinesWriter if coalitions else JsonLinesWriter
            with temporary.open("w", encoding="utf-8", newline="") as file:
                yield CsvWriter(file) if path.suffix.lower() == ".csv" else lines(file)
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
