"""The weights of the terms of both scores: one table, shipped as a readable file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Weights:
    """How much each term counts; those of `partners` sum to 1, and so do those of `practices`."""

    partners: dict[str, float]
    practices: dict[str, float]

    @classmethod
    def shipped(cls) -> Weights:
        """Return the weights that come with the program (`weights.json` beside this module)."""
        return _shipped()


@cache
def _shipped() -> Weights:
    table = json.loads(files("matcher").joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(table["partners"], table["practices"])
