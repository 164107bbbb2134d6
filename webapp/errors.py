"""One place that tells errors: as a page to a person, as problem details (RFC 9457) to a program."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from matcher.errors import GoalError, MatcherError, ShortlistError, UnknownRecordError

_log = logging.getLogger(__name__)
_TITLES = {
    400: "This request cannot be read",
    404: "There is nothing here",
    405: "This address does not take such a request",
    413: "This is too much at once",
    415: "Send JSON",
    422: "This goal cannot be matched",
    500: "Something went wrong on our side",
}
_NOT_SO = "This could not be done"
_UNSIGNED = "Your browser sent no valid cookie with it. Allow cookies for this site, go back, and load the page again."
_ADVICE = {
    404: "The address may be old or mistyped. Search by a goal, or look through the organisations.",
    500: "The fault was written to the server's log. Please try again, or tell whoever runs this server.",
}


def register(app: Flask) -> None:
    """Tell every error in the form that the client reads."""
    app.register_error_handler(HTTPException, lambda error: tell(error.code or 500, error.description or ""))
    app.register_error_handler(UnknownRecordError, lambda error: tell(404, str(error)))
    app.register_error_handler(GoalError, lambda error: tell(422, str(error)))
    app.register_error_handler(ShortlistError, lambda error: tell(422, _sentence(error), title=_NOT_SO))
    app.register_error_handler(CSRFError, lambda _: tell(400, _UNSIGNED, title=_NOT_SO))
    app.register_error_handler(MatcherError, _unexpected)
    app.register_error_handler(Exception, _unexpected)


def tell(status: int, detail: str, *, title: str = "", **more: object) -> tuple[Response | str, int]:
    """Return an error page, or problem details where the API was asked."""
    title = title or _TITLES.get(status, "This did not work")
    if request.path.startswith("/api/"):
        response = jsonify({"title": title, "status": status, "detail": detail, **more})
        response.mimetype = "application/problem+json"
        return response, status
    return render_template("error.html", title=title, detail=_ADVICE.get(status, detail)), status


def _unexpected(error: Exception) -> tuple[Response | str, int]:
    _log.error("%s %s", request.method, request.path, exc_info=error)
    return tell(500, _ADVICE[500])


def _sentence(error: ShortlistError) -> str:
    return f"The {error.field} {error.message}."
