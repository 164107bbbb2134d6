"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from matcher.errors import TooManyAttemptsError
from webapp import editors
from webapp.knowledge import get_sign_in
from webapp.security import keep_private

blueprint = Blueprint("account", __name__, url_prefix="/sign-in")
keep_private(blueprint)


@blueprint.route("", methods=["GET", "POST"])
def sign_in() -> AnyResponse | str | tuple[str, int, dict[str, str]]:
    """The form of name and password."""
    onwards = editors.local_path(request.values.get("next", ""))
    if request.method == "GET":
        return render_template("sign_in.html", name="", onwards=onwards, message="")
    name = request.form.get("name", "")
    try:
        account = get_sign_in().by_password(name, request.form.get("password", ""), request.remote_addr or "")
    except TooManyAttemptsError as error:
        message = ngettext(
            "That was wrong too often. Try again in %(num)s second.",
            "That was wrong too often. Try again in %(num)s seconds.",
            error.seconds,
        )
        page = render_template("sign_in.html", name=name, onwards=onwards, message=message)
        return page, 429, {"Retry-After": str(error.seconds)}
    if account is None:
        message = _("There is no account with this name and this password.")
        return render_template("sign_in.html", name=name, onwards=onwards, message=message), 401, {}
    editors.begin(account)
    return redirect(onwards or url_for("editing.recent"), 303)


@blueprint.get("/<secret>")
def by_link(secret: str) -> AnyResponse | tuple[str, int]:
    """The link that works once."""
    if request.method == "HEAD":  # programs that look at links must not use them up
        return Response()
    account = get_sign_in().by_link(secret)
    if account is None:
        message = _("This link was used already, or it is too old. Start the server again to get a new one.")
        return render_template("sign_in.html", name="", onwards="", message=message), 410
    editors.begin(account)
    return redirect(url_for("editing.recent"), 303)


@blueprint.post("/out")
def sign_out() -> AnyResponse:
    """Leave."""
    editors.end()
    return redirect(url_for("pages.home"), 303)
