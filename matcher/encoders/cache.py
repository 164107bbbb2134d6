"""Vectors kept by model and text, so that a rebuild encodes only what changed and an interrupted one resumes."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np

from matcher.encoders import Encoder, Vectors

SAVE_EVERY = 256  # texts: at most some seconds of encoding are lost with the power
_LOOKUP = 500  # SQLite takes at most 999 parameters on old builds
Progress = Callable[[int, int], object]


class VectorCache:
    """Passage vectors in an SQLite file, keyed by the encoder's fingerprint and the text's hash.

    `path` may be None: then nothing is kept. A cache that SQLite cannot read is put aside and begun anew, since
    everything in it can be made again.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def encode(self, encoder: Encoder, texts: list[str], progress: Progress = lambda _done, _total: None) -> Vectors:
        """Return the passage vectors of `texts`, shape (len(texts), dimension), encoding only unknown ones.

        `progress` is called with the number of texts done since the last call and the number of all. Unknown texts
        are encoded in order of length, so that a batch holds texts of a like length and little is spent on padding.
        """
        vectors = np.empty((len(texts), encoder.dimension), dtype=np.float32)
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        with closing(self._open()) as connection:
            prefix = bytes.fromhex(encoder.fingerprint)
            known = _load(connection, prefix, keys)
            missing = []
            for row, key in enumerate(keys):
                if key in known:
                    vectors[row] = np.frombuffer(known[key], dtype=np.float32)
                else:
                    missing.append(row)
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
        try:
            return _connect(str(self._path))
        except sqlite3.OperationalError:
            raise  # locked, or a full disk: the cache itself is sound
        except sqlite3.DatabaseError:
            self._path.replace(self._path.with_suffix(".damaged"))
            return _connect(str(self._path))


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=60)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors (model BLOB, text BLOB, vector BLOB NOT NULL,"
            " PRIMARY KEY (model, text)) WITHOUT ROWID"
        )
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _load(connection: sqlite3.Connection, model: bytes, keys: list[bytes]) -> dict[bytes, bytes]:
    known: dict[bytes, bytes] = {}
    for start in range(0, len(keys), _LOOKUP):
        some = keys[start : start + _LOOKUP]
        marks = ",".join("?" * len(some))
        query = f"SELECT text, vector FROM vectors WHERE model = ? AND text IN ({marks})"  # noqa: S608  only marks
        known.update(connection.execute(query, (model, *some)))
    return known
