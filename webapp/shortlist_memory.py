"""What a browser remembers of its shortlists: their links, in the signed session cookie, the open one last."""

from __future__ import annotations

from flask import Flask, g, session

from matcher.shortlists.shortlist import Shortlist
from webapp.knowledge import get_shortlists

_KEY = "shortlists"
MOST_REMEMBERED = 20  # links of 22 characters; a cookie has room for 4,000


def register(app: Flask) -> None:
    """Let every template ask for the open shortlist."""
    app.jinja_env.globals["open_shortlist"] = open_shortlist


def remembered() -> tuple[str, ...]:
    """Return the tokens that this browser knows, the open one last."""
    kept = session.get(_KEY, ())
    return tuple(token for token in kept if isinstance(token, str))


def remember(token: str) -> None:
    """Make a shortlist the open one."""
    session[_KEY] = [*(each for each in remembered() if each != token), token][-MOST_REMEMBERED:]
    session.permanent = True
    g.pop("open_shortlist", None)


def forget(token: str) -> None:
    """Remove a shortlist from the memory of this browser."""
    session[_KEY] = [each for each in remembered() if each != token]
    g.pop("open_shortlist", None)


def open_shortlist() -> Shortlist | None:
    """Return the shortlist to which this browser adds, or None where it has none, or that one was deleted."""
    if "open_shortlist" not in g:
        tokens = remembered()
        g.open_shortlist = get_shortlists().find(tokens[-1]) if tokens else None
    found: Shortlist | None = g.open_shortlist
    return found


def known_shortlists() -> list[Shortlist]:
    """Return the shortlists that this browser knows, the open one first."""
    found = map(get_shortlists().find, reversed(remembered()))
    return [shortlist for shortlist in found if shortlist]
