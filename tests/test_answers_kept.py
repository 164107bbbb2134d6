"""Kept answers: the same question is worked out once, and never answered from another day or generation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from matcher.errors import GoalError, UnknownRecordError
from matcher.profile import profile
from matcher.recommender import Recommender
from matcher.records import Activity, Goal, Organisation
from webapp.answers_kept import KeptAnswers

GOAL = Goal(text="Verify rumours before the election")


def test_the_same_goal_is_worked_out_once(small_recommender: Recommender) -> None:
    answers = KeptAnswers()
    first = answers.partners(small_recommender, GOAL)
    assert answers.partners(small_recommender, Goal(text=GOAL.text)) is first
    assert first.partners == small_recommender.partners([GOAL])[0].partners


def test_whatever_a_goal_says_makes_another_question(small_recommender: Recommender) -> None:
    answers = KeptAnswers()
    first = answers.partners(small_recommender, GOAL)
    for change in ({"limit": 1}, {"countries": ("SK",)}, {"seeker": "local:scouts"}):
        assert answers.partners(small_recommender, GOAL.model_copy(update=change)) != first


def test_another_day_is_another_question(small_recommender: Recommender) -> None:
    days = iter([date(2027, 1, 31), date(2027, 2, 1)])
    answers = KeptAnswers(lambda: next(days))
    assert answers.partners(small_recommender, GOAL) is not answers.partners(small_recommender, GOAL)


def test_a_newer_generation_answers_itself(small_recommender: Recommender) -> None:
    answers = KeptAnswers()
    first = answers.partners(small_recommender, GOAL)
    newer = Recommender(replace(small_recommender.knowledge, name="gen-000002"))
    assert answers.partners(newer, GOAL) is not first


def test_what_takes_much_memory_is_not_kept(small_recommender: Recommender) -> None:
    answers = KeptAnswers()
    activities = tuple(Activity(title=f"Activity {number}") for number in range(200))
    seeker = Organisation(id="local:seeker", name="You", activities=activities)
    long = GOAL.model_copy(update={"seeker": seeker})
    first = answers.partners(small_recommender, long)
    again = answers.partners(small_recommender, long)
    assert again is not first
    assert again.partners == first.partners


def test_a_failure_is_raised_each_time(small_recommender: Recommender) -> None:
    answers = KeptAnswers()
    for _ in range(2):
        with pytest.raises(GoalError, match="local:nobody"):
            answers.partners(small_recommender, GOAL.model_copy(update={"seeker": "local:nobody"}))


def test_a_profile_is_worked_out_once_for_each_generation(small_recommender: Recommender) -> None:
    answers = KeptAnswers()
    first = answers.profile(small_recommender, "local:scouts")
    again = profile(small_recommender, small_recommender.knowledge.organisation("local:scouts"))
    assert (first.organisation, first.similar, first.practices) == (again.organisation, again.similar, again.practices)
    assert answers.profile(small_recommender, "local:scouts") is first
    newer = Recommender(replace(small_recommender.knowledge, name="gen-000002"))
    assert answers.profile(newer, "local:scouts") is not first
    with pytest.raises(UnknownRecordError):
        answers.profile(newer, "local:nobody")
