"""Folders that are kept for the next run: what was made from something else is never used."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from matcher.generations import replace_file

_KEY = "made-from"


def kept_folder(folder: Path, key: str, fill: Callable[[Path], object]) -> Path:
    """Return `folder`, which `fill` has filled from what `key` stands for; what is there is used where it was.

    The key is written last, so that a folder half filled is filled anew.
    """
    if not is_kept(folder, key):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        fill(folder)
        replace_file(folder / _KEY, key)
    return folder


def is_kept(folder: Path, key: str) -> bool:
    """Tell whether a folder was filled from what `key` stands for."""
    try:
        return (folder / _KEY).read_text(encoding="utf-8") == key
    except OSError:
        return False
