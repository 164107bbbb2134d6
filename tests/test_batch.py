"""Batches in several processes: the same bytes as in one, and an end that is told."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from matcher.batch.cores import usable_cores
from matcher.batch.matching import GOALS_OF_A_WORKER, worker_count
from matcher.batch.task import BatchTask
from matcher.batch.worker import answer
from matcher.batch.workers import Workers
from matcher.encoders import Encoder
from matcher.errors import MatcherError
from matcher.exporters import CsvWriter
from matcher.exports.match_files import MatchedLines, MatchOutput
from matcher.exports.match_lines import match_lines
from matcher.recommender import Recommender
from matcher.records import Goal
from matcher.workspace import Workspace
from tests.conftest import ROOT

GOALS = [
    Goal(id="g1", text="Reach teenagers in Slovakia with a fact-checking campaign before the election"),
    Goal(id="g2", text="Teach parents about online safety", limit=3),
    Goal(id="g3", text="Set up a helpline", needs=({"capability": "hotline"},), exclude=("local:nobody",), limit=2),
    Goal(id="g4", text="Train journalists on the radio", seeker={"summary": "We are a school of journalism."}),
]


@pytest.fixture(scope="module")
def task(shipped_workspace: Workspace, bundled_encoder: Encoder) -> BatchTask:
    knowledge = shipped_workspace.open(bundled_encoder)
    return BatchTask.over(knowledge, shipped_workspace.root, ".jsonl", 3)


@pytest.fixture(scope="module")
def workers(task: BatchTask) -> Iterator[Workers]:
    with Workers(task, 2) as workers:
        yield workers


def test_workers_give_the_lines_of_one_process_in_the_order_of_the_goals(
    workers: Workers, shipped_recommender: Recommender
) -> None:
    parts = [GOALS[:1], GOALS[1:3], [], GOALS[3:]]
    expected = [match_lines(shipped_recommender, part, ".jsonl", 3) for part in parts]
    assert list(workers.match(parts)) == expected
    told = [json.loads(line)["goal_id"] for line in "".join(expected).splitlines()]
    assert list(dict.fromkeys(told)) == ["g1", "g2", "g3", "g4"]
    assert told.count("g2") == 4, "three partners and a coalition"


def test_only_some_parts_are_taken_before_their_matches_are_asked_for(workers: Workers) -> None:
    taken: list[int] = []

    def parts() -> Iterator[list[Goal]]:
        for number in range(20):
            taken.append(number)
            yield GOALS[1:2]

    matched = workers.match(parts())
    next(matched)
    assert len(taken) <= 4
    assert sum(1 for _ in matched) == 19


def test_goals_that_were_read_are_matched_as_ever(workers: Workers, shipped_recommender: Recommender) -> None:
    workers.read([GOALS])
    assert list(workers.match([GOALS])) == [match_lines(shipped_recommender, GOALS, ".jsonl", 3)]


def test_a_worker_that_ends_is_told_with_what_it_was_doing(task: BatchTask) -> None:
    before = children("matcher.batch.worker", os.getpid())
    with Workers(task, 1) as workers:
        [process] = set(children("matcher.batch.worker", os.getpid())) - set(before)
        os.kill(process, signal.SIGKILL)
        with pytest.raises(MatcherError) as told:
            list(workers.match([GOALS]))
    assert "signal 9" in str(told.value)
    assert "g1 to g4" in str(told.value)


def test_no_worker_is_left(task: BatchTask) -> None:
    before = children("matcher.batch.worker", os.getpid())
    with Workers(task, 2) as workers:
        next(workers.match([GOALS] * 6))  # and the others are being matched
        assert len(children("matcher.batch.worker", os.getpid())) == len(before) + 2
    assert children("matcher.batch.worker", os.getpid()) == before


def test_another_generation_than_that_of_the_batch_is_told(task: BatchTask) -> None:
    other = BatchTask(task.root, "gen-000999", task.model, ".csv")
    with pytest.raises(MatcherError, match=r"holds gen-000001 now and held gen-000999"):
        Workers(other, 1)


def test_a_worker_answers_line_by_line(task: BatchTask, shipped_recommender: Recommender) -> None:
    fields = [goal.model_dump(mode="json") for goal in GOALS[1:2]]
    questions = [task.to_json(), json.dumps({"do": "match", "goals": fields})]
    answers = io.StringIO()
    answer(io.StringIO("".join(line + "\n" for line in questions)), answers)
    ready, matched = map(json.loads, answers.getvalue().splitlines())
    assert ready == {}
    assert matched == {"text": match_lines(shipped_recommender, GOALS[1:2], ".jsonl", 3)}


def test_workers_are_for_many_goals_and_for_lines() -> None:
    lines = MatchOutput(CsvWriter(io.StringIO()), lines=MatchedLines(io.StringIO(), ".csv"))
    whole = MatchOutput(CsvWriter(io.StringIO()))
    assert worker_count(8, 1, lines) == 1
    assert worker_count(8, 2 * GOALS_OF_A_WORKER - 1, lines) == 1
    assert worker_count(8, 2 * GOALS_OF_A_WORKER, lines) == 2
    assert worker_count(2, 9 * GOALS_OF_A_WORKER, lines) == 2
    assert worker_count(2, 9 * GOALS_OF_A_WORKER, whole) == 1
    assert usable_cores() >= 1


# The script


@pytest.fixture(scope="module")
def many_goals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Goals for some parts of a batch; two of them cannot be matched."""
    path = tmp_path_factory.mktemp("goals") / "goals.jsonl"
    lines = [
        goal.model_copy(update={"id": f"n{number}", "limit": 2}).model_dump_json(exclude_defaults=True)
        for number in range(5 * GOALS_OF_A_WORKER)
        for goal in [GOALS[number % len(GOALS)]]
    ]
    lines[3], lines[140] = "{broken", '{"id": "lost", "text": "Teach parents", "seeker": "local:nobody"}'
    path.write_text("\n".join(lines))
    return path


