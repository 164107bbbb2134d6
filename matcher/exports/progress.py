"""How far a batch has come: written beside its unfinished file, so that a stopped run can go on."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO

from matcher.errors import MatcherError
from matcher.files.whole import check_place, replacing


@dataclass(frozen=True)
class BatchProgress:
    """What is matched, and how far: `asked` names what must be the same to go on, each with its value.

    `goals` have been read from the beginning, `bad` of them could not be matched, and their matches are the first
    `size` bytes of the unfinished file.
    """

    asked: dict[str, str] = field(default_factory=dict)
    goals: int = 0
    bad: int = 0
    size: int = 0


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class UnfinishedFile:
    """A file of matches that grows goal by goal beside `output`, and takes its place when it is complete."""

    def __init__(self, output: Path, progress: BatchProgress) -> None:
        self.progress = progress
        self._output = output
        self._part, self._journal = _beside(output)
        mode = "r+" if progress.size else "w"
        self.file: IO[str] = self._part.open(mode, encoding="utf-8", newline="")
        self.file.truncate(progress.size)  # what was written after the last whole batch
        self.file.seek(0, os.SEEK_END)

    def keep(self, goals: int, bad: int) -> None:
        """Make sure that what was written for the first `goals` goals survives whatever happens."""
        self.file.flush()
        os.fsync(self.file.fileno())
        size = os.fstat(self.file.fileno()).st_size
        self.progress = replace(self.progress, goals=goals, bad=bad, size=size)
        with replacing(self._journal) as path:
            path.write_text(json.dumps(asdict(self.progress)), encoding="utf-8")

    def finish(self) -> None:
        """Put the complete file in its place."""
        self.file.close()
        self._part.chmod(0o644)
        self._part.replace(self._output)
        self._journal.unlink(missing_ok=True)

    def close(self) -> None:
        """Leave the unfinished file for another run; one without any goal is removed."""
        self.file.close()
        if not self.progress.goals:
            self._part.unlink(missing_ok=True)


@contextmanager
def unfinished(output: Path, asked: dict[str, str], *, resume: bool) -> Iterator[UnfinishedFile]:
    """Open the unfinished file of `output`: with `resume` where a run stopped, otherwise from the beginning.

    Raises MatcherError where what was asked then and is asked now differ, naming both.
    """
    check_place(output)
    progress = _read(output) if resume else None
    if progress:
        _check_same(progress.asked, asked)
    else:
        _beside(output)[1].unlink(missing_ok=True)
    file = UnfinishedFile(output, progress or BatchProgress(asked))
    try:
        yield file
        file.finish()
    finally:
        file.close()


def _read(output: Path) -> BatchProgress | None:
    """Return how far a stopped run came, or None where none stopped."""
    part, journal = _beside(output)
    with suppress(OSError, ValueError, TypeError):
        progress = BatchProgress(**json.loads(journal.read_text(encoding="utf-8")))
        if part.stat().st_size >= progress.size:
            return progress
    return None


def _check_same(then: dict[str, str], now: dict[str, str]) -> None:
    for name, value in now.items():
        if then.get(name) != value:
            raise MatcherError(
                f"{name} was {then.get(name, 'not known')!s} when matching stopped and is {value} now;"
                " leave --resume out to start from the beginning"
            )


def _beside(output: Path) -> tuple[Path, Path]:
    """Return where the unfinished file stands, and where it is written how far it came."""
    return output.with_name(f".{output.name}.part"), output.with_name(f".{output.name}.progress")
