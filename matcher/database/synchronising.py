"""Making the records of one origin follow what it holds now; edited ones keep their edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.database.links import notice_changes
from matcher.database.rows import (
    StoredRecord,
    body_of,
    follow,
    kind_of,
    lose_source,
    new_row,
    refuse_taken,
    renew_revision,
    take_over,
)
from matcher.records import Organisation, Practice


@dataclass(frozen=True)
class SyncReport:
    """What a synchronisation did; `kept` counts edited records whose source has moved on or gone."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0


def synchronise(
    session: Session, records: Iterable[Organisation | Practice], origin: str, *, takes_over: bool
) -> SyncReport:
    """Make the rows of `origin` hold exactly `records`, except for edited ones.

    With `takes_over`, it gets the rows that other origins brought under its ids; else InvalidRecordsError is raised
    where there are any.
    """
    incoming = {record.id: record for record in records}
    stored = {row.id: row for row in session.scalars(select(StoredRecord).filter_by(origin=origin))}
    if takes_over:
        stored |= take_over(session, incoming, origin)
    else:
        refuse_taken(session, incoming, origin)
    outcomes = {record.id: _bring(session, stored.get(record.id), record, origin) for record in incoming.values()}
    gone = [_lose(session, row) for record_id, row in stored.items() if record_id not in incoming]
    notice_changes(session, [record_id for record_id, outcome in outcomes.items() if outcome == "changed"])
    counts = Counter([*outcomes.values(), *gone])
    if counts["added"] or counts["changed"] or counts["removed"]:
        renew_revision(session)
    return SyncReport(**counts)


def _bring(session: Session, row: StoredRecord | None, record: Organisation | Practice, origin: str) -> str:
    body, digest = body_of(record)
    if row is None:
        session.add(new_row(record, body, digest, origin))
    return follow(row, kind_of(record), body, digest)


def _lose(session: Session, row: StoredRecord) -> str:
    if row.edited:
        lose_source(row)
        return "kept"
    session.delete(row)
    return "removed"
