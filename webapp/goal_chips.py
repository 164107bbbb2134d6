"""The understood goal as chips: each part of it can be taken away, and others can be added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matcher.goals import Understanding, UnderstoodNeed
from matcher.sentences import Name
from webapp.result_address import Parameters, ResultAddress

LEVELS = {"essential": 1.0, "helpful": 0.6, "a_little": 0.3}
FIELD_OF = {"country": "countries", "language": "languages", "audience": "audiences", "theme": "themes"}
ADDITIONS = {f"add_{part}": part for part in FIELD_OF}


@dataclass(frozen=True)
class Chip:
    """One part of the understood goal, and the parameters of the page without it."""

    part: str
    code: str
    remove: Parameters


@dataclass(frozen=True)
class NeedChoice:
    """One weight that a need could have, as it stands in the address."""

    level: str
    parameter: str
    chosen: bool


def context_chips(u: Understanding, address: ResultAddress) -> Iterator[Chip]:
    """Return a chip for each place, language, audience, theme, channel and kind of the goal.

    What the address names is taken out of it; what was read from the text is ignored from then on.
    """
    mentions = u.mentions
    for name in mentions.regions:
        yield Chip("region", region_name(name), address.adding("ignore", f"region:{name}"))
    for part, field in FIELD_OF.items():
        codes = _named(u, part)
        given = getattr(u.goal, field)
        for code in codes:
            others = [each for each in codes if each != code]
            remove = address.setting(part, others) if given else address.adding("ignore", f"{part}:{code}")
            yield Chip(part, code, remove)
    for code in mentions.channels:
        yield Chip("channel", code, address.adding("ignore", f"channel:{code}"))
    for code in u.goal.kinds:
        yield Chip("kind", code, address.without("kind", code))


def without_time(u: Understanding, address: ResultAddress) -> Parameters:
    """Return the parameters of the page without the goal's time."""
    return address.without("on") if u.goal.on else address.adding("ignore", "when")


def ignored(address: ResultAddress) -> list[tuple[str, str, Parameters]]:
    """Return what was read from the text and taken away: its part, its code, and the parameters to put it back."""
    found = []
    for name, value in address.parameters:
        if name == "ignore":
            part, _, code = value.partition(":")
            shown = region_name(code) if part == "region" else code
            found.append((part, shown, address.without(name, value)))
        elif name == "need" and value.endswith(":0"):
            found.append(("need", value.removesuffix(":0"), address.without(name, value)))
    return found


def region_name(code: str) -> Name:
    """Return what a region is called; its code is its English name."""
    return Name.of("regions", code, code)


def need_choices(need: UnderstoodNeed) -> list[NeedChoice]:
    """Return the weights that a need could have; the nearest of them stands for the one that it has."""
    nearest = min(LEVELS, key=lambda level: abs(LEVELS[level] - need.weight))
    return [
        NeedChoice(level, f"{need.capability}:{need.weight if level == nearest else weight:g}", level == nearest)
        for level, weight in LEVELS.items()
    ]


def with_additions(u: Understanding, address: ResultAddress) -> Parameters:
    """Return the parameters of the page with what `add_country` and its like add; what the goal has already stays."""
    added = [(name, value) for name, value in address.parameters if name in ADDITIONS]
    address = ResultAddress(address.carried(ADDITIONS))
    for part in {ADDITIONS[name] for name, _value in added}:
        new = [value for name, value in added if ADDITIONS[name] == part]
        address = ResultAddress(address.setting(part, dict.fromkeys((*_named(u, part), *new))))
    return address.parameters


def _named(u: Understanding, part: str) -> tuple[str, ...]:
    """Return the codes of a part of the goal; of places, those that are countries by themselves."""
    codes: tuple[str, ...] = u.mentions.named_countries if part == "country" else getattr(u.mentions, FIELD_OF[part])
    return codes
