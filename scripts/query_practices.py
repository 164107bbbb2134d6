"""Ask the practice library about a campaign or a question: what to do before, during and after.

examples:
  python scripts/query_practices.py "Safer Internet Day in a small country"
  python scripts/query_practices.py "keep partners after the campaign" --format markdown --limit 5
  python scripts/query_practices.py "set up a hotline" --actor police --actor telecom --format json
  python scripts/query_practices.py --file queries.txt -o notes.jsonl

Text and Markdown go by phase, and leave no phase without its best notes; JSON is the flat list, best first.
--actor names a kind of partner at hand (taxonomy/kinds.yaml): notes for work with it rank higher.
--file holds one query a line, or goals as JSON lines (.jsonl); out comes one JSON line for each, {"id", "text",
"practices": the same flat list}, in their order. A bad query is told in one line and the exit code is 1; the
others are answered all the same.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from tqdm import tqdm

from matcher.encoders import load_encoder
from matcher.errors import GoalError, InvalidRecordsError, MatcherError, Problem
from matcher.exporters import practice_fields
from matcher.practices.campaign import Campaign
from matcher.problems import read_record
from matcher.recommender import Recommender
from matcher.records import Goal, Practice
from matcher.results import Practices
from matcher.settings import read_settings
from matcher.taxonomy import Taxonomy
from matcher.workspace import Workspace

GOALS_AT_ONCE = 32


def main(argv: Sequence[str] | None = None) -> int:
    parser = _parser()
    options = parser.parse_args(argv)
    if (options.text is None) == (options.file is None):
        parser.error("give a query, or --file with many")
    try:
        return _answer_file(options) if options.file else _answer(options)
    except (MatcherError, OSError) as error:
        print(f"query_practices: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", nargs="?", help="a campaign or a question, or - for standard input")
    parser.add_argument("--file", metavar="FILE", help="many queries: .jsonl with goals, else one query a line")
    parser.add_argument("-o", "--output", default="-", metavar="FILE", help="for --file (default: standard output)")
    parser.add_argument("--format", choices=["text", "markdown", "json"], default="text", help="default: %(default)s")
    parser.add_argument("--actor", action="append", default=[], metavar="KIND", help="a kind of partner at hand")
    parser.add_argument("--limit", type=int, metavar="N", help="number of notes (default: 10, or the goal's own)")
    parser.add_argument("--data", help="data folder (default: MATCHER_DATA)")
    return parser


def _recommender(options: argparse.Namespace) -> Recommender:
    settings = read_settings(data=options.data)
    return Recommender(Workspace(settings).open(load_encoder(settings.model)))


def _asked(options: argparse.Namespace, fields: Any, where: str) -> tuple[Goal | None, list[Problem]]:
    """Read a goal from plain fields, with what the command line says of every query."""
    own = {"actors": options.actor or None, "limit": options.limit}
    fields = fields | {name: value for name, value in own.items() if value is not None}
    return read_record(Goal, fields, where)


def _answer(options: argparse.Namespace) -> int:
    text = sys.stdin.read() if options.text == "-" else options.text
    goal, problems = _asked(options, {"id": "query", "text": text}, "query")
    if goal is None:
        raise InvalidRecordsError(problems)
    recommender = _recommender(options)
    taxonomy = recommender.knowledge.taxonomy
    if options.format == "json":
        print(_as_json(recommender.practices([goal])[0]))
    else:
        write = _as_text if options.format == "text" else _as_markdown
        print(write(recommender.campaign([goal])[0], taxonomy))
    return 0


def _answer_file(options: argparse.Namespace) -> int:
    goals, problems = _read_file(options)
    recommender = _recommender(options)
    good: list[Goal] = []
    for goal in goals:
        try:
            recommender.reader.check(goal)
            good.append(goal)
        except GoalError as error:
            problems.append(f"{goal.id}: {error}")
    with _open_output(options.output) as file:
        for start in tqdm(range(0, len(good), GOALS_AT_ONCE), unit=" batches", disable=None):
            for result in recommender.practices(good[start : start + GOALS_AT_ONCE]):
                file.write(_as_json_line(result) + "\n")
    for problem in problems:
        print(f"query_practices: {problem}", file=sys.stderr)
    return 1 if problems else 0


def _read_file(options: argparse.Namespace) -> tuple[list[Goal], list[str]]:
    """Return the queries of a file, and in one line each what is wrong with the others."""
    path = Path(options.file)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8; save the file as UTF-8"
        raise InvalidRecordsError([Problem(path.name, "", message)]) from error
    as_goals = path.suffix.lower() == ".jsonl"
    goals: list[Goal] = []
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        try:
            fields = {"id": str(number), **json.loads(line)} if as_goals else {"id": str(number), "text": line}
        except (ValueError, TypeError) as error:
            problems.append(f"{where}: not a goal as a JSON object ({error}): {line[:60]}")
            continue
        goal, faults = _asked(options, fields, where)
        goals += [goal] if goal else []
        problems += ["; ".join(map(str, faults)).replace("\n", " ")] if faults else []
    return goals, problems


@contextlib.contextmanager
def _open_output(output: str) -> Iterator[IO[str]]:
    """Open the file that is written; it appears whole or not at all."""
    if output == "-":
        yield sys.stdout
        return
    path = Path(output)
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            yield file
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _as_json(result: Practices) -> str:
    notes = [practice_fields(recommended) for recommended in result.practices]
    return json.dumps(notes, ensure_ascii=False, indent=1)


def _as_json_line(result: Practices) -> str:
    goal = result.understanding.goal
    notes = [practice_fields(recommended) for recommended in result.practices]
    return json.dumps({"id": goal.id, "text": goal.text, "practices": notes}, ensure_ascii=False)


def _as_text(campaign: Campaign, taxonomy: Taxonomy) -> str:
    blocks = []
    for phase, some in campaign.phases.items():
        blocks += [_heading(phase).upper()] if some else []
        for recommended in some:
            practice = recommended.practice
            lines = [f"{recommended.rank}. {practice.title or practice.id}  [{_when(practice, taxonomy)}]"]
            lines += textwrap.wrap(" ".join(practice.text.split()), 96, initial_indent="   ", subsequent_indent="   ")
            lines += [f"   Pitfall: {pitfall}" for pitfall in practice.pitfalls]
            lines += [f"   Source: {_cited(source.title, source.locator)}" for source in practice.sources]
            blocks.append("\n".join(lines))
    return "\n\n".join(blocks) or "No practice fits."


def _as_markdown(campaign: Campaign, taxonomy: Taxonomy) -> str:
    blocks = [f"# Practices for: {' '.join(campaign.understanding.goal.text.split())}"]
    for phase, some in campaign.phases.items():
        blocks += [f"## {_heading(phase)}"] if some else []
        for recommended in some:
            practice = recommended.practice
            blocks.append(f"### {recommended.rank}. {practice.title or practice.id}\n\n*{_when(practice, taxonomy)}*")
            blocks.append(practice.text)
            blocks += [f"> **Pitfall:** {pitfall}" for pitfall in practice.pitfalls]
            blocks.append("\n".join(f"- Source: {_cited(s.title, s.locator)}" for s in practice.sources))
    return "\n\n".join(blocks)


def _heading(phase: str) -> str:
    return f"{phase.capitalize()} the campaign" if phase else "At any time"


def _when(practice: Practice, taxonomy: Taxonomy) -> str:
    stage = taxonomy.name("stages", practice.stage) if practice.stage else "any stage"
    return f"{stage}, {practice.phase} the campaign" if practice.phase else stage


def _cited(title: str, locator: str) -> str:
    return f"{title}, {locator}" if locator else title


if __name__ == "__main__":
    sys.exit(main())
