"""Pairs of records that a person has labelled as one organisation or two."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import InvalidRecordsError, Problem
from matcher.identity.comparison import Portrait
from matcher.identity.words import fold
from matcher.problems import read_record
from matcher.records import Organisation

DRAWS_TO_LEARN_FROM = 2
LABELS = ("same", "different")


@dataclass(frozen=True)
class LabelledPair:
    """Two records and whether they are `same`.

    `draw` counts the drawings of pairs, from 1: those of the last were labelled when all else was done. `stands_for`
    says how many candidate pairs stood behind this one when it was drawn.
    """

    one: Portrait
    other: Portrait
    same: bool
    stands_for: float
    note: str
    sources: tuple[str, str]
    draw: int = 1

    @property
    def is_training(self) -> bool:
        """Half of the first two draws, by the name of the first record: pairs of one organisation are in one half."""
        if self.draw > DRAWS_TO_LEARN_FROM:
            return False
        name = fold(self.one.organisation.name)
        return hashlib.sha256(name.encode()).digest()[-1] % 2 == 0


def read_pairs(path: Path) -> tuple[LabelledPair, ...]:
    """Read labelled pairs from tab-separated values; raise InvalidRecordsError with the first fault."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRecordsError([Problem(str(path), "", f"cannot be read: {error}")]) from error
    return tuple(_pair(row, f"{path.name}:{number}") for number, row in enumerate(rows, start=2))


def _pair(row: dict[str, str], where: str) -> LabelledPair:
    if row.get("label") not in LABELS:
        message = f"{row.get('label')!r} is not a label; write one of {', '.join(LABELS)}"
        raise InvalidRecordsError([Problem(where, "label", message)])
    one, other = (Portrait(_organisation(row, side, where)) for side in "ab")
    sources = (row.get("source_a") or "", row.get("source_b") or "")
    weight = float(row.get("stands_for") or 1)
    return LabelledPair(
        one, other, row["label"] == "same", weight, row.get("note") or "", sources, int(row.get("draw") or 1)
    )


def _organisation(row: dict[str, str], side: str, where: str) -> Organisation:
    fields = {name: row.get(f"{name}_{side}") or "" for name in ("id", "name", "aliases", "countries", "website")}
    record, problems = read_record(
        Organisation,
        {
            "id": f"{side}:{fields['id']}",  # two registers that give one id would make it too easy
            "name": fields["name"],
            "aliases": [each for each in fields["aliases"].split(" | ") if each],
            "countries": fields["countries"].split(),
            "contact": {"website": fields["website"]},
        },
        where,
    )
    if record is None:
        raise InvalidRecordsError(problems)
    return record
