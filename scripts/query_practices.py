"""Ask the practice library about a campaign or a question.

examples:
  python scripts/query_practices.py "Safer Internet Day in a small country"
  python scripts/query_practices.py "keep partners after the campaign" --format markdown --limit 5
  python scripts/query_practices.py "set up a hotline with the police" --format json
"""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Sequence

from matcher.encoders import load_encoder
from matcher.errors import InvalidRecordsError, MatcherError
from matcher.exporters import practice_fields
from matcher.problems import read_record
from matcher.recommender import Recommender
from matcher.records import Goal, Practice
from matcher.results import Practices
from matcher.settings import read_settings
from matcher.taxonomy import Taxonomy
from matcher.workspace import Workspace


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    text = sys.stdin.read() if options.text == "-" else options.text
    try:
        goal, problems = read_record(Goal, {"id": "query", "text": text, "limit": options.limit}, "query")
        if goal is None:
            raise InvalidRecordsError(problems)
        settings = read_settings(data=options.data)
        recommender = Recommender(Workspace(settings).open(load_encoder(settings.model)))
        result = recommender.practices([goal])[0]
    except (MatcherError, OSError) as error:
        print(f"query_practices: {error}", file=sys.stderr)
        return 1
    write = {"text": _as_text, "markdown": _as_markdown, "json": _as_json}[options.format]
    print(write(result, recommender.knowledge.taxonomy))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", help="a campaign or a question, or - for standard input")
    parser.add_argument("--format", choices=["text", "markdown", "json"], default="text", help="default: %(default)s")
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="number of notes (default: %(default)s)")
    parser.add_argument("--data", help="data folder (default: MATCHER_DATA)")
    return parser


def _as_json(result: Practices, _: Taxonomy) -> str:
    notes = [practice_fields(recommended) for recommended in result.practices]
    return json.dumps(notes, ensure_ascii=False, indent=1)


def _as_text(result: Practices, taxonomy: Taxonomy) -> str:
    blocks = []
    for recommended in result.practices:
        practice = recommended.practice
        lines = [f"{recommended.rank}. {practice.title or practice.id}  [{_when(practice, taxonomy)}]"]
        lines += textwrap.wrap(" ".join(practice.text.split()), 96, initial_indent="   ", subsequent_indent="   ")
        lines += [f"   Pitfall: {pitfall}" for pitfall in practice.pitfalls]
        lines += [f"   Source: {_cited(source.title, source.locator)}" for source in practice.sources]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) or "No practice fits."


def _as_markdown(result: Practices, taxonomy: Taxonomy) -> str:
    blocks = [f"# Practices for: {' '.join(result.understanding.goal.text.split())}"]
    for recommended in result.practices:
        practice = recommended.practice
        blocks.append(f"## {recommended.rank}. {practice.title or practice.id}\n\n*{_when(practice, taxonomy)}*")
        blocks.append(practice.text)
        blocks += [f"> **Pitfall:** {pitfall}" for pitfall in practice.pitfalls]
        blocks.append("\n".join(f"- Source: {_cited(s.title, s.locator)}" for s in practice.sources))
    return "\n\n".join(blocks)


def _when(practice: Practice, taxonomy: Taxonomy) -> str:
    stage = taxonomy.name("stages", practice.stage) if practice.stage else "any stage"
    return f"{stage}, {practice.phase} the campaign" if practice.phase else stage


def _cited(title: str, locator: str) -> str:
    return f"{title}, {locator}" if locator else title


if __name__ == "__main__":
    sys.exit(main())
