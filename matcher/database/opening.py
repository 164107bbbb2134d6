"""Opening the database: its tables are made where they are missing, and SQLite's readers do not wait for writers."""

from __future__ import annotations

import re

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from matcher.database.rows import Base
from matcher.errors import SettingsError


def open_database(url: str) -> Engine:
    """Return the connections to the database at an SQLAlchemy URL, with all tables that are known by now.

    Raises SettingsError, without the password, where it cannot be opened.
    """
    try:
        engine = create_engine(make_url(url))
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        Base.metadata.create_all(engine)
    except (SQLAlchemyError, ModuleNotFoundError, ValueError) as error:
        reason = str(error).splitlines()[0]
        shown = re.sub(r"(?<=:)[^:/@]+(?=@)", "***", url)
        raise SettingsError(f"the database {shown!r} cannot be opened: {reason}; check MATCHER_DATABASE") from error
    return engine


def _prepare_sqlite(connection: object, _: object) -> None:
    """Let readers read while someone writes, and wait for a lock instead of failing at once."""
    cursor = connection.cursor()  # type: ignore[attr-defined]  # a DB-API connection
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()
