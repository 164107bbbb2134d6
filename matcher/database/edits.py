"""Writing by hand into a stored record: the edit stays, and what the source says is kept beside it."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from matcher.database.links import fold, unfold
from matcher.database.rows import DELETED, HERE, SourceVersion, StoredRecord, body_of, kind_of
from matcher.records import Organisation, Practice


def overwrite(session: Session, row: StoredRecord, record: Organisation | Practice) -> None:
    """Let a row say what someone wrote; raise UnknownRecordError where it belongs to another record.

    A record that was deleted is there again. One that now says just what its source says follows the source again.
    """
    body, digest = body_of(record)
    joined = fold(session, row.id)
    _keep_source(session, row)
    row.kind, row.body, row.moved_on = kind_of(record), body, False
    if digest == row.origin_hash and row.origin != HERE and not joined:
        follow_source(session, row, body)


def remove(session: Session, row: StoredRecord) -> None:
    """Delete a record: its row stays, so that its source does not bring it back and the deletion can be undone."""
    fold(session, row.id)
    _keep_source(session, row)
    row.kind = DELETED + row.kind
    row.moved_on = False


def follow_source(session: Session, row: StoredRecord, body: str) -> None:
    """Drop the edit: the row says what its source says (`body`), and follows it from now on."""
    row.kind, row.body, row.edited, row.moved_on = row.kind.removeprefix(DELETED), body, False, False
    unfold(session, row.id)
    session.execute(delete(SourceVersion).where(SourceVersion.id == row.id))


def source_body(session: Session, row: StoredRecord) -> str | None:
    """Return what the source of a record says now; None where it has it no more, or where there is no source."""
    if not row.edited:
        return row.body
    kept = session.get(SourceVersion, row.id)
    return kept.body if kept else None


def _keep_source(session: Session, row: StoredRecord) -> None:
    """Keep what the source says before it is written over for the first time."""
    if not row.edited and row.origin != HERE:
        session.merge(SourceVersion(id=row.id, body=row.body))
    row.edited = True
