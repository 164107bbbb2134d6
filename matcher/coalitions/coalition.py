"""What a coalition says: its members, what each adds, what they cover together, and what to look out for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matcher.goals import Understanding, UnderstoodNeed
from matcher.records import Organisation
from matcher.results import Partner

MOST_MEMBERS = 12
USUAL_SIZE = 5


@dataclass(frozen=True)
class Swap:
    """The best replacement of a member while the others stay, and what would change.

    `coverage` in [0, 1] is the joint coverage after it, None where nothing is missing. `gains` and `loses` are the
    capabilities, `gains_sector` and `loses_sector` the sectors, that the coalition would bring or no longer bring.
    """

    organisation: Organisation
    coverage: float | None
    gains: tuple[str, ...]
    loses: tuple[str, ...]
    gains_sector: str = ""
    loses_sector: str = ""


@dataclass(frozen=True)
class Member:
    """One member. Its partner's `rank` is the order of choice: each adds most to those before it.

    `brings` maps each missing capability that it brings to how surely, in (0, 1]. `adds` are those that nobody before
    it brings, `alone` those that nobody else brings. `gain` is what it adds to the coverage of those before it, `loss`
    what goes when it leaves, both in [0, 1]. `sector` is its broadest kind, "" where that is not known; `adds_sector`
    says that nobody before it, nor the seeker, is of it. `from_place` is None where the goal names no place or the
    member's is not known.
    """

    partner: Partner
    pinned: bool
    brings: dict[str, float]
    adds: tuple[str, ...]
    alone: tuple[str, ...]
    gain: float
    loss: float
    sector: str
    adds_sector: bool
    from_place: bool | None
    swap: Swap | None

    @property
    def organisation(self) -> Organisation:
        """Who it is."""
        return self.partner.organisation


@dataclass(frozen=True)
class Concern:
    """Something to look out for: one member carries more than half, nobody is from the place, a sector is missing."""

    about: Literal["half", "place", "sector"]
    text: str


@dataclass(frozen=True)
class Coalition:
    """The partners chosen together for one goal, at most `size`.

    `coverage` in [0, 1] is the share of the missing weight that they bring together, None where nothing is missing;
    `value` is what was maximised (see `cover.CoverProblem`). `uncovered` are the needs that no member brings.
    `sectors` are the broad kinds of the members and the seeker, `missing_sectors` the others, both in the order of
    the taxonomy. `proven` says that no other set has a higher value; without it, nobody looked at all of them.
    """

    understanding: Understanding
    size: int
    members: tuple[Member, ...]
    coverage: float | None
    value: float
    uncovered: tuple[UnderstoodNeed, ...]
    sectors: tuple[str, ...]
    missing_sectors: tuple[str, ...]
    concerns: tuple[Concern, ...]
    proven: bool
    notices: tuple[str, ...] = ()
