"""BM25 weights: those of bm25s, whatever part of the texts is counted at a time."""

from __future__ import annotations

import numpy as np
import pytest

from matcher import bm25

WORDS = {"radio": 0, "grants": 1, "hotline": 2}


def test_rows_stand_by_word_and_then_by_text() -> None:
    weighed = bm25.weigh([[0, 0], [1, 0], [], [1]], WORDS)
    starts, rows, weights = weighed.starts, weighed.rows, weighed.weights
    assert starts.tolist() == [0, 2, 4, 4]
    assert rows.tolist() == [0, 1, 1, 3]
    assert weighed.mean_length == 1.25
    assert weights[0] > weights[1]  # twice in a text of the same length
    assert (starts.dtype, rows.dtype, weights.dtype) == (np.int64, np.int32, np.float32)


@pytest.mark.parametrize("texts", [[], [[]], [[], []]])
def test_without_words_there_is_nothing_to_weigh(texts: list[list[int]]) -> None:
    weighed = bm25.weigh(texts, {})
    assert (weighed.starts.tolist(), len(weighed.rows), len(weighed.weights)) == ([0], 0, 0)
    assert weighed.mean_length == 0


def test_the_vocabulary_may_grow_while_the_texts_are_read() -> None:
    vocabulary: dict[str, int] = {}
    texts = ([vocabulary.setdefault(word, len(vocabulary)) for word in text.split()] for text in ("a b", "b c"))
    weighed = bm25.weigh(texts, vocabulary)
    assert (weighed.starts.tolist(), weighed.rows.tolist()) == ([0, 1, 3, 4], [0, 0, 1, 1])


@pytest.mark.filterwarnings("ignore")
def test_weights_are_those_of_bm25s(monkeypatch: pytest.MonkeyPatch) -> None:
    bm25s = pytest.importorskip("bm25s")
    rng = np.random.default_rng(5)
    texts = [(rng.zipf(1.3, rng.integers(0, 30)) % 90).tolist() for _ in range(700)]
    vocabulary = {f"w{number}": number for number in range(90)}
    retriever = bm25s.BM25()
    retriever.index(bm25s.tokenization.Tokenized(texts, dict(vocabulary)), show_progress=False)
    monkeypatch.setattr(bm25, "_TEXTS_AT_ONCE", 64)
    weighed = bm25.weigh(texts, vocabulary)
    starts, rows, weights = weighed.starts, weighed.rows, weighed.weights
    assert starts.tolist() == retriever.scores["indptr"].tolist()
    for word in vocabulary.values():
        held = slice(starts[word], starts[word + 1])
        theirs = dict(zip(retriever.scores["indices"][held].tolist(), retriever.scores["data"][held], strict=True))
        assert rows[held].tolist() == sorted(theirs)
        np.testing.assert_allclose(weights[held], [theirs[row] for row in sorted(theirs)], rtol=1e-5)
