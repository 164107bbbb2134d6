"""What a recommendation says: partners, practices and similar organisations, with terms and reasons."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.goals import Understanding, UnderstoodNeed
from matcher.reasons import Reason
from matcher.records import Organisation, Practice


@dataclass(frozen=True)
class Term:
    """One term of a score: `value` in [0, 1], `weight` with the weights of all terms summing to 1."""

    name: str
    value: float
    weight: float

    @property
    def contribution(self) -> float:
        """What the term adds to the score."""
        return self.value * self.weight


@dataclass(frozen=True)
class Partner:
    """A recommended organisation. `score` in [0, 1] is the sum of the terms' contributions."""

    rank: int
    organisation: Organisation
    score: float
    terms: tuple[Term, ...]
    covers: tuple[str, ...]
    missing: tuple[str, ...]
    reasons: tuple[Reason, ...]
    unknowns: tuple[str, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class Partners:
    """The partners for one goal, the goal as understood, and the needs that none of them brings."""

    understanding: Understanding
    partners: tuple[Partner, ...]
    uncovered: tuple[UnderstoodNeed, ...]


@dataclass(frozen=True)
class RecommendedPractice:
    """A practice for a goal, with its score in [0, 1] and the reason."""

    rank: int
    practice: Practice
    score: float
    terms: tuple[Term, ...]
    reason: Reason


@dataclass(frozen=True)
class Practices:
    """The practices for one goal, and the goal as understood."""

    understanding: Understanding
    practices: tuple[RecommendedPractice, ...]


@dataclass(frozen=True)
class SimilarOrganisation:
    """An organisation like another: cosine of their profiles in [-1, 1], and the capabilities that both bring."""

    organisation: Organisation
    cosine: float
    shared: tuple[str, ...]
