"""The rows of shortlists in the database; no rebuild of the knowledge base touches them."""

from __future__ import annotations

import json

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matcher.database.rows import Base
from matcher.shortlists.shortlist import STATUSES, Entry, Shortlist


class StoredShortlist(Base):
    """One shortlist: the secret of its link, its name and its goal's parameters as JSON."""

    __tablename__ = "shortlists"

    token: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    goal: Mapped[str]
    changed: Mapped[str] = mapped_column(String(32))
    entries: Mapped[list[StoredEntry]] = relationship(
        order_by="StoredEntry.position", cascade="all, delete-orphan", lazy="selectin"
    )

    def shortlist(self) -> Shortlist:
        """Return what the row says."""
        goal = tuple((name, value) for name, value in json.loads(self.goal))
        return Shortlist(self.token, self.name, goal, tuple(row.entry() for row in self.entries))


class StoredEntry(Base):
    """One organisation of a shortlist. It may be gone from the directory: the id is no foreign key."""

    __tablename__ = "shortlist_entries"

    token: Mapped[str] = mapped_column(ForeignKey("shortlists.token", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(String(20), default=STATUSES[0])
    position: Mapped[int]

    def entry(self) -> Entry:
        """Return what the row says; a status that this program does not know counts as the first."""
        status = next((each for each in STATUSES if each == self.status), STATUSES[0])
        return Entry(self.organisation_id, self.name, self.note, status)
