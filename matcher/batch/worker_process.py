"""A worker in a process of its own, asked and answering in lines of JSON."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from matcher.batch.task import BatchTask
from matcher.errors import MatcherError
from matcher.records import Goal

_PROGRAMS = Path(__file__).resolve().parents[2]
# One worker for each core: libraries that start threads of their own would fight over them.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class WorkerProcess:
    """A process that matches goals; it is ready when `wait` returns, and is not asked by two threads at once.

    It ends by itself when this process does, however that ends: nobody can ask it anything then.
    """

    def __init__(self, task: BatchTask) -> None:
        path = os.pathsep.join(filter(None, [str(_PROGRAMS), os.environ.get("PYTHONPATH", "")]))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "matcher.batch.worker"],
            env=os.environ | _ONE_THREAD | {"PYTHONPATH": path, "TOKENIZERS_PARALLELISM": "false"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            process_group=0,  # Ctrl-C is for this process, which ends its workers
        )
        self._send(task.to_json())

    def wait(self) -> None:
        """Wait until the knowledge base is open; raise MatcherError where that cannot be."""
        self._receive("opening the knowledge base")

    def match(self, goals: Sequence[Goal]) -> str:
        """Return the lines of the matches of some goals, which were checked; raise MatcherError where it ended."""
        return self._ask("match", goals).get("text", "")

    def read(self, goals: Sequence[Goal]) -> None:
        """Read some goals, so that matching them needs no encoding."""
        self._ask("read", goals)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                _close(stream)
        self._process.wait()

    def _ask(self, work: str, goals: Sequence[Goal]) -> dict[str, str]:
        self._send(json.dumps({"do": work, "goals": [each.model_dump(mode="json") for each in goals]}))
        return self._receive(f"matching goals {goals[0].id} to {goals[-1].id}")

    def _send(self, line: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended, which is told when its answer is missing

    def _receive(self, doing: str) -> dict[str, str]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith("\n"):
            raise MatcherError(
                f"a worker ended ({_how(self._process.wait())}) when {doing}; it may have lacked memory:"
                " try fewer workers"
            )
        answer: dict[str, str] = json.loads(line)
        if "error" in answer:
            raise MatcherError(answer["error"])
        return answer


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _close(stream: IO[str]) -> None:
    with contextlib.suppress(OSError):  # what was not sent yet cannot be any more
        stream.close()
