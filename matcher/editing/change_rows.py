"""The rows of what was changed by hand, one for each change of a record."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from matcher.database.rows import Base
from matcher.editing.change import Change


class StoredChange(Base):
    """One change: who made it, when, why, and the record before and after as JSON; None where there was no record."""

    __tablename__ = "changes"

    record_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    made: Mapped[str] = mapped_column(String(32), index=True)
    by: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(default="")
    before: Mapped[str | None]
    after: Mapped[str | None]

    def change(self) -> Change:
        """Return what the row says."""
        return Change(self.record_id, self.number, self.kind, self.made, self.by, self.reason, self.before, self.after)
