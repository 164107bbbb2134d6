"""campaign: which notes a campaign gets before, during and after."""

from __future__ import annotations

import pytest

from matcher.practices.campaign import AT_ANY_TIME, PHASES, in_every_phase, phase_of
from matcher.recommender import Recommender
from matcher.records import Goal, Practice


def note(**fields: str) -> Practice:
    return Practice.model_validate({"id": "n", "text": "Keep calm."} | fields)


@pytest.mark.parametrize(
    ("fields", "phase"),
    [
        ({"phase": "after", "stage": "scoping"}, "after"),
        ({"stage": "scoping"}, "before"),
        ({"stage": "governing"}, "before"),
        ({"stage": "delivering"}, "during"),
        ({"stage": "sustaining"}, "after"),
        ({}, AT_ANY_TIME),
    ],
)
def test_a_note_without_a_phase_is_placed_by_its_stage(fields: dict[str, str], phase: str) -> None:
    assert phase_of(note(**fields)) == phase


def test_every_stage_has_its_phase(small_recommender: Recommender) -> None:
    stages = small_recommender.knowledge.taxonomy.terms("stages")
    assert {phase_of(note(stage=stage)) for stage in stages} <= set(PHASES)


def test_each_phase_gets_its_best_notes_however_many_better_ones_another_has() -> None:
    phases = ["before"] * 8 + ["after", "after", "after", "during"]
    scores = [0.9] * 8 + [0.6, 0.6, 0.6, 0.5]
    # eight places: two for each phase where it has so many, and the best of all for the one that is left
    assert in_every_phase(phases, scores, 8) == [0, 1, 2, 3, 4, 8, 9, 11]


def test_a_note_that_has_little_to_do_with_the_goal_is_not_shown_for_its_phase() -> None:
    phases, scores = ["before"] * 8 + ["after"], [0.9] * 8 + [0.44]
    assert in_every_phase(phases, scores, 8) == list(range(8))
    assert in_every_phase(phases, [*scores[:8], 0.45], 8) == [*range(7), 8]


def test_with_few_places_the_best_notes_are_shown() -> None:
    assert in_every_phase(["before", "before", "after"], [0.9, 0.8, 0.7], 2) == [0, 1]
    assert in_every_phase([], [], 5) == []


def test_a_campaign_is_sorted_by_phase_and_ranked_as_the_list_of_practices(small_recommender: Recommender) -> None:
    goal = Goal(text="Ask a donor before the radio programme for teenagers in youth clubs")
    campaign = small_recommender.campaign([goal])[0]
    found = {phase: [each.practice.id for each in some] for phase, some in campaign.phases.items()}
    assert list(found) == [*PHASES, AT_ANY_TIME]
    # asking for money has no phase but the stage of scoping; meeting teenagers is delivering
    assert set(found["before"]) == {"ask-for-money-early", "check-before-airing"}
    assert found["during"] == ["meet-where-teenagers-are"]
    assert found["after"] == found[AT_ANY_TIME] == []
    assert campaign.practices == small_recommender.practices([goal])[0].practices


def test_the_choice_can_be_restricted(small_recommender: Recommender) -> None:
    goal = Goal(text="Ask a donor before the radio programme for teenagers in youth clubs")
    campaign = small_recommender.campaign([goal], among={"meet-where-teenagers-are"})[0]
    assert [(each.rank, each.practice.id) for each in campaign.practices] == [(1, "meet-where-teenagers-are")]
