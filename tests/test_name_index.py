"""Finding organisations by name: accents, order and slips of the pen do not matter, other words do."""

from __future__ import annotations

import pytest

from matcher.folding import fold
from matcher.name_index import NameIndex
from matcher.records import Identifier, Organisation

INDEX = NameIndex.of_records(
    [
        Organisation(id="local:radio-one", name="Radio One", aliases=("R1 & Friends",)),
        Organisation(id="local:radio-two", name="Radio Two"),
        Organisation(id="local:a-radio", name="A Radio"),
        Organisation(id="local:crta", name="Centar za istraživanje, transparentnost i odgovornost", aliases=("CRTA",)),
        Organisation(
            id="local:lodz", name="Łódź Fact-Checkers", identifiers=(Identifier(scheme="PL-KRS", id="0000123"),)
        ),
    ]
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź Fact-Checkers", "lodz fact checkers"),
        ("  R1 & Friends ", "r1 and friends"),
        ("STRASSE, Straße", "strasse strasse"),
        ("Проверка", "проверка"),
        ("!?", ""),
    ],
)
def test_case_accents_and_punctuation_are_folded_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("LODZ fact checkers", "local:lodz"),
        ("r1 and friends", "local:radio-one"),
        ("crta", "local:crta"),
        ("local:crta", "local:crta"),
        ("PL-KRS-0000123", "local:lodz"),
        ("0000123", "local:lodz"),
    ],
)
def test_the_same_name_however_written_scores_100(text: str, found: str) -> None:
    matches = INDEX.like(text, 3)
    assert (matches[0].organisation.id, matches[0].score) == (found, 100)
    assert [each for each in matches[1:] if each.score == 100] == []


def test_a_slip_of_the_pen_scores_less_and_another_word_much_less() -> None:
    scores = {each.organisation.id: each.score for each in INDEX.like("Raido One", 3)}
    assert 85 < scores["local:radio-one"] < 100
    assert scores.get("local:radio-two", 0) < scores["local:radio-one"] - 10


def test_a_part_of_a_name_is_not_the_name() -> None:
    assert [each.score < 95 for each in INDEX.like("Radio", 3)] == [True, True, True]
    assert [each.score < 95 for each in INDEX.like("Radio One CZ", 3)] == [True, True, True]


def test_nothing_is_like_nothing() -> None:
    assert INDEX.like("", 3) == []
    assert INDEX.like("xyzzy", 3) == []


def test_a_beginning_suggests_names_before_words_within_them() -> None:
    assert [each.id for each in INDEX.starting_with("radio")] == ["local:radio-one", "local:radio-two", "local:a-radio"]
    assert [each.id for each in INDEX.starting_with("transp")] == ["local:crta"]
    assert [each.id for each in INDEX.starting_with("fr")] == ["local:radio-one"]
    assert INDEX.starting_with("") == []
