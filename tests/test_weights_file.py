"""weights_file: what a fit leaves in the file, and weights by hand that are never lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from matcher.evaluation.weight_fitting import FittedWeights
from matcher.evaluation.weights_file import shipped_file, weights_by_hand, write_fit
from matcher.weights import Weights

BY_HAND = {"coverage": 0.25, "relevance": 0.75}
FITTED = FittedWeights(
    "pairs", {"coverage": 1 / 3, "relevance": 2 / 3}, np.array([0.5, 0.75]), np.array([0.25, 0.5]), np.array([0.5, 0.5])
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "weights.json"
    path.write_text(json.dumps({"partners": BY_HAND, "practices": {"relevance": 1.0}}), encoding="utf-8")
    return path


def test_a_fit_is_written_beside_what_justifies_it(file: Path) -> None:
    write_fit(file, "partners", FITTED, {"judgements": slice(0, 2)}, "python scripts/fit_weights.py")
    assert json.loads(file.read_text(encoding="utf-8")) == {
        "partners": {"coverage": 0.333, "relevance": 0.667},
        "practices": {"relevance": 1.0},
        "by_hand": {"partners": BY_HAND},
        "fits": {
            "partners": {
                "method": "pairs",
                "weights": {"coverage": 0.333, "relevance": 0.667},
                "in_force": True,
                "ndcg@10": {
                    "fitted": {"mean": 0.625, "interval": [0.5, 0.75]},
                    "by_hand": {"mean": 0.375, "interval": [0.25, 0.5]},
                    "gain": {"mean": 0.25, "interval": [0.25, 0.25]},
                },
                "sets": {
                    "judgements": {
                        "goals": 2,
                        "fitted": {"mean": 0.625, "interval": [0.5, 0.75]},
                        "by_hand": {"mean": 0.375, "interval": [0.25, 0.5]},
                        "gain": {"mean": 0.25, "interval": [0.25, 0.25]},
                    }
                },
                "date": date.today().isoformat(),
                "command": "python scripts/fit_weights.py",
            }
        },
    }


def test_a_second_fit_is_still_compared_with_the_weights_by_hand(file: Path) -> None:
    for _ in range(2):
        assert weights_by_hand(file, "partners") == BY_HAND
        write_fit(file, "partners", FITTED, {"judgements": slice(0, 2)}, "command")
    assert weights_by_hand(file, "practices") == {"relevance": 1.0}


def test_rounded_weights_sum_to_one(file: Path) -> None:
    thirds = FittedWeights("search", dict.fromkeys("abc", 1 / 3), FITTED.held_out, FITTED.by_hand, FITTED.shares)
    write_fit(file, "partners", thirds, {"judgements": slice(0, 2)}, "command")
    assert sorted(json.loads(file.read_text(encoding="utf-8"))["partners"].values()) == [0.333, 0.333, 0.334]


def test_a_new_file_starts_from_the_weights_that_are_shipped(tmp_path: Path) -> None:
    new = tmp_path / "new.json"
    assert weights_by_hand(new, "partners") == weights_by_hand(shipped_file(), "partners")
    write_fit(new, "partners", FITTED, {"judgements": slice(0, 2)}, "command")
    assert json.loads(new.read_text(encoding="utf-8"))["practices"] == Weights.shipped().practices


def test_a_gain_that_may_be_noise_leaves_the_weights_by_hand_in_force(file: Path) -> None:
    unsure = replace(FITTED, by_hand=np.array([0.6, 0.4]))  # better on one goal, worse on the other
    write_fit(file, "partners", unsure, {"judgements": slice(0, 2)}, "command")
    written = json.loads(file.read_text(encoding="utf-8"))
    assert written["partners"] == BY_HAND
    assert written["fits"]["partners"]["weights"] == {"coverage": 0.333, "relevance": 0.667}
    assert written["fits"]["partners"]["in_force"] is False
