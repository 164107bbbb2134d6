"""What the API answers to goals: one model for each object in its JSON."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher.fields import Basis, Phase
from matcher.records import Source

Share = Annotated[float, Field(ge=0, le=1)]


class Answer(BaseModel):
    """What all answers share: frozen, and no field that is not described."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class UnderstoodNeed(Answer):
    """A capability that the goal needs; `because` quotes the words that say so, empty where it was given."""

    capability: str
    weight: Share
    because: str
    brought_by_seeker: bool


class Time(Answer):
    """From `start` to `end`, both days included; null is open. `because` quotes the words that say so."""

    start: Annotated[str, Field(json_schema_extra={"format": "date"})] | None
    end: Annotated[str, Field(json_schema_extra={"format": "date"})] | None
    because: str


class UnderstoodGoal(Answer):
    """A goal as it was understood; lists that would be empty are left out."""

    id: str
    text: str
    needs: tuple[UnderstoodNeed, ...]
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    by_region: tuple[str, ...] = ()
    when: Time | None = None


class Understanding(Answer):
    """A goal as it was understood, what the seeker brings with the words that say so, and what to know."""

    goal: UnderstoodGoal
    brought: dict[str, str]
    notices: tuple[str, ...]


class ScoreTerm(Answer):
    """One term of a score; the contributions of all terms add up to the score."""

    name: str
    value: Share
    weight: Share
    contribution: Share


class GivenReason(Answer):
    """A reason with the sentence of the record that says so; fields that would be empty are left out."""

    term: str
    text: str
    quote: str = ""
    field: str = ""
    basis: Basis | None = None
    capability: str = ""
    source: Source | None = None


class RankedPartner(Answer):
    """A recommended organisation; `coverage` to `reach` are what the terms add to the score.

    `reasons` say why it is recommended, `gains` why it would say yes.
    """

    goal_id: str
    rank: Annotated[int, Field(ge=1)]
    organisation_id: str
    name: str
    score: Share
    coverage: Share
    relevance: Share
    evidence: Share
    reciprocity: Share
    common_ground: Share
    reach: Share
    covers: tuple[str, ...]
    missing: tuple[str, ...]
    reason: str
    terms: tuple[ScoreTerm, ...]
    reasons: tuple[GivenReason, ...]
    gains: tuple[GivenReason, ...]
    unknowns: tuple[str, ...]
    cautions: tuple[str, ...]


class FacetValueCounted(Answer):
    """A value of a facet: how many organisations have it that meet all other facets."""

    code: str
    count: Annotated[int, Field(ge=0)]
    chosen: bool


class FacetCounted(Answer):
    """A facet by its name in `filters`; `without` counts the organisations if nothing were chosen in it."""

    name: str
    values: tuple[FacetValueCounted, ...]
    without: Annotated[int, Field(ge=0)]


class PartnersFound(Answer):
    """The partners for a goal, best first, and the needs that none of them brings.

    `total` counts all organisations that could be given with other limits; `facets`, where asked for, divide them.
    """

    goal: UnderstoodGoal
    notices: tuple[str, ...]
    partners: tuple[RankedPartner, ...]
    uncovered: tuple[str, ...]
    kinds: tuple[str, ...]
    total: Annotated[int, Field(ge=0)]
    facets: tuple[FacetCounted, ...] = ()


class NamedSource(Answer):
    """Where a practice stands."""

    title: str
    locator: str


class RankedPractice(Answer):
    """A practice note for a goal."""

    id: str
    title: str
    stage: str
    phase: str
    score: Share
    text: str
    pitfalls: tuple[str, ...]
    sources: tuple[NamedSource, ...]


class PracticesFound(Answer):
    """The practices for a goal, best first."""

    goal: UnderstoodGoal
    notices: tuple[str, ...]
    practices: tuple[RankedPractice, ...]


class CampaignFound(Answer):
    """The practices for a goal by phase, each best first."""

    goal: UnderstoodGoal
    notices: tuple[str, ...]
    phases: dict[Phase, tuple[RankedPractice, ...]]
    at_any_time: tuple[RankedPractice, ...]


class SwapOffered(Answer):
    """The best replacement of a member while the others stay, and what would change."""

    organisation_id: str
    name: str
    coverage: Share | None
    gains: tuple[str, ...]
    loses: tuple[str, ...]
    gains_sector: str
    loses_sector: str


class CoalitionMember(RankedPartner):
    """A partner and its part in the coalition."""

    pinned: bool
    brings: dict[str, Share]
    adds: tuple[str, ...]
    alone: tuple[str, ...]
    gain: Share
    loss: Share
    sector: str
    adds_sector: bool
    from_place: bool | None
    swap: SwapOffered | None


class ConcernRaised(Answer):
    """Something to look out for."""

    about: Literal["half", "place", "sector"]
    text: str


class CoalitionFound(Answer):
    """The partners chosen together for a goal; `coverage` is null where nothing is missing."""

    goal: UnderstoodGoal
    notices: tuple[str, ...]
    size: int
    members: tuple[CoalitionMember, ...]
    coverage: Share | None
    value: float
    proven: bool
    uncovered: tuple[str, ...]
    sectors: tuple[str, ...]
    missing_sectors: tuple[str, ...]
    concerns: tuple[ConcernRaised, ...]


class GoalResult(Answer):
    """What was asked for one goal of a batch."""

    goal_id: str
    partners: PartnersFound | None = None
    practices: PracticesFound | None = None
    coalition: CoalitionFound | None = None


class BatchFound(Answer):
    """One result for each goal, in the order of the goals."""

    results: tuple[GoalResult, ...]
