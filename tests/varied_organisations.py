"""Organisations of which any fact may be unknown, made at random, for tests that compare arrays with records."""

from __future__ import annotations

import random
from collections.abc import Sequence

from matcher.records import Activity, Offer, Organisation

WORDS = ("Radio", "Straße", "Čheck", "club", "a.b", "two\nlines", "STRASSE")


def varied_organisations(generator: random.Random, count: int) -> tuple[Organisation, ...]:
    """Return `count` records with ids `local:000` and so on."""

    def some(values: Sequence[str]) -> tuple[str, ...]:
        return tuple(generator.sample(values, generator.choice([0, 0, 1, 2])))

    return tuple(
        Organisation(
            id=f"local:{number:03}",
            name=generator.choice(WORDS),
            aliases=some(WORDS),
            summary=" ".join(some(WORDS)),
            kind=generator.choice(["", "media", "broadcaster", "civil_society"]),
            countries=some(["SK", "CZ", "AT"]),
            headquarters=generator.choice(["", "SK", "AT"]),
            reach=generator.choice(["", "global"]),  # type: ignore[arg-type]
            status=generator.choice(["unknown", "active", "closed"]),  # type: ignore[arg-type]
            themes=some(["disinformation", "hate_speech"]),
            offers=tuple(
                Offer(capability=code, statement="We do.", basis=generator.choice(["stated", "inferred"]))  # type: ignore[arg-type]
                for code in some(["youth_outreach", "fact_checking"])
            ),
            activities=tuple(
                Activity(title=title, start=generator.choice(["", "2019", "2020-05"]))
                for title in some(["Fair", "Walk"])
            ),
        )
        for number in range(count)
    )
