"""Whom records name as partners in their activities: kept, so that one changed record need not read the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.passage_texts import PARTS, PassageTable
from matcher.records import Organisation
from matcher.rows.keys import hash_of

Table = NDArray[np.int32]


@dataclass(frozen=True)
class NamedPartners:
    """Activities (rows of their texts), who tells of them and whom they name.

    `known`, of shape (names, 3), holds text, teller and partner. `unknown`, of shape (others, 2), holds text and
    teller of names that nobody has, of which `unknown_ids`, of shape (others,), are the hashes (`hash_of`).
    """

    known: Table
    unknown: Table
    unknown_ids: NDArray[np.uint64]

    @classmethod
    def of_records(
        cls, passages: PassageTable, organisations: Sequence[Organisation], row_of: Callable[[str], int | None]
    ) -> NamedPartners:
        """Collect whom the organisations, row by row, name in the activities that `passages` holds."""
        known, unknown, ids = [], [], []
        for text, teller, _, position in passages[passages[:, 2] == PARTS.index("activity")].tolist():
            for partner in organisations[teller].activities[position].partners:
                row = row_of(partner)
                if row is not None:
                    known.append((text, teller, row))
                    continue
                unknown.append((text, teller))
                ids.append(hash_of(partner))
        return cls(_table(known, 3), _table(unknown, 2), np.array(ids, dtype=np.uint64))

    @property
    def pairs(self) -> Table:
        """The activities and whom they name, shape (names, 2)."""
        return self.known[:, [0, 2]]

    def save(self, folder: Path) -> None:
        """Write the arrays to `folder`."""
        folder.mkdir(parents=True)
        for field in fields(self):
            np.save(folder / f"{field.name}.npy", getattr(self, field.name), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> NamedPartners:
        """Read what `save` wrote; the arrays stay on disk until they are used."""
        paths = (folder / f"{field.name}.npy" for field in fields(cls))
        return cls(*(np.load(path, "r", allow_pickle=False).view(np.ndarray) for path in paths))


def _table(rows: Sequence[tuple[int, ...]], columns: int) -> Table:
    return np.array(rows, dtype=np.int32).reshape(-1, columns)
