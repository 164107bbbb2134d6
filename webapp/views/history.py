"""What was changed in a record by hand, field by field, and the ways back."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matcher.errors import UnknownRecordError
from webapp.access import admit_editors
from webapp.editors import require_editor
from webapp.knowledge import get_editing, get_publisher
from webapp.security import keep_private

blueprint = Blueprint("history", __name__, url_prefix="/history")
keep_private(blueprint)
admit_editors(blueprint)
KINDS = "any(organisation,practice)"


@blueprint.get(f"/<{KINDS}:kind>/<path:record_id>")
def page(kind: str, record_id: str) -> str:
    """The changes of one record, the last one first."""
    changes = get_editing().history(record_id)
    try:
        stored = get_editing().get(kind, record_id)
    except UnknownRecordError:
        if not changes:
            raise
        stored = None
    return render_template("history.html", kind=kind, record_id=record_id, changes=changes, stored=stored)


@blueprint.post(f"/<{KINDS}:kind>/<path:record_id>/restore/<int:number>")
def restore(kind: str, record_id: str, number: int) -> Response:
    """Let the record say what it said before a change."""
    get_editing().restore(record_id, number, require_editor().name)
    return _back(kind, record_id)


@blueprint.post(f"/<{KINDS}:kind>/<path:record_id>/delete")
def delete(kind: str, record_id: str) -> Response:
    """Delete the record; its history stays."""
    reason, version = request.form.get("reason", ""), request.form.get("version")
    get_editing().delete(kind, record_id, version, require_editor().name, reason)
    return _back(kind, record_id)


@blueprint.post(f"/<{KINDS}:kind>/<path:record_id>/follow")
def follow(kind: str, record_id: str) -> Response:
    """Let the record say what its source says, and follow it again."""
    get_editing().take_source(kind, record_id, request.form.get("version"), require_editor().name)
    return _back(kind, record_id)


def _back(kind: str, record_id: str) -> Response:
    get_publisher().changed()
    return redirect(url_for("history.page", kind=kind, record_id=record_id), 303)
