"""The rows of opinions in the database; no rebuild of the knowledge base touches them."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from matcher.database.rows import Base
from matcher.feedback.opinion import VERDICTS, Opinion


class StoredOpinion(Base):
    """One opinion. Its key is a hash, so that who gave it can change it and nobody else can tell whose it is."""

    __tablename__ = "opinions"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    goal: Mapped[str]
    organisation_id: Mapped[str] = mapped_column(String(200))
    verdict: Mapped[str] = mapped_column(String(20))
    rank: Mapped[int]
    generation: Mapped[str] = mapped_column(String(40))
    given_at: Mapped[str] = mapped_column(String(32))

    def opinion(self) -> Opinion:
        """Return what the row says."""
        verdict = next(each for each in VERDICTS if each == self.verdict)
        return Opinion(self.goal, self.organisation_id, verdict, self.rank, self.generation, self.given_at)
