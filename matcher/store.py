"""The database: the truth about records once it exists (SQLite by default, PostgreSQL by URL).

A record that came from the corpus follows the corpus. A record that someone edited here keeps the edit, and
`moved_on` tells that its source has changed since.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Boolean, String, create_engine, event, select
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from matcher.errors import InvalidRecordsError, Problem, SettingsError, UnknownRecordError
from matcher.records import Organisation, Practice

CORPUS = "corpus"


class _Base(DeclarativeBase):
    """The tables."""


class _StoredRecord(_Base):
    """One record as JSON, with the origin that it follows and the hash of what that origin said last."""

    __tablename__ = "records"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    body: Mapped[str]
    origin: Mapped[str] = mapped_column(String(100), index=True)
    origin_hash: Mapped[str] = mapped_column(String(64))
    edited: Mapped[bool] = mapped_column(Boolean, default=False)
    moved_on: Mapped[bool] = mapped_column(Boolean, default=False)


class _Revision(_Base):
    """One row: a name for what the records are now; another one after each change, never the same again."""

    __tablename__ = "revision"

    row: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32))


@dataclass(frozen=True)
class SyncReport:
    """What a synchronisation did; `kept` counts edited records whose source has moved on or gone."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0


class Store:
    """Records in a database.

    `url` is an SQLAlchemy URL such as `sqlite:////var/lib/matcher/matcher.sqlite`.
    """

    def __init__(self, url: str) -> None:
        try:
            self._engine: Engine = create_engine(make_url(url))
            if self._engine.dialect.name == "sqlite":
                event.listen(self._engine, "connect", _prepare_sqlite)
            _Base.metadata.create_all(self._engine)
        except (SQLAlchemyError, ModuleNotFoundError, ValueError) as error:
            reason = str(error).splitlines()[0]
            shown = re.sub(r"(?<=:)[^:/@]+(?=@)", "***", url)
            raise SettingsError(f"the database {shown!r} cannot be opened: {reason}; check MATCHER_DATABASE") from error

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def synchronise(self, records: Iterable[Organisation | Practice], origin: str = CORPUS) -> SyncReport:
        """Make the records of `origin` follow `records`, in one transaction; edited ones keep their edit.

        Raises InvalidRecordsError where another origin has brought one of their ids.
        """
        incoming = {record.id: record for record in records}
        counts = dict.fromkeys(("added", "changed", "unchanged", "removed", "kept"), 0)
        with Session(self._engine) as session, session.begin():
            stored = {row.id: row for row in session.scalars(select(_StoredRecord).filter_by(origin=origin))}
            _refuse_taken(session, incoming, origin)
            for record_id, record in incoming.items():
                body = record.model_dump_json(exclude_defaults=True)
                digest = hashlib.sha256(body.encode()).hexdigest()
                row = stored.get(record_id)
                if row is None:
                    session.add(_new_row(record, body, digest, origin))
                counts[_follow(row, _kind(record), body, digest)] += 1
            for record_id, row in stored.items():
                if record_id in incoming:
                    continue
                if row.edited:
                    row.moved_on = True
                    counts["kept"] += 1
                else:
                    session.delete(row)
                    counts["removed"] += 1
            if counts["added"] or counts["changed"] or counts["removed"]:
                _renew_revision(session)
        return SyncReport(**counts)

    def edit(self, record: Organisation | Practice) -> None:
        """Replace a record by what someone wrote here; raise UnknownRecordError where there is none."""
        with Session(self._engine) as session, session.begin():
            row = session.get(_StoredRecord, record.id)
            if row is None or row.kind != _kind(record):
                raise UnknownRecordError(f"no {_kind(record)} has the id {record.id!r}; add it first")
            row.body = record.model_dump_json(exclude_defaults=True)
            row.edited = True
            row.moved_on = False
            _renew_revision(session)

    def revision(self) -> str:
        """Return the name of what the records are now: as long as it is the same, so are they.

        "" means that nothing was written yet. Who changes records past this class keeps the name and is not noticed.
        """
        with Session(self._engine) as session:
            return session.scalar(select(_Revision.name)) or ""

    def origins(self) -> set[str]:
        """Return the names of the origins that records came from."""
        with Session(self._engine) as session:
            return set(session.scalars(select(_StoredRecord.origin).distinct()))

    def moved_on(self) -> list[str]:
        """Return the ids of edited records whose source has changed since the edit."""
        with Session(self._engine) as session:
            return list(session.scalars(select(_StoredRecord.id).filter_by(moved_on=True).order_by(_StoredRecord.id)))

    def organisations(self) -> Iterator[Organisation]:
        """Yield all organisations, by id."""
        yield from (Organisation.model_validate_json(body) for body in self._bodies("organisation"))

    def practices(self) -> Iterator[Practice]:
        """Yield all practices, by id."""
        yield from (Practice.model_validate_json(body) for body in self._bodies("practice"))

    def _bodies(self, kind: str) -> Iterator[str]:
        with Session(self._engine) as session:
            query = select(_StoredRecord.body).filter_by(kind=kind).order_by(_StoredRecord.id)
            yield from session.scalars(query)


def _prepare_sqlite(connection: object, _: object) -> None:
    """Let readers read while someone writes, and wait for a lock instead of failing at once."""
    cursor = connection.cursor()  # type: ignore[attr-defined]  # a DB-API connection
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


def _refuse_taken(session: Session, incoming: Iterable[str], origin: str) -> None:
    query = select(_StoredRecord.id, _StoredRecord.origin).where(_StoredRecord.origin != origin)
    taken = {row.id: row.origin for row in session.execute(query)}
    problems = [
        Problem(origin, "id", f"{record_id!r} came from {taken[record_id]!r} before; leave it out or change its id")
        for record_id in incoming
        if record_id in taken
    ]
    if problems:
        raise InvalidRecordsError(problems)


def _renew_revision(session: Session) -> None:
    session.merge(_Revision(row=1, name=uuid.uuid4().hex))


def _kind(record: Organisation | Practice) -> str:
    return "organisation" if isinstance(record, Organisation) else "practice"


def _new_row(record: Organisation | Practice, body: str, digest: str, origin: str) -> _StoredRecord:
    return _StoredRecord(id=record.id, kind=_kind(record), body=body, origin=origin, origin_hash=digest)


def _follow(row: _StoredRecord | None, kind: str, body: str, digest: str) -> str:
    """Let a stored row follow its origin; return the name of what happened."""
    if row is None:
        return "added"
    if row.origin_hash == digest:
        return "kept" if row.moved_on else "unchanged"
    row.origin_hash = digest
    if row.edited:
        row.moved_on = True
        return "kept"
    row.kind, row.body = kind, body
    return "changed"
