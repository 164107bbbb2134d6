"""Who got no partner, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.network.candidates import Mask, Numbers, Rows
from matcher.network.matching import Matching
from matcher.network.reciprocity import Exchange
from matcher.records import Organisation

NO_ROOM = "it may get no partner: its capacity is 0"
BRINGS_NOTHING = "nothing is known that it brings, and nothing could be inferred"
NEEDS_NOTHING = "nothing is known that it needs, and nothing could be inferred"
NOT_WANTED = "nobody here needs what it brings"
NOT_HELPED = "nobody here brings what it needs"
NOT_BOTH = "no pair brings something to both: those who need what it brings do not bring what it needs"
_CANDIDATES_NAMED = 3


@dataclass(frozen=True)
class Unmatched:
    """An organisation without a partner: `candidates` counts the pairs that were possible for it."""

    organisation: Organisation
    why: str
    candidates: int


def explain_unmatched(
    organisations: Sequence[Organisation],
    exchange: Exchange,
    values: Numbers,
    capacities: Rows,
    matching: Matching,
    kept_apart: Rows,
) -> Iterator[Unmatched]:
    """Yield everybody whom `matching` gives nobody, in the order of the organisations, with the reason."""
    counts = matching.partner_counts()
    apart = np.zeros(values.shape, dtype=bool)
    apart[kept_apart[:, 0], kept_apart[:, 1]] = apart[kept_apart[:, 1], kept_apart[:, 0]] = True
    for row in np.flatnonzero(counts == 0).tolist():
        possible = (values[row] > 0) & ~apart[row]
        why = _why(row, exchange, values, possible, capacities)
        if not why:
            best = np.argsort(-np.where(possible, values[row], 0), kind="stable")[:_CANDIDATES_NAMED].tolist()
            named = [organisations[each].name for each in best if possible[each]]
            why = f"all {int(possible.sum())} candidates are full; the best were {', '.join(named)}"
        yield Unmatched(organisations[row], why, int(possible.sum()))


def closed_unmatched(closed: Iterable[Organisation]) -> Iterator[Unmatched]:
    """Yield the organisations that were left out because they are closed."""
    for organisation in closed:
        yield Unmatched(organisation, "it is closed", 0)


def _why(row: int, exchange: Exchange, values: Numbers, possible: Mask, capacities: Rows) -> str:
    """Return the reason, or "" where the candidates are full."""
    if capacities[row] == 0:
        return NO_ROOM
    if possible.any():
        return ""
    if (values[row] > 0).any():
        return f"all {int((values[row] > 0).sum())} candidates are among the pairs that must not be"
    return _why_nothing_for_both(row, exchange)


def _why_nothing_for_both(row: int, exchange: Exchange) -> str:
    others = np.arange(len(exchange.needs)) != row
    holds = (
        (exchange.brings[row].any(), BRINGS_NOTHING),
        (exchange.needs[row].any(), NEEDS_NOTHING),
        ((exchange.needs[others] @ exchange.brings[row]).any(), NOT_WANTED),
        ((exchange.brings[others] @ exchange.needs[row]).any(), NOT_HELPED),
    )
    return next((why for holding, why in holds if not holding), NOT_BOTH)
