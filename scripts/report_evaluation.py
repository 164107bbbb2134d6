"""Measure everything that is there and write the report docs/evaluation.md: methods, differences, exposure, ablations.

examples:
  python scripts/report_evaluation.py
  python scripts/report_evaluation.py consortia scifact:train
  python scripts/report_evaluation.py --split dev --output draft.md

The judged goals of the corpus are always measured, for partners and for practices; each FOLDER, with its split after
a colon where it has several, as scripts/evaluate.py would. The section between the marks for notes by hand is kept.
The headline figures go to matcher/evaluation/measured.json too, for the page "How it works", unless --output names
another report.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from matcher.encoders import load_encoder
from matcher.errors import MatcherError
from matcher.evaluation.benchmarks import has_organisations, open_benchmark
from matcher.evaluation.comparison import compare
from matcher.evaluation.measured import shipped_figures
from matcher.evaluation.methods import PARTNER_METHODS, PRACTICE_METHODS
from matcher.evaluation.report import ReportSection, headline_figures, write_report
from matcher.generations import replace_file
from matcher.knowledge import KnowledgeBase
from matcher.settings import Settings, read_settings
from webapp.console import build_in_memory, goal_progress

REPORT = Path(__file__).resolve().parent.parent / "docs" / "evaluation.md"


class _Task(NamedTuple):
    """One benchmark to measure, and how its folder is called in the report."""

    heading: str
    what: str
    folder: Path
    split: str
    shown_folder: str

    @property
    def of(self) -> str:
        return "" if self.folder.name == "judgements" else self.folder.name

    @property
    def command(self) -> str:
        split = f" --split {self.split}" if not has_organisations(self.folder) else ""
        return f"python scripts/evaluate.py {self.what} {self.shown_folder}{split} --method all --ablations"


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        settings = read_settings(data=options.data)
        sections = list(_sections(_tasks(options, settings), settings))
        before = options.output.read_text(encoding="utf-8") if options.output.is_file() else ""
        replace_file(options.output, write_report(sections, _command(options), date.today(), before))
        if options.figures or options.output == REPORT:
            headline_figures(sections, date.today()).write(options.figures or shipped_figures())
    except (MatcherError, OSError) as error:
        print(f"report_evaluation: {'; '.join(str(error).splitlines())}", file=sys.stderr)
        return 1
    print(f"wrote {len(sections)} sections to {options.output}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", metavar="FOLDER[:SPLIT]", help="benchmark folders and BEIR folders")
    parser.add_argument("--split", default="test", help="of the judged goals of the corpus (default: %(default)s)")
    parser.add_argument("--output", type=Path, default=REPORT, metavar="FILE", help="default: docs/evaluation.md")
    parser.add_argument("--figures", type=Path, metavar="FILE", help="where the headline figures go, as JSON")
    parser.add_argument("--data", help="folder of the vector cache (default: MATCHER_DATA)")
    return parser


def _command(options: argparse.Namespace) -> str:
    """Return the command without the folders of this machine."""
    split = ["--split", options.split] if options.split != "test" else []
    return " ".join(["python scripts/report_evaluation.py", *(Path(each).name for each in options.folders), *split])


def _tasks(options: argparse.Namespace, settings: Settings) -> list[_Task]:
    own = settings.corpus / "judgements"
    heading = f"Judged goals of the corpus, {options.split} split"
    tasks = [
        _Task(f"{heading}: {what}", what, own, options.split, "corpus/judgements")
        for what in ("partners", "practices")
        if (own / what / f"{options.split}.tsv").is_file()
    ]
    return [*tasks, *map(_task_of_folder, options.folders)]


def _task_of_folder(folder_and_split: str) -> _Task:
    name, _, split = folder_and_split.partition(":")
    folder = Path(name)
    if has_organisations(folder):
        return _Task(f"{folder.name}: partners", "partners", folder, "", folder.name)
    split = split or "test"
    return _Task(f"{folder.name}, {split} split: practices", "practices", folder, split, folder.name)


def _sections(tasks: Sequence[_Task], settings: Settings) -> Iterator[ReportSection]:
    """Measure one benchmark after the other; a knowledge base serves as long as the records stay the same."""
    encoder = load_encoder(settings.model)
    knowledge: KnowledgeBase | None = None
    for task in tasks:
        benchmark = open_benchmark(task.folder, task.what, task.split, settings.corpus)
        if knowledge is None or knowledge.corpus.fingerprint != benchmark.corpus.fingerprint:
            knowledge = build_in_memory(settings, benchmark.corpus, encoder)
        names = PARTNER_METHODS if task.what == "partners" else PRACTICE_METHODS
        comparison = compare(benchmark, knowledge, names, without_terms=True, progress=goal_progress)
        yield ReportSection(task.heading, task.of, task.what, task.command, comparison)


if __name__ == "__main__":
    sys.exit(main())
