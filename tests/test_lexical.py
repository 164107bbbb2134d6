"""The lexical index: words to texts, with BM25 worked out by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from matcher.lexical import STOPWORDS, LexicalIndex, analyse

TEXTS = ["Radio, radio!", "A radio station", "Grants for teenagers", "", "the and of"]


def bm25(texts: int, holding: int, count: int, length: int, mean_length: float) -> float:
    """Lucene's BM25 with k1 = 1.5 and b = 0.75 for one word of a query."""
    rarity = math.log(1 + (texts - holding + 0.5) / (holding + 0.5))
    return rarity * count / (count + 1.5 * (0.25 + 0.75 * length / mean_length))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Verifying rumours, verified rumour", ["verifi", "rumour", "verifi", "rumour"]),
        ("What we do is not for the others, but with them", ["other"]),
        ("I don't", ["don"]),
        ("24/7 in 2 languages: C", ["24", "7", "2", "languag"]),
        ("anti-corruption e-mail", ["anti", "corrupt", "mail"]),
        ("", []),
        (" \n\t…!", []),
        ("the and of", []),
        ("слово", ["слово"]),
    ],
)
def test_texts_are_split_into_stems_without_stop_words(text: str, words: list[str]) -> None:
    assert analyse(text) == words


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Łódź", "lodz"),
        ("Žilina", "ZILINA"),
        ("Z\u030cilina", "Žilina"),
        ("Ørsted", "orsted"),
        ("Đurđa", "durda"),
        ("İstanbul", "istanbul"),
        ("Straße", "STRASSE"),
        ("ﬁnance", "finance"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER R}adio", "radio"),
        ("\N{MATHEMATICAL BOLD CAPITAL R}adi\N{MATHEMATICAL BOLD SMALL O}", "radio"),
        ("\N{BLACK-LETTER CAPITAL H}otline", "hotline"),
    ],
)
def test_a_word_is_found_however_its_letters_are_written(written: str, typed: str) -> None:
    assert analyse(written) == analyse(typed)
    assert LexicalIndex.build([written, "grants"]).scores(typed)[0] > 0


def test_letters_of_other_scripts_keep_the_words_apart() -> None:
    assert analyse("радио") != analyse("radio")
    assert analyse("Åland") == ["aland"]


def test_stop_words_are_lower_case_and_plain() -> None:
    assert all(word.isascii() and word == word.lower() for word in STOPWORDS)
    assert not STOPWORDS & {"radio", "youth", "election", "together", "with us"}


def test_scores_are_bm25() -> None:
    mean_length = (2 + 2 + 2 + 0 + 0) / 5
    expected = [bm25(5, 2, 2, 2, mean_length), bm25(5, 2, 1, 2, mean_length), 0, 0, 0]
    scores = LexicalIndex.build(TEXTS).scores("radio")
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores, expected, rtol=1e-5)


def test_the_words_of_a_query_add_up() -> None:
    index = LexicalIndex.build(TEXTS)
    np.testing.assert_allclose(
        index.scores("radio for a teenager"), index.scores("radio") + index.scores("teenagers"), rtol=1e-5
    )


def test_rarer_words_repeated_words_and_shorter_texts_count_for_more() -> None:
    index = LexicalIndex.build(["radio grants", "radio", "radio radio", "radio station with many listeners", "hotline"])
    assert np.argsort(-index.scores("radio"), kind="stable").tolist() == [2, 1, 0, 3, 4]
    grants_over_radio = LexicalIndex.build(["radio", "radio", "grants"]).scores("radio grants")
    assert np.argmax(grants_over_radio) == 2


def test_a_word_that_is_said_twice_in_a_query_counts_once() -> None:
    index = LexicalIndex.build(TEXTS)
    np.testing.assert_array_equal(index.scores("radio, radios and RADIO"), index.scores("radio"))


@pytest.mark.parametrize("query", ["", "the", "unheardof", "🙂", "x"])
def test_a_query_without_a_known_word_scores_nothing(query: str) -> None:
    assert LexicalIndex.build(TEXTS).scores(query).tolist() == [0, 0, 0, 0, 0]


def test_unknown_words_in_a_query_change_nothing() -> None:
    index = LexicalIndex.build(TEXTS)
    np.testing.assert_array_equal(index.scores("unheardof radio"), index.scores("radio"))


@pytest.mark.parametrize("texts", [[], [""], ["", "the", "…"]])
def test_an_index_without_words_scores_nothing_and_can_be_saved(texts: list[str], tmp_path: Path) -> None:
    index = LexicalIndex.build(texts)
    index.save(tmp_path / "lexical")
    for each in (index, LexicalIndex.load(tmp_path / "lexical")):
        assert each.scores("radio").tolist() == [0] * len(texts)
        assert each.scores("radio").dtype == np.float32


def test_saved_and_loaded_it_gives_the_same_scores(tmp_path: Path) -> None:
    texts = [*TEXTS, "Łódź 24 hours"]
    index = LexicalIndex.build(texts)
    index.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")
    for query in ("radio station", "grants", "lodz 24", "unheardof", ""):
        np.testing.assert_array_equal(loaded.scores(query), index.scores(query))


def test_a_saved_index_is_json_and_plain_arrays(tmp_path: Path) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path / "lexical")
    files = list((tmp_path / "lexical").iterdir())
    assert {path.suffix for path in files} == {".json", ".npy"}
    for path in files:
        if path.suffix == ".npy":
            assert np.load(path, allow_pickle=False).ndim == 1


def test_the_best_of_many_texts_are_those_of_all_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    index = LexicalIndex.build([" ".join(f"w{word}" for word in rng.zipf(1.4, 12) % 500) for _ in range(3000)])
    monkeypatch.setattr("matcher.lexical.SAMPLE", 200)
    for query in ("w1 w2 w3", "w7 w300 w499", "w499", "nothing"):
        scores = index.scores(query)
        rows, values = index.search(query, 100, np.array([2999, 0]))
        least = np.sort(scores)[-100]
        assert set(np.flatnonzero(scores > least)) <= set(rows.tolist())
        assert {0, 2999} <= set(rows.tolist())
        assert len(rows) <= 102
        np.testing.assert_array_equal(values, scores[rows])
        assert rows.tolist() == sorted(set(rows.tolist()))


def test_texts_are_indexed_by_the_words_that_queries_are_split_into() -> None:
    texts = ["Žilina's radios verified the radio", "and of", "Verifying 24 radios in Łódź", "x 7"]
    index = LexicalIndex.build(texts)
    words = list(index.vocabulary)
    assert words == list(dict.fromkeys(word for text in texts for word in analyse(text)))
    for row, text in enumerate(texts):
        held = {
            words[number]
            for number in range(len(words))
            if row in index.rows[index.starts[number] : index.starts[number + 1]]
        }
        assert held == set(analyse(text))
