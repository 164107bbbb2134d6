"""Measuring the decisions on labelled pairs: how many joined pairs are right, and how many same pairs are joined."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.identity.decision import Decision, decide
from matcher.identity.labelled import LabelledPair

NORMAL_QUANTILE = 1.96  # for 95 %


@dataclass(frozen=True)
class Share:
    """A share `of` pairs, with its 95 % interval."""

    count: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself; nan of nothing."""
        return self.count / self.of if self.of else math.nan

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] ({self.count} of {self.of})"


@dataclass(frozen=True)
class Measured:
    """What became of some labelled pairs.

    `precision` is the share of pairs joined without asking that are the same, `recall` the share of same pairs that
    are so joined, `found` the share that are joined or asked about. `asked` counts the pairs that a person has to
    decide. `wrong` are the pairs that were joined and should not be, `missed` the same pairs that were not joined.
    """

    pairs: int
    precision: Share
    recall: Share
    found: Share
    asked: int
    wrong: tuple[tuple[LabelledPair, Decision], ...]
    missed: tuple[tuple[LabelledPair, Decision], ...]


def measure(pairs: Sequence[LabelledPair]) -> Measured:
    """Decide about each pair and compare with its label."""
    decided = [(pair, decide(pair.one, pair.other)) for pair in pairs]
    joined = [pair for pair, decision in decided if decision.verdict == "same"]
    same = [(pair, decision) for pair, decision in decided if pair.same]
    right = sum(pair.same for pair in joined)
    return Measured(
        pairs=len(decided),
        precision=wilson_share(right, len(joined)),
        recall=wilson_share(right, len(same)),
        found=wilson_share(sum(decision.verdict != "different" for _, decision in same), len(same)),
        asked=sum(decision.verdict == "ask" for _, decision in decided),
        wrong=tuple(each for each in decided if each[1].verdict == "same" and not each[0].same),
        missed=tuple(each for each in same if each[1].verdict != "same"),
    )


def wilson_share(count: int, of: int) -> Share:
    """Return a share with its score interval (Wilson 1927), which holds near 0 and 1 too; [0, 1] of nothing."""
    if not of:
        return Share(count, of, 0.0, 1.0)
    share, square = count / of, NORMAL_QUANTILE**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = NORMAL_QUANTILE / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of**2))
    return Share(count, of, max(0.0, middle - half), min(1.0, middle + half))
