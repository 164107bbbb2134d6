"""Vectors of recent queries: each text is encoded once, and those asked for longest ago are let go."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from matcher.encoders import Vectors
from matcher.encoders import recent as recent_queries
from matcher.encoders.recent import RecentQueries
from tests.conftest import WordsEncoder


class CountingEncoder(WordsEncoder):
    """Notes each call."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[list[str]] = []

    def encode_queries(self, texts: list[str]) -> Vectors:
        self.calls.append(texts)
        return super().encode_queries(texts)


def test_each_text_is_encoded_once_and_the_same_question_is_not_asked_again() -> None:
    encoder = CountingEncoder()
    recent = RecentQueries(encoder)
    first = recent.encode(["a radio", "b school", "a radio"])
    again = recent.encode(["a radio", "b school"])
    assert encoder.calls == [["a radio", "b school"]]
    assert list(first) == list(again) == ["a radio", "b school"]
    for text, vector in (first | again).items():
        np.testing.assert_array_equal(vector, WordsEncoder().encode_queries([text])[0])


def test_what_was_asked_before_changes_no_bit() -> None:
    class MovedByNeighbours(WordsEncoder):
        def encode_queries(self, texts: list[str]) -> Vectors:
            return super().encode_queries(texts) * np.float32(len(texts))

    recent = RecentQueries(MovedByNeighbours())
    recent.encode(["b school"])
    vectors = recent.encode(["a radio", "b school"])
    np.testing.assert_array_equal(
        vectors["b school"], RecentQueries(MovedByNeighbours()).encode([*vectors])["b school"]
    )


def test_the_texts_that_were_asked_for_longest_ago_are_let_go() -> None:
    encoder = CountingEncoder()
    recent = RecentQueries(encoder, kept=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        recent.encode([text])
    assert encoder.calls == [["a"], ["b"], ["c"], ["b"]], "b gave way to c, a stayed"


def test_long_texts_are_let_go_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent_queries, "MOST_CHARACTERS", 100)
    encoder = CountingEncoder()
    recent = RecentQueries(encoder)
    for text in ("a " * 30, "b " * 15, "a " * 30, "c " * 20, "b " * 15, "d " * 60, "d " * 60):
        recent.encode([text])
    assert [texts[0][0] for texts in encoder.calls] == ["a", "b", "c", "b", "d", "d"], "b gave way to c, d is too long"


def test_more_texts_than_are_kept_are_all_returned() -> None:
    texts = [f"text {number}" for number in range(9)]
    assert list(RecentQueries(WordsEncoder(), kept=3).encode(texts)) == texts


def test_threads_get_the_vectors_of_their_own_texts() -> None:
    recent = RecentQueries(WordsEncoder(), kept=3)
    texts = [f"text {number % 7}" for number in range(200)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: recent.encode([text])[text], texts))
    for text, vector in zip(texts, found, strict=True):
        np.testing.assert_array_equal(vector, WordsEncoder().encode_queries([text])[0])
