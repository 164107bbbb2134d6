"""BM25 weights of every word in every text, worked out in bounded memory.

Robertson and Zaragoza 2009, with the weight of rare words as in Lucene (Kamphuis, de Vries, Boytsov and Lin 2020).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from matcher.rows.spans import starts_of

SATURATION = 1.5  # k1
BY_LENGTH = 0.75  # b
_TEXTS_AT_ONCE = 16_384
Numbers = NDArray[np.int32]
Weights = NDArray[np.float32]


@dataclass(frozen=True)
class Counts:
    """How often words occur in some texts, by word and then by text: three arrays of shape (words in texts,).

    `lengths`, of shape (texts,), are the numbers of words in each.
    """

    words: Numbers
    rows: Numbers
    times: Numbers
    lengths: Numbers


@dataclass(frozen=True)
class Weighed:
    """Starts, rows and weights, as `LexicalIndex` has them, and the mean number of words in a text."""

    starts: NDArray[np.int64]
    rows: Numbers
    weights: Weights
    mean_length: float


def weigh(texts: Iterable[list[int]], vocabulary: Sized) -> Weighed:
    """Weigh the words of texts, given as their numbers; `vocabulary` holds all once `texts` came to its end."""
    counted = list(_counted(texts))
    words = len(vocabulary)
    found = sum((np.bincount(each.words, minlength=words) for each in counted), np.zeros(words, dtype=np.int64))
    starts = starts_of(found)
    lengths = np.concatenate([each.lengths for each in counted] or [np.zeros(0, dtype=np.int32)])
    rare = rareness(len(lengths), found)
    mean_length = float(lengths.mean()) if len(lengths) else 0.0
    rows, weights = np.empty(starts[-1], dtype=np.int32), np.empty(starts[-1], dtype=np.float32)
    free = starts[:-1].copy()
    while counted:  # each is let go as soon as it is weighed
        some = counted.pop(0)
        places = _places(some.words, free)
        free += np.bincount(some.words, minlength=words)
        rows[places] = some.rows
        weights[places] = rare[some.words] * frequency(some.times, lengths[some.rows], mean_length)
    return Weighed(starts, rows, weights, mean_length)


def rareness(size: int, holding: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how much words count that `holding` of `size` texts hold."""
    return np.asarray(np.log1p((size - holding + 0.5) / (holding + 0.5)), dtype=np.float64)


def frequency(times: NDArray[np.integer], lengths: NDArray[np.integer], mean_length: float) -> NDArray[np.float64]:
    """Return in [0, 1] how much of that comes from being held so many `times` by texts of such `lengths`."""
    often = SATURATION * (1 - BY_LENGTH + BY_LENGTH * lengths / (mean_length or 1.0))
    return np.asarray(times / (times + often), dtype=np.float64)


def _places(words: Numbers, free: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where the entries of sorted `words` go, one after the other from where each word's places are free."""
    first = np.searchsorted(words, words, side="left")
    return free[words] + np.arange(len(words)) - first


def _counted(texts: Iterable[list[int]]) -> Iterator[Counts]:
    before, texts = 0, iter(texts)
    while some := list(islice(texts, _TEXTS_AT_ONCE)):
        lengths = np.array([len(text) for text in some], dtype=np.int32)
        numbers = np.frombuffer(array("i", [word for text in some for word in text]), dtype=np.int32)
        yield _count(numbers, lengths, before)
        before += len(some)


def _count(numbers: Numbers, lengths: Numbers, before: int) -> Counts:
    """Count the words of texts that stand one after the other; `before` is the row of the first."""
    rows = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    keys, times = np.unique(numbers.astype(np.int64) * len(lengths) + rows, return_counts=True)
    words, places = np.divmod(keys, max(len(lengths), 1))
    return Counts(words.astype(np.int32), (places + before).astype(np.int32), times.astype(np.int32), lengths)
