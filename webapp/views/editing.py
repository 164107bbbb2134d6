"""Editing in the browser: the forms of records, and what becomes of them when they are sent."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from matcher.editing.change import record_differences
from matcher.editing.editing import Stored
from matcher.errors import StaleRecordError, TakenIdError, UnknownRecordError
from matcher.identity.look_alikes import LookAlike, look_alikes
from matcher.records import Organisation, Practice
from webapp import editors
from webapp.access import admit_editors
from webapp.knowledge import get_editing, get_publisher, get_recommender
from webapp.record_fields import SECTIONS
from webapp.record_form import RecordForm, empty_form, form_of, read_form, typed_form, with_row, without_row
from webapp.security import keep_private
from webapp.suggestions import with_suggestions
from webapp.telling import as_sentence

blueprint = Blueprint("editing", __name__, url_prefix="/edit")
keep_private(blueprint)
admit_editors(blueprint, forms=("editing.new", "editing.edit"))
KINDS = "any(organisation,practice)"
PATIENCE = 2.0  # seconds that the page after saving waits, so that it can say that the record is searchable
RECENT = 100
Answer = str | tuple[str, int] | Response


@blueprint.get("")
def recent() -> str:
    """What was changed last, and which records have sources that have moved on."""
    editing = get_editing()
    return render_template("changes.html", changes=editing.recent(RECENT), moved_on=editing.moved_on())


@blueprint.route(f"/new/<{KINDS}:kind>", methods=["GET", "POST"])
def new(kind: str) -> Answer:
    """The form of a new record."""
    if request.method == "GET":
        return _page(empty_form(kind))
    form = _typed(kind)
    if form.record is None:
        return _page(form, status=_status(form))
    alike = _alike(form) if "anyway" not in request.form else ()
    if alike:
        return _page(form, alike=alike, status=409)
    try:
        return _saved(
            get_editing().add(
                _with_id(form.record, form), editors.require_editor().name, request.form.get("reason", "")
            )
        )
    except TakenIdError as error:
        return _page(replace(form, errors={"id": as_sentence(error.args[0])}), status=422)


@blueprint.route(f"/<{KINDS}:kind>/<path:record_id>", methods=["GET", "POST"])
def edit(kind: str, record_id: str) -> Answer:
    """The form of a record that is there."""
    if request.method == "GET":
        stored = get_editing().get(kind, record_id)
        return _page(form_of(stored.record, kind), stored, version=stored.version)
    form, version = _typed(kind, record_id), request.form.get("version", "")
    if form.record is None or not editors.editor():
        return _page(form, _there(kind, record_id), version=version, status=_status(form))
    try:
        return _saved(get_editing().save(form.record, version, _who(), _reason()))
    except StaleRecordError:
        stored = get_editing().get(kind, record_id)
        return _page(form, stored, version=stored.version, conflict=True, status=409)
    except UnknownRecordError:
        gone = _("This record was deleted while you wrote. Restore it in another tab, then save again.")
        return _page(replace(form, errors={"": gone}), version=version, status=409)


@blueprint.get(f"/saved/<{KINDS}:kind>/<path:record_id>")
def saved(kind: str, record_id: str) -> str:
    """That a record was saved, and whether it is searchable yet."""
    publisher = get_publisher()
    ready = publisher.wait(PATIENCE)
    stored = get_editing().get(kind, record_id)
    return render_template("saved.html", kind=kind, record=stored.record, ready=ready, failure=publisher.failure)


def _typed(kind: str, record_id: str = "") -> RecordForm:
    """Return what was sent after what its button asks for: a row more or less, suggestions, or to be read and saved."""
    form, act = typed_form(kind, request.form), request.form.get("act", "save")
    word, _colon, place = act.partition(":")
    path, _colon, position = place.partition(":")
    if word == "more" and path in form.rows:
        return with_row(form, path)
    if word == "less" and path in form.rows and position.isdecimal():
        return without_row(form, path, int(position))
    if word == "suggest":
        return with_suggestions(form, get_recommender())
    read = read_form(form, get_recommender().knowledge.taxonomy, _id_of, record_id)
    return read if editors.editor() else replace(read, record=None)


def _id_of(name: str) -> str:
    """Return the id of an organisation of this name, or what was typed where there is none."""
    try:
        return get_recommender().knowledge.find_organisation(name).id
    except UnknownRecordError:
        return name


def _with_id(record: Organisation | Practice, form: RecordForm) -> Organisation | Practice:
    """Return a new record under the id that was typed, else under a free one."""
    given = bool(form.text("id").strip())
    return record if given else record.model_copy(update={"id": get_editing().free_id(record.id)})


def _status(form: RecordForm) -> int:
    if not editors.editor():
        return 401
    return 422 if form.errors else 200


def _alike(form: RecordForm) -> tuple[LookAlike, ...]:
    knowledge = get_recommender().knowledge
    record = form.record
    if not isinstance(record, Organisation):
        return ()
    return look_alikes(record, knowledge.name_index)


def _there(kind: str, record_id: str) -> Stored | None:
    try:
        return get_editing().get(kind, record_id)
    except UnknownRecordError:
        return None


def _who() -> str:
    return editors.require_editor().name


def _reason() -> str:
    return request.form.get("reason", "")


def _saved(stored: Stored) -> Response:
    get_publisher().changed()
    kind = "organisation" if isinstance(stored.record, Organisation) else "practice"
    return redirect(url_for("editing.saved", kind=kind, record_id=stored.record.id), 303)


def _page(
    form: RecordForm,
    stored: Stored | None = None,
    *,
    version: str = "",
    alike: tuple[LookAlike, ...] = (),
    conflict: bool = False,
    status: int = 200,
) -> tuple[str, int]:
    source = stored.source if stored else None
    page = render_template(
        "edit_record.html",
        form=form,
        sections=SECTIONS[form.kind],
        stored=stored,
        version=version,
        record_id=(request.view_args or {}).get("record_id", ""),
        asked_to_suggest=request.form.get("act") == "suggest",
        alike=alike,
        theirs=record_differences(form.record, stored.record) if conflict and form.record and stored else None,
        source_says=record_differences(stored.record, source) if stored and source else (),
        reason=_reason(),
    )
    return page, status
