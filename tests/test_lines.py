"""Files of lines: each line is read when it is asked for, and ids lead to rows without a dictionary."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from matcher.deltas.replaced_rows import ReplacedRows
from matcher.rows.ids import RecordRows
from matcher.rows.lines import LineFile, write_lines
from matcher.rows.sets import distinct, joined, places_of
from matcher.rows.worked_out import WorkedOut

TEXTS = ["one", "", "Žilina, слово 🙂", "new\u2028line\u0085here"]


@pytest.fixture
def lines(tmp_path: Path) -> LineFile[str]:
    write_lines(tmp_path / "texts.jsonl", map(json.dumps, TEXTS))
    return LineFile(tmp_path / "texts.jsonl", json.loads)


def test_lines_are_a_sequence_of_what_was_written(lines: LineFile[str]) -> None:
    assert len(lines) == 4
    assert list(lines) == TEXTS
    assert (lines[0], lines[-1], lines[1:3]) == ("one", TEXTS[-1], ("", TEXTS[2]))
    assert lines == TEXTS
    assert lines == tuple(TEXTS)
    assert lines != TEXTS[:-1]
    assert lines != ["other", *TEXTS[1:]]


@pytest.mark.parametrize("place", [4, -5])
def test_a_line_that_is_not_there_is_an_error(lines: LineFile[str], place: int) -> None:
    with pytest.raises(IndexError, match=f"there is no line {place}; there are 4"):
        lines[place]


def test_only_lines_that_are_asked_for_are_read(tmp_path: Path) -> None:
    heard: list[bytes] = []
    write_lines(tmp_path / "x", ["a", "b", "c"])
    lines = LineFile(tmp_path / "x", lambda line: heard.append(line) or line.decode())
    assert (lines[1], lines[1]) == ("b", "b")
    assert heard == [b"b"]


def test_reading_all_lines_pushes_none_out_that_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.rows.lines.KEPT", 1)
    heard: list[bytes] = []
    write_lines(tmp_path / "x", ["a", "b", "c"])
    lines = LineFile(tmp_path / "x", lambda line: heard.append(line) or line.decode())
    assert (lines[1], list(lines), lines[1]) == ("b", ["a", "b", "c"], "b")
    assert heard == [b"b", b"a", b"b", b"c"]


def test_rows_over_a_file_are_read_in_one_pass(tmp_path: Path) -> None:
    write_lines(tmp_path / "x", ["a", "b", "c"])
    lines = LineFile(tmp_path / "x", bytes.decode)
    assert list(ReplacedRows(lines, {1: "B", 3: "D"}, 4)) == ["a", "B", "c", "D"]
    assert list(WorkedOut(lines, str.upper)) == ["A", "B", "C"]
    assert lines._line.cache_info().misses == 0, "each was asked for by its place"


def test_no_lines_are_an_empty_file(tmp_path: Path) -> None:
    write_lines(tmp_path / "x", [])
    lines = LineFile(tmp_path / "x", bytes.decode)
    assert (len(lines), list(lines)) == (0, [])


def test_an_id_leads_to_its_row(tmp_path: Path) -> None:
    ids = [f"local:{number}" for number in (5, 3, 9, 1)]
    built = RecordRows.of_ids(ids)
    built.save(tmp_path / "rows")
    for rows in (built, RecordRows.load(tmp_path / "rows")):
        assert [rows.get(each) for each in ids] == [0, 1, 2, 3]
        assert rows.get("local:4") is None
        assert list(rows.ids) == ids
    assert RecordRows.of_ids([]).get("local:5") is None


def test_ids_of_the_same_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.rows.keys.hash_of", len)
    rows = RecordRows.of_ids(["ab", "cd", "e"])
    assert [rows.get(each) for each in ("ab", "cd", "e", "fg")] == [0, 1, 2, None]


def test_sets_of_rows_are_ascending() -> None:
    assert distinct(np.array([3, 1, 3, 2, 1])).tolist() == [1, 2, 3]
    assert distinct(np.array([], dtype=np.int64)).tolist() == []
    assert joined(np.array([5, 1]), np.array([1, 2])).tolist() == [1, 2, 5]
    places, there = places_of(np.array([2, 4, 9, 0]), np.array([2, 5, 9]))
    assert places[there].tolist() == [0, 2]
    assert there.tolist() == [True, False, True, False]
    assert places_of(np.array([1]), np.array([], dtype=np.int64))[1].tolist() == [False]


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="the system does not tell what is mapped")
def test_lines_are_mapped_only_where_all_are_searched(tmp_path: Path) -> None:
    write_lines(tmp_path / "x", ["a", "b"])
    lines = LineFile(tmp_path / "x", bytes.decode)
    assert lines[1] == "b"
    assert f"{tmp_path / 'x'}\n" not in Path("/proc/self/maps").read_text(encoding="utf-8")
    assert bytes(lines.whole) == b"a\nb\n"
    assert f"{tmp_path / 'x'}\n" in Path("/proc/self/maps").read_text(encoding="utf-8")
