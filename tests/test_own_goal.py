"""An organisation's own needs as a goal: what it states, never what was guessed."""

from __future__ import annotations

from matcher.own_goal import own_goal, topic_goal
from matcher.records import Organisation

RADIO = Organisation.model_validate(
    {
        "id": "local:radio",
        "name": "Radio",
        "summary": "Local radio.",
        "offers": [{"capability": "broadcasting", "statement": "We broadcast debates."}],
        "needs": [
            {"capability": "fact_checking", "statement": "We seek checked facts."},
            {"capability": "training", "statement": "We seek checked facts."},
            {"capability": "fact_checking", "statement": "And people who check."},
            {"capability": "funding", "statement": "Money, perhaps.", "basis": "inferred"},
        ],
    }
)


def test_the_goal_is_what_the_organisation_states_and_each_capability_once() -> None:
    goal = own_goal(RADIO, 3)
    assert goal is not None
    assert goal.text == "We seek checked facts. And people who check."
    assert [need.capability for need in goal.needs] == ["fact_checking", "training"]
    assert (goal.seeker, goal.limit) == ("local:radio", 3)


def test_nothing_is_sought_for_who_states_no_need() -> None:
    inferred = RADIO.model_copy(update={"needs": RADIO.needs[3:]})
    assert own_goal(inferred) is None


def test_the_topic_is_what_it_is_and_brings() -> None:
    goal = topic_goal(RADIO)
    assert goal is not None
    assert goal.text == "Local radio. We broadcast debates."
    assert topic_goal(Organisation(id="local:silent", name="Silent")) is None
