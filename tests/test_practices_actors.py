"""Actors of practices: whom a note joins, worked out by hand."""

from __future__ import annotations

import pytest

from matcher.knowledge import KnowledgeBase
from matcher.practices.actors import PracticeActors
from matcher.records import Practice

NOTES = [("civil_society", "media"), ("media",), ("funder",), ()]


@pytest.fixture
def actors(small_knowledge: KnowledgeBase) -> PracticeActors:
    notes = [Practice(id=f"n{row}", text="Keep calm.", actors=codes) for row, codes in enumerate(NOTES)]
    return PracticeActors(notes, small_knowledge.taxonomy)


@pytest.mark.parametrize(
    ("own", "others", "values"),
    [
        ("civil_society", ["media"], [1, 0.5, 0, 0.35]),
        ("", ["media"], [1, 1, 0, 0.35]),
        ("civil_society", ["broadcaster"], [0.875, 0.375, 0, 0.35]),  # a broadcaster is a kind of media: .75
        ("civil_society", ["funder", "media"], [1, 0.5, 0.5, 0.35]),  # each note with the partner that it fits best
    ],
)
def test_a_note_that_joins_both_kinds_counts_twice_one_that_names_one_of_them(
    actors: PracticeActors, own: str, others: list[str], values: list[float]
) -> None:
    assert actors.joining(own, others).tolist() == pytest.approx(values)


def test_the_pair_that_a_note_joins_is_named(actors: PracticeActors) -> None:
    assert actors.joined(0, "civil_society", ["funder", "broadcaster", "media"]) == ("civil_society", "media")
    assert actors.joined(0, "", ["funder", "broadcaster"]) == ("broadcaster",)
    assert actors.joined(1, "civil_society", ["media"]) == (), "it names one of the two"
    assert actors.joined(0, "civil_society", []) == ()


def test_two_of_one_kind_are_a_pair_of_their_own(actors: PracticeActors) -> None:
    assert actors.joined(1, "media", ["media"]) == ("media",)
