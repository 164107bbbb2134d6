"""Looking through the organisations: what is unknown is neither in the list nor lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.corpus import Corpus
from matcher.directory import find_organisations, places_of
from matcher.records import Organisation


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


@pytest.mark.parametrize(
    ("asked", "found", "unknown"),
    [
        ({"capabilities": ["youth_outreach"]}, ["radio-one", "scouts"], 1),
        ({"capabilities": ["youth_outreach", "funding"]}, ["bank", "radio-one", "scouts"], 1),
        ({"capabilities": ["youth_outreach"], "kinds": ["media"]}, ["radio-one"], 1),
        ({"themes": ["disinformation"]}, ["checkers"], 5),
        ({"themes": ["disinformation"], "countries": ["CZ"]}, [], 4),
    ],
)
def test_capabilities_and_themes(
    small_corpus: Corpus, asked: dict[str, list[str]], found: list[str], unknown: int
) -> None:
    result = find_organisations(small_corpus, **asked)  # type: ignore[arg-type]
    assert [each.id.removeprefix("local:") for each in result.organisations] == found
    assert result.unknown == unknown


def test_who_names_no_country_is_found_where_it_sits(small_corpus: Corpus) -> None:
    seated = Organisation(id="local:seated", name="Seated", headquarters="AT")
    working = Organisation(id="local:working", name="Working", headquarters="AT", countries=("SK",))
    assert [places_of(each) for each in (seated, working, Organisation(id="local:x", name="X"))] == [
        ("AT",),
        ("SK",),
        (),
    ]
    corpus = replace(small_corpus, organisations=(seated, working))
    assert [each.name for each in find_organisations(corpus, countries=["AT"]).organisations] == ["Seated"]
