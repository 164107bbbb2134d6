"""The vector cache: only unknown texts are encoded, and whatever happens to the file, the vectors are right."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from matcher.encoders import Vectors
from matcher.encoders.cache import SAVE_EVERY, VectorCache
from tests.conftest import WordsEncoder

TEXTS = ["Scouts meet in every town.", "radio", "Checkers verify rumours", ""]


class FailingEncoder(WordsEncoder):
    """Encodes the first batches, then the power fails."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self.batches = batches

    def encode_passages(self, texts: list[str]) -> Vectors:
        if not self.batches:
            raise KeyboardInterrupt
        self.batches -= 1
        return super().encode_passages(texts)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "vectors.sqlite"


def numbered(count: int) -> list[str]:
    return [f"hotline number {number}" for number in range(count)]


@pytest.mark.parametrize("keeps", [True, False])
def test_cached_vectors_are_the_encoders_in_the_order_of_the_texts(path: Path, keeps: bool) -> None:
    cache = VectorCache(path if keeps else None)
    expected = WordsEncoder().encode_passages(TEXTS)
    for _ in range(2):
        vectors = cache.encode(WordsEncoder(), TEXTS)
        assert vectors.dtype == np.float32
        np.testing.assert_array_equal(vectors, expected)


def test_only_unknown_texts_are_encoded(path: Path) -> None:
    VectorCache(path).encode(WordsEncoder(), TEXTS)
    encoder = WordsEncoder()
    vectors = VectorCache(path).encode(encoder, ["a new text", *TEXTS])
    assert encoder.encoded == ["a new text"]
    np.testing.assert_array_equal(vectors, WordsEncoder().encode_passages(["a new text", *TEXTS]))


def test_longer_texts_are_encoded_first() -> None:
    encoder = WordsEncoder()
    VectorCache(None).encode(encoder, ["bb", "a", "dddd", "ccc"])
    assert encoder.encoded == ["dddd", "ccc", "bb", "a"]


def test_without_a_file_nothing_is_kept(words_encoder: WordsEncoder) -> None:
    cache = VectorCache(None)
    cache.encode(words_encoder, ["radio"])
    cache.encode(words_encoder, ["radio"])
    assert words_encoder.encoded == ["radio", "radio"]


def test_vectors_of_another_model_are_not_taken(path: Path) -> None:
    VectorCache(path).encode(WordsEncoder("old weights"), ["radio"])
    newer = WordsEncoder("new weights")
    VectorCache(path).encode(newer, ["radio"])
    assert newer.encoded == ["radio"]


def test_no_texts_give_an_empty_array(path: Path, words_encoder: WordsEncoder) -> None:
    assert VectorCache(path).encode(words_encoder, []).shape == (0, words_encoder.dimension)


def test_many_more_texts_than_one_look_up_takes(path: Path) -> None:
    texts = numbered(1203)
    first = VectorCache(path).encode(WordsEncoder(), texts)
    again = WordsEncoder()
    np.testing.assert_array_equal(VectorCache(path).encode(again, texts), first)
    np.testing.assert_array_equal(first, WordsEncoder().encode_passages(texts))
    assert again.encoded == []


def test_progress_counts_known_texts_first_and_then_each_batch(path: Path, words_encoder: WordsEncoder) -> None:
    VectorCache(path).encode(words_encoder, numbered(5))
    heard: list[tuple[int, int]] = []
    VectorCache(path).encode(words_encoder, numbered(5 + SAVE_EVERY + 3), lambda *told: heard.append(told))
    assert heard == [(done, 5 + SAVE_EVERY + 3) for done in (5, SAVE_EVERY, 3)]


def test_an_interrupted_build_resumes_where_it_was(path: Path) -> None:
    texts = numbered(2 * SAVE_EVERY + 9)
    with pytest.raises(KeyboardInterrupt):
        VectorCache(path).encode(FailingEncoder(batches=1), texts)
    resumed = WordsEncoder()
    VectorCache(path).encode(resumed, texts)
    assert len(resumed.encoded) == SAVE_EVERY + 9


def test_a_file_that_is_no_database_is_put_aside(path: Path, words_encoder: WordsEncoder) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is not a database " * 100)
    vectors = VectorCache(path).encode(words_encoder, TEXTS)
    np.testing.assert_array_equal(vectors, WordsEncoder().encode_passages(TEXTS))
    assert path.with_suffix(".damaged").read_bytes().startswith(b"this is not a database")
    after = WordsEncoder()
    VectorCache(path).encode(after, TEXTS)
    assert after.encoded == []


