"""From a text by which records are known to their rows."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from matcher.directory.listings import Listings
from matcher.records import Organisation
from matcher.rows.ids import RecordRows
from matcher.rows.keys import KeyRows, hash_of

KEYS = [["radio", "all"], [], ["press", "all", "radio"]]


def test_a_key_leads_to_all_its_rows(tmp_path: Path) -> None:
    built = KeyRows.of_keys(KEYS)
    built.save(tmp_path)
    for keys in (built, KeyRows.load(tmp_path)):
        assert [keys.rows_of(each) for each in ("radio", "press", "all", "nobody")] == [[0, 2], [2], [0, 2], []]
        assert (keys.hashes.dtype, keys.rows.dtype) == (np.uint64, np.int32)


def test_rows_are_ascending_however_they_came() -> None:
    keys = KeyRows.of_hashes(
        np.array([hash_of("b"), hash_of("a"), hash_of("b")], np.uint64), np.array([7, 2, 3], np.int32)
    )
    assert (keys.rows_of("a"), keys.rows_of("b"), keys.hashes.tolist()) == ([2], [3, 7], sorted(keys.hashes.tolist()))


def test_a_generation_finds_its_keys_under_the_names_of_its_format(tmp_path: Path) -> None:
    RecordRows.of_ids(["local:a"]).save(tmp_path / "rows")
    RecordRows.of_ids(["A text"]).save_keys(tmp_path / "text_rows")
    Listings.of_records([Organisation(id="local:a", name="A")]).save(tmp_path / "listings")
    names = {folder: sorted(path.name for path in (tmp_path / folder).iterdir()) for folder in ("rows", "text_rows")}
    assert names == {
        "rows": ["hashes.npy", "ids.txt", "ids.txt.npy", "rows.npy"],
        "text_rows": ["hashes.npy", "rows.npy"],
    }
    assert np.load(tmp_path / "listings" / "key_rows.npy").tolist() == [0, 0]
    assert np.load(tmp_path / "rows" / "hashes.npy").tolist() == [0xC6DF193A1D8E6950]
    assert (tmp_path / "listings" / "key_hashes.npy").exists()
