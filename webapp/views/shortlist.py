"""Shortlists: adding from a result, and the page under the private link with its notes, order and status."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matcher.errors import ShortlistError
from matcher.sentences import sentence
from matcher.shortlists.shortlist import LONGEST_NAME, LONGEST_NOTE, STATUSES, Entry, Shortlist
from webapp import shortlist_memory
from webapp.knowledge import get_recommender, get_shortlists
from webapp.return_address import go_back
from webapp.security import keep_private
from webapp.shortlist_form import first_name, goal_form_of, goal_parameters

blueprint = Blueprint("shortlist", __name__, url_prefix="/shortlist")
keep_private(blueprint)
STATUS_NAMES = {
    "to_contact": sentence("To contact"),
    "contacted": sentence("Contacted"),
    "agreed": sentence("Agreed"),
    "declined": sentence("Declined"),
}
_STEPS = {"up": -1, "down": 1}


@blueprint.get("")
def mine() -> str | Response:
    """The shortlists that this browser knows; the only one at once."""
    known = shortlist_memory.known_shortlists()
    if len(known) == 1:
        return redirect(url_for("shortlist.page", token=known[0].token), 303)
    return render_template("shortlists.html", shortlists=known)


@blueprint.post("")
def add() -> Response:
    """Put an organisation on the open shortlist, or on a new one, and go back to where it was found."""
    goal = goal_parameters(request.form.get("address", ""))
    shortlist = None if "new" in request.form else shortlist_memory.open_shortlist()
    shortlist = shortlist or get_shortlists().create(first_name(goal), goal)
    shortlist_memory.remember(shortlist.token)
    organisation_id = request.form.get("organisation", "")
    if organisation_id:
        get_shortlists().add(shortlist.token, get_recommender().knowledge.organisation(organisation_id))
    return _back(organisation_id)


@blueprint.get("/<token>")
def page(token: str) -> str:
    """One shortlist."""
    return _render(get_shortlists().get(token))


@blueprint.post("/<token>/open")
def reopen(token: str) -> Response:
    """Make it the shortlist to which this browser adds."""
    shortlist_memory.remember(get_shortlists().get(token).token)
    return redirect(url_for("shortlist.page", token=token), 303)


@blueprint.post("/<token>/entry")
def change_entry(token: str) -> Response | tuple[str, int]:
    """Keep note and status, and then move or remove the entry if that was asked."""
    organisation_id = request.form.get("organisation", "")
    note, status = request.form.get("note", ""), request.form.get("status", STATUSES[0])
    act = request.form.get("act", "save")
    try:
        get_shortlists().write(token, organisation_id, note, status)
    except ShortlistError as error:
        return _render(get_shortlists().get(token), organisation_id, note, error.message), 422
    if act in _STEPS:
        get_shortlists().move(token, organisation_id, _STEPS[act])
    elif act == "remove":
        get_shortlists().remove(token, organisation_id)
    anchor = None if act == "remove" else f"at-{organisation_id}"
    return redirect(url_for("shortlist.page", token=token, _anchor=anchor), 303)


@blueprint.post("/<token>/rename")
def rename(token: str) -> Response:
    """Give it another name."""
    get_shortlists().rename(token, request.form.get("name", ""))
    return redirect(url_for("shortlist.page", token=token), 303)


@blueprint.post("/<token>/goal")
def set_goal(token: str) -> Response:
    """Give it the goal of the page that this was asked on, and go back there."""
    get_shortlists().set_goal(token, goal_parameters(request.form.get("address", "")))
    return _back("")


@blueprint.post("/<token>/delete")
def delete(token: str) -> Response:
    """Delete it for good."""
    get_shortlists().delete(token)
    shortlist_memory.forget(token)
    return redirect(url_for("shortlist.mine"), 303)


def _back(organisation_id: str) -> Response:
    """Go back to the result or coalition page that a form stood on, to the organisation that was added."""
    return go_back(request.form.get("page", ""), request.form.get("address", ""), organisation_id)


def _render(shortlist: Shortlist, wrong: str = "", note: str = "", message: str = "") -> str:
    """Show a shortlist; where the entry `wrong` could not be kept, with the note as it was entered and a message."""
    recommender = get_recommender()
    rows = {each: recommender.knowledge.organisation_row(each) for each in shortlist.ids}
    return render_template(
        "shortlist.html",
        shortlist=shortlist,
        form=goal_form_of(shortlist, recommender),
        entries=[
            Entry(e.organisation_id, e.name, note, e.status) if e.organisation_id == wrong else e
            for e in shortlist.entries
        ],
        organisations={each: recommender.knowledge.organisations[row] for each, row in rows.items() if row is not None},
        wrong=wrong,
        message=message,
        status_names=STATUS_NAMES,
        longest_note=LONGEST_NOTE,
        longest_name=LONGEST_NAME,
        is_open=shortlist_memory.remembered()[-1:] == (shortlist.token,),
    )
