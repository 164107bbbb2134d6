"""The file of weights: what the program weighs with, what was set by hand before, and what justifies a fit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from matcher.evaluation.intervals import Interval
from matcher.evaluation.weight_fitting import FittedWeights
from matcher.generations import replace_file

DECIMALS = 3


def shipped_file() -> Path:
    """Return the file of weights that comes with the program."""
    return Path(str(files("matcher").joinpath("weights.json")))


def weights_by_hand(path: Path, what: str) -> dict[str, float]:
    """Return the weights by hand for `what`, partners or practices, also from a file that holds fitted ones by now.

    Where there is no file at `path`, those of the shipped file.
    """
    table = _read(path)
    weights: dict[str, float] = table.get("by_hand", {}).get(what) or table[what]
    return weights


def write_fit(path: Path, what: str, fitted: FittedWeights, sets: Mapping[str, slice], command: str) -> None:
    """Put fitted weights into a file, atomically, beside the weights by hand and the figures that justify them.

    Where they are not surely better, those by hand stay in force, and the figures tell why.
    `sets` says which of the goals came from which folder.
    """
    table = _read(path)
    by_hand = weights_by_hand(path, what)
    table[what] = _rounded(fitted.weights) if fitted.is_better else by_hand
    table.setdefault("by_hand", {})[what] = by_hand
    table.setdefault("fits", {})[what] = {
        "method": fitted.method,
        "weights": _rounded(fitted.weights),
        "in_force": fitted.is_better,
        "ndcg@10": figures(fitted),
        "sets": {
            name: {"goals": len(fitted.held_out[goals]), **figures(fitted.among(goals))} for name, goals in sets.items()
        },
        "date": date.today().isoformat(),
        "command": command,
    }
    replace_file(path, json.dumps(table, indent=1) + "\n")


def figures(fitted: FittedWeights) -> dict[str, Any]:
    """Return nDCG@10 under cross-validated and under hand-set weights and the paired gain, each with its interval."""
    return {name: _figure(mean, fitted.intervals[name]) for name, mean in fitted.means.items()}


def _figure(mean: float, interval: Interval | None) -> dict[str, Any]:
    return {"mean": round(mean, 4), "interval": [round(end, 4) for end in interval] if interval else None}


def _rounded(weights: dict[str, float]) -> dict[str, float]:
    """Return the weights rounded for readers, with a sum of exactly 1: the largest takes up what rounding leaves."""
    rounded = {name: round(weight, DECIMALS) for name, weight in weights.items()}
    largest = max(rounded, key=lambda name: rounded[name])
    rest = sum(weight for name, weight in rounded.items() if name != largest)
    return {**rounded, largest: round(1 - rest, DECIMALS)}


def _read(path: Path) -> dict[str, Any]:
    source = path if path.is_file() else shipped_file()
    table: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return table
