"""Where weights lie in their file: the bytes there are the weights, whatever else the file holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from matcher.encoders.weight_file import weights_in


def test_the_bytes_at_the_place_of_a_weight_are_the_weight(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    weights = {"one": np.arange(6, dtype=np.float32).reshape(2, 3), "other": np.array([7.5], dtype=np.float32)}
    save_file(weights | {"positions": np.arange(3)}, path, metadata={"format": "pt"})
    found = weights_in(path)
    assert found.keys() == weights.keys(), "no whole numbers, no metadata"
    for name, weight in found.items():
        there = np.frombuffer(path.read_bytes()[weight.offset :][: weight.length], dtype=np.float32)
        np.testing.assert_array_equal(there.reshape(weight.shape), weights[name])
        assert (weight.name, weight.file) == (name, "model.safetensors")


def test_a_file_without_a_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"\x05\x00\x00\x00\x00\x00\x00\x00hello")
    with pytest.raises(ValueError, match="Expecting value"):
        weights_in(path)
