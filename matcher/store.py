"""The database: the truth about records once it exists (SQLite by default, PostgreSQL by URL).

A record that came from the corpus follows the corpus. A record that someone edited here keeps the edit, and
`moved_on` tells that its source has changed since.

Three sorts of origin bring records. The corpus is curated: `synchronise` makes the database hold exactly what it holds,
also where an import had brought a record of the same id before. An import (`receive`) adds and changes records of its
own origin and removes none; what the corpus or another origin brought stays as it is, and the import is told so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from matcher.database.edits import overwrite
from matcher.database.links import Known, known_organisations, link, notice_changes, pairs_apart, tell_apart, unlink
from matcher.database.opening import open_database
from matcher.database.rows import Arrival, Revision, StoredRecord, arrive, find_rows, kind_of, renew_revision
from matcher.database.synchronising import SyncReport, synchronise
from matcher.database.touched import last_number, touched_since
from matcher.errors import UnknownRecordError
from matcher.records import Organisation, Practice

CORPUS = "corpus"
Change = TypeVar("Change")


@dataclass(frozen=True)
class Changes:
    """What the database says now of records that were written.

    `organisations` by id, None where there is none (any more); `practices` are all of them where any was written,
    else None; `number` is that of the last write that is surely in.
    """

    organisations: dict[str, Organisation | None]
    practices: tuple[Practice, ...] | None
    number: int


class Store:
    """Records in a database.

    `url` is an SQLAlchemy URL such as `sqlite:////var/lib/matcher/matcher.sqlite`.
    """

    def __init__(self, url: str) -> None:
        self._engine = open_database(url)

    @property
    def engine(self) -> Engine:
        """The connections, for what else is kept in the same database."""
        return self._engine

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def synchronise(self, records: Iterable[Organisation | Practice], origin: str = CORPUS) -> SyncReport:
        """Make the records of `origin` follow `records`, in one transaction; edited ones keep their edit.

        The corpus takes over the records that imports brought under its ids. Any other origin raises
        InvalidRecordsError where one of its ids has been brought by another.
        """
        with Session(self._engine) as session, session.begin():
            return synchronise(session, records, origin, takes_over=origin == CORPUS)

    def receive(
        self, records: Iterable[Organisation], origin: str, *, joins: bool = False, dry_run: bool = False
    ) -> tuple[Arrival, ...]:
        """Add and change organisations of `origin` in one transaction; remove none. Return what became of each.

        A record that was edited here, or that another origin brought, stays as it is. With `joins` a record is
        joined to what `origin` brought before instead of replacing it. With `dry_run` nothing is written.
        """
        incoming = tuple(records)
        with Session(self._engine) as session:
            stored = find_rows(session, [record.id for record in incoming])
            arrivals = tuple(arrive(session, stored, record, origin, joins=joins) for record in incoming)
            if dry_run:
                session.rollback()
            else:
                notice_changes(session, [each.record_id for each in arrivals if each.outcome == "changed"])
                if any(arrival.outcome != "unchanged" for arrival in arrivals):
                    renew_revision(session)
                session.commit()
        return arrivals

    def edit(self, record: Organisation | Practice) -> None:
        """Replace a record by what someone wrote here; raise UnknownRecordError where there is none."""
        with Session(self._engine) as session, session.begin():
            row = session.get(StoredRecord, record.id)
            if row is None or row.kind != kind_of(record):
                raise UnknownRecordError(f"no {kind_of(record)} has the id {record.id!r}; add it first")
            overwrite(session, row, record)
            renew_revision(session)

    def merge(self, one: str, other: str, evidence: str = "") -> bool:
        """Let two records be one organisation from now on, read under the id of `one`; False where they are already.

        Both records stay as they are and keep following their origins. `other` gives what `one` lacks, and its id
        becomes an identifier. Raises UnknownRecordError where there is no such organisation.
        """
        return self._change(lambda session: link(session, one, other, evidence))

    def split(self, record_id: str) -> tuple[str, ...]:
        """Undo merges: take a record out of what it belongs to, or everything out of the one that leads.

        Returns the ids that left; they are not proposed for joining again. What was edited while they were one stays
        with the leading record.
        """
        return self._change(lambda session: unlink(session, record_id))

    def keep_apart(self, one: str, other: str) -> bool:
        """Remember that two records are two organisations; False where that is known."""
        return self._change(lambda session: tell_apart(session, one, other))

    def known(self) -> Iterator[Known]:
        """Yield all organisations with the ids and origins of their records, by id."""
        with Session(self._engine) as session:
            yield from known_organisations(session)

    def records_of(self, organisation_id: str) -> tuple[tuple[Organisation, str], ...]:
        """Return the records that are read as one organisation, the leading one first, each with its origin.

        Raises UnknownRecordError where no organisation has this id as its leading one.
        """
        known = next((each for each in self.known() if each.organisation.id == organisation_id), None)
        if known is None:
            raise UnknownRecordError(f"no organisation has the id {organisation_id!r}")
        with Session(self._engine) as session:
            rows = find_rows(session, list(known.ids))
        return tuple((Organisation.model_validate_json(rows[each].body), rows[each].origin) for each in known.ids)

    def apart(self) -> frozenset[frozenset[str]]:
        """Return the pairs of ids that were told apart."""
        with Session(self._engine) as session:
            return pairs_apart(session)

    def _change(self, change: Callable[[Session], Change]) -> Change:
        """Run one change in a transaction; what it changed gets a new revision."""
        with Session(self._engine) as session, session.begin():
            done = change(session)
            if done:
                renew_revision(session)
        return done

    def revision(self) -> str:
        """Return the name of what the records are now: as long as it is the same, so are they.

        "" means that nothing was written yet. Who changes records past this class keeps the name and is not noticed.
        """
        with Session(self._engine) as session:
            return session.scalar(select(Revision.name)) or ""

    def number(self) -> int:
        """Return the number of the last write to a record or a link."""
        with Session(self._engine) as session:
            return last_number(session)

    def changed_since(self, number: int, most: int) -> Changes | None:
        """Return what was written after the write `number`; None where that is not known, or more than `most`."""
        with Session(self._engine) as session:
            last = last_number(session)  # first: what is written meanwhile is then told of again, and never missed
            touched = touched_since(session, number)
            if touched is None or len(touched.organisations) > most:
                return None
            organisations: dict[str, Organisation | None] = dict.fromkeys(sorted(touched.organisations))
            known = known_organisations(session, touched.organisations)
            organisations |= {each.organisation.id: each.organisation for each in known}
        return Changes(organisations, tuple(self.practices()) if touched.practices else None, last)

    def origins(self) -> set[str]:
        """Return the names of the origins that records came from."""
        with Session(self._engine) as session:
            return set(session.scalars(select(StoredRecord.origin).distinct()))

    def moved_on(self) -> list[str]:
        """Return the ids of edited records whose source has changed since the edit."""
        with Session(self._engine) as session:
            return list(session.scalars(select(StoredRecord.id).filter_by(moved_on=True).order_by(StoredRecord.id)))

    def organisations(self) -> Iterator[Organisation]:
        """Yield all organisations, by id; records that were merged are one."""
        yield from (each.organisation for each in self.known())

    def practices(self) -> Iterator[Practice]:
        """Yield all practices, by id."""
        yield from (Practice.model_validate_json(body) for body in self._bodies("practice"))

    def _bodies(self, kind: str) -> Iterator[str]:
        with Session(self._engine) as session:
            query = select(StoredRecord.body).filter_by(kind=kind).order_by(StoredRecord.id)
            yield from session.scalars(query)
