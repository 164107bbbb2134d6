"""Looking through the organisations: what is unknown is neither in the list nor lost."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from matcher.corpus import Corpus
from matcher.directory.browsing import Directory, FoundRows, places_of
from matcher.records import Organisation
from tests.varied_organisations import varied_organisations


def directory_of(corpus: Corpus) -> Directory:
    return Directory.of_records(corpus.organisations, corpus.taxonomy)


def ids(corpus: Corpus, found: FoundRows) -> list[str]:
    return [corpus.organisations[row].id for row in found.rows.tolist()]


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
    result = directory_of(small_corpus).find(kinds, countries, words)
    assert [each.removeprefix("local:") for each in ids(small_corpus, result)] == found
    assert result.unknown == unknown


def test_the_unknown_come_too_where_they_are_wanted(small_corpus: Corpus) -> None:
    result = directory_of(small_corpus).find(["network"], ["SK"], unknown=True)
    assert ids(small_corpus, result) == ["local:scouts", "local:silent"]
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
    result = directory_of(small_corpus).find(**asked)  # type: ignore[arg-type]
    assert [each.removeprefix("local:") for each in ids(small_corpus, result)] == found
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
    assert ids(corpus, directory_of(corpus).find(countries=["AT"])) == ["local:seated"]


def found_one_by_one(
    corpus: Corpus, asked: dict[str, list[str]], words: str, *, unknown: bool
) -> tuple[list[str], int]:
    """Look at every record, as a person would."""
    found, not_known = [], 0
    kinds = {code for kind in asked["kinds"] for code in corpus.taxonomy.with_narrower("kinds", kind)}
    for each in corpus.organisations:
        text = " ".join((each.name, *each.aliases, each.summary)).casefold()
        held = {
            "kinds": ({each.kind} - {""}, kinds),
            "countries": (set(places_of(each)), set(asked["countries"])),
            "capabilities": ({offer.capability for offer in each.offers}, set(asked["capabilities"])),
            "themes": (set(each.themes), set(asked["themes"])),
        }
        silent = any(wanted and not has for has, wanted in held.values())
        against = any(wanted and has and not has & wanted for has, wanted in held.values())
        if against or not all(word in text for word in words.casefold().split()):
            continue
        not_known += silent
        if unknown or not silent:
            found.append(each)
    return [each.id for each in sorted(found, key=lambda each: (each.name.casefold(), each.id))], not_known


@pytest.mark.parametrize("seed", range(30))
def test_arrays_find_whom_looking_at_every_record_finds(small_corpus: Corpus, seed: int) -> None:
    generator = random.Random(seed)
    corpus = replace(small_corpus, organisations=varied_organisations(generator, 60))
    asked = {
        "kinds": generator.choice([[], ["media"], ["broadcaster", "civil_society"], ["no_such_kind"]]),
        "countries": generator.choice([[], ["SK"], ["AT", "CZ"], ["FR"]]),
        "capabilities": generator.choice([[], [], ["fact_checking"], ["fact_checking", "youth_outreach"]]),
        "themes": generator.choice([[], [], ["disinformation"]]),
    }
    words = generator.choice(["", "radio", "ss", "b a.b", "strasse", "two lines", "wo\nli", "o", "nobody"])
    unknown = generator.random() < 0.5
    result = directory_of(corpus).find(
        asked["kinds"],
        asked["countries"],
        words,
        capabilities=asked["capabilities"],
        themes=asked["themes"],
        unknown=unknown,
    )
    assert (ids(corpus, result), result.unknown) == found_one_by_one(corpus, asked, words, unknown=unknown)
