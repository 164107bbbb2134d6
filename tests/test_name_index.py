"""Finding organisations by name: accents, order and slips of the pen do not matter, other words do."""

from __future__ import annotations

import pytest

from matcher.directory.name_index import NameIndex
from matcher.folding import fold
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


def test_suggestions_come_part_by_part() -> None:
    everybody = [each.id for each in INDEX.starting_with("r")]
    assert len(everybody) == 3
    assert [each.id for each in INDEX.starting_with("r", 1, 1)] == everybody[1:2]
    assert INDEX.starting_with("r", 3, 5) == []


def test_an_id_goes_before_a_name_a_name_before_an_alias_and_the_last_of_several_is_meant() -> None:
    index = NameIndex.of_records(
        [
            Organisation(id="local:one", name="Club", aliases=("Guild", "Local:Two")),
            Organisation(id="local:two", name="Guild"),
            Organisation(id="local:three", name="CLUB"),
        ]
    )
    assert [index.called(text) for text in ("club", "GUILD", "LOCAL:TWO", "nobody")] == [2, 1, 1, None]
    assert (index.nearest("Guid", 70), index.nearest("xyz", 70)) == (1, None)


def test_two_texts_with_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.rows.keys.hash_of", lambda _: 7)
    index = NameIndex.of_records([Organisation(id="local:a", name="A"), Organisation(id="local:b", name="B")])
    assert [index.called(text) for text in ("a", "b", "c", "local:a")] == [0, 1, None, 0]


def test_whose_website_is_on_a_host() -> None:
    index = NameIndex.of_records(
        [
            Organisation.model_validate(
                {"id": f"local:{name}", "name": name, "contact": {"website": f"https://{name}.example/"}}
            )
            for name in ("One", "Two")
        ]
    )
    assert [each.id for each in index.with_website("two.example")] == ["local:Two"]
