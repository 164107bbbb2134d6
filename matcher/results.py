"""What a recommendation says: partners, practices and similar organisations, with terms and reasons."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.directory.facets import Facet
from matcher.goals import Understanding, UnderstoodNeed
from matcher.reasons import Reason
from matcher.records import Goal, Organisation, Practice

FIRST_PARTNERS = 5  # whose kinds decide which pairs the practices are for; later ones are seldom written to


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
    """A recommended organisation. `score` in [0, 1] is the sum of the terms' contributions.

    `reasons` say why the seeker would want it, `gains` why it would say yes.
    """

    rank: int
    organisation: Organisation
    score: float
    terms: tuple[Term, ...]
    covers: tuple[str, ...]
    missing: tuple[str, ...]
    reasons: tuple[Reason, ...]
    gains: tuple[Reason, ...]
    unknowns: tuple[str, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """How the organisations divide that are worth showing for a goal, and how many there would be otherwise.

    `without_filters` counts them without any filter, `without_kinds` without the kinds that the goal is limited to.
    """

    facets: tuple[Facet, ...]
    without_filters: int
    without_kinds: int


@dataclass(frozen=True)
class Partners:
    """The partners for one goal, the goal as understood, the needs that none of them brings, and what to know.

    `total` counts all organisations that could have been shown. `counts` says how they divide, where that was asked.
    """

    understanding: Understanding
    partners: tuple[Partner, ...]
    uncovered: tuple[UnderstoodNeed, ...]
    notices: tuple[str, ...] = ()
    total: int = 0
    counts: Counts | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The different kinds of the first partners, best first: whom the practices are to join with the seeker."""
        first = self.partners[:FIRST_PARTNERS]
        return tuple(dict.fromkeys(partner.organisation.kind for partner in first if partner.organisation.kind))


def goal_for_practices(result: Partners) -> Goal:
    """Return the goal with the kinds of the partners just matched as its actors, unless it names some itself."""
    goal = result.understanding.goal
    return goal if goal.actors else goal.model_copy(update={"actors": result.kinds})


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


def shown_points(terms: tuple[Term, ...]) -> list[tuple[Term, float]]:
    """Return each term with its points out of 100, to one decimal, so that what is shown adds up to the total.

    Rounding each by itself could miss the total by some tenths; the tenths that are left over go to the terms that
    lost most by rounding down (largest remainder).
    """
    tenths = [term.contribution * 1000 for term in terms]
    shown = [int(value) for value in tenths]
    left_over = round(sum(tenths)) - sum(shown)
    by_remainder = sorted(range(len(terms)), key=lambda each: shown[each] - tenths[each])
    for each in by_remainder[:left_over]:
        shown[each] += 1
    return [(term, points / 10) for term, points in zip(terms, shown, strict=True)]