def match_batch(*arguments: str, workspace: Workspace) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "scripts/match_batch.py", *arguments, "--data", str(workspace.settings.data)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("name", ["m.csv", "m.jsonl"])
def test_the_file_is_the_same_byte_by_byte_whatever_the_jobs(
    name: str, many_goals: Path, shipped_workspace: Workspace, tmp_path: Path
) -> None:
    written, told = [], []
    for jobs in ("1", "2"):
        output = tmp_path / f"{jobs}-{name}"
        with match_batch(str(many_goals), "-o", str(output), "--jobs", jobs, workspace=shipped_workspace) as process:
            told.append(process.communicate(timeout=300)[1])
        assert process.returncode == 1, "two goals are bad"
        written.append(output.read_bytes())
    assert written[0] == written[1]
    assert told[0] == told[1]
    assert [line.partition(":")[0] for line in told[0].splitlines()] == ["match_batch"] * 2
    assert b"n639" in written[0]


def test_a_stopped_run_ends_its_workers_and_goes_on(
    many_goals: Path, shipped_workspace: Workspace, tmp_path: Path
) -> None:
    whole, output = tmp_path / "whole.csv", tmp_path / "m.csv"
    with match_batch(str(many_goals), "-o", str(whole), "--jobs", "1", workspace=shipped_workspace) as process:
        process.communicate(timeout=300)
    with match_batch(str(many_goals), "-o", str(output), "--jobs", "2", workspace=shipped_workspace) as process:
        journal = tmp_path / ".m.csv.progress"
        wait_for(journal.exists)
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=60)[1].splitlines()[-1]
    assert re.fullmatch(r"match_batch: stopped after (128|256|384|512) goals; --resume goes on there", told)
    assert children("matcher.batch.worker", process.pid) == []
    arguments = (str(many_goals), "-o", str(output), "--jobs", "2", "--resume")
    with match_batch(*arguments, workspace=shipped_workspace) as process:
        process.communicate(timeout=300)
    assert output.read_bytes() == whole.read_bytes()


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(6_000):
        if condition():
            return
        time.sleep(0.01)
    raise TimeoutError


def children(program: str, parent: int) -> list[int]:
    """Return the numbers of the processes that run a program and were started by another, where /proc tells."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("the system does not tell its processes")
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status, command = (folder / "stat").read_text(), (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if program.encode() in command and int(status.rpartition(")")[2].split()[1]) == parent:
            found.append(int(folder.name))
    return found
