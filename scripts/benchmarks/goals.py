"""A thousand goals, each different from the others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, product

from matcher.records import Goal

_WHAT = (
    "Reach teenagers",
    "Train local journalists",
    "Set up a hotline",
    "Bring farmers together",
    "Teach parents",
    "Help small museums",
    "Support people who lost their work",
    "Find volunteers",
    "Protect old forests",
    "Give legal advice to newcomers",
)
_HOW = (
    "with a fact-checking campaign",
    "on the radio",
    "together with the police",
    "in every town of Slovakia",
    "through public libraries",
    "with open data",
    "by games and quizzes",
    "with the help of doctors",
    "in three languages",
    "at schools",
)
_WHY = (
    "before the election",
    "against hate speech",
    "to track public spending",
    "because wells run dry",
    "in a year",
    "so that girls take up science",
    "after the flood",
    "to keep old crafts alive",
    "as rents rise",
    "for cleaner air",
)
_STEP = 37  # without a common divisor with 1,000: goals that follow each other differ in more than their ends
_TEXTS = [" ".join(words) for words in product(_WHAT, _HOW, _WHY)]
GOALS = [Goal(id=f"g{place}", text=_TEXTS[place * _STEP % len(_TEXTS)]) for place in range(len(_TEXTS))]


def new_texts() -> Iterator[str]:
    """Yield texts of goals without end, none of them twice."""
    for number in count():
        yield f"{GOALS[number % len(GOALS)].text} ({number})"
