"""What an organisation of the directory would ask for itself: its own needs as a goal."""

from __future__ import annotations

from matcher.records import Goal, NeededCapability, Organisation

LONGEST_TEXT = 5_000  # characters of statements; the first say enough
LONGEST_TOPIC = 1_000  # characters of a profile: reading more takes a second and hardly changes what it is about


def own_goal(organisation: Organisation, limit: int = 5) -> Goal | None:
    """Return the goal that is made of the needs which an organisation states, or None where it states none.

    What was only inferred that it needs is left out: nobody should be sought for somebody on a guess.
    """
    stated = [need for need in organisation.needs if need.basis == "stated"]
    if not stated:
        return None
    return Goal(
        text=" ".join(dict.fromkeys(need.statement for need in stated))[:LONGEST_TEXT],
        seeker=organisation.id,
        needs=tuple(NeededCapability(capability=code) for code in dict.fromkeys(need.capability for need in stated)),
        limit=limit,
    )


def topic_goal(organisation: Organisation, limit: int = 5) -> Goal | None:
    """Return what an organisation is about as a goal, for practices that suit it; None where nothing is known."""
    text = " ".join(filter(None, (organisation.summary, *(offer.statement for offer in organisation.offers))))
    return Goal(text=text[:LONGEST_TOPIC], seeker=organisation.id, limit=limit) if text else None
