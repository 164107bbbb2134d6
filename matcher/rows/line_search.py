"""Which lines hold a text: all of them are looked through as one run of bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from mmap import mmap

import numpy as np
from numpy.typing import NDArray

from matcher.rows.lines import LineFile

Mask = NDArray[np.bool_]
Starts = NDArray[np.int64]
KEPT = 32  # texts of which it stays known which lines hold them: the pages of one search ask for the same again


class LineSearch:
    """Looks through lines of text, none of which holds a line feed; those of a file stay where they are."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._kept = lru_cache(maxsize=KEPT)(self._find)

    def holding(self, text: str) -> Mask:
        """Return which lines hold `text`, shape (lines,), not to be written to; one with a line feed is in none."""
        return self._kept(text)

    def _find(self, text: str) -> Mask:
        held = np.zeros(len(self._lines), dtype=bool)
        if not len(self._lines):
            return held
        whole, starts = self._run
        found = re.finditer(re.escape(text.encode("utf-8", "surrogatepass")) + rb"[^\n]*\n", whole)
        places = np.fromiter((each.start() for each in found), dtype=np.int64)
        held[np.searchsorted(starts, places, side="right") - 1] = True
        return held

    @cached_property
    def _run(self) -> tuple[bytes | mmap, Starts]:
        """The bytes of all lines, each with its line feed, and where each begins."""
        if isinstance(self._lines, LineFile):
            return self._lines.whole, self._lines.starts
        encoded = [line.encode() + b"\n" for line in self._lines]
        return b"".join(encoded), np.cumsum([0, *map(len, encoded)])[:-1]
