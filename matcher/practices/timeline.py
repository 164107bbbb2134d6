"""A timeline counted back from a goal's day: the usual steps, and those for which a practice names its lead time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.dates.when import When
from matcher.records import Practice
from matcher.sentences import sentence

# Our suggestion for a campaign of some months, in the order of the stages of a partnership; weeks before the day.
USUAL_STEPS = (
    (16.0, sentence("Talk with each partner about what it wants from this")),
    (13.0, sentence("Meet, all together, and word the shared objectives")),
    (11.0, sentence("Divide the tasks, and write down what each partner puts in")),
    (9.0, sentence("Settle the agreement and sign it")),
    (4.0, sentence("Look at everything that is to go out, and ask the questions of the health check")),
    (1.0, sentence("Try out the day; make sure that everybody can reach everybody")),
    (0.0, sentence("The day for which all of this is done")),
    (-2.0, sentence("Talk over together what went well and what did not, and thank those who helped")),
    (-8.0, sentence("Report what changed, and decide whether to go on together")),
)


@dataclass(frozen=True)
class Step:
    """Something to begin `weeks` before the day (after it where negative).

    `day` is None where no day is known. `late` says that it is over already. `practice` is the note whose lead time
    it is, None for the usual order.
    """

    weeks: float
    text: str
    day: date | None = None
    late: bool = False
    practice: Practice | None = None


def deadline(when: When | None) -> date | None:
    """Return the day that a timeline counts back from: when it begins, else by when it must be done."""
    return (when.start or when.end) if when else None


def count_back(day: date | None, practices: Iterable[Practice], today: date) -> tuple[Step, ...]:
    """Return the usual steps and one for each practice with a lead time, in the order in which they come."""
    steps = [_step(weeks, text, day, today) for weeks, text in USUAL_STEPS]
    steps += [
        _step(practice.lead_time_weeks, practice.title or practice.id, day, today, practice)
        for practice in practices
        if practice.lead_time_weeks
    ]
    return tuple(sorted(steps, key=lambda step: -step.weeks))


def _step(weeks: float, text: str, day: date | None, today: date, practice: Practice | None = None) -> Step:
    on = day - timedelta(days=round(weeks * 7)) if day else None
    return Step(weeks, text, on, on is not None and on < today, practice)
