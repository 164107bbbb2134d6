"""What readers reported about records, for editors: to be looked at, and marked as dealt with."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from matcher.editing.mistake_reports import MistakeReport
from matcher.errors import UnknownRecordError
from webapp.access import admit_editors
from webapp.knowledge import get_mistake_reports, get_recommender
from webapp.security import keep_private

blueprint = Blueprint("reports", __name__, url_prefix="/reports")
keep_private(blueprint)
admit_editors(blueprint)


@dataclass(frozen=True)
class Reported:
    """A report beside the record that it is about; `kind` is "" where no such record is in the directory."""

    report: MistakeReport
    kind: str
    name: str


@blueprint.get("")
def page() -> str:
    """The reports that nobody has dealt with, the oldest first."""
    return render_template("reports.html", reported=[_with_record(each) for each in get_mistake_reports().open()])


@blueprint.post("/<int:number>/close")
def close(number: int) -> Response:
    """Mark a report as dealt with."""
    get_mistake_reports().close(number)
    return redirect(url_for("reports.page"), 303)


def _with_record(report: MistakeReport) -> Reported:
    knowledge = get_recommender().knowledge
    try:
        return Reported(report, "organisation", knowledge.organisation(report.record_id).name)
    except UnknownRecordError:
        pass
    try:
        practice = knowledge.practice(report.record_id)
    except UnknownRecordError:
        return Reported(report, "", report.record_id)
    return Reported(report, "practice", practice.title or practice.id)
