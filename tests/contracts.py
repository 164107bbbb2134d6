"""What every encoder and every index must do; a new one gets its tests by one fixture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from matcher.encoders import Encoder, Vectors
from matcher.indexes import VectorIndex

TEXTS = ["Verify rumours before the election.", "A radio station for teenagers", "Žilina: hotline, 24 hours", "x"]


class EncoderContract:
    """Inherit and define the fixture `encoder`."""

    @pytest.fixture
    def encoder(self) -> Encoder:
        raise NotImplementedError

    def test_gives_one_unit_vector_for_each_text(self, encoder: Encoder) -> None:
        for encode in (encoder.encode_queries, encoder.encode_passages):
            vectors = encode(TEXTS)
            assert vectors.shape == (len(TEXTS), encoder.dimension)
            assert vectors.dtype == np.float32
            np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_gives_no_vectors_for_no_texts(self, encoder: Encoder) -> None:
        assert encoder.encode_queries([]).shape == (0, encoder.dimension)
        assert encoder.encode_passages([]).shape == (0, encoder.dimension)

    def test_is_deterministic(self, encoder: Encoder) -> None:
        np.testing.assert_array_equal(encoder.encode_passages(TEXTS), encoder.encode_passages(TEXTS))

    def test_batch_and_single_agree(self, encoder: Encoder) -> None:
        alone = np.vstack([encoder.encode_passages([text]) for text in TEXTS])
        np.testing.assert_allclose(encoder.encode_passages(TEXTS), alone, atol=1e-5)

    def test_different_texts_have_different_vectors(self, encoder: Encoder) -> None:
        vectors = encoder.encode_passages(TEXTS)
        assert np.max(vectors @ vectors.T - np.eye(len(TEXTS))) < 0.99

    def test_takes_what_people_paste(self, encoder: Encoder) -> None:
        vectors = encoder.encode_queries(["", " ", "🙂", "слово " * 2000, "\u202eabc"])
        assert np.isfinite(vectors).all()

    def test_fingerprint_is_a_sha256(self, encoder: Encoder) -> None:
        assert len(bytes.fromhex(encoder.fingerprint)) == 32


class VectorIndexContract:
    """Inherit and define the fixtures `build` and `load`."""

    @pytest.fixture
    def build(self) -> Callable[[Vectors], VectorIndex]:
        raise NotImplementedError

    @pytest.fixture
    def load(self) -> Callable[[Path], VectorIndex]:
        raise NotImplementedError

    @pytest.fixture
    def vectors(self) -> Vectors:
        vectors = np.random.default_rng(7).standard_normal((500, 32)).astype(np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def test_equals_the_exact_search(self, build: Callable[[Vectors], VectorIndex], vectors: Vectors) -> None:
        queries = vectors[:40] + 0.1
        rows, products = build(vectors).search(queries, 10)
        exact = queries @ vectors.T
        np.testing.assert_array_equal(rows, np.argsort(-exact, axis=1)[:, :10])
        np.testing.assert_allclose(products, -np.sort(-exact, axis=1)[:, :10], atol=1e-5)

    def test_batch_and_single_agree(self, build: Callable[[Vectors], VectorIndex], vectors: Vectors) -> None:
        index = build(vectors)
        batch, _ = index.search(vectors[:30], 5)
        single = np.vstack([index.search(vectors[row : row + 1], 5)[0] for row in range(30)])
        np.testing.assert_array_equal(batch, single)

    def test_a_vector_is_nearest_to_itself(self, build: Callable[[Vectors], VectorIndex], vectors: Vectors) -> None:
        rows, products = build(vectors).search(vectors, 1)
        np.testing.assert_array_equal(rows[:, 0], np.arange(len(vectors)))
        np.testing.assert_allclose(products, 1, atol=1e-5)

    def test_gives_all_where_fewer_than_asked(self, build: Callable[[Vectors], VectorIndex], vectors: Vectors) -> None:
        rows, _ = build(vectors[:3]).search(vectors[:2], 10)
        assert rows.shape == (2, 3)
        assert set(rows[0]) == {0, 1, 2}

    def test_an_empty_index_finds_nothing(self, build: Callable[[Vectors], VectorIndex], vectors: Vectors) -> None:
        rows, products = build(vectors[:0]).search(vectors[:2], 10)
        assert rows.shape == products.shape == (2, 0)

    def test_saved_and_loaded_it_finds_the_same(
        self,
        build: Callable[[Vectors], VectorIndex],
        load: Callable[[Path], VectorIndex],
        vectors: Vectors,
        tmp_path: Path,
    ) -> None:
        index = build(vectors)
        index.save(tmp_path / "index")
        for before, after in zip(
            index.search(vectors[:9], 7), load(tmp_path / "index").search(vectors[:9], 7), strict=True
        ):
            np.testing.assert_array_equal(before, after)
