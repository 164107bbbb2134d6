"""What this browser's person thought of recommendations: found again by a secret in the signed session cookie."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import cast

from flask import session

from matcher.feedback.opinion import Opinion
from webapp.knowledge import get_feedback

_KEY = "opinions"


def secret() -> str:
    """Return the secret of this browser; made when it is first needed, and kept nowhere else."""
    if _KEY not in session:
        session[_KEY] = secrets.token_urlsafe(16)
        session.permanent = True
    return cast(str, session[_KEY])


def opinions_on(goal: str, organisation_ids: Iterable[str]) -> dict[str, Opinion]:
    """Return what was thought of these organisations for a goal, by id; a browser without a secret thought nothing."""
    return get_feedback().given(secret(), goal, organisation_ids) if _KEY in session else {}
