"""The door to another engine, and how what it built is kept for the next run."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.kept import kept_folder
from matcher.encoders import Vectors
from matcher.indexes import Rows

AT_ONCE = 5_000  # records that are handed over at the same time
AS_FAST = 1.0
TWENTY_TIMES_AS_FAST = 0.05


class MissingEngineError(Exception):
    """An engine that cannot be measured; the message says why."""


class Engine(ABC):
    """An engine over vectors that are in groups 0, 1 and 2.

    `at_most` is the bar: our time as a share of its time. `settings` are what it was built with, beside its defaults.
    """

    name: ClassVar[str]
    package: ClassVar[str]
    at_most: ClassVar[float]
    settings: ClassVar[str] = ""

    @classmethod  # noqa: B027  not all keep anything
    def build(cls, vectors: Vectors, groups: Rows, folder: Path) -> None:
        """Write to an empty folder what the engine keeps of vectors, shape (rows, dimension), and their groups."""

    @abstractmethod
    def __init__(self, vectors: Vectors, groups: Rows, folder: Path) -> None:
        """Open what `build` wrote."""

    @abstractmethod
    def search(self, query: Vectors, limit: int, group: int | None) -> Sequence[int] | Rows:
        """Return the rows nearest to `query`, of shape (dimension,), in one group of vectors or in all."""

    def close(self) -> None:  # noqa: B027  not all hold anything
        """Let go of files and processes."""


def built_engine(engine: type[Engine], vectors: Vectors, groups: Rows, folder: Path) -> Path:
    """Return the folder of what an engine builds over vectors, kept under `folder`, which belongs to these vectors.

    Another version of its package, or other settings, build anew. Raises MissingEngineError where it is not installed.
    """
    try:
        version = metadata.version(engine.package)
    except metadata.PackageNotFoundError as error:
        raise MissingEngineError(f"{engine.package} is not installed; pip install .[peers]") from error
    key = hashlib.sha256(f"{version} {engine.settings}".encode()).hexdigest()
    return kept_folder(folder / engine.__name__, key, lambda place: engine.build(vectors, groups, place))


def open_engine(engine: type[Engine], vectors: Vectors, groups: Rows, folder: Path) -> Engine:
    """Open an engine over vectors, and build it first where `built_engine` has not."""
    return engine(vectors, groups, built_engine(engine, vectors, groups, folder))


def imported(module: str) -> Any:
    """Import a module of an engine, which may not be installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingEngineError(f"{error.name} is not installed; pip install .[peers]") from error


def batches(count: int) -> Iterator[range]:
    """Yield the rows from 0 to `count`, some at a time."""
    for start in range(0, count, AT_ONCE):
        yield range(start, min(start + AT_ONCE, count))
