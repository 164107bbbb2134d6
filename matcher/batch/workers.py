"""Several workers that match the parts of a batch side by side."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from matcher.batch.task import BatchTask
from matcher.batch.worker_process import WorkerProcess
from matcher.records import Goal

AHEAD = 2  # parts for each worker that are matched or wait, so that none is idle while matches are written


class Workers:
    """`count` processes that match goals with one knowledge base; leaving the context ends them.

    Raises MatcherError where one cannot open the knowledge base.
    """

    def __init__(self, task: BatchTask, count: int) -> None:
        self._processes: list[WorkerProcess] = []
        self._threads = ThreadPoolExecutor(count)
        self._free: SimpleQueue[WorkerProcess] = SimpleQueue()
        try:
            self._processes += (WorkerProcess(task) for _ in range(count))
            for process in self._processes:
                process.wait()
                self._free.put(process)
        except BaseException:
            self.end()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def match(self, parts: Iterable[Sequence[Goal]]) -> Iterator[str]:
        """Yield the lines of the matches of each part, in their order; no more than AHEAD parts a worker are held.

        Raises MatcherError where a worker ends.
        """
        upcoming: deque[Future[str]] = deque()
        for part in parts:
            upcoming.append(self._threads.submit(self._match, part))
            if len(upcoming) >= AHEAD * len(self._processes):
                yield upcoming.popleft().result()
        while upcoming:
            yield upcoming.popleft().result()

    def read(self, parts: Iterable[Sequence[Goal]]) -> None:
        """Let every worker read all goals, so that matching them needs no encoding."""
        for part in parts:
            list(self._threads.map(lambda process, part=part: process.read(part), self._processes))

    def end(self) -> None:
        """End all workers, whatever they are doing."""
        for process in self._processes:
            process.end()
        self._threads.shutdown(cancel_futures=True)

    def _match(self, goals: Sequence[Goal]) -> str:
        process = self._free.get()
        try:
            return process.match(goals) if goals else ""
        finally:
            self._free.put(process)
