"""What a program must say to write: whose account it uses, and which version of a record it has read."""

from __future__ import annotations

import re

from flask import request
from werkzeug.exceptions import BadRequest, PreconditionRequired

from webapp.access import basic_challenge
from webapp.editors import sender

_VERSION = re.compile(r'"([0-9a-f]{64})"')


def require_sender() -> str:
    """Return the name of the account that the request is sent with; no cookie counts, so no other site can write.

    Raises Unauthorized with the challenge for name and password, and TooManyAttemptsError.
    """
    account = sender(request)
    if account is None:
        raise basic_challenge()
    return account.name


def asked_version() -> str | None:
    """Return the version that If-Match names, None for whatever is there; raise PreconditionRequired without it."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionRequired("Send If-Match with the ETag of the record (GET with form=stored), or `*`.")
    if given == "*":
        return None
    version = _VERSION.fullmatch(given)
    if version is None:
        raise BadRequest('If-Match takes one ETag in quotation marks, such as "5f3a…", or `*`.')
    return version[1]
