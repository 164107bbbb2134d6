"""Who is signed in: named in the signed session cookie, checked against the accounts with each request."""

from __future__ import annotations

import time
from typing import cast

from flask import Flask, Request, g, request, session
from flask.sessions import SecureCookieSessionInterface

from matcher.accounts.account import Account
from matcher.errors import TooManyAttemptsError
from webapp.knowledge import get_accounts, get_sign_in

_KEY = "editor"
LASTS = 7 * 86_400  # seconds from signing in
LONGEST_PATH = 8_000  # characters


class SecureWhenAsked(SecureCookieSessionInterface):
    """Session cookies that stay on encrypted connections where they were given on one."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Tell whether the cookie is for encrypted connections alone."""
        return bool(app.config["SESSION_COOKIE_SECURE"]) or request.is_secure


def register(app: Flask) -> None:
    """Let every template ask who is signed in."""
    app.session_interface = SecureWhenAsked()
    app.jinja_env.globals["editor"] = editor


def begin(account: Account) -> None:
    """Sign an account in."""
    session[_KEY] = [account.name, account.stamp, int(time.time())]
    session.permanent = True
    g.pop("editor", None)


def end() -> None:
    """Sign out; what else the browser remembers stays."""
    session[_KEY] = []
    g.pop("editor", None)


def has_been() -> bool:
    """Tell whether this browser was signed in once."""
    return _KEY in session


def editor() -> Account | None:
    """Return the account that this browser is signed in with, or None.

    A session ends after a week, with a new password, and with the account.
    """
    if "editor" not in g:
        g.editor = _signed_in()
    return cast("Account | None", g.editor)


def require_editor() -> Account:
    """Return the account that this browser is signed in with, behind `access.admit_editors`."""
    account = editor()
    assert account is not None
    return account


def sender(asked: Request) -> Account | None:
    """Return the account whose name and password a program sends (HTTP Basic), or None; no cookie counts.

    Raises TooManyAttemptsError.
    """
    given = asked.authorization
    if given is None or given.type != "basic" or given.username is None or given.password is None:
        return None
    if "sender" not in g:
        g.sender = get_sign_in().by_password(given.username, given.password, asked.remote_addr or "")
    return cast("Account | None", g.sender)


def reader() -> Account | None:
    """Return who reads: signed in with a browser, or a program that sends name and password."""
    try:
        return editor() or sender(request)
    except TooManyAttemptsError:
        return None


def _signed_in() -> Account | None:
    kept = session.get(_KEY)
    if not (isinstance(kept, list) and len(kept) == 3 and time.time() - kept[2] < LASTS):
        return None
    account = get_accounts().find(kept[0])
    return account if account and account.stamp == kept[1] else None


def local_path(text: str) -> str:
    """Return an address of this site to go on to, or "" for anything else."""
    plain = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if plain and "\\" not in text and len(text) <= LONGEST_PATH else ""
