"""Where the weights of a model lie in a file of the safetensors format, so that whoever maps it need not copy them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_FLOATS = "F32"


@dataclass(frozen=True)
class FileWeight:
    """A weight of 32-bit floats of some shape: `length` bytes from `offset` on of a file, in the model's folder."""

    name: str
    shape: tuple[int, ...]
    file: str
    offset: int
    length: int


def weights_in(path: Path) -> dict[str, FileWeight]:
    """Return the weights of 32-bit floats in a file by name; the safetensors library tells no places.

    Raises ValueError, KeyError or OSError where the file has another layout or cannot be read.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    start = 8 + length
    weights = {}
    for name, entry in header.items():
        if entry.get("dtype") == _FLOATS:
            first, last = entry["data_offsets"]
            weights[name] = FileWeight(name, tuple(entry["shape"]), path.name, start + first, last - first)
    return weights
