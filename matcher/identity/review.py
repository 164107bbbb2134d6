"""The review file: pairs that a person has to decide, as CSV that any spreadsheet program opens."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from matcher.errors import InvalidRecordsError, Problem
from matcher.files.cells import neutralise, restore
from matcher.identity.matching import Proposal
from matcher.importers.bundles import open_bundle
from matcher.importers.tables import Row, open_table
from matcher.problems import near_word
from matcher.records import Organisation

COLUMNS = (
    *("decision", "id_here", "name_here", "where_here", "website_here"),
    *("id_new", "name_new", "where_new", "website_new", "score", "for", "against"),
)
DECISIONS = ("same", "different")


@dataclass(frozen=True)
class Ruling:
    """What a person decided about two records; `line` is where it stands in the file."""

    one: str
    other: str
    same: bool
    line: int


def write_review(file: IO[str], proposals: Iterable[Proposal]) -> None:
    """Write one row a pair, the column `decision` empty: a person writes `same` or `different` there, or nothing."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for proposal in proposals:
        decision = proposal.decision
        sides = (*_side(proposal.known.organisation), *_side(proposal.incoming))
        row = ("", *sides, f"{decision.score:.2f}", decision.reasons_for, decision.reasons_against)
        writer.writerow([neutralise(cell) for cell in row])


def read_review(path: Path) -> tuple[Ruling, ...]:
    """Return the rows with a decision; raise InvalidRecordsError with every fault."""
    table = open_table(open_bundle(path))
    if missing := [name for name in ("decision", "id_here", "id_new") if name not in table.columns]:
        message = f"there is no column {', '.join(missing)}; give back the file that --review wrote"
        raise InvalidRecordsError([Problem(path.name, "", message)])
    rulings, problems = [], []
    for row in table.rows():
        if problem := _fault(row, path.name):
            problems.append(problem)
        elif row.cells.get("decision"):
            rulings.append(_ruling(row))
    if problems:
        raise InvalidRecordsError(problems)
    return tuple(rulings)


def _side(organisation: Organisation) -> tuple[str, ...]:
    where = dict.fromkeys((*organisation.countries, *filter(None, [organisation.headquarters])))
    return organisation.id, organisation.name, " ".join(where), organisation.contact.website


def _fault(row: Row, name: str) -> Problem | None:
    where, decision = f"{name}:{row.line}", _word(row, "decision")
    if row.fault:
        return Problem(where, "", row.fault)
    if decision and decision not in DECISIONS:
        hint = near_word(decision, list(DECISIONS))
        return Problem(where, "decision", f"{decision!r} is no decision{hint}; write same, different or nothing")
    missing = next((column for column in ("id_here", "id_new") if not _word(row, column)), "")
    return Problem(where, missing, "is empty; give back the row as --review wrote it") if decision and missing else None


def _ruling(row: Row) -> Ruling:
    return Ruling(_word(row, "id_here"), _word(row, "id_new"), _word(row, "decision") == "same", row.line)


def _word(row: Row, column: str) -> str:
    text = str(restore(row.cells.get(column, ""))).strip()
    return text.casefold() if column == "decision" else text
