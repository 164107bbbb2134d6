"""What a shortlist leads to: the comparison of a few side by side, and the partnership brief in three formats."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, render_template, request

from matcher.briefs.brief import MOST_PARTNERS, NOTES_TO_CHOOSE_FROM, compose_brief
from matcher.briefs.wording import brief_document
from matcher.documents.document import Document
from matcher.documents.markdown import to_markdown
from matcher.results import Partners, goal_for_practices
from matcher.shortlists.shortlist import Entry, Shortlist
from webapp.knowledge import get_recommender, get_shortlists
from webapp.security import keep_private
from webapp.shortlist_form import chosen_entries, goal_of
from webapp.telling import said
from webapp.views.shortlist import STATUS_NAMES

blueprint = Blueprint("brief", __name__, url_prefix="/shortlist/<token>")
keep_private(blueprint)
MOST_COMPARED = 4
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/compare")
def compare(token: str) -> str:
    """Two to four of a shortlist side by side."""
    shortlist = get_shortlists().get(token)
    entries = chosen_entries(request.args, shortlist, 2, MOST_COMPARED)
    found, gone = _described(shortlist, entries)
    return render_template(
        "compare.html",
        shortlist=shortlist,
        found=found,
        gone=gone,
        statuses={entry.organisation_id: STATUS_NAMES[entry.status] for entry in entries},
    )


@blueprint.get("/brief")
def page(token: str) -> str:
    """The brief, to read and to print."""
    shortlist = get_shortlists().get(token)
    return render_template("brief.html", shortlist=shortlist, document=_document(shortlist))


@blueprint.get("/brief.docx")
def docx(token: str) -> Response:
    """The brief for a word processor."""
    from matcher.documents.docx import to_docx  # noqa: PLC0415  python-docx and lxml, where they are asked for

    return _download(to_docx(_document(get_shortlists().get(token))), DOCX, "docx")


@blueprint.get("/brief.md")
def markdown(token: str) -> Response:
    """The brief as Markdown."""
    return _download(to_markdown(_document(get_shortlists().get(token))), "text/markdown", "md")


def _document(shortlist: Shortlist) -> Document:
    recommender = get_recommender()
    found, gone = _described(shortlist, chosen_entries(request.args, shortlist, 1, MOST_PARTNERS))
    goal = goal_for_practices(found).model_copy(update={"limit": NOTES_TO_CHOOSE_FROM})
    today = datetime.now(UTC).date()
    brief = compose_brief(shortlist.name, found, recommender.campaign([goal])[0], today, gone)
    return brief_document(brief, recommender.knowledge.taxonomy, today).said(said)


def _described(shortlist: Shortlist, entries: tuple[Entry, ...]) -> tuple[Partners, list[str]]:
    """Return the chosen organisations as partners for the goal, and the names of those who are not there any more."""
    recommender = get_recommender()
    there = [
        e.organisation_id for e in entries if recommender.knowledge.organisation_row(e.organisation_id) is not None
    ]
    gone = [entry.name for entry in entries if entry.organisation_id not in there]
    return recommender.describe_partners(goal_of(shortlist, recommender), there), gone


def _download(body: bytes | str, mimetype: str, extension: str) -> Response:
    response = Response(body, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="partnership-brief.{extension}"'
    return response
