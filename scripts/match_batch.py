"""Match many goals at once: a file of goals in, matches out, in the same order as in the browser.

examples:
  python scripts/match_batch.py goals.jsonl -o matches.csv
  python scripts/match_batch.py goals.jsonl -o matches.csv --resume
  python scripts/match_batch.py goals.xlsx -o matches.xlsx --limit 5 --coalition 5
  python scripts/match_batch.py goals.csv -o map.kumu.xlsx
  python scripts/match_batch.py goals.jsonl -o matches.jsonl --jobs 4
  echo '{"id": "g1", "text": "Teach parents about online safety"}' | python scripts/match_batch.py -

Goals are read from .jsonl (one object a line), or from .csv, .tsv or .xlsx with the columns text and, where you like,
id, seeker, brings, needs, countries, languages, audiences, kinds, exclude, on, limit, similarity, actors; lists are
written `a; b`.

The ending of -o chooses the format: .csv, .jsonl (with full reasons), .xlsx (with a sheet of practices), and goals
joined to their partners as .graphml, .kumu.xlsx or .jsonld. Writing .csv and .jsonl takes the same memory for any
number of goals; the others keep all matches until the end.
--coalition K also chooses at most K partners who cover each goal together: a sheet of coalitions in .xlsx, and in
.jsonl one more line for each goal, which holds a list `coalition`.
--resume goes on where a run to the same .csv or .jsonl stopped, or starts where none did; goals, options and knowledge
base have to be the same. The file appears when all goals are matched.
--jobs N matches .csv and .jsonl in at most N processes, where there are so many goals that starting them pays; the file
is the same, byte by byte. Each takes the memory of one model and shares the pages of the knowledge base.
A bad goal is told in one line; the others are matched all the same, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import chain, islice
from pathlib import Path
from typing import NoReturn

# A second thread for the small products of one goal only waits, and sums in another order; this must be said before the
# libraries are loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tqdm import tqdm

from matcher.batch.cores import usable_cores
from matcher.batch.matching import GOALS_OF_A_WORKER, BatchPart, match_parts, worker_count
from matcher.coalitions.coalition import MOST_MEMBERS
from matcher.encoders import load_encoder
from matcher.errors import GoalError, MatcherError, Problem
from matcher.exchange import ReadLine, read_lines
from matcher.exporters import CsvWriter
from matcher.exports.match_files import MatchedLines, MatchOutput, ending_of, open_matches
from matcher.exports.progress import fingerprint
from matcher.importers.goal_tables import SUFFIXES, read_goal_table
from matcher.recommender import Recommender
from matcher.records import Goal
from matcher.settings import read_settings
from matcher.taxonomy import Taxonomy
from matcher.workspace import Workspace

GOALS_AT_ONCE = 128  # several parts for the recommender, so that it reads the next while it ranks one
STREAM = "-"


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    output: MatchOutput | None = None
    try:
        _check(options)
        settings = read_settings(data=options.data)
        workspace = Workspace(settings)
        recommender = Recommender(workspace.open(load_encoder(settings.model)))
        taxonomy = recommender.knowledge.taxonomy
        with _read_goals(options.goals, taxonomy) as lines, _open_output(options, recommender) as output:
            return _match(recommender, workspace.root, _goals(lines, options.limit), output, options)
    except (MatcherError, OSError) as error:
        told = "; ".join(str(error).splitlines())
    except KeyboardInterrupt:
        told = "stopped"
    print(f"match_batch: {told}{_how_to_go_on(output)}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("goals", help="goals: .jsonl, .csv, .tsv or .xlsx, or - for JSON lines from standard input")
    parser.add_argument("-o", "--output", default=STREAM, metavar="FILE", help="matches; - (default): CSV to stdout")
    parser.add_argument("--data", metavar="DIR", help="data folder (default: MATCHER_DATA)")
    parser.add_argument("--limit", type=_limit, metavar="N", help="partners for each goal (default: the goal's own)")
    parser.add_argument("--coalition", type=_size, metavar="K", help="at most K partners who cover the goal together")
    parser.add_argument(
        "--jobs", type=_jobs, default=usable_cores(), metavar="N", help="processes (default: cores, here %(default)s)"
    )
    parser.add_argument("--resume", action="store_true", help="go on where a run to the same file stopped")
    return parser


def _size(text: str) -> int:
    return _whole(text, MOST_MEMBERS)


def _jobs(text: str) -> int:
    return _whole(text, 256)


def _limit(text: str) -> int:
    return _whole(text, 1000)


def _whole(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {most}")
    return int(text)


def _check(options: argparse.Namespace) -> None:
    """Tell before the work what cannot be."""
    if options.output != STREAM or options.coalition:
        ending_of(options.output, coalitions=bool(options.coalition))
    if options.resume and STREAM in (options.goals, options.output):
        raise MatcherError(
            "--resume needs a file of goals and -o with a file; a stream cannot be read or written again"
        )


def _open_output(
    options: argparse.Namespace, recommender: Recommender
) -> contextlib.AbstractContextManager[MatchOutput]:
    if options.output == STREAM:
        return nullcontext(MatchOutput(CsvWriter(sys.stdout), lines=MatchedLines(sys.stdout, ".csv")))
    knowledge = recommender.knowledge
    digest = fingerprint(Path(options.goals)) if options.goals != STREAM else STREAM
    asked = {
        "the file of goals": f"SHA-256 {digest[:12]}",
        "the knowledge base": f"{knowledge.name} of corpus {knowledge.manifest.corpus[:12]}",
        "--limit": str(options.limit),
        "--coalition": str(options.coalition),
    }
    coalitions = bool(options.coalition)
    return open_matches(options.output, knowledge.taxonomy, asked, coalitions=coalitions, resume=options.resume)


@contextlib.contextmanager
def _read_goals(path: str, taxonomy: Taxonomy) -> Iterator[Iterator[ReadLine[Goal]]]:
    if path == STREAM:
        yield read_lines(Goal, sys.stdin.buffer, "standard input")
    elif Path(path).suffix.lower() in SUFFIXES:
        yield read_goal_table(Path(path), taxonomy)
    else:
        with Path(path).open("rb") as file:
            yield read_lines(Goal, file, Path(path).name)


def _goals(lines: Iterable[ReadLine[Goal]], limit: int | None) -> Iterator[Goal | list[Problem]]:
    """Yield each goal, or what is wrong with it."""
    for line in lines:
        if line.record is None:
            yield list(line.problems)
        else:
            goal = line.record
            name = goal.id if goal.id != "goal" else str(line.number)
            yield goal.model_copy(update={"id": name, "limit": limit or goal.limit})


def _match(
    recommender: Recommender,
    root: Path,
    goals: Iterator[Goal | list[Problem]],
    output: MatchOutput,
    options: argparse.Namespace,
) -> int:
    goals = islice(goals, output.goals, None)
    first = list(islice(goals, options.jobs * GOALS_OF_A_WORKER)) if options.jobs > 1 else []
    workers = worker_count(options.jobs, len(first), output)
    with tqdm(unit=" goals", initial=output.goals, total=_count(options.goals), disable=None) as bar:
        parts = _parts(recommender, chain(first, goals), bar)
        for part in match_parts(recommender, root, parts, output, coalition=options.coalition, workers=workers):
            output.reached(part.read, part.read - len(part.goals))
            bar.update(part.read)
    return 1 if output.bad else 0


def _parts(recommender: Recommender, goals: Iterator[Goal | list[Problem]], bar: tqdm[NoReturn]) -> Iterator[BatchPart]:
    """Yield goals some at a time; what is wrong with one is told."""
    while some := list(islice(goals, GOALS_AT_ONCE)):
        good: list[Goal] = []
        for goal in some:
            problem = _problem(recommender, goal)
            if problem:
                bar.write(f"match_batch: {problem}", file=sys.stderr)
            elif isinstance(goal, Goal):
                good.append(goal)
        yield BatchPart(good, len(some))


def _count(goals: str) -> int | None:
    """Return how many goals there are, for the time that is left; None where that takes reading them twice."""
    if goals == STREAM or Path(goals).suffix.lower() in SUFFIXES or not sys.stderr.isatty():
        return None
    with Path(goals).open("rb") as file:
        return sum(bool(line.strip()) for line in file)


def _problem(recommender: Recommender, goal: Goal | list[Problem]) -> str:
    """Say in one line what is wrong with a goal, or ""."""
    if isinstance(goal, list):
        return "; ".join(map(str, goal)).replace("\n", " ")
    try:
        recommender.reader.check(goal)
    except GoalError as error:
        return f"goal {goal.id}: {error}"
    return ""


def _how_to_go_on(output: MatchOutput | None) -> str:
    kept = output.kept if output else None
    return f" after {kept.progress.goals} goals; --resume goes on there" if kept and kept.progress.goals else ""


if __name__ == "__main__":
    sys.exit(main())
