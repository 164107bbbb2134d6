"""Matching the goals of a batch part by part, in this process or in workers; the file is the same, byte by byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import tee
from pathlib import Path

from matcher.batch.task import BatchTask
from matcher.exports.match_files import MatchedLines, MatchOutput
from matcher.exports.match_lines import write_matches
from matcher.recommender import Recommender
from matcher.records import Goal

# For fewer, starting another process takes longer than it saves: it is ready after about a second, in which one that
# is ready matches about so many.
GOALS_OF_A_WORKER = 128


@dataclass(frozen=True)
class BatchPart:
    """Some goals in their order: those that can be matched, and how many were read."""

    goals: Sequence[Goal]
    read: int


def worker_count(jobs: int, goals: int, output: MatchOutput) -> int:
    """Return in how many processes, at most `jobs`, at least so many goals are best matched; 1 means in this one.

    Workers make lines: for formats that are written at the end there are none.
    """
    return max(1, min(jobs, goals // GOALS_OF_A_WORKER)) if output.lines else 1


def match_parts(
    recommender: Recommender,
    root: Path,
    parts: Iterable[BatchPart],
    output: MatchOutput,
    *,
    coalition: int | None = None,
    workers: int = 1,
) -> Iterator[BatchPart]:
    """Write the matches of each part and yield it.

    The goals were checked. `root` holds the generation of the recommender. Raises MatcherError where a worker ends.
    """
    if workers > 1 and output.lines:
        yield from _match_in_workers(recommender, root, parts, output.lines, coalition, workers)
        return
    for part in parts:
        write_matches(recommender, part.goals, output.writer, coalition)
        yield part


def _match_in_workers(
    recommender: Recommender,
    root: Path,
    parts: Iterable[BatchPart],
    lines: MatchedLines,
    coalition: int | None,
    count: int,
) -> Iterator[BatchPart]:
    from matcher.batch.workers import Workers  # noqa: PLC0415  only where there are several

    task = BatchTask.over(recommender.knowledge, root, lines.ending, coalition)
    written, sent = tee(parts)
    with Workers(task, count) as workers:
        for part, text in zip(written, workers.match(each.goals for each in sent), strict=True):
            lines.file.write(text)
            yield part