@pytest.mark.parametrize("kept", [0.3, 0.7])
def test_a_database_that_was_cut_off_is_put_aside(path: Path, words_encoder: WordsEncoder, kept: float) -> None:
    texts = numbered(600)
    VectorCache(path).encode(words_encoder, texts)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    np.testing.assert_array_equal(
        VectorCache(path).encode(WordsEncoder(), texts), WordsEncoder().encode_passages(texts)
    )
    assert path.with_suffix(".damaged").is_file()


def test_a_database_with_overwritten_pages_is_put_aside(path: Path, words_encoder: WordsEncoder) -> None:
    texts = numbered(600)
    VectorCache(path).encode(words_encoder, texts)
    damaged = bytearray(path.read_bytes())
    damaged[4096 : len(damaged) // 2] = b"\xa5" * (len(damaged) // 2 - 4096)
    path.write_bytes(damaged)
    np.testing.assert_array_equal(
        VectorCache(path).encode(WordsEncoder(), texts), WordsEncoder().encode_passages(texts)
    )
    assert path.with_suffix(".damaged").is_file()


def test_a_cache_that_someone_else_holds_is_not_put_aside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    VectorCache(path).encode(WordsEncoder(), TEXTS)
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda name, **_: connect(name, timeout=0.05))
    with closing(connect(path)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            VectorCache(path).encode(WordsEncoder(), TEXTS)
        other.rollback()
    assert not path.with_suffix(".damaged").exists()
    monkeypatch.undo()
    later = WordsEncoder()
    VectorCache(path).encode(later, TEXTS)
    assert later.encoded == []


def test_a_vector_that_was_overwritten_is_encoded_anew(path: Path) -> None:
    VectorCache(path).encode(WordsEncoder(), TEXTS)
    with closing(sqlite3.connect(path)) as connection, connection:
        key = hashlib.sha256(TEXTS[2].encode()).digest()
        connection.execute("UPDATE vectors SET vector = ? WHERE text = ?", (b"\xa5" * 1024, key))
        connection.execute("UPDATE vectors SET vector = x'00' WHERE text = ?", (hashlib.sha256(b"").digest(),))
    again = WordsEncoder()
    np.testing.assert_array_equal(VectorCache(path).encode(again, TEXTS), WordsEncoder().encode_passages(TEXTS))
    assert sorted(again.encoded) == ["", TEXTS[2]]


def test_what_is_asked_of_a_big_cache_does_not_grow_with_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite tells how many of its virtual machine's steps were taken, in hundreds."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    connect = sqlite3.connect

    def counting(name: str, **settings: float) -> sqlite3.Connection:
        connection = connect(name, **settings)
        connection.set_progress_handler(step, 100)
        return connection

    taken = []
    for size in (10, 2000):
        VectorCache(path).encode(WordsEncoder(), numbered(size))
        monkeypatch.setattr(sqlite3, "connect", counting)
        steps = 0
        VectorCache(path).encode(WordsEncoder(), numbered(5))
        taken.append(steps)
        monkeypatch.undo()
    assert taken[1] <= taken[0] + 1


def test_a_vector_takes_little_more_of_the_disk_than_its_numbers(path: Path) -> None:
    vectors = VectorCache(path).encode(WordsEncoder(), numbered(1000))
    assert path.stat().st_size < 2 * vectors.nbytes


def test_the_journal_of_a_damaged_cache_is_not_written_into_the_new_one(path: Path) -> None:
    texts = numbered(610)
    VectorCache(path).encode(WordsEncoder(), texts[:600])
    with closing(sqlite3.connect(path)) as reader:  # while someone reads, the journal stays
        reader.execute("SELECT count(*) FROM vectors").fetchone()
        VectorCache(path).encode(WordsEncoder(), texts)
        with path.open("r+b") as file:
            file.write(b"\xa5" * path.stat().st_size)
        vectors = VectorCache(path).encode(WordsEncoder(), texts)
    np.testing.assert_array_equal(vectors, WordsEncoder().encode_passages(texts))
    again = WordsEncoder()
    VectorCache(path).encode(again, texts)
    assert again.encoded == []
    assert path.with_suffix(".damaged").is_file()
