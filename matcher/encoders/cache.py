"""Vectors kept by model and text, so that a rebuild encodes only what changed and an interrupted one resumes."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np

from matcher.encoders import Encoder, Vectors

SAVE_EVERY = 1024  # texts: at most half a minute of encoding is lost with the power
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_LOOKUP = 500  # SQLite takes at most 999 parameters on old builds
Progress = Callable[[int, int], object]


class VectorCache:
    """Passage vectors in an SQLite file, keyed by the encoder's fingerprint and the text's hash.

    `path` may be None: then nothing is kept. A cache that SQLite cannot read is put aside and begun anew, since
    everything in it can be made again. This shows when it is used: opening checks nothing, however big it is.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def encode(self, encoder: Encoder, texts: list[str], progress: Progress = lambda _done, _total: None) -> Vectors:
        """Return the passage vectors of `texts`, shape (len(texts), dimension), encoding only unknown ones.

        `progress` is called with the number of texts done since the last call and the number of all. Unknown texts
        are encoded in order of length, so that a batch holds texts of a like length and little is spent on padding.
        """
        try:
            return self._encode(encoder, texts, progress)
        except sqlite3.DatabaseError as error:
            if self._path is None or getattr(error, "sqlite_errorcode", None) not in _DAMAGED:
                raise  # locked, or a full disk: the cache itself is sound
            _put_aside(self._path)
            return self._encode(encoder, texts, progress)

    def _encode(self, encoder: Encoder, texts: list[str], progress: Progress) -> Vectors:
        vectors = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        with closing(self._open()) as connection:
            prefix = bytes.fromhex(encoder.fingerprint)
            known = _load(connection, prefix, keys)
            for row, key in enumerate(keys):
                if len(known.get(key, b"")) == vectors[row].nbytes:
                    vectors[row] = np.frombuffer(known[key], dtype=np.float32)
            missing = _not_of_length_1(vectors)
            progress(len(texts) - len(missing), len(texts))
            missing.sort(key=lambda row: len(texts[row]), reverse=True)
            for start in range(0, len(missing), SAVE_EVERY):
                rows = missing[start : start + SAVE_EVERY]
                vectors[rows] = encoder.encode_passages([texts[row] for row in rows])
                with connection:
                    connection.executemany(
                        "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                        [(prefix, keys[row], vectors[row].tobytes()) for row in rows],
                    )
                progress(len(rows), len(texts))
        return vectors

    def _open(self) -> sqlite3.Connection:
        if self._path is None:
            return _connect(":memory:")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return _connect(str(self._path))


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=60)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")  # a lost transaction is encoded again, the file stays sound
        connection.execute(  # WITHOUT ROWID, each vector would take a page of its own: it is too long for an index
            "CREATE TABLE IF NOT EXISTS vectors"
            " (model BLOB, text BLOB, vector BLOB NOT NULL, PRIMARY KEY (model, text))"
        )
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _put_aside(path: Path) -> None:
    """Rename a damaged file; its journal must go, lest it is written into the new one."""
    path.replace(path.with_suffix(".damaged"))
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _not_of_length_1(vectors: Vectors) -> list[int]:
    """Return the rows that hold no vector of an encoder: not known, or damaged on the disk."""
    with np.errstate(all="ignore"):  # damaged numbers may be anything
        lengths = np.linalg.norm(vectors, axis=1)
    return list(np.flatnonzero(~(np.abs(lengths - 1) < 1e-3)))


def _load(connection: sqlite3.Connection, model: bytes, keys: list[bytes]) -> dict[bytes, bytes]:
    known: dict[bytes, bytes] = {}
    for start in range(0, len(keys), _LOOKUP):
        some = keys[start : start + _LOOKUP]
        marks = ",".join("?" * len(some))
        query = f"SELECT text, vector FROM vectors WHERE model = ? AND text IN ({marks})"  # noqa: S608  only marks
        known.update(connection.execute(query, (model, *some)))
    return known
