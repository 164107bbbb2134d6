"""One place that tells errors: as a page to a person, as problem details (RFC 9457) to a program."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from matcher.errors import (
    FeedbackError,
    GoalError,
    MatcherError,
    Problem,
    ShortlistError,
    StaleRecordError,
    TakenIdError,
    TooManyAttemptsError,
    UnknownRecordError,
)
from matcher.sentences import sentence
from webapp.api.reading import RefusedRequest, value_at

_log = logging.getLogger(__name__)
_TITLES = {
    400: sentence("This request cannot be read"),
    401: sentence("This takes the name and password of an account"),
    404: sentence("There is nothing here"),
    405: sentence("This address does not take such a request"),
    409: sentence("This is in the way of something that is there"),
    412: sentence("This was changed since you read it"),
    413: sentence("This is too much at once"),
    415: sentence("This is not of the type that is read here"),
    422: sentence("This goal cannot be matched"),
    428: sentence("Say which version you mean to change"),
    429: sentence("This was tried too often"),
    500: sentence("Something went wrong on our side"),
}
_NOT_SO = sentence("This could not be done")
_UNSIGNED = sentence(
    "Your browser sent no valid cookie with it. Allow cookies for this site, go back, and load the page again."
)
_START_AGAIN = sentence("Go back and load the page again; if that does not help, begin anew from the first page.")
_NO_GOAL = sentence("What was asked cannot be answered")
_ADVICE = {
    404: sentence("The address may be old or mistyped. Search by a goal, or look through the organisations."),
    405: sentence("The address takes something else than was sent. Go back, and choose again from the page."),
    413: sentence("Send less: shorten the text, or send fewer things at once."),
    500: sentence("The fault was written to the server's log. Please try again, or tell whoever runs this server."),
}


def register(app: Flask) -> None:
    """Tell every error in the form that the client reads."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(UnknownRecordError, lambda error: tell(404, error.args[0]))
    app.register_error_handler(ShortlistError, lambda error: tell(422, error.message, title=_NOT_SO))
    app.register_error_handler(FeedbackError, lambda error: tell(422, error.message, title=_NOT_SO))
    app.register_error_handler(TakenIdError, lambda error: tell(409, error.args[0]))
    app.register_error_handler(StaleRecordError, _stale)
    app.register_error_handler(TooManyAttemptsError, _too_often)
    app.register_error_handler(CSRFError, lambda _: tell(400, _UNSIGNED, title=_NOT_SO))
    app.register_error_handler(GoalError, _goal_error)
    app.register_error_handler(RefusedRequest, _refused)
    app.register_error_handler(MatcherError, _unexpected)
    app.register_error_handler(Exception, _unexpected)


def tell(status: int, detail: str, *, title: str = "", advice: str = "", **more: object) -> tuple[Response | str, int]:
    """Return an error page, with `advice` instead of `detail` if given, or problem details where the API was asked."""
    title = title or _TITLES.get(status, sentence("This did not work"))
    if request.path.startswith("/api/"):
        fields = {"type": f"/api/problems#status-{status}", "title": title, "status": status, "detail": detail}
        response = jsonify(fields | more)
        response.mimetype = "application/problem+json"
        return response, status
    return render_template("error.html", title=title, detail=_ADVICE.get(status, advice or detail)), status


def explained() -> list[tuple[int, str]]:
    """Return each status that the API tells, with its title."""
    return list(_TITLES.items())


def _http_error(error: HTTPException) -> tuple[Response | str, int] | HTTPException:
    """Tell an error of HTTP; a redirection and an answer that is complete already go as they are."""
    if error.response is not None or error.code is None or error.code < 400:
        return error
    answer, status = tell(error.code, error.description or "", advice=_START_AGAIN)
    if isinstance(answer, Response):
        kept = {name: value for name, value in error.get_headers() if name not in {"Content-Type", "Content-Length"}}
        answer.headers.update(kept)
    return answer, status


def _goal_error(error: GoalError) -> tuple[Response | str, int]:
    fields = request.get_json(silent=True)
    return tell(
        422, str(error), advice=error.message, errors=_faults([Problem("goal", error.field, error.message)], fields)
    )


def _stale(error: StaleRecordError) -> tuple[Response | str, int]:
    return tell(412 if request.path.startswith("/api/") else 409, error.args[0])


def _too_often(error: TooManyAttemptsError) -> tuple[Response | str, int]:
    answer, status = tell(429, str(error))
    if isinstance(answer, Response):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer, status


def _refused(error: RefusedRequest) -> tuple[Response | str, int]:
    is_goal = any(problem.where == "goal" for problem in error.problems)
    title = _TITLES[422] if is_goal else _NO_GOAL
    return tell(422, str(error), title=title, errors=_faults(error.problems, error.fields))


def _faults(problems: Iterable[Problem], fields: object) -> list[dict[str, str]]:
    """Return each fault with its field, what is wrong and to do, and the value seen where there is one."""
    return [
        {"field": problem.field, "message": problem.message}
        | ({} if (value := value_at(fields, problem.field)) is None else {"value": value})
        for problem in problems
    ]


def _unexpected(error: Exception) -> tuple[Response | str, int]:
    _log.error("%s %s", request.method, request.path, exc_info=error)
    return tell(500, _ADVICE[500])
