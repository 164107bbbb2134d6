"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matcher.errors import MatcherError


def check_place(path: Path) -> None:
    """Raise MatcherError where no file can stand at `path`: there is no such folder, or it is a folder itself."""
    if path.is_dir() or not path.parent.is_dir():
        raise MatcherError(f"{str(path)!r} cannot be written: no folder {str(path.parent)!r}, or it is a folder itself")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the path of a new file beside `path`, and put it in its place once it is written.

    Where writing fails, what stood at `path` stays. Raises MatcherError as `check_place` does.
    """
    check_place(path)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.stem[:50]}-", suffix=path.suffix, dir=path.parent)
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
