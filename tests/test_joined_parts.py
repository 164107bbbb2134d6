"""The parts of a base and a delta, joined one by one."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.deltas.added_words import JoinedLexicalIndex, index_like
from matcher.deltas.joined_index import JoinedIndex
from matcher.deltas.joined_keys import joined_keys, joined_rows
from matcher.deltas.joined_vectors import JoinedVectors
from matcher.deltas.placing import Placing
from matcher.deltas.replaced_rows import ReplacedRows
from matcher.errors import MatcherError
from matcher.indexes import Mask
from matcher.indexes.exact import ExactIndex
from matcher.indexes.kept_vectors import as_floats, compacted
from matcher.lexical import LexicalIndex
from matcher.rows.ids import RecordRows
from matcher.rows.keys import KeyRows

TEXTS = ["Radio, radio!", "A radio station", "Grants for teenagers", "", "the and of", "Bees on a radio tower"]
RNG = np.random.default_rng(0)
UNIT = RNG.standard_normal((30, 8), dtype=np.float32)
UNIT /= np.linalg.norm(UNIT, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("replaced", "removed", "added", "size", "origin_of"),
    [
        ([2], [], 0, 5, {2: 2}),
        ([], [], 2, 7, {5: -1, 6: -1}),
        ([], [1], 0, 4, {1: 4}),
        ([], [4], 0, 4, {}),
        ([4], [1], 0, 4, {1: 4}),
        ([], [1, 3], 1, 4, {1: 4, 3: -1}),
        ([0], [3], 2, 6, {0: 0, 3: -1, 5: -1}),
        ([], [0, 1, 2, 3, 4], 0, 0, {}),
    ],
)
def test_rows_are_placed_without_gaps(
    replaced: list[int], removed: list[int], added: int, size: int, origin_of: dict[int, int]
) -> None:
    placing = Placing.of_changes(5, replaced, removed, added)
    assert placing.size == size
    assert dict(zip(placing.rows.tolist(), placing.origins.tolist(), strict=True)) == origin_of
    moved = placing.moved.tolist()
    assert [row for row, now in enumerate(moved) if now < 0] == removed
    assert sorted([row for row in moved if row >= 0] + [row for row, old in origin_of.items() if old < 0]) == list(
        range(size)
    )


def test_replaced_rows_read_like_a_sequence() -> None:
    rows = ReplacedRows("abcde", {1: "B", 5: "F"}, 6)
    assert rows == ["a", "B", "c", "d", "e", "F"]
    assert (rows[1], rows[-1], rows[4:], len(rows)) == ("B", "F", ("e", "F"), 6)
    assert list(ReplacedRows("abcde", {1: "B"}, 3)) == ["a", "B", "c"]
    with pytest.raises(IndexError, match="there is no row 3; there are 3"):
        ReplacedRows("abcde", {1: "B"}, 3)[3]


def test_ids_and_keys_lead_to_the_rows_where_records_stand_now() -> None:
    placing = Placing.of_changes(5, replaced=[0], removed=[1, 3], added=1)  # the last moves to row 1, a new one comes
    rows = joined_rows(RecordRows.of_ids("abcde"), "aef", placing)
    assert {each: rows.get(each) for each in "abcdef"} == {"a": 0, "b": None, "c": 2, "d": None, "e": 1, "f": 3}
    assert list(rows.ids) == ["a", "e", "c", "f"]
    base = KeyRows.of_keys([["A", "all"], ["B", "all"], ["C", "all"], ["D"], ["E", "all"]])
    keys = joined_keys(base, KeyRows.of_keys([["New"], ["E", "all"], ["F", "G"]]), placing)
    assert {each: keys.rows_of(each) for each in ("A", "New", "B", "E", "G")} == {
        "A": [],
        "New": [0],
        "B": [],
        "E": [1],
        "G": [3],
    }
    assert (keys.rows_of("all"), keys.rows.dtype) == ([1, 2], np.int32)


@pytest.mark.parametrize("base", [UNIT[:20], compacted(UNIT[:20])])
def test_joined_vectors_read_like_an_array(base: np.ndarray) -> None:
    joined = JoinedVectors(base, UNIT[20:])
    assert (joined.shape, len(joined), joined.dtype) == ((30, 8), 30, base.dtype)
    for rows in (np.array([3, 25, 3, 0, 29]), np.array([1, 2]), slice(15, 25), slice(None)):
        np.testing.assert_allclose(as_floats(joined[rows]), UNIT[rows], atol=1e-4)
    np.testing.assert_allclose(as_floats(np.asarray(joined)), UNIT, atol=1e-4)


@pytest.mark.parametrize("among", [None, RNG.random(30) > 0.4, np.arange(30) < 20, np.zeros(30, dtype=bool)])
def test_a_joined_index_finds_what_one_over_all_that_is_alive_finds(among: Mask | None) -> None:
    alive = np.ones(30, dtype=bool)
    alive[[2, 21]] = False
    joined = JoinedIndex(ExactIndex(UNIT[:20]), ExactIndex(UNIT[20:]), 20, alive)
    allowed = alive if among is None else alive & among
    rows, products = joined.search(UNIT[:4], 12, among)
    expected_rows, expected = ExactIndex(UNIT).search(UNIT[:4], 12, allowed)
    np.testing.assert_array_equal(rows, expected_rows)
    np.testing.assert_allclose(products, expected, atol=1e-6)


def test_what_was_joined_is_not_saved(tmp_path: object) -> None:
    joined = JoinedIndex(ExactIndex(UNIT[:20]), ExactIndex(UNIT[20:]), 20, np.ones(30, dtype=bool))
    with pytest.raises(MatcherError, match="build it anew"):
        joined.save(tmp_path / "dense.faiss")  # type: ignore[operator]


def test_texts_are_weighed_as_the_index_weighs_its_own() -> None:
    base = LexicalIndex.build(TEXTS)
    like = index_like(base, TEXTS)
    for query in ("radio", "a station for teenagers", "bees", "nothing of that", ""):
        np.testing.assert_allclose(like.scores(query), base.scores(query), rtol=1e-5)


def test_added_texts_are_found_with_the_statistics_of_the_base_and_dead_ones_are_not() -> None:
    base = LexicalIndex.build(TEXTS)
    joined = JoinedLexicalIndex.of(base, index_like(base, ["A radio station", "Zither"]), np.array([0]))
    scores = joined.scores("radio zither")
    assert scores[6] == pytest.approx(scores[1], rel=1e-5), "the same text, the same score"
    assert scores[0] == 0
    assert scores[7] > scores[6], "a word that nobody had is the rarest"
    rows, _ = joined.search("radio zither", 10, np.array([], dtype=np.int64))
    assert rows.tolist() == [1, 5, 6, 7]
