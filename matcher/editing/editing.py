"""Editing records by hand: each change is kept with who made it and why, and can be undone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from matcher.database.edits import follow_source, overwrite, remove, source_body
from matcher.database.links import known_organisation, leading_ids, said_elsewhere
from matcher.database.rows import (
    DELETED,
    HERE,
    Base,
    SourceVersion,
    StoredRecord,
    body_of,
    kind_of,
    new_row,
    renew_revision,
)
from matcher.database.touched import Touched
from matcher.editing.change import LONGEST_REASON, Change
from matcher.editing.change_rows import StoredChange
from matcher.errors import StaleRecordError, TakenIdError, UnknownRecordError
from matcher.fields import clean_text
from matcher.records import Organisation, Practice
from matcher.sentences import sentence

AnyRecord = Organisation | Practice


@dataclass(frozen=True)
class Stored:
    """A record as the database has it; `version` names what it says and is another one after each change.

    `source` is what its source says, None where it has none or says just the same; `moved_on` tells that the source
    has changed since the record was edited here (where `source` is None then: that it has the record no more).
    """

    record: AnyRecord
    version: str
    source: AnyRecord | None = None
    moved_on: bool = False


class Editing:
    """Reading, writing and undoing; every method that writes names who does it and returns what is there then.

    A `version` that is given must be the one that is there; else StaleRecordError, and nothing is changed.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        tables = [Base.metadata.tables[each.__tablename__] for each in (StoredChange, SourceVersion, Touched)]
        Base.metadata.create_all(engine, tables=tables)

    def get(self, kind: str, record_id: str) -> Stored:
        """Return a record; raise UnknownRecordError where there is none (`kind` is organisation or practice)."""
        with Session(self._engine) as session:
            return _stored(session, _require(session, kind, record_id))

    def free_id(self, wanted: str) -> str:
        """Return `wanted`, with a number behind it where there is or was a record with this id."""
        with Session(self._engine) as session:
            ids = (wanted if number == 1 else f"{wanted}-{number}" for number in itertools.count(1))
            return next(each for each in ids if session.get(StoredRecord, each) is None)

    def add(self, record: AnyRecord, by: str, reason: str = "") -> Stored:
        """Add a record, also one that was deleted before; raise TakenIdError where its id is taken."""
        with self._writing() as session:
            row = session.get(StoredRecord, record.id)
            if row is not None and row.kind != DELETED + kind_of(record):
                raise TakenIdError(
                    sentence("the id %(id)r is taken; edit the record that has it, or choose another id", id=record.id)
                )
            if row is None:
                row = new_row(record, *body_of(record), HERE)
                session.add(row)
                session.flush()
            overwrite(session, row, record)
            return _noted(session, row, None, by, reason)

    def save(self, record: AnyRecord, version: str | None, by: str, reason: str = "") -> Stored:
        """Write over a record; where it says that already, nothing is noted. Raises UnknownRecordError."""
        with self._writing() as session:
            row = _require(session, kind_of(record), record.id)
            before = _stored(session, row)
            _check(before, version)
            if before.record == record:
                return before
            overwrite(session, row, record)
            return _noted(session, row, before, by, reason)

    def delete(self, kind: str, record_id: str, version: str | None, by: str, reason: str = "") -> None:
        """Delete a record; `restore` brings it back, its source does not. Raises UnknownRecordError."""
        with self._writing() as session:
            row = _require(session, kind, record_id)
            before = _stored(session, row)
            _check(before, version)
            remove(session, row)
            _note(session, row, before, None, by, reason)

    def restore(self, record_id: str, number: int, by: str) -> Stored:
        """Let a record say what it said before its change `number`; raise UnknownRecordError where there was nothing.

        So undoing the last change is `restore` with its number. It is a change itself.
        """
        with self._writing() as session:
            change, row = session.get(StoredChange, (record_id, number)), session.get(StoredRecord, record_id)
            if change is None or row is None or change.before is None:
                raise UnknownRecordError(f"{record_id!r} has no version before its change {number}")
            before = None if row.kind != change.kind else _stored(session, row)
            kind = Organisation if change.kind == "organisation" else Practice
            record = kind.model_validate_json(change.before)
            if before and before.record == record:
                return before
            overwrite(session, row, record)
            return _noted(session, row, before, by, f"as before change {number}")

    def take_source(self, kind: str, record_id: str, version: str | None, by: str) -> Stored:
        """Drop the edits of a record: it says what its source says, and follows it again. Raises UnknownRecordError."""
        with self._writing() as session:
            row = _require(session, kind, record_id)
            before = _stored(session, row)
            _check(before, version)
            body = source_body(session, row) if row.edited else None
            if body is None:
                raise UnknownRecordError(f"{record_id!r} has no source that it could follow")
            follow_source(session, row, body)
            return _noted(session, row, before, by, "follows its source again")

    def history(self, record_id: str) -> tuple[Change, ...]:
        """Return the changes of a record, the last one first."""
        query = select(StoredChange).filter_by(record_id=record_id).order_by(StoredChange.number.desc())
        with Session(self._engine) as session:
            return tuple(row.change() for row in session.scalars(query))

    def recent(self, limit: int) -> tuple[Change, ...]:
        """Return the last changes of all records, the last one first."""
        query = select(StoredChange).order_by(StoredChange.made.desc(), StoredChange.number.desc()).limit(limit)
        with Session(self._engine) as session:
            return tuple(row.change() for row in session.scalars(query))

    def moved_on(self) -> tuple[tuple[str, str], ...]:
        """Return kind and id of the records whose source has changed since they were edited here."""
        query = select(StoredRecord.kind, StoredRecord.id).filter_by(moved_on=True).order_by(StoredRecord.id)
        with Session(self._engine) as session:
            return tuple((kind, each) for kind, each in session.execute(query) if not kind.startswith(DELETED))

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """Give a session in a transaction that begins by writing: so it waits for others who edit, and sees theirs."""
        with Session(self._engine) as session, session.begin():
            renew_revision(session)
            session.flush()
            yield session


