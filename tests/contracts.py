"""What every encoder, every index and every importer must do; a new one gets its tests by one fixture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from matcher.corpus import Corpus
from matcher.encoders import Encoder, Vectors
from matcher.importers import Imported, guess_format, read
from matcher.importers.report import report_rows, tally
from matcher.indexes import VectorIndex
from matcher.records import Organisation
from matcher.store import Store

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
    def load(self) -> Callable[[Path, Vectors], VectorIndex]:
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

    def test_a_filter_leaves_the_best_of_what_it_allows(
        self, build: Callable[[Vectors], VectorIndex], vectors: Vectors
    ) -> None:
        index, queries = build(vectors), vectors[:20] + 0.1
        for kept in (0.5, 0.1, 0.002):
            among = np.random.default_rng(2).random(len(vectors)) < kept
            rows, products = index.search(queries, 6, among)
            exact = np.where(among, queries @ vectors.T, -np.inf)
            found = min(6, among.sum())
            np.testing.assert_array_equal(rows, np.argsort(-exact, axis=1)[:, :found])
            np.testing.assert_allclose(products, -np.sort(-exact, axis=1)[:, :found], atol=1e-5)

    def test_a_filter_that_allows_nothing_finds_nothing(
        self, build: Callable[[Vectors], VectorIndex], vectors: Vectors
    ) -> None:
        rows, products = build(vectors).search(vectors[:2], 10, np.zeros(len(vectors), dtype=bool))
        assert rows.shape == products.shape == (2, 0)

    def test_saved_and_loaded_it_finds_the_same(
        self,
        build: Callable[[Vectors], VectorIndex],
        load: Callable[[Path, Vectors], VectorIndex],
        vectors: Vectors,
        tmp_path: Path,
    ) -> None:
        index = build(vectors)
        index.save(tmp_path / "index")
        for before, after in zip(
            index.search(vectors[:9], 7), load(tmp_path / "index", vectors).search(vectors[:9], 7), strict=True
        ):
            np.testing.assert_array_equal(before, after)


class ImporterContract:
    """Inherit, name the format and the origin, and define the fixture `source`: a file with `faulty` rejected rows."""

    format_name: str
    faulty: int

    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        raise NotImplementedError

    @pytest.fixture
    def imported(self, source: Path, small_corpus: Corpus) -> Imported:
        return read(source, small_corpus.taxonomy)

    def test_the_format_is_guessed(self, source: Path) -> None:
        assert guess_format(source) == self.format_name

    def test_everything_is_a_validated_record_or_a_rejected_row(self, imported: Imported) -> None:
        assert imported.records
        for record in imported.records:
            assert Organisation.model_validate(record.model_dump()) == record
        assert len(imported.rejected) == self.faulty
        assert all(notice.reason and notice.line > 0 for faults in imported.rejected for notice in faults)
        assert all(imported.rejected), "a rejected row without a reason"

    def test_reading_is_deterministic(self, source: Path, imported: Imported, small_corpus: Corpus) -> None:
        assert read(source, small_corpus.taxonomy, self.format_name) == imported

    def test_nothing_is_lost_and_the_second_time_changes_nothing(self, imported: Imported) -> None:
        store = Store("sqlite://")
        count = len(imported.records)
        first, second = (
            tally(imported, store.receive(imported.records, imported.origin, joins=imported.joins)) for _ in range(2)
        )
        assert (first.added, first.changed, first.unchanged, first.rejected) == (count, 0, 0, self.faulty)
        assert (second.added, second.changed, second.unchanged, second.rejected) == (0, 0, count, self.faulty)
        for counts in (first, second):
            assert counts.read == counts.added + counts.changed + counts.unchanged + counts.rejected
        assert sorted(imported.records, key=lambda record: record.id) == list(store.organisations())
        store.close()

    def test_progress_hears_of_every_row(self, source: Path, small_corpus: Corpus) -> None:
        heard: list[int] = []
        read(source, small_corpus.taxonomy, progress=heard.append)
        assert heard
        assert set(heard) == {1}

    def test_every_fault_stands_in_the_report(self, imported: Imported) -> None:
        rows = list(report_rows(imported, ()))
        assert sum(row[-1] == "rejected" for row in rows) >= self.faulty
        assert sum(row[-1] == "noted" for row in rows) == len(imported.notices)
