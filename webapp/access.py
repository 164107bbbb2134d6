"""Who may read: everybody, or only those who are signed in; and that nothing of theirs is stored on the way."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, redirect, request, url_for
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from webapp.editors import editor, has_been, reader
from webapp.import_files import LARGEST_UPLOAD

OPEN = {"static", "account.sign_in", "account.by_link", "account.sign_out"}
LARGEST_RECORD = 8_000_000  # bytes of a form: some registers know thousands of activities of one organisation
LARGEST = {"editing": LARGEST_RECORD, "imports": LARGEST_UPLOAD}  # bytes of a request, by blueprint


def register(app: Flask, *, closed: bool) -> None:
    """Guard every request; before what reads its body."""

    @app.before_request
    def let_editors_send_much() -> None:
        largest = LARGEST.get(request.blueprint or "")
        if largest and editor():
            request.max_content_length, request.max_form_memory_size = largest, LARGEST_RECORD

    if closed:
        app.before_request(_refuse_strangers)
    app.after_request(_keep_from_storing)


def admit_editors(blueprint: Blueprint, forms: tuple[str, ...] = ()) -> None:
    """Let only editors at the pages of a blueprint; others are sent to sign in.

    The endpoints `forms` also take what a browser sends that was signed in once: a session may have ended while
    someone wrote, and they show what was typed again.
    """

    @blueprint.before_request
    def refuse_others() -> AnyResponse | None:
        if editor() or (request.method == "POST" and request.endpoint in forms and has_been()):
            return None
        return _to_sign_in()


def basic_challenge() -> Unauthorized:
    """Return the error that asks a program for name and password."""
    return Unauthorized(
        "Send the name and password of an account (HTTP Basic); `partner-matcher user add` makes one.",
        www_authenticate=WWWAuthenticate("basic", {"realm": "Partner Matcher", "charset": "UTF-8"}),
    )


def _refuse_strangers() -> AnyResponse | None:
    if request.endpoint in OPEN or reader():
        return None
    if request.path.startswith("/api/v1/"):
        raise basic_challenge()
    return _to_sign_in()


def _to_sign_in() -> AnyResponse:
    there = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("account.sign_in", next=there or None), 303)


def _keep_from_storing(response: Response) -> Response:
    told_who = request.cookies or request.authorization  # asking a session that is not there would vary the answer
    if told_who and request.endpoint != "static" and reader():
        response.headers["Cache-Control"] = "private, no-store"
    return response
