"""Reporting a mistake in a record, or asking for its removal."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matcher.editing.mistake_reports import LONGEST_ADDRESS, LONGEST_REPORT, WISHES
from matcher.errors import ReportError, UnknownRecordError
from matcher.records import Organisation, Practice
from webapp.knowledge import get_mistake_reports, get_recommender

blueprint = Blueprint("mistake_reports", __name__, url_prefix="/report")


@blueprint.get("/<path:record_id>")
def form(record_id: str) -> str:
    """The form about one organisation or practice."""
    return _render(_record(record_id), wish=request.args.get("wish", WISHES[0]), sent="sent" in request.args)


@blueprint.post("/<path:record_id>")
def send(record_id: str) -> Response | tuple[str, int]:
    """Keep the report and say so; where it cannot be kept, show it again with what is wrong."""
    record = _record(record_id)
    wish, text, reply_to = (request.form.get(name, "") for name in ("wish", "text", "reply_to"))
    try:
        get_mistake_reports().add(record.id, wish, text, reply_to)
    except ReportError as error:
        return _render(record, wish=wish, text=text, reply_to=reply_to, error=error), 422
    return redirect(url_for("mistake_reports.form", record_id=record.id, sent=1), 303)


def _record(record_id: str) -> Organisation | Practice:
    knowledge = get_recommender().knowledge
    try:
        return knowledge.organisation(record_id)
    except UnknownRecordError:
        return knowledge.practice(record_id)


def _render(
    record: Organisation | Practice,
    *,
    wish: str,
    text: str = "",
    reply_to: str = "",
    error: ReportError | None = None,
    sent: bool = False,
) -> str:
    is_practice = isinstance(record, Practice)
    return render_template(
        "report.html",
        record=record,
        name=(record.title or record.id) if isinstance(record, Practice) else record.name,
        page=url_for("pages.practice", practice_id=record.id)
        if is_practice
        else url_for("pages.organisation", organisation_id=record.id),
        wish=wish,
        text=text,
        reply_to=reply_to,
        error=error,
        sent=sent,
        longest_report=LONGEST_REPORT,
        longest_address=LONGEST_ADDRESS,
    )
