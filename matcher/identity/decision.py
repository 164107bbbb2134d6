"""Deciding whether two records are of one organisation: join them, ask a person, or leave them apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from matcher.identity.comparison import SIGN_NAMES, Portrait, Signs, compare
from matcher.identity.evidence import LEAST_ALIKE, Evidence, gather_evidence, shared_identifiers
from matcher.identity.weights import ASK_FROM, INTERCEPT, SAME_FROM, WEIGHTS
from matcher.sentences import joined

TELLING_NAME = 0.6  # the weight of two rare words: two organisations seldom share such a name
Verdict = Literal["same", "ask", "different"]


@dataclass(frozen=True)
class Decision:
    """`same` is joined without asking, `ask` is for a person, `different` is left apart; `score` lies in [0, 1]."""

    verdict: Verdict
    score: float
    evidence: tuple[Evidence, ...]

    @property
    def reasons_for(self) -> str:
        """What speaks for one organisation."""
        return joined("; ", (each.text for each in self.evidence if each.speaks_for))

    @property
    def reasons_against(self) -> str:
        """What speaks against it."""
        return joined("; ", (each.text for each in self.evidence if not each.speaks_for))


def decide(one: Portrait, other: Portrait) -> Decision:
    """Decide about two records.

    A shared id decides alone, unless something grave speaks against it. Without one the score does: a logistic
    model of the signs (Fellegi and Sunter 1969, with weights learnt instead of estimated). Grave evidence, such as
    different countries or web domains, turns `same` into `ask`: chapters of one network are called alike.
    """
    signs = compare(one, other)
    evidence = gather_evidence(one, other, signs)
    score = 1.0 if shared_identifiers(one, other) else score_signs(signs)
    return Decision(_verdict(one, other, signs, evidence, score), score, evidence)


def score_signs(signs: Signs) -> float:
    """Return the probability that two records with these signs are of one organisation, in (0, 1)."""
    logit = INTERCEPT + sum(
        WEIGHTS.get(name, 0.0) * value for name, value in zip(SIGN_NAMES, signs.figures(), strict=True)
    )
    return 1 / (1 + math.exp(-logit))


def _verdict(one: Portrait, other: Portrait, signs: Signs, evidence: tuple[Evidence, ...], score: float) -> Verdict:
    if shared_identifiers(one, other):
        return "same" if _fits_identifier(signs, evidence) else "ask"
    if score < ASK_FROM and not (signs.same_name and signs.telling >= TELLING_NAME):
        return "different"
    return "ask" if score < SAME_FROM or any(each.grave for each in evidence) else "same"


def _fits_identifier(signs: Signs, evidence: tuple[Evidence, ...]) -> bool:
    """Tell whether a shared id can be believed: names that share nothing, or another register, speak against it.

    An organisation with one id may well have two websites, and offices in two countries.
    """
    related = max(signs.words, signs.letters) >= LEAST_ALIKE or signs.short_is_name or signs.same_short
    return bool(related or signs.same_host or signs.same_domain) and not any(
        each.text.startswith("different ids") for each in evidence
    )
