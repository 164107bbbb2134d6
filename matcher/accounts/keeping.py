"""Those who may edit, kept in the database beside the records; passwords only as scrypt hashes."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session
from werkzeug.security import check_password_hash, generate_password_hash

from matcher.accounts.account import LONGEST_PASSWORD, Account, account_name, check_password
from matcher.accounts.rows import StoredAccount
from matcher.database.rows import Base
from matcher.errors import AccountError, UnknownRecordError

OWNER = "owner"  # whoever started the server: signs in by the link that it prints


class Accounts:
    """The accounts of one database. `hash_password` turns a password into what is kept."""

    def __init__(self, engine: Engine, hash_password: Callable[[str], str] | None = None) -> None:
        self._engine = engine
        self._hash = hash_password or _scrypt
        Base.metadata.create_all(engine, tables=[Base.metadata.tables[StoredAccount.__tablename__]])

    def add(self, name: str, password: str) -> Account:
        """Add an editor; raise AccountError where the name is taken or cannot be, or the password is too short."""
        name, password_hash = account_name(name), self._hash(check_password(password))
        with Session(self._engine) as session, session.begin():
            if session.get(StoredAccount, name):
                raise AccountError("name", f"{name!r} is taken; choose another, or change that one's password")
            row = _new_row(name, password_hash)
            session.add(row)
            return _account(row)

    def set_password(self, name: str, password: str) -> Account:
        """Change a password, which ends all sessions of the account; raise UnknownRecordError where there is none."""
        password_hash = self._hash(check_password(password))
        with Session(self._engine) as session, session.begin():
            row = _require(session, name)
            row.password_hash, row.stamp = password_hash, _stamp()
            return _account(row)

    def remove(self, name: str) -> None:
        """Remove an editor, which ends all sessions; what the editor wrote stays. Raises UnknownRecordError."""
        with Session(self._engine) as session, session.begin():
            session.delete(_require(session, name))

    def list(self) -> tuple[Account, ...]:
        """Return all accounts by name."""
        with Session(self._engine) as session:
            return tuple(map(_account, session.scalars(select(StoredAccount).order_by(StoredAccount.name))))

    def find(self, name: str) -> Account | None:
        """Return an account, or None where there is none of this name."""
        with Session(self._engine) as session:
            row = session.get(StoredAccount, name.strip().casefold())
            return _account(row) if row else None

    def owner(self) -> Account:
        """Return the account of whoever started the server, made where there is none; it has no password."""
        with Session(self._engine) as session, session.begin():
            row = session.get(StoredAccount, OWNER)
            if row is None:
                row = _new_row(OWNER, "")
                session.add(row)
            return _account(row)

    def with_password(self, name: str, password: str) -> Account | None:
        """Return the account with this name and password, or None.

        It takes as long where there is no such name, so that names cannot be found out by the clock.
        """
        with Session(self._engine) as session:
            row = session.get(StoredAccount, name.strip().casefold()[:200])
            kept = row.password_hash if row else ""
            fits = check_password_hash(kept or _nobody(self._hash), password[: LONGEST_PASSWORD + 1])
            return _account(row) if row and kept and fits else None


def _scrypt(password: str) -> str:
    return generate_password_hash(password, method="scrypt")


@cache
def _nobody(hash_password: Callable[[str], str]) -> str:
    """Return the hash of a password that nobody knows."""
    return hash_password(secrets.token_hex(32))


def _new_row(name: str, password_hash: str) -> StoredAccount:
    created = datetime.now(UTC).isoformat(timespec="seconds")
    return StoredAccount(name=name, password_hash=password_hash, stamp=_stamp(), created=created)


def _stamp() -> str:
    return secrets.token_hex(16)


def _account(row: StoredAccount) -> Account:
    return Account(row.name, row.stamp, row.created, bool(row.password_hash))


def _require(session: Session, name: str) -> StoredAccount:
    row = session.get(StoredAccount, name.strip().casefold())
    if row is None:
        raise UnknownRecordError(f"no account has the name {name!r}; `partner-matcher user list` shows them")
    return row
