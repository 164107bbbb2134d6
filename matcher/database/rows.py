"""The rows of the database: one record each, following the origin that brought it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Boolean, String, delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from matcher.errors import InvalidRecordsError, Problem
from matcher.joining import join_organisations
from matcher.records import Organisation, Practice

HERE = "here"  # the origin of records that someone added in the browser or over the API
DELETED = "deleted "  # before the kind of a record that was deleted here: no reader sees it, and no source revives it


class Base(DeclarativeBase):
    """The tables."""


class StoredRecord(Base):
    """One record as JSON, with the origin that it follows and the hash of what that origin said last."""

    __tablename__ = "records"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    body: Mapped[str]
    origin: Mapped[str] = mapped_column(String(100), index=True)
    origin_hash: Mapped[str] = mapped_column(String(64))
    edited: Mapped[bool] = mapped_column(Boolean, default=False)
    moved_on: Mapped[bool] = mapped_column(Boolean, default=False)


class SourceVersion(Base):
    """What the source of an edited record says, as JSON; none where the source has it no more or there is no source."""

    __tablename__ = "source_versions"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    body: Mapped[str]


class Revision(Base):
    """One row: a name for what the records are now; another one after each change, never the same again."""

    __tablename__ = "revision"

    row: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32))


def renew_revision(session: Session) -> None:
    """Give what the records are now a new name."""
    session.merge(Revision(row=1, name=uuid.uuid4().hex))


@dataclass(frozen=True)
class Arrival:
    """What became of one record of an import.

    `fields` names what changed; `kept` says why the record here stays although the import says something else.
    """

    record_id: str
    outcome: Literal["added", "changed", "unchanged"]
    fields: tuple[str, ...] = ()
    kept: str = ""


def refuse_taken(session: Session, incoming: Iterable[str], origin: str) -> None:
    """Raise InvalidRecordsError where another origin has brought one of the incoming ids."""
    query = select(StoredRecord.id, StoredRecord.origin).where(StoredRecord.origin != origin)
    taken = {row.id: row.origin for row in session.execute(query)}
    problems = [
        Problem(origin, "id", f"{record_id!r} came from {taken[record_id]!r} before; leave it out or change its id")
        for record_id in incoming
        if record_id in taken
    ]
    if problems:
        raise InvalidRecordsError(problems)


def take_over(session: Session, incoming: Iterable[str], origin: str) -> dict[str, StoredRecord]:
    """Let rows of other origins follow `origin` from now on, and return them."""
    taken = {row.id: row for row in find_rows(session, list(incoming)).values() if row.origin != origin}
    for row in taken.values():
        row.origin = origin
    return taken


def find_rows(session: Session, ids: list[str]) -> dict[str, StoredRecord]:
    """Return the rows of `ids`, asked for in parts that every database takes."""
    parts = (ids[start : start + 500] for start in range(0, len(ids), 500))
    found = (session.scalars(select(StoredRecord).where(StoredRecord.id.in_(part))) for part in parts)
    return {row.id: row for rows in found for row in rows}


def arrive(
    session: Session, stored: dict[str, StoredRecord], record: Organisation, origin: str, *, joins: bool
) -> Arrival:
    """Let one organisation in, beside or into the row that is there."""
    row = stored.get(record.id)
    body, digest = body_of(record)
    if row is None:
        stored[record.id] = new_row(record, body, digest, origin)
        session.add(stored[record.id])
        return Arrival(record.id, "added")
    if row.origin != origin or row.kind != kind_of(record):
        return Arrival(record.id, "unchanged", kept="" if row.body == body else f"came from {row.origin!r} before")
    before = row.body
    if joins:
        joined, joined_digest = body_of(join_organisations(Organisation.model_validate_json(before), record))
        if joined == before:
            return Arrival(record.id, "unchanged")
        body, digest = (body, digest) if row.edited else (joined, joined_digest)
    follow(row, kind_of(record), body, digest)
    if row.moved_on:
        return Arrival(record.id, "unchanged", kept="was edited here; the source has moved on")
    fields = () if row.body == before else _differences(before, body)
    return Arrival(record.id, "changed" if fields else "unchanged", fields)


def body_of(record: Organisation | Practice) -> tuple[str, str]:
    """Return a record as JSON, and the hash of that."""
    body = record.model_dump_json(exclude_defaults=True)
    return body, hashlib.sha256(body.encode()).hexdigest()


def _differences(before: str, after: str) -> tuple[str, ...]:
    """Name the fields in which two records differ."""
    one, other = json.loads(before), json.loads(after)
    return tuple(name for name in Organisation.model_fields if one.get(name) != other.get(name))


def kind_of(record: Organisation | Practice) -> str:
    """Return `organisation` or `practice`."""
    return "organisation" if isinstance(record, Organisation) else "practice"


def new_row(record: Organisation | Practice, body: str, digest: str, origin: str) -> StoredRecord:
    """Return a row for a record that was not there."""
    return StoredRecord(id=record.id, kind=kind_of(record), body=body, origin=origin, origin_hash=digest)


def follow(row: StoredRecord | None, kind: str, body: str, digest: str) -> str:
    """Let a stored row follow its origin; return the name of what happened."""
    if row is None:
        return "added"
    if row.origin_hash == digest:
        return "kept" if row.moved_on else "unchanged"
    row.origin_hash = digest
    if row.edited:
        row.moved_on = True
        session_of(row).merge(SourceVersion(id=row.id, body=body))
        return "kept"
    row.kind, row.body = kind, body
    return "changed"


def lose_source(row: StoredRecord) -> None:
    """Note that the source of an edited record has it no more."""
    row.moved_on = True
    session_of(row).execute(delete(SourceVersion).where(SourceVersion.id == row.id))


def session_of(row: StoredRecord) -> Session:
    """Return the session that a row was read in."""
    session = Session.object_session(row)
    assert session is not None
    return session
