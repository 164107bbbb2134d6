"""A file of lines, each read when it is asked for: many records cost no memory until they are shown."""

from __future__ import annotations

import mmap
import os
import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.rows.lazy import LazyRows

Line = TypeVar("Line")
KEPT = 2048  # lines that stay read


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write `lines`, none of which may hold a line feed, to `path`, and where each begins to `path` + `.npy`."""
    lengths = [0]
    with path.open("wb") as file:
        lengths += [file.write(line.encode() + b"\n") for line in lines]
    np.save(_starts_path(path), np.cumsum(lengths, dtype=np.int64), allow_pickle=False)


class LineFile(LazyRows[Line]):
    """The lines that `write_lines` wrote, as `read` understands them.

    A line is read from the file and not through a map of it: the system would map what lies around each line as well,
    and a process that has shown some thousand records would seem to hold all of them.
    """

    row_is = "line"

    def __init__(self, path: Path, read: Callable[[bytes], Line]) -> None:
        self._starts: NDArray[np.int64] = np.load(_starts_path(path), mmap_mode="r", allow_pickle=False)
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._read = read
        self._line = lru_cache(maxsize=KEPT)(self._read_line)

    def __len__(self) -> int:
        return len(self._starts) - 1

    @cached_property
    def whole(self) -> bytes | mmap.mmap:
        """The bytes of all lines, each with its line feed."""
        return mmap.mmap(self._file, 0, access=mmap.ACCESS_READ) if len(self) else b""

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where each line begins in `whole`, shape (lines,)."""
        return self._starts[:-1].view(np.ndarray)

    def row_at(self, place: int) -> Line:
        """Return a line; those that were asked for last stay read."""
        return self._line(place)

    def __iter__(self) -> Iterator[Line]:
        return (self._read_line(place) for place in range(len(self)))  # all at once would push out those that are kept

    def _read_line(self, place: int) -> Line:
        start, end = int(self._starts[place]), int(self._starts[place + 1]) - 1
        return self._read(os.pread(self._file, end - start, start))


def _starts_path(path: Path) -> Path:
    return path.with_name(path.name + ".npy")
