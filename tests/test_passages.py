"""Record to passages, sentences and chunks: the texts that are searched, with no word lost."""

from __future__ import annotations

import random
import time

import pytest

from matcher.corpus import Corpus
from matcher.passages import (
    CHUNK_WORDS,
    Passage,
    chunk_text,
    organisation_passages,
    practice_passages,
    split_sentences,
)
from matcher.records import Activity, Need, Offer, Organisation, Practice

PIECES = [
    "a",
    "Ž!",
    "3.5",
    "e.g.",
    ".",
    "?",
    "…",
    "。",
    "؟",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    "\u00a0",
    "\u2028",
    "слово",
]


def random_texts() -> list[str]:
    """Texts of words, sentence ends and blanks in any order, the same ones each time."""
    dice = random.Random(7)
    return ["".join(dice.choices(PIECES, k=dice.randrange(60))) for _ in range(2000)]


# Organisations and practices


def test_an_organisation_has_a_profile_and_one_passage_for_each_part(small_corpus: Corpus) -> None:
    checkers = small_corpus.organisations[1]
    assert list(organisation_passages(checkers, small_corpus.taxonomy)) == [
        Passage(
            "profile",
            0,
            "Checkers / The Čheck Club. Civil society organisation."
            " Checkers is an association of people who debunk hoaxes. Disinformation",
        ),
        Passage("offer", 0, "Checkers verify rumours within a day."),
        Passage("activity", 0, "Rumours week. Checkers and Radio One debunk hoaxes about the election"),
    ]


def test_offers_needs_and_activities_are_counted_from_nought_each(small_corpus: Corpus) -> None:
    organisation = Organisation(
        id="local:x",
        name="X",
        themes=("child_safety", "disinformation", "unlisted"),
        offers=(Offer(capability="a", statement="We print."), Offer(capability="b", statement="We drive")),
        needs=(Need(capability="c", statement="We lack money."), Need(capability="d", statement="We lack time.")),
        activities=(Activity(title="Spring"), Activity(title="Autumn.", summary="It rained. ")),
    )
    assert list(organisation_passages(organisation, small_corpus.taxonomy)) == [
        Passage("profile", 0, "X. Child safety, Disinformation, unlisted"),
        Passage("offer", 0, "We print."),
        Passage("offer", 1, "We drive"),
        Passage("need", 0, "We lack money."),
        Passage("need", 1, "We lack time."),
        Passage("activity", 0, "Spring"),
        Passage("activity", 1, "Autumn. It rained"),
    ]


def test_an_organisation_of_which_only_the_name_is_known_has_its_name_as_profile(small_corpus: Corpus) -> None:
    silent = small_corpus.organisations[5]
    assert list(organisation_passages(silent, small_corpus.taxonomy)) == [Passage("profile", 0, "Silent House")]


def test_a_practice_has_its_note_and_one_passage_for_each_pitfall() -> None:
    practice = Practice(id="x", title="Ask early", text="Donors decide in May.", pitfalls=("Too late.", "Too often."))
    assert list(practice_passages(practice)) == [
        Passage("note", 0, "Ask early. Donors decide in May"),
        Passage("pitfall", 0, "Too late."),
        Passage("pitfall", 1, "Too often."),
    ]


def test_a_practice_without_title_and_pitfalls_is_its_note() -> None:
    assert list(practice_passages(Practice(id="x", text="Ask."))) == [Passage("note", 0, "Ask")]


# Sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        (" \n ", []),
        ("One", ["One"]),
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("Heading\n \nA line\nthat goes on\r\n\r\n- a point", ["Heading", "A line\nthat goes on", "- a point"]),
        ("One.\n\n  Two.  ", ["One.", "Two."]),
        ("Version 3.5 of x.org", ["Version 3.5 of x.org"]),
        ("Really?! Yes", ["Really?!", "Yes"]),
        ("一。 二。三", ["一。", "二。三"]),
        ("ما؟ نعم", ["ما؟", "نعم"]),
    ],
)
def test_text_is_split_after_sentence_ends_and_at_blank_lines(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


def test_no_word_is_lost_by_splitting_into_sentences() -> None:
    for text in random_texts():
        sentences = split_sentences(text)
        assert " ".join(sentences).split() == text.split()
        assert [sentence for sentence in sentences if not sentence or sentence != sentence.strip()] == []


def test_each_sentence_is_a_verbatim_part_of_the_text() -> None:
    for text in random_texts():
        place = 0
        for sentence in split_sentences(text):
            place = text.index(sentence, place) + len(sentence)


def test_long_blanks_are_split_in_an_instant() -> None:
    start = time.process_time()
    assert split_sentences("a" + " " * 50_000 + "b") == ["a" + " " * 50_000 + "b"]
    assert split_sentences("a" + "\t" * 50_000 + "\n \nb") == ["a", "b"]
    assert split_sentences("a\n" + " " * 50_000 + "b") == ["a\n" + " " * 50_000 + "b"]
    assert time.process_time() - start < 1


# Chunks


@pytest.mark.parametrize(
    ("text", "words", "chunks"),
    [
        ("", 3, [""]),
        (" \n", 3, [""]),
        ("a b. c d e. f", 3, ["a b.", "c d e.", "f"]),
        ("a. b. c. d.", 3, ["a. b. c.", "d."]),
        ("a b c d e. f.", 2, ["a b", "c d", "e. f."]),
        ("a. b c d e f. g", 2, ["a.", "b c", "d e", "f. g"]),
        ("a\nb   c", 3, ["a b c"]),
        ("a b. c", 1, ["a", "b.", "c"]),
    ],
)
def test_text_is_chunked_at_sentence_ends_and_inside_long_sentences(text: str, words: int, chunks: list[str]) -> None:
    assert chunk_text(text, words) == chunks


def test_the_limit_is_held_and_used_to_the_full() -> None:
    assert CHUNK_WORDS == 170
    assert chunk_text("word " * 170) == [("word " * 170).strip()]
    assert [len(chunk.split()) for chunk in chunk_text("word " * 171)] == [170, 1]
    assert [len(chunk.split()) for chunk in chunk_text("One two three. " * 57)] == [168, 3]


def test_no_word_is_lost_by_chunking_and_no_chunk_is_over_the_limit() -> None:
    for text in random_texts():
        for words in (1, 2, 5, 170):
            chunks = chunk_text(text, words)
            assert " ".join(chunks).split() == text.split()
            assert max(len(chunk.split()) for chunk in chunks) <= words
            assert all(chunks) or chunks == [""]
