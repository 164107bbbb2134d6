"""Who is who, for editors: organisations that may be one are joined or told apart, and joined ones split again.

Joining and splitting are published like edits: the pages of the directory follow as soon as they are searchable.
"""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from matcher.identity.matching import Proposal
from matcher.identity.proposals import propose_merges
from webapp.access import admit_editors
from webapp.knowledge import get_publisher, get_store
from webapp.security import keep_private

blueprint = Blueprint("identity", __name__, url_prefix="/identity")
keep_private(blueprint)
admit_editors(blueprint)
PAIRS_ON_A_PAGE = 20
MOST_PUT_OFF = 50  # pairs; they are kept in the browser's cookie
_CACHE = "identity_proposals"


@blueprint.get("")
def review() -> str:
    """The pairs that may be one organisation, the likeliest first, those put off at the end."""
    put_off = session.get("put_off", [])
    found = sorted(_proposals(), key=lambda each: _key(each.known.ids[0], each.incoming.id) in put_off)
    return render_template("identity.html", proposals=found[:PAIRS_ON_A_PAGE], total=len(found))


@blueprint.post("/decide")
def decide() -> Response:
    """Carry out what was decided about one pair: `same`, `different` or `later`."""
    one, other = request.form.get("one", ""), request.form.get("other", "")
    decision = request.form.get("decision", "")
    if decision == "same":
        get_store().merge(one, other, "decided by an editor")
        get_publisher().changed()
    elif decision == "different":
        get_store().keep_apart(one, other)
    elif decision == "later":
        session["put_off"] = [*session.get("put_off", []), _key(one, other)][-MOST_PUT_OFF:]
    if decision == "same":
        return redirect(url_for("identity.records", organisation_id=one), 303)
    return redirect(url_for("identity.review"), 303)


@blueprint.get("/records/<path:organisation_id>")
def records(organisation_id: str) -> str:
    """The records that are read as one organisation, each with its origin and sources, to be split again."""
    found = get_store().records_of(organisation_id)
    return render_template("identity_records.html", organisation=found[0][0], records=found)


@blueprint.post("/split")
def split() -> Response:
    """Take a record out of the organisation that it belongs to."""
    organisation_id = request.form.get("organisation", "")
    get_store().split(request.form.get("record", ""))
    get_publisher().changed()
    return redirect(url_for("identity.records", organisation_id=organisation_id), 303)


def _proposals() -> tuple[Proposal, ...]:
    """Return the proposals for the records as they are now; comparing all of them takes seconds, so it is kept."""
    store = get_store()
    revision = store.revision()
    kept = current_app.extensions.get(_CACHE)
    if kept is None or kept[0] != revision:
        kept = (revision, propose_merges(store.known(), store.apart()))
        current_app.extensions[_CACHE] = kept
    found: tuple[Proposal, ...] = kept[1]
    return found


def _key(one: str, other: str) -> str:
    return f"{min(one, other)} {max(one, other)}"
