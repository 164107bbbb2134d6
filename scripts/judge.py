"""Prepare goals for judging, and compare two judges.

examples:
  python scripts/judge.py pool partners sheets/ --depth 20
  python scripts/judge.py pool practices sheets/
  python scripts/judge.py agreement first.tsv second.tsv

`pool` writes one sheet a goal: the union of the best records of every method, shuffled, without saying which method
found what. `agreement` prints Cohen's kappa over the pairs that both files judge.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sklearn.metrics import cohen_kappa_score

from matcher.encoders import load_encoder
from matcher.errors import MatcherError
from matcher.evaluation.methods import PARTNER_METHODS, PRACTICE_METHODS, partner_method, practice_method
from matcher.evaluation.metrics import read_judgements
from matcher.exchange import read_goals
from matcher.knowledge import KnowledgeBase
from matcher.records import Organisation, Practice
from matcher.settings import read_settings
from matcher.workspace import Workspace


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        print(_pool(options) if options.command == "pool" else _agreement(options.first, options.second))
    except (MatcherError, OSError) as error:
        print(f"judge: {'; '.join(str(error).splitlines())}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    pool = commands.add_parser("pool", help="write the sheets")
    pool.add_argument("what", choices=["partners", "practices"])
    pool.add_argument("folder", type=Path, help="folder for the sheets")
    pool.add_argument("--depth", type=int, default=20, help="records of each method (default: %(default)s)")
    pool.add_argument("--data", help="data folder (default: MATCHER_DATA)")
    agreement = commands.add_parser("agreement", help="compare two files of judgements")
    agreement.add_argument("first", type=Path)
    agreement.add_argument("second", type=Path)
    return parser


def _pool(options: argparse.Namespace) -> str:
    settings = read_settings(data=options.data)
    knowledge = Workspace(settings).open(load_encoder(settings.model))
    goals = read_goals(settings.corpus / "judgements" / "goals.jsonl", knowledge.taxonomy)
    names, make = (
        (PARTNER_METHODS, partner_method) if options.what == "partners" else (PRACTICE_METHODS, practice_method)
    )
    rankings = [make(name, knowledge)(goals) for name in names if name != "popularity"]
    options.folder.mkdir(parents=True, exist_ok=True)
    sizes = []
    for position, goal in enumerate(goals):
        pooled = sorted({record for ranking in rankings for record in ranking[position][: options.depth]})
        random.Random(goal.id).shuffle(pooled)  # noqa: S311  an order that tells nothing, not a secret
        sheet = {
            "goal": goal.model_dump(exclude_defaults=True),
            "records": [_shown(knowledge, options.what, record) for record in pooled],
        }
        path = options.folder / f"{goal.id}.json"
        path.write_text(json.dumps(sheet, ensure_ascii=False, indent=1), encoding="utf-8")
        sizes.append(len(pooled))
    mean = sum(sizes) / len(sizes)
    return f"{len(sizes)} goals, {len(rankings)} methods, {min(sizes)} to {max(sizes)} records a goal, mean {mean:.1f}"


def _shown(knowledge: KnowledgeBase, what: str, record_id: str) -> dict[str, Any]:
    """Return what a judge needs to see of a record."""
    record: Organisation | Practice = (
        knowledge.organisation(record_id) if what == "partners" else knowledge.practice(record_id)
    )
    hidden = {"sources", "contact", "identifiers", "verified_on", "evidence"}
    return record.model_dump(exclude_defaults=True, exclude=hidden)


def _agreement(first: Path, second: Path) -> str:
    ones, others = read_judgements(first), read_judgements(second)
    pairs = [
        (gains[record], others[goal][record])
        for goal, gains in ones.items()
        if goal in others
        for record in gains
        if record in others[goal]
    ]
    if not pairs:
        raise MatcherError(f"{first} and {second} judge no pair in common")
    left, right = (list(map(int, side)) for side in zip(*pairs, strict=True))
    goals = len(set(ones) & set(others))
    graded = cohen_kappa_score(left, right, weights="linear")
    relevant = cohen_kappa_score([grade > 0 for grade in left], [grade > 0 for grade in right])
    return f"{len(pairs)} pairs of {goals} goals: kappa {relevant:.2f} (relevant or not), {graded:.2f} (grades, linear)"


if __name__ == "__main__":
    sys.exit(main())
