"""The timeline: days counted back from the goal's day, and weeks where there is none."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.dates.when import When
from matcher.practices.timeline import USUAL_STEPS, count_back, deadline
from matcher.records import Practice

DAY = date(2027, 2, 9)
TODAY = date(2026, 11, 21)
ASK_EARLY = Practice(id="ask", title="Ask for money early", text="Ask.", lead_time_weeks=12)
REHEARSE = Practice(id="rehearse", title="Rehearse", text="Rehearse.", lead_time_weeks=0.5)
TIMELESS = Practice(id="timeless", title="Be kind", text="Be kind.")


@pytest.mark.parametrize(
    ("when", "day"),
    [
        (When(DAY, date(2027, 2, 12)), DAY),
        (When(None, date(2027, 2, 8)), date(2027, 2, 8)),
        (When(DAY, None), DAY),
        (None, None),
    ],
    ids=["from its beginning", "by its end", "open", "none"],
)
def test_the_day_to_count_back_from(when: When | None, day: date | None) -> None:
    assert deadline(when) == day


def test_weeks_are_counted_back_across_the_year() -> None:
    days = {step.weeks: step.day for step in count_back(DAY, [], TODAY)}
    assert days[0] == DAY
    assert days[1] == date(2027, 2, 2)
    assert days[9] == date(2026, 12, 8)
    assert days[16] == date(2026, 10, 20)
    assert days[-2] == date(2027, 2, 23)


def test_a_practice_stands_where_its_lead_time_puts_it() -> None:
    steps = count_back(DAY, [REHEARSE, TIMELESS, ASK_EARLY], TODAY)
    assert [step.weeks for step in steps] == [16, 13, 12, 11, 9, 4, 1, 0.5, 0, -2, -8]
    ask = next(step for step in steps if step.practice == ASK_EARLY)
    assert (ask.text, ask.day) == ("Ask for money early", date(2026, 11, 17))
    assert next(step for step in steps if step.practice == REHEARSE).day == date(2027, 2, 5)
    assert TIMELESS not in [step.practice for step in steps]


def test_what_should_have_begun_is_late_and_today_is_not() -> None:
    late = {step.weeks: step.late for step in count_back(DAY, [], date(2026, 12, 8))}
    assert [weeks for weeks, is_late in late.items() if is_late] == [16, 13, 11]


def test_without_a_day_there_are_weeks_alone() -> None:
    steps = count_back(None, [ASK_EARLY], TODAY)
    assert len(steps) == len(USUAL_STEPS) + 1
    assert {(step.day, step.late) for step in steps} == {(None, False)}
