"""Keeping opinions on recommendations. They are for people and for later fits; no ranking reads them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Table, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from matcher.database.rows import Base
from matcher.errors import FeedbackError
from matcher.feedback.opinion import VERDICTS, Opinion
from matcher.feedback.rows import StoredOpinion
from matcher.sentences import listed, sentence


class Feedback:
    """The opinions in one database. Who gave one is not kept: only a hash with a secret of theirs leads to it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        table = StoredOpinion.__table__
        assert isinstance(table, Table)
        Base.metadata.create_all(engine, tables=[table])

    def give(self, secret: str, opinion: Opinion) -> None:
        """Keep an opinion, in place of what the same person thought before of this organisation for this goal.

        Raises FeedbackError where the verdict or the rank cannot be.
        """
        if opinion.verdict not in VERDICTS:
            raise wrong_verdict(opinion.verdict)
        if opinion.rank < 1:
            raise wrong_rank(str(opinion.rank))
        key = _key(secret, opinion.goal, opinion.organisation_id)
        with Session(self._engine) as session, session.begin():
            session.merge(StoredOpinion(key=key, **vars(opinion)))

    def withdraw(self, secret: str, goal: str, organisation_id: str) -> None:
        """Forget what somebody thought; nothing happens where there is nothing to forget."""
        with Session(self._engine) as session, session.begin():
            row = session.get(StoredOpinion, _key(secret, goal, organisation_id))
            if row:
                session.delete(row)

    def given(self, secret: str, goal: str, organisation_ids: Iterable[str]) -> dict[str, Opinion]:
        """Return what somebody thought of these organisations for a goal, by id."""
        keys = [_key(secret, goal, each) for each in organisation_ids]
        with Session(self._engine) as session:
            rows = session.scalars(select(StoredOpinion).where(StoredOpinion.key.in_(keys)))
            return {row.organisation_id: row.opinion() for row in rows}

    def opinions(self) -> list[Opinion]:
        """Return all opinions, the first given first."""
        with Session(self._engine) as session:
            rows = session.scalars(select(StoredOpinion).order_by(StoredOpinion.given_at, StoredOpinion.key))
            return [row.opinion() for row in rows]

    def counts(self) -> Counter[str]:
        """Return how many opinions there are of each verdict."""
        query = select(StoredOpinion.verdict, func.count()).group_by(StoredOpinion.verdict)
        with Session(self._engine) as session:
            return Counter({row[0]: row[1] for row in session.execute(query)})


def wrong_verdict(entered: str) -> FeedbackError:
    """Return the error for a verdict that is none."""
    choices = listed(VERDICTS, link="or")
    message = sentence("The verdict is “%(entered)s”; it is %(choices)s.", entered=entered, choices=choices)
    return FeedbackError("verdict", message)


def wrong_rank(entered: str) -> FeedbackError:
    """Return the error for a rank that is none."""
    return FeedbackError("rank", sentence("The rank is “%(entered)s”; it is a whole number from 1.", entered=entered))


def now() -> str:
    """Return the time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _key(secret: str, goal: str, organisation_id: str) -> str:
    """Return the key of an opinion: without the secret, two opinions cannot be told to be of one person."""
    return hashlib.sha256("\0".join((secret, goal, organisation_id)).encode()).hexdigest()
