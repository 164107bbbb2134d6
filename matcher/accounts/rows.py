"""The rows of those who may edit, their failed attempts to sign in, and links that sign in once."""

from __future__ import annotations

from sqlalchemy import Float, String
from sqlalchemy.orm import Mapped, mapped_column

from matcher.database.rows import Base


class StoredAccount(Base):
    """One editor: the hash of the password (empty: only a link signs in) and a stamp that each new password renews."""

    __tablename__ = "accounts"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    password_hash: Mapped[str]
    stamp: Mapped[str] = mapped_column(String(32))
    created: Mapped[str] = mapped_column(String(32))


class StoredFailures(Base):
    """How often signing in failed under one key, and when it did last (seconds since 1970)."""

    __tablename__ = "sign_in_failures"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    last: Mapped[float] = mapped_column(Float)


class StoredLink(Base):
    """One link that signs an editor in once: the hash of its secret, and until when it may (seconds since 1970)."""

    __tablename__ = "sign_in_links"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(String(60))
    until: Mapped[float] = mapped_column(Float)
