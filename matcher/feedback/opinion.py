"""What somebody thought of a recommendation: useful or not, for which goal, at which rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Verdict = Literal["useful", "not_useful"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Opinion:
    """One opinion, without a word on whose it is.

    `goal` is the text of the goal, `generation` the build of the knowledge base that ranked, `rank` the place (1 is
    the first), `given_at` the time in UTC, to the second.
    """

    goal: str
    organisation_id: str
    verdict: Verdict
    rank: int
    generation: str
    given_at: str
