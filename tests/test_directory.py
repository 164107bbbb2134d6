"""Looking through the organisations: what is unknown is neither in the list nor lost."""

from __future__ import annotations

import pytest

from matcher.corpus import Corpus
from matcher.directory import find_organisations


@pytest.mark.parametrize(
    ("kinds", "countries", "words", "found", "unknown"),
    [
        ([], [], "", ["bank", "checkers", "gone", "radio-one", "scouts", "silent"], 0),
        (["broadcaster"], [], "", ["radio-one"], 1),
        ([], ["SK"], "", ["checkers", "scouts"], 3),
        (["civil_society"], [], "", ["checkers", "gone", "scouts"], 1),
        (["network"], ["SK"], "", ["scouts"], 1),
        ([], [], "the čheck CLUB", ["checkers"], 0),
        ([], ["SK"], "meet in town", ["scouts"], 0),
    ],
)
def test_kind_country_and_words(
    small_corpus: Corpus, kinds: list[str], countries: list[str], words: str, found: list[str], unknown: int
) -> None:
    result = find_organisations(small_corpus, kinds, countries, words)
    assert [each.id.removeprefix("local:") for each in result.organisations] == found
    assert result.unknown == unknown


def test_the_unknown_come_too_where_they_are_wanted(small_corpus: Corpus) -> None:
    result = find_organisations(small_corpus, ["network"], ["SK"], unknown=True)
    assert [each.id for each in result.organisations] == ["local:scouts", "local:silent"]
    assert result.unknown == 1