def _require(session: Session, kind: str, record_id: str) -> StoredRecord:
    row = session.get(StoredRecord, record_id)
    if row is None or row.kind != kind:
        raise UnknownRecordError(f"no {kind} has the id {record_id!r}; it may have been deleted")
    if leading := leading_ids(session).get(record_id):
        raise UnknownRecordError(f"{record_id!r} belongs to {leading!r}; edit that one, or split them first")
    return row


def _check(stored: Stored, version: str | None) -> None:
    if version is not None and version != stored.version:
        raise StaleRecordError(
            sentence("%(id)r was changed by someone else since you read it; read it again", id=stored.record.id)
        )


def _stored(session: Session, row: StoredRecord) -> Stored:
    record: AnyRecord
    source: AnyRecord | None
    body = source_body(session, row) if row.edited else None
    if row.kind == "organisation":
        record, source = known_organisation(session, row), said_elsewhere(session, row.id, body)
    else:
        record, source = Practice.model_validate_json(row.body), Practice.model_validate_json(body) if body else None
    return Stored(record, body_of(record)[1], None if source == record else source, row.moved_on)


def _noted(session: Session, row: StoredRecord, before: Stored | None, by: str, reason: str) -> Stored:
    session.flush()
    after = _stored(session, row)
    _note(session, row, before, after, by, reason)
    return after


def _note(
    session: Session, row: StoredRecord, before: Stored | None, after: Stored | None, by: str, reason: str
) -> None:
    """Keep one change."""
    last = session.scalar(select(func.max(StoredChange.number)).filter_by(record_id=row.id)) or 0
    told = after or before
    assert told is not None
    session.add(
        StoredChange(
            record_id=row.id,
            number=last + 1,
            kind=kind_of(told.record),
            made=datetime.now(UTC).isoformat(timespec="milliseconds"),
            by=by,
            reason=clean_text(reason)[:LONGEST_REASON],
            before=body_of(before.record)[0] if before else None,
            after=body_of(after.record)[0] if after else None,
        )
    )
