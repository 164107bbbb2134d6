"""Why one side of a pair would say yes: what it needs and the other brings, quoted from both profiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.fields import Basis
from matcher.network.reciprocity import Exchange
from matcher.reasons import quote_for
from matcher.records import Offer, Organisation
from matcher.taxonomy import Taxonomy

MOST_TOLD = 2  # capabilities that one side's reason names


@dataclass(frozen=True)
class Benefit:
    """One capability that a receiver needs and a giver brings.

    `gain` is its part of the receiver's gain, in [0, 1]. `need` and `offer` are verbatim sentences of the two
    profiles, "" where the need or the offer is inferred from `peer_share` of the most similar organisations and no
    sentence says it. `basis` is stated only where both sides state it.
    """

    capability: str
    name: str
    receiver: str
    giver: str
    gain: float
    peer_share: float
    need: str
    offer: str
    basis: Basis
    clue: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self._needed()}; {self._brought()}"

    def _needed(self) -> str:
        if self.need:
            return f"{self.receiver} looks for it (“{self.need}”)"
        like_it = f"{self.peer_share:.0%} of the organisations most like it have or seek it"
        return f"{self.receiver} is not known to have it, and {like_it} (inferred)"

    def _brought(self) -> str:
        if self.offer:
            return f"{self.giver} brings it (“{self.offer}”)"
        clue = f" (“{self.clue}”)" if self.clue else ""
        return f"{self.giver} does not say what it brings, but its work makes this likely{clue} (inferred)"


def benefits(
    receiver_row: int, giver_row: int, organisations: Sequence[Organisation], exchange: Exchange, taxonomy: Taxonomy
) -> tuple[Benefit, ...]:
    """Return what the receiver gains from the giver, the largest part first, at most MOST_TOLD capabilities."""
    parts = exchange.needs[receiver_row] * exchange.brings[giver_row]
    codes = list(taxonomy.terms("capabilities"))
    receiver, giver = organisations[receiver_row], organisations[giver_row]
    told = []
    for column in np.argsort(-parts, kind="stable")[:MOST_TOLD]:
        if parts[column] <= 0:
            break
        code = codes[column]
        need, offer = _surest(receiver.needs, code), _surest(giver.offers, code)
        stated = need is not None and offer is not None and need.basis == offer.basis == "stated"
        told.append(
            Benefit(
                capability=code,
                name=taxonomy.name("capabilities", code),
                receiver=receiver.name,
                giver=giver.name,
                gain=float(parts[column]),
                peer_share=float(exchange.peer_share[receiver_row, column]),
                need=need.statement if need else "",
                offer=offer.statement if offer else "",
                basis="stated" if stated else "inferred",
                clue="" if offer else _clue(giver, taxonomy.name("capabilities", code)),
            )
        )
    return tuple(told)


def _surest(entries: tuple[Offer, ...], capability: str) -> Offer | None:
    found = [entry for entry in entries if entry.capability == capability]
    return min(found, key=lambda entry: entry.basis != "stated", default=None)


def _clue(organisation: Organisation, wanted: str) -> str:
    """Return the sentence of a profile without offers that is closest to a capability's name."""
    texts = [organisation.summary, *(activity.summary or activity.title for activity in organisation.activities)]
    return quote_for("\n\n".join(text for text in texts if text), wanted)
