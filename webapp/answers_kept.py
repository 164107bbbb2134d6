"""Answers that were given already: the same goal over the same generation on the same day has the same partners."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache

from matcher.profile import Profile, profile
from matcher.recommender import Recommender
from matcher.records import Goal
from matcher.results import Partners

KEPT = 256  # answers: some 50 kB each
LONGEST = 4_000  # characters of a goal as JSON: an answer holds its goal, and whoever asks decides how long that is


class KeptAnswers:
    """Keeps the answers that were asked for last; threads may share it.

    A goal that names a time ("next month") is understood from the day on which it is asked, so the day is part of
    what an answer is kept by. When a newer generation is served, the answers of the one before are forgotten.
    """

    def __init__(self, today: Callable[[], date] = lambda: datetime.now(UTC).date()) -> None:
        self._today = today
        self._recommender: Recommender | None = None
        self._partners = lru_cache(maxsize=KEPT)(_partners)
        self._profiles = lru_cache(maxsize=KEPT)(_profile)

    def partners(self, recommender: Recommender, goal: Goal, *, count: bool = False) -> Partners:
        """Return `recommender.partners` of one goal; raises GoalError like it, and keeps no failure."""
        self._forget_older(recommender)
        partners = self._partners if len(goal.model_dump_json()) <= LONGEST else _partners
        return partners(recommender, goal, count, self._today())

    def profile(self, recommender: Recommender, organisation_id: str) -> Profile:
        """Return `profile.profile` of an organisation; raises UnknownRecordError where there is none with this id."""
        self._forget_older(recommender)
        return self._profiles(recommender, organisation_id, self._today())

    def _forget_older(self, recommender: Recommender) -> None:
        if recommender is not self._recommender:
            self._partners.cache_clear()
            self._profiles.cache_clear()
            self._recommender = recommender


def _partners(recommender: Recommender, goal: Goal, count: bool, _day: date) -> Partners:
    return recommender.partners([goal], count=count)[0]


def _profile(recommender: Recommender, organisation_id: str, _day: date) -> Profile:
    return profile(recommender, recommender.knowledge.organisation(organisation_id))
