"""The vector indexes: what every index must do, over faiss."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from matcher.encoders import Vectors
from matcher.indexes import VectorIndex, build_index, load_index
from matcher.indexes.faiss_index import FaissIndex
from tests.contracts import VectorIndexContract


class TestFaissIndex(VectorIndexContract):
    @pytest.fixture
    def build(self) -> Callable[[Vectors], VectorIndex]:
        return FaissIndex.build

    @pytest.fixture
    def load(self) -> Callable[[Path], VectorIndex]:
        return FaissIndex.load


class TestDefaultIndex(VectorIndexContract):
    @pytest.fixture
    def build(self) -> Callable[[Vectors], VectorIndex]:
        return build_index

    @pytest.fixture
    def load(self) -> Callable[[Path], VectorIndex]:
        return load_index


def test_rows_come_best_first_with_their_inner_products() -> None:
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    rows, products = build_index(vectors).search(np.array([[1, 0], [0, -1]], dtype=np.float32), 3)
    assert rows.tolist() == [[0, 2, 1], [0, 2, 1]]
    np.testing.assert_allclose(products, [[1, 0.6, 0], [0, -0.8, -1]], atol=1e-6)
    assert rows.dtype == np.int64
    assert products.dtype == np.float32


@pytest.mark.parametrize(("queries", "limit"), [(0, 5), (2, 0)])
def test_no_queries_and_a_limit_of_nothing_give_empty_arrays(queries: int, limit: int) -> None:
    index = build_index(np.eye(3, dtype=np.float32))
    rows, products = index.search(np.eye(3, dtype=np.float32)[:queries], limit)
    assert rows.shape == products.shape == (queries, 0)


def test_vectors_of_another_layout_and_precision_are_searched_as_well() -> None:
    vectors = np.asfortranarray(np.random.default_rng(3).standard_normal((50, 4)))
    rows, _ = build_index(vectors).search(vectors[::5], 1)  # type: ignore[arg-type]  # on purpose
    assert rows.shape == (10, 1)
    exact = vectors[::5] @ vectors.T
    np.testing.assert_array_equal(rows[:, 0], np.argmax(exact, axis=1))


def test_an_empty_index_is_saved_and_loaded(tmp_path: Path) -> None:
    build_index(np.zeros((0, 4), dtype=np.float32)).save(tmp_path / "index")
    rows, _ = load_index(tmp_path / "index").search(np.ones((2, 4), dtype=np.float32), 3)
    assert rows.shape == (2, 0)
