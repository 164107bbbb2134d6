"""Keeping shortlists in the database, each under a link that nobody can guess."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from matcher.database.rows import Base
from matcher.errors import ShortlistError, UnknownRecordError
from matcher.fields import clean_text
from matcher.records import Organisation
from matcher.sentences import amount, sentence
from matcher.shortlists.rows import StoredEntry, StoredShortlist
from matcher.shortlists.shortlist import (
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_ENTRIES,
    STATUSES,
    Parameters,
    Shortlist,
    moved,
)


class Shortlists:
    """The shortlists in one database. Who knows a token may read and change its shortlist; nobody can list them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        Base.metadata.create_all(engine, tables=[StoredShortlist.metadata.tables[name] for name in _TABLES])

    def create(self, name: str, goal: Iterable[tuple[str, str]]) -> Shortlist:
        """Make an empty shortlist for the goal with these parameters; its token has 128 random bits."""
        row = StoredShortlist(
            token=secrets.token_urlsafe(16), name=_name(name), goal=_goal_json(goal), changed=_now(), entries=[]
        )
        made = row.shortlist()
        with Session(self._engine) as session, session.begin():
            session.add(row)
        return made

    def find(self, token: str) -> Shortlist | None:
        """Return a shortlist, or None where there is none with this token."""
        with Session(self._engine) as session:
            row = session.get(StoredShortlist, token)
            return row.shortlist() if row else None

    def get(self, token: str) -> Shortlist:
        """Return a shortlist; raise UnknownRecordError where there is none with this token."""
        found = self.find(token)
        if found is None:
            raise UnknownRecordError(
                sentence("no shortlist has this link; it may have been deleted, or the link was cut off")
            )
        return found

    def add(self, token: str, organisation: Organisation) -> None:
        """Put an organisation at the end; nothing happens where it is there already.

        Raises ShortlistError where the list is full, like all changes UnknownRecordError where there is no such list.
        """
        with self._change(token) as row:
            if organisation.id in row.shortlist().ids:
                return
            if len(row.entries) >= MOST_ENTRIES:
                message = sentence("A shortlist has at most %(limit)s organisations; remove one.", limit=MOST_ENTRIES)
                raise ShortlistError("organisation", message)
            last = max((entry.position for entry in row.entries), default=0)
            row.entries.append(StoredEntry(organisation_id=organisation.id, name=organisation.name, position=last + 1))

    def write(self, token: str, organisation_id: str, note: str, status: str) -> None:
        """Set the note and the status of an entry; raise ShortlistError where one of them cannot be."""
        note = clean_text(note.replace("\r\n", "\n"))
        if len(note) > LONGEST_NOTE:
            message = sentence(
                "The note has %(number)s characters; the limit is %(limit)s. Shorten it.",
                number=amount(len(note)),
                limit=amount(LONGEST_NOTE),
            )
            raise ShortlistError("note", message)
        if status not in STATUSES:
            message = sentence(
                "The status is %(status)r; it is one of %(known)s.", status=status, known=", ".join(STATUSES)
            )
            raise ShortlistError("status", message)
        with self._change(token) as row:
            entry = _entry(row, organisation_id)
            entry.note, entry.status = note, status

    def move(self, token: str, organisation_id: str, steps: int) -> None:
        """Move an entry by some places, towards the front where `steps` is negative."""
        with self._change(token) as row:
            _entry(row, organisation_id)
            order = moved(row.shortlist().ids, organisation_id, steps)
            for entry in row.entries:
                entry.position = order.index(entry.organisation_id)

    def remove(self, token: str, organisation_id: str) -> None:
        """Take an entry off the list, with its note."""
        with self._change(token) as row:
            row.entries.remove(_entry(row, organisation_id))

    def rename(self, token: str, name: str) -> None:
        """Give a shortlist another name; raise ShortlistError where it is empty or too long."""
        with self._change(token) as row:
            row.name = _name(name)

    def set_goal(self, token: str, goal: Iterable[tuple[str, str]]) -> None:
        """Give a shortlist another goal."""
        with self._change(token) as row:
            row.goal = _goal_json(goal)

    def delete(self, token: str) -> None:
        """Delete a shortlist with all notes."""
        with self._change(token) as row:
            session = Session.object_session(row)
            assert session is not None
            session.delete(row)

    @contextmanager
    def _change(self, token: str) -> Iterator[StoredShortlist]:
        """Give the row to change, in one transaction.

        It begins by writing: so it waits for others who change the same list, and sees what they did.
        """
        with Session(self._engine) as session, session.begin():
            session.execute(update(StoredShortlist).where(StoredShortlist.token == token).values(changed=_now()))
            row = session.get(StoredShortlist, token)
            if row is None:
                raise UnknownRecordError(
                    sentence("no shortlist has this link; it may have been deleted in the meantime")
                )
            yield row


_TABLES = (StoredShortlist.__tablename__, StoredEntry.__tablename__)


def _entry(row: StoredShortlist, organisation_id: str) -> StoredEntry:
    for entry in row.entries:
        if entry.organisation_id == organisation_id:
            return entry
    raise UnknownRecordError(
        sentence("%(id)r is not on this shortlist; it may have been removed in the meantime", id=organisation_id)
    )


def _name(text: str) -> str:
    name = " ".join(clean_text(text).split())
    if not name or len(name) > LONGEST_NAME:
        message = sentence(
            "The name has %(number)s characters; a name has 1 to %(limit)s.", number=len(name), limit=LONGEST_NAME
        )
        raise ShortlistError("name", message)
    return name


def _goal_json(goal: Iterable[tuple[str, str]]) -> str:
    parameters: Parameters = tuple(goal)
    return json.dumps(parameters, ensure_ascii=False)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
