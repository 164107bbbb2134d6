"""Downloads: the organisations of a list, and the partners for a goal, as files for other programs."""

from __future__ import annotations

import io
from collections.abc import Iterable

from flask import Blueprint, Response, abort, request

from matcher.errors import GoalError
from matcher.exports import FORMATS, write_organisations
from matcher.exports.match_bytes import MATCH_FORMATS, matches_as
from webapp.directory_form import read_directory_form
from webapp.goal_form import read_goal_form
from webapp.knowledge import get_recommender

blueprint = Blueprint("downloads", __name__, url_prefix="/download")


@blueprint.get("/organisations/<format_name>")
def organisations(format_name: str) -> Response:
    """The organisations of the list with the same parameters (`q`, `kind`, `country` and others); no e-mail."""
    _require(format_name, FORMATS)
    knowledge = get_recommender().knowledge
    rows = read_directory_form(request.args).find(knowledge.directory).rows.tolist()
    file = io.BytesIO()
    write_organisations([knowledge.organisations[row] for row in rows], knowledge.taxonomy, format_name, file)
    return _attachment(file.getvalue(), "organisations", format_name)


@blueprint.get("/result/<format_name>")
def result(format_name: str) -> Response:
    """The partners for the goal of a result page's address, in its order, and in XLSX the practices too."""
    _require(format_name, MATCH_FORMATS)
    recommender = get_recommender()
    form = read_goal_form(request.args, recommender)
    if form.goal is None:
        field, message = next(iter(form.errors.items()))
        raise GoalError(field, message)
    partners = recommender.partners([form.goal])[0]
    practices = recommender.practices_with(partners)
    content = matches_as(format_name, partners, practices, recommender.knowledge.taxonomy)
    return _attachment(content, "partners", format_name)


def _require(format_name: str, known: Iterable[str]) -> None:
    if format_name not in known:
        abort(404, f"There is no format {format_name!r}; take one of {', '.join(known)}.")


def _attachment(content: bytes, name: str, format_name: str) -> Response:
    form = FORMATS[format_name]
    response = Response(content, mimetype=form.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}{form.ending}")
    return response
