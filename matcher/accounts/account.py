"""Someone who may edit the directory."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matcher.errors import AccountError

LONGEST_NAME = 60
SHORTEST_PASSWORD = 10  # characters; length counts for more than kinds of characters (NIST SP 800-63B)
LONGEST_PASSWORD = 1_000
_NAME = re.compile(rf"[^\W_][\w.@+-]{{0,{LONGEST_NAME - 1}}}")


@dataclass(frozen=True)
class Account:
    """An editor. A session that began under another `stamp` has ended; `has_password` is false for link-only ones."""

    name: str
    stamp: str
    created: str
    has_password: bool


def account_name(text: str) -> str:
    """Return a name as it is kept, in small letters; raise AccountError where it cannot be one."""
    name = text.strip().casefold()
    if not _NAME.fullmatch(name):
        raise AccountError(
            "name", f"{text!r} cannot be one; use 1 to {LONGEST_NAME} letters, digits and . _ @ + -, such as 'ana'"
        )
    return name


def check_password(text: str) -> str:
    """Return a password that may be used; raise AccountError, which never shows it, for any other."""
    if not SHORTEST_PASSWORD <= len(text) <= LONGEST_PASSWORD:
        raise AccountError("password", f"has {len(text)} characters; use {SHORTEST_PASSWORD} to {LONGEST_PASSWORD:,}")
    return text
