"""The vector indexes: what every index must do, exact for few and compact for many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matcher.encoders import Vectors
from matcher.indexes import Rows, VectorIndex, build_index, compact, load_index
from matcher.indexes.compact import CompactIndex
from matcher.indexes.exact import ExactIndex
from matcher.indexes.inverted_lists import InvertedLists
from matcher.indexes.kept_vectors import as_floats, compacted, products
from tests.contracts import VectorIndexContract


class TestExactIndex(VectorIndexContract):
    @pytest.fixture
    def build(self) -> Callable[[Vectors], VectorIndex]:
        return ExactIndex

    @pytest.fixture
    def load(self) -> Callable[[Path, Vectors], VectorIndex]:
        return lambda _, vectors: ExactIndex(vectors)


class TestDefaultIndex(VectorIndexContract):
    @pytest.fixture
    def build(self) -> Callable[[Vectors], VectorIndex]:
        return build_index

    @pytest.fixture
    def load(self) -> Callable[[Path, Vectors], VectorIndex]:
        return load_index


@pytest.fixture
def many_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the compact index be chosen, and filters be searched through codes, for some hundred vectors."""
    monkeypatch.setattr("matcher.indexes.MANY", 100)
    monkeypatch.setattr(compact, "FEW", 20)


@pytest.mark.usefixtures("many_are_few")
class TestCompactIndex(VectorIndexContract):
    @pytest.fixture
    def build(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[Vectors], VectorIndex]:
        monkeypatch.setattr(compact, "CANDIDATES", 20)  # random vectors have no neighbourhoods to tell apart
        monkeypatch.setattr(compact, "_FURTHER", 20.0)  # all lists are near enough
        return build_index

    @pytest.fixture
    def load(self) -> Callable[[Path, Vectors], VectorIndex]:
        return load_index


def texts(count: int) -> Vectors:
    """Unit vectors whose directions are not all alike: some tell more than others, as those of texts do."""
    rng = np.random.default_rng(5)
    turned, _ = np.linalg.qr(rng.standard_normal((192, 192)))
    vectors = rng.standard_normal((count, 192)) / np.sqrt(np.arange(1, 193)) @ turned
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def test_few_vectors_are_searched_exactly_and_many_by_codes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    vectors = texts(300)
    monkeypatch.setattr("matcher.indexes.MANY", 301)
    assert isinstance(build_index(vectors), ExactIndex)
    build_index(vectors).save(tmp_path / "few")
    assert isinstance(load_index(tmp_path / "few", vectors), ExactIndex)
    monkeypatch.setattr("matcher.indexes.MANY", 300)
    assert isinstance(build_index(vectors), CompactIndex)
    build_index(vectors).save(tmp_path / "many")
    assert isinstance(load_index(tmp_path / "many", vectors), CompactIndex)


@pytest.mark.parametrize("kept", [1.0, 0.5, 0.1, 0.02])
def test_the_compact_index_misses_one_in_a_hundred_at_most(kept: float) -> None:
    vectors, queries = np.split(texts(20_030), [20_000])
    among = None if kept == 1 else np.random.default_rng(1).random(len(vectors)) < kept
    rows, values = CompactIndex.build(compacted(vectors)).search(queries, 100, among)
    exact, best = ExactIndex(vectors).search(queries, 100, among)
    shared = [len(np.intersect1d(one, other)) for one, other in zip(rows, exact, strict=True)]
    assert np.mean(shared) >= 99
    np.testing.assert_allclose(values[:, 0], best[:, 0], atol=1e-4)
    assert among is None or among[rows].all()


def test_a_query_reads_as_many_lists_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = texts(20_000)
    index = CompactIndex.build(compacted(vectors))
    counts: list[list[int]] = []
    read = InvertedLists.read

    def counted(lists: InvertedLists, queries: Vectors, chosen: Rows, *others: Any) -> tuple[Vectors, Rows]:
        counts.append(np.count_nonzero(chosen >= 0, axis=1).tolist())
        return read(lists, queries, chosen, *others)

    monkeypatch.setattr(InvertedLists, "read", counted)
    one_of_many, far_from_all = vectors[5], np.random.default_rng(0).standard_normal(192)
    queries = np.array([one_of_many, far_from_all / np.linalg.norm(far_from_all)], dtype=np.float32)
    index.search(queries, 100)
    first, (near, far) = counts
    assert first[0] == first[1] > 0, "the nearest few give the bound"
    assert near < far <= 256 - first[1], "then each reads its own, and none twice"
    index.search(queries[:1], 1_000)
    assert first[0] + near < counts[-2][0] + counts[-1][0], "more lie deeper"
    index.search(queries[:1], 100, np.arange(len(vectors)) % 4 == 1)
    assert first[0] + near < counts[-2][0] + counts[-1][0], "what a filter leaves lies deeper"


