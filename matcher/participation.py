"""Who took part in which past activity."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.indexes import Rows
from matcher.named_partners import NamedPartners
from matcher.passage_texts import PARTS, PassageTable
from matcher.rows.sets import distinct
from matcher.rows.spans import rows_from

Pairs = NDArray[np.int32]
SomeRows = NDArray[np.integer]


@dataclass(frozen=True)
class Participation:
    """The known pairs of an activity (the row of its text) and an organisation, each once, in two orders.

    Both arrays have shape (2, pairs): activities, then organisations. `by_activity` is sorted by activity and
    `by_organisation` by organisation, so that what belongs to either is found without looking at the rest.
    """

    by_activity: Pairs
    by_organisation: Pairs

    @classmethod
    def of_pairs(cls, pairs: SomeRows) -> Participation:
        """Put pairs in order, shape (pairs, 2), of which some may stand twice."""
        table = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
        keys = distinct(table[:, 0] << 32 | table[:, 1])  # whole numbers are sorted far sooner than rows of two
        by_activity = np.stack([keys >> 32, keys & 0xFFFFFFFF]).astype(np.int32)
        by_organisation = by_activity[:, np.argsort(by_activity[1], kind="stable")]
        return cls(by_activity, np.ascontiguousarray(by_organisation))

    @classmethod
    def of_records(cls, passages: PassageTable, named: NamedPartners) -> Participation:
        """Collect who took part, from whose records tell of an activity and from the partners that they name.

        Records that tell of the same activity in the same words share it.
        """
        tells = passages[passages[:, 2] == PARTS.index("activity")][:, :2]
        return cls.of_pairs(np.concatenate([tells, named.pairs]))

    def save(self, folder: Path) -> None:
        """Write both arrays to `folder`."""
        folder.mkdir(parents=True)
        np.save(folder / "by_activity.npy", self.by_activity, allow_pickle=False)
        np.save(folder / "by_organisation.npy", self.by_organisation, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Participation:
        """Read what `save` wrote; the arrays stay on disk until they are used."""
        names = ("by_activity", "by_organisation")
        return cls(*(np.load(folder / f"{name}.npy", "r", allow_pickle=False).view(np.ndarray) for name in names))

    @property
    def pairs(self) -> Rows:
        """All pairs of an activity and an organisation, by activity, shape (pairs, 2)."""
        return self.by_activity.T.astype(np.int64)

    def activities_of(self, *organisations: int) -> Rows:
        """Return the text rows of the activities in which any of some organisations took part, ascending."""
        activities, owners = self.by_organisation
        return distinct(activities[_spans(owners, np.array(organisations, dtype=np.int32))])

    def pairs_of(self, activities: SomeRows) -> Pairs:
        """Return the pairs of some activities, ascending and each given once, in order: shape (2, pairs)."""
        return self.by_activity[:, _spans(self.by_activity[0], activities)]

    def participants_of(self, activities: SomeRows) -> Rows:
        """Return the rows of the organisations that took part in any of some activities, ascending."""
        return distinct(self.pairs_of(activities)[1])

    def shared_activities(self, one: int, other: int) -> Rows:
        """Return the text rows of the activities in which both organisations took part."""
        return np.intersect1d(self.activities_of(one), self.activities_of(other))

    def common_partners(self, one: int, other: int) -> Rows:
        """Return the rows of the organisations that took part in something with each of two others."""
        theirs, others = (self.participants_of(self.activities_of(row)) for row in (one, other))
        return np.setdiff1d(np.intersect1d(theirs, others), [one, other])


def _spans(column: Pairs, wanted: SomeRows) -> Rows:
    """Return the places of a sorted column that hold any of the wanted values, in the order of these."""
    wanted = np.asarray(wanted, dtype=column.dtype)
    first, last = (np.searchsorted(column, wanted, side=side) for side in ("left", "right"))
    return rows_from(first, last - first)[0]
