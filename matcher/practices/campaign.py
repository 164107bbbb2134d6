"""Practices for a whole campaign: what to do before, during and after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from matcher.fields import Phase
from matcher.goals import Understanding
from matcher.records import Practice
from matcher.results import RecommendedPractice

PHASES: tuple[Phase, ...] = get_args(Phase)
AT_ANY_TIME = ""
# When a note counts that names no phase: by the stage of the partnership that it is for.
PHASE_OF_STAGE: dict[str, Phase] = {
    "scoping": "before",
    "identifying": "before",
    "building": "before",
    "planning": "before",
    "governing": "before",
    "delivering": "during",
    "measuring": "after",
    "reviewing": "after",
    "sustaining": "after",
    "moving_on": "after",
}
SHARE_OF_A_PHASE = 4  # each phase has a quarter of all places for itself; the best of any phase take the others
STILL_RELEVANT = 0.5  # of the best score: a note below it fills no place only because its phase has few


@dataclass(frozen=True)
class Campaign:
    """The practices for one goal by phase, each best first, and the goal as understood.

    `phases` has the keys of PHASES in their order, and AT_ANY_TIME for notes with neither phase nor stage. The rank
    of a practice is its place among all that were to choose from, whatever their phase.
    """

    understanding: Understanding
    phases: dict[str, tuple[RecommendedPractice, ...]]

    @property
    def practices(self) -> tuple[RecommendedPractice, ...]:
        """All of them, best first."""
        return tuple(sorted((each for some in self.phases.values() for each in some), key=lambda each: each.rank))


def phase_of(practice: Practice) -> str:
    """Return the phase that a practice names, else that of its stage, else AT_ANY_TIME."""
    return practice.phase or PHASE_OF_STAGE.get(practice.stage, AT_ANY_TIME)


def in_every_phase(phases: Sequence[str], scores: Sequence[float], limit: int) -> list[int]:
    """Choose at most `limit` places of a ranking, best first, so that each phase has its own.

    `phases` and `scores` are those of the ranked practices, best first. Each phase gets its best relevant ones, up to
    a share of the places; the best of the others take the rest.
    """
    enough = STILL_RELEVANT * scores[0] if scores else 0.0
    own: list[int] = []
    for phase in PHASES:
        relevant = [place for place, each in enumerate(phases) if each == phase and scores[place] >= enough]
        own += relevant[: limit // SHARE_OF_A_PHASE]
    return sorted(list(dict.fromkeys([*own, *range(len(phases))]))[:limit])


def by_phase(understanding: Understanding, practices: Iterable[RecommendedPractice]) -> Campaign:
    """Sort practices, best first, by phase."""
    groups: dict[str, list[RecommendedPractice]] = {phase: [] for phase in (*PHASES, AT_ANY_TIME)}
    for each in practices:
        groups[phase_of(each.practice)].append(each)
    return Campaign(understanding, {phase: tuple(some) for phase, some in groups.items()})
