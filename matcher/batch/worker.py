"""The program of a worker: `python -m matcher.batch.worker`, spoken to in lines of JSON.

The first line is a task; each line after it is a question. Each is answered with one line: `{}` when the knowledge base
is open, then `{"text": …}`, or `{"error": …}` where that could not be. The end of the questions ends it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import IO

from matcher.batch.task import BatchTask
from matcher.errors import MatcherError
from matcher.exports.match_lines import match_lines
from matcher.recommender import GOALS_AT_ONCE, Recommender
from matcher.records import Goal


def main() -> int:
    """Answer on standard output what stands on standard input; return the exit code."""
    try:
        answer(sys.stdin, sys.stdout)
    except BrokenPipeError:  # nobody waits for the answer
        return 1
    return 0


def answer(questions: IO[str], answers: IO[str]) -> None:
    """Open what the first line names and answer all others."""
    for fields in _answers(questions):
        answers.write(json.dumps(fields) + "\n")
        answers.flush()


def _answers(questions: IO[str]) -> Iterator[dict[str, str]]:
    try:
        task = BatchTask.from_json(questions.readline())
        recommender = task.open()
        yield {}
        for line in questions:
            question = json.loads(line)
            yield _answer(recommender, task, question["do"], [Goal.model_validate(each) for each in question["goals"]])
    except (MatcherError, OSError) as error:
        yield {"error": "; ".join(str(error).splitlines())}


def _answer(recommender: Recommender, task: BatchTask, work: str, goals: Sequence[Goal]) -> dict[str, str]:
    """Match goals, or only `read` them, in the parts in which the recommender would take them.

    Given all at once, it would read the next part in another thread, for which there is no core.
    """
    parts = [goals[start : start + GOALS_AT_ONCE] for start in range(0, len(goals), GOALS_AT_ONCE)]
    if work == "read":
        for part in parts:
            recommender.reader.understand(part)
        return {}
    return {"text": "".join(match_lines(recommender, part, task.ending, task.coalition) for part in parts)}


if __name__ == "__main__":
    sys.exit(main())