def test_no_row_is_found_twice_where_all_lists_are_read() -> None:
    vectors = texts(3000)
    index = CompactIndex.build(compacted(vectors))
    rows, _ = index.search(np.stack([vectors[7], -vectors[7]]), 2_500)
    assert [len(set(found)) for found in rows.tolist()] == [2_500, 2_500]


def test_few_vectors_are_kept_in_the_lists_of_their_neighbourhood() -> None:
    vectors = texts(500)
    lists = InvertedLists.build(vectors)
    np.testing.assert_array_equal(lists.of_rows(), np.argmax(vectors @ lists.centres.T, axis=1))
    one = np.array([[lists.of_rows()[7], -1]])
    _, rows = lists.read(vectors[7:8], one, 500)
    found = set(rows[0].tolist()) - {-1}
    assert found == set(np.flatnonzero(lists.of_rows() == one[0, 0]).tolist()), "that list alone"
    _, rows = lists.read(vectors[7:8], one, 500, np.arange(500) != 7)
    assert set(rows[0].tolist()) - {-1} == found - {7}


def test_where_a_filter_leaves_what_is_far_away_all_that_it_leaves_is_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("FEW", "MORE"):
        monkeypatch.setattr(compact, name, 10)
    vectors = texts(3000)
    query = vectors[:1]
    far = np.zeros(len(vectors), dtype=bool)
    far[np.argsort(vectors @ query[0])[:500]] = True
    rows, _ = CompactIndex.build(vectors).search(query, 50, far)
    np.testing.assert_array_equal(rows, ExactIndex(vectors).search(query, 50, far)[0])


def test_vectors_in_16_bits_have_the_same_products() -> None:
    vectors = texts(50)
    kept = compacted(vectors)
    assert kept.dtype == np.int16
    np.testing.assert_allclose(products(kept, vectors[3]), vectors @ vectors[3], atol=5e-5)
    np.testing.assert_allclose(as_floats(kept), vectors, atol=5e-5)


def test_rows_come_best_first_with_their_inner_products() -> None:
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    rows, products_ = build_index(vectors).search(np.array([[1, 0], [0, -1]], dtype=np.float32), 3)
    assert rows.tolist() == [[0, 2, 1], [0, 2, 1]]
    np.testing.assert_allclose(products_, [[1, 0.6, 0], [0, -0.8, -1]], atol=1e-6)
    assert rows.dtype == np.int64
    assert products_.dtype == np.float32


@pytest.mark.parametrize(("queries", "limit"), [(0, 5), (2, 0)])
def test_no_queries_and_a_limit_of_nothing_give_empty_arrays(queries: int, limit: int) -> None:
    for index in (build_index(np.eye(3, dtype=np.float32)), CompactIndex.build(texts(200))):
        rows, values = index.search(texts(queries)[:, : 3 if isinstance(index, ExactIndex) else None], limit)
        assert rows.shape == values.shape == (queries, 0)


def test_vectors_of_another_layout_and_precision_are_searched_as_well() -> None:
    vectors = np.asfortranarray(np.random.default_rng(3).standard_normal((50, 4)))
    rows, _ = build_index(vectors).search(vectors[::5], 1)  # type: ignore[arg-type]  # on purpose
    assert rows.shape == (10, 1)
    exact = vectors[::5] @ vectors.T
    np.testing.assert_array_equal(rows[:, 0], np.argmax(exact, axis=1))


def test_an_empty_index_is_saved_and_loaded(tmp_path: Path) -> None:
    nothing = np.zeros((0, 4), dtype=np.float32)
    build_index(nothing).save(tmp_path / "index")
    rows, _ = load_index(tmp_path / "index", nothing).search(np.ones((2, 4), dtype=np.float32), 3)
    assert rows.shape == (2, 0)
