"""The report on how well the program ranks: Markdown with every table, and the notes by hand kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matcher.evaluation.comparison import Comparison
from matcher.evaluation.intervals import RESAMPLES, Interval
from matcher.evaluation.measured import Figure, Measured, MeasuredSet
from matcher.evaluation.tables import as_markdown, tables

NOTES_START = "<!-- notes by hand: what stands from here to the end mark is kept when this file is written anew -->"
NOTES_END = "<!-- end of the notes by hand -->"
NO_NOTES = "## Failures that we looked at, and what they have in common\nNone yet."
INTRODUCTION = f"""Every figure is followed by its 95 % bootstrap interval over the goals (percentiles of
{RESAMPLES:,} seeded resamples). The differences are paired: the matcher against the best other method of each metric,
goal by goal; the best is chosen after the fact, which favours the others. Exposure is the share of a group among the
first ten ranks, relative to its share among relevant records: 1 means shown as often as relevant. In the last table of
a section one term of the score is left out at a time and the weights of the others are scaled up; a negative change
says that the term helps."""


@dataclass(frozen=True)
class ReportSection:
    """One benchmark: its heading, the command that gives the same figures, and what was measured.

    `of` names the folder, "" for the judged goals of the corpus; `what` is partners or practices.
    """

    heading: str
    of: str
    what: str
    command: str
    comparison: Comparison


def write_report(sections: Sequence[ReportSection], command: str, day: date, before: str = "") -> str:
    """Return the report; `before` is the text that it replaces, whose notes by hand are kept."""
    heading = f"# How well it ranks\nWritten by `{command}` on {day.isoformat()}.\n\n{INTRODUCTION}"
    notes = "\n".join([NOTES_START, notes_by_hand(before) or NO_NOTES, NOTES_END])
    return "\n\n".join([heading, *map(_section, sections), notes]) + "\n"


def headline_figures(sections: Sequence[ReportSection], day: date) -> Measured:
    """Return nDCG@10 of every method and how surely needs are read, for the pages of the program."""
    return Measured(day=day, sets=tuple(map(_measured_set, sections)))


def notes_by_hand(text: str) -> str:
    """Return what stands between the marks of an earlier report, "" where there is none."""
    _, start, rest = text.partition(NOTES_START)
    notes, end, _ = rest.rpartition(NOTES_END)
    return notes.strip() if start and end else ""


def _section(section: ReportSection) -> str:
    comparison = section.comparison
    size = ", ".join(f"{count:,} {name}" for name, count in comparison.size.items() if count)
    needs = [f"{str(comparison.needs)[0].upper()}{str(comparison.needs)[1:]}."] if comparison.needs else []
    heading = f"## {section.heading}\n{size}. The same figures: `{section.command}`"
    return "\n\n".join([heading, *map(as_markdown, tables(comparison)), *needs])


def _measured_set(section: ReportSection) -> MeasuredSet:
    comparison = section.comparison
    needs = comparison.needs
    return MeasuredSet(
        of=section.of,
        what=section.what,
        command=section.command,
        goals=comparison.size["goals"],
        judgements=comparison.size["judgements"],
        ndcg={
            name: _figure(each.metrics["qrels"]["ndcg@10"], each.intervals["qrels"]["ndcg@10"])
            for name, each in comparison.methods.items()
        },
        needs=_figure(needs.figures["f1"], needs.intervals["f1"]) if needs else None,
    )


def _figure(value: float, interval: Interval | None) -> Figure:
    ends = Interval(round(interval.low, 4), round(interval.high, 4)) if interval else None
    return Figure(value=round(value, 4), interval=ends)
