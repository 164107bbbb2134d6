"""Signing in: by name and password with attempts limited, or by a link that works once.

Failures are counted in the database, so that a restart or a second web node gives nobody new attempts.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable

from sqlalchemy import delete
from sqlalchemy.engine import CursorResult, Engine
from sqlalchemy.orm import Session

from matcher.accounts.account import Account
from matcher.accounts.keeping import Accounts
from matcher.accounts.rows import StoredAccount, StoredFailures, StoredLink
from matcher.database.rows import Base
from matcher.errors import TooManyAttemptsError

FREE = 3  # failures of one name from one address before the next attempt must wait
LONGEST_WAIT = 900  # seconds
FORGOTTEN = 86_400  # seconds after which failures count no more
LINK_LASTS = 86_400  # seconds
_TABLES = (StoredAccount, StoredFailures, StoredLink)


class SignIn:
    """The ways to sign in; `clock` gives the seconds since 1970."""

    def __init__(self, engine: Engine, accounts: Accounts, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._accounts = accounts
        self._clock = clock
        Base.metadata.create_all(engine, tables=[Base.metadata.tables[each.__tablename__] for each in _TABLES])

    def by_password(self, name: str, password: str, address: str) -> Account | None:
        """Return the account, or None where name and password do not fit; raise TooManyAttemptsError.

        What counts is the name together with the address: nobody can shut an editor out from elsewhere, and behind a
        proxy, where all have one address, nobody shuts everybody out. The wait doubles with each failure.
        """
        key = _key(name.strip().casefold(), address)
        with Session(self._engine) as session:
            wait = _wait(session.get(StoredFailures, key), self._clock())
        if wait > 0:
            raise TooManyAttemptsError(wait)
        account = self._accounts.with_password(name, password)
        with Session(self._engine) as session, session.begin():
            if account is None:
                _count_failure(session, key, self._clock())
            else:
                session.execute(delete(StoredFailures).where(StoredFailures.key == key))
        return account

    def new_link(self, account: Account) -> str:
        """Return the secret of a link that signs an account in once, within a day; only its hash is kept."""
        secret = secrets.token_urlsafe(24)
        with Session(self._engine) as session, session.begin():
            session.execute(delete(StoredLink).where(StoredLink.account == account.name))  # the newest one counts
            until = self._clock() + LINK_LASTS
            session.add(StoredLink(secret_hash=_key(secret), account=account.name, until=until))
        return secret

    def by_link(self, secret: str) -> Account | None:
        """Return the account of a link and use the link up; None where it was used, is too old or never was."""
        with Session(self._engine) as session, session.begin():
            row = session.get(StoredLink, _key(secret))
            if row is None:
                return None
            name, until = row.account, row.until
            # Of two requests at the same time only one deletes it.
            used = session.execute(delete(StoredLink).where(StoredLink.secret_hash == row.secret_hash))
            assert isinstance(used, CursorResult)
            if used.rowcount != 1 or until < self._clock():
                return None
        return self._accounts.find(name)


def _wait(row: StoredFailures | None, now: float) -> float:
    """Return for how many seconds nothing may be tried."""
    if row is None or row.count < FREE:
        return 0.0
    return row.last + float(min(2 ** min(row.count - FREE, 20), LONGEST_WAIT)) - now


def _count_failure(session: Session, key: str, now: float) -> None:
    session.execute(delete(StoredFailures).where(StoredFailures.last < now - FORGOTTEN))
    row = session.get(StoredFailures, key)
    if row is None:
        session.add(StoredFailures(key=key, count=1, last=now))
    else:
        row.count, row.last = row.count + 1, now


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
