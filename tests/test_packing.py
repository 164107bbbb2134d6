"""Packing: texts share rows of tokens, and none reads another's."""

from __future__ import annotations

import numpy as np

from matcher.encoders import Encoder
from matcher.encoders.packing import pack


def test_short_texts_share_the_row_that_the_longest_sets() -> None:
    packed = pack([[7, 8, 9, 10], [5, 6, 7], [3, 4], [2]])
    assert packed["ids"].tolist() == [[7, 8, 9, 10], [5, 6, 7, 2], [3, 4, 0, 0]]
    assert packed["positions"].tolist() == [[0, 1, 2, 3], [0, 1, 2, 0], [0, 1, 0, 0]]


def test_a_token_attends_to_its_own_text_alone() -> None:
    packed = pack([[7, 8, 9], [5, 6], [2]])
    assert packed["mask"][1].tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert packed["tokens_of_texts"].tolist() == [[1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 0], [0, 0, 0, 0, 0, 1]]


def test_a_vector_is_the_same_alone_and_in_a_shared_row(bundled_encoder: Encoder) -> None:
    texts = ["Reach teenagers with a fact-checking campaign before the election", "radio", "fact-checking", "in May"]
    alone = np.vstack([bundled_encoder.encode_queries([text]) for text in texts])
    np.testing.assert_allclose(bundled_encoder.encode_queries(texts), alone, rtol=0, atol=1e-6)
