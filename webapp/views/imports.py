"""Importing a file in the browser: upload, mapping, preview, confirmation."""

from __future__ import annotations

import io
from collections.abc import Sequence

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from matcher.errors import InvalidRecordsError
from matcher.files.whole import replacing
from matcher.importers import FORMATS, guess_format
from matcher.importers.bundles import open_bundle
from matcher.importers.mapping import Mapping, load_mapping
from matcher.importers.mapping_text import mapping_text
from matcher.importers.report import write_report
from matcher.importers.table import find_mapping
from matcher.importers.tables import Layout, Table, open_table
from matcher.taxonomy import Taxonomy
from webapp.access import admit_editors
from webapp.editors import require_editor
from webapp.import_files import LARGEST_UPLOAD, Upload
from webapp.import_jobs import Job, fault_lines, read_outcome
from webapp.knowledge import get_imports, get_publisher, get_recommender
from webapp.mapping_fields import choices
from webapp.mapping_form import MappingForm, mapping_form, read_mapping_form, unanswered
from webapp.security import keep_private

blueprint = Blueprint("imports", __name__, url_prefix="/import")
keep_private(blueprint)
admit_editors(blueprint)
PATIENCE = 2.0  # seconds that a page waits for work that is nearly done
FIRST_RECORDS = 5
ROWS_SHOWN = 100
Answer = str | tuple[str, int] | AnyResponse


@blueprint.get("")
def upload() -> str:
    """The form that takes a file, and what was uploaded today."""
    return _upload_page()


@blueprint.post("")
def receive() -> Answer:
    """Keep a file, and go on to its mapping, or to the preview where its format needs none."""
    files = get_imports().files
    wanted = request.form.get("format", "")
    try:
        kept = files.keep(request.files.getlist("file"), require_editor().name, wanted if wanted in FORMATS else "")
    except InvalidRecordsError as error:
        return _upload_page(faults=fault_lines(error)), 422
    try:
        if (kept.format_name or guess_format(kept.path)) != "table":
            return redirect(url_for("imports.preview", token=kept.token), 303)
        found, _notices = find_mapping(_table(kept), _taxonomy())
    except InvalidRecordsError as error:
        files.forget(kept)
        return _upload_page(faults=fault_lines(error)), 422
    _write_mapping(kept, found)
    return redirect(url_for("imports.mapping", token=kept.token), 303)


@blueprint.get("/<token>/mapping")
def mapping(token: str) -> Answer:
    """Which column becomes which field."""
    kept = get_imports().files.find(token)
    if not kept.mapping.is_file() or read_outcome(kept):
        return redirect(url_for("imports.preview", token=token), 303)
    now = load_mapping(str(kept.mapping))
    return _mapping_page(kept, mapping_form(now, _table(kept, now), _taxonomy()))


@blueprint.post("/<token>/mapping")
def map_columns(token: str) -> Answer:
    """Take the mapping that was entered; where it leads to words that no list knows, ask about them."""
    kept = get_imports().files.find(token)
    before = load_mapping(str(kept.mapping))
    table = _table(kept, before)
    try:
        after = read_mapping_form(before, table, _taxonomy(), request.form)
    except InvalidRecordsError as error:
        return _mapping_page(kept, mapping_form(before, table, _taxonomy()), faults=fault_lines(error)), 422
    _write_mapping(kept, after)
    form = mapping_form(after, table, _taxonomy())
    if request.form.get("act") == "again":
        return _mapping_page(kept, form)
    if unanswered(form, request.form):
        return _mapping_page(kept, form, asking=True)
    return redirect(url_for("imports.preview", token=token), 303)


@blueprint.get("/<token>/mapping.yaml")
def mapping_file(token: str) -> Response:
    """The mapping as the file that scripts/import_organisations.py takes."""
    kept = get_imports().files.find(token)
    return _attachment(mapping_text(load_mapping(str(kept.mapping))), "mapping.yaml", "application/yaml")


@blueprint.post("/<token>/mapping.yaml")
def take_mapping_file(token: str) -> Answer:
    """Take a mapping file instead of what was entered."""
    kept = get_imports().files.find(token)
    before = load_mapping(str(kept.mapping))
    given = kept.folder / "given.yaml"
    try:
        request.files["mapping"].save(given)
        after = load_mapping(str(given))
        if problems := list(after.problems(request.files["mapping"].filename or "", _table(kept, after).columns)):
            raise InvalidRecordsError(problems)
    except InvalidRecordsError as error:
        form = mapping_form(before, _table(kept, before), _taxonomy())
        return _mapping_page(kept, form, faults=fault_lines(error)), 422
    finally:
        given.unlink(missing_ok=True)
    _write_mapping(kept, after)
    return redirect(url_for("imports.mapping", token=token), 303)


@blueprint.get("/<token>/preview")
def preview(token: str) -> Answer:
    """What the import would do; the reading begins with the first request, and the page tells how far it is."""
    kept = get_imports().files.find(token)
    if read_outcome(kept):
        return redirect(url_for("imports.done", token=token), 303)
    job = get_imports().try_out(kept) if _is_to_begin(get_imports().job(kept)) else get_imports().job(kept)
    assert job is not None
    job.done.wait(PATIENCE)
    if job.state == "failed":
        return render_template("import_failed.html", upload=kept, failure=job.failure), 422
    if job.intake is None or job.state != "tried":
        return render_template("import_working.html", upload=kept, job=job)
    return _preview_page(kept, job)


@blueprint.get("/<token>/report.csv")
def report(token: str) -> Answer:
    """Each row that does not go in as it is, and each record that stays as it was."""
    kept = get_imports().files.find(token)
    job = get_imports().job(kept)
    if kept.report.is_file():
        return _attachment(kept.report.read_text(encoding="utf-8"), "report.csv", "text/csv")
    if job is None or job.intake is None:
        return redirect(url_for("imports.preview", token=token), 303)
    file = io.StringIO()
    write_report(file, job.intake.imported, job.intake.arrivals)
    return _attachment(file.getvalue(), "report.csv", "text/csv")


@blueprint.post("/<token>/confirm")
def confirm(token: str) -> AnyResponse:
    """Write what the preview showed."""
    began = get_imports().write(get_imports().files.find(token))
    return redirect(url_for("imports.done" if began else "imports.preview", token=token), 303)


@blueprint.get("/<token>/done")
def done(token: str) -> Answer:
    """What the import did, and whether it is searchable yet."""
    kept, publisher = get_imports().files.find(token), get_publisher()
    job = get_imports().job(kept)
    if job and job.state == "writing":
        job.done.wait(PATIENCE)
    outcome = read_outcome(kept)
    if outcome is None:
        if job and job.state == "writing":
            return render_template("import_working.html", upload=kept, job=job)
        return redirect(url_for("imports.preview", token=token), 303)
    ready = publisher.wait(PATIENCE)
    return render_template(
        "import_done.html", upload=kept, outcome=outcome, ready=ready, stage=publisher.stage, failure=publisher.failure
    )


@blueprint.post("/<token>/drop")
def drop(token: str) -> AnyResponse:
    """Remove an upload."""
    get_imports().drop(get_imports().files.find(token))
    return redirect(url_for("imports.upload"), 303)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Answer:
    """Say how large a file may be."""
    return _upload_page(faults=[_("The file is too large: at most %(limit)s MB.", limit=LARGEST_UPLOAD // 10**6)]), 413


def _is_to_begin(job: Job | None) -> bool:
    return job is None or (job.state == "failed" and "again" in request.args)


def _upload_page(faults: Sequence[str] = ()) -> str:
    imports = get_imports()
    imports.files.sweep()
    waiting = [(each, read_outcome(each)) for each in imports.files.all()]
    return render_template(
        "import.html", waiting=waiting, faults=faults, formats=list(FORMATS), limit=LARGEST_UPLOAD // 10**6
    )


def _mapping_page(kept: Upload, form: MappingForm, *, faults: Sequence[str] = (), asking: bool = False) -> str:
    return render_template(
        "import_mapping.html", upload=kept, form=form, choices=choices(form.mapping), faults=faults, asking=asking
    )


def _preview_page(kept: Upload, job: Job) -> str:
    intake = job.intake
    assert intake is not None
    return render_template(
        "import_preview.html",
        upload=kept,
        tally=intake.tally,
        records=intake.imported.records[:FIRST_RECORDS],
        changes=job.changes,
        rejected=[fault for faults in intake.imported.rejected for fault in faults],
        notices=intake.imported.notices,
        kept=[arrival for arrival in intake.arrivals if arrival.kept],
        matches=intake.matches,
        shown=ROWS_SHOWN,
    )


def _table(kept: Upload, now: Mapping | None = None) -> Table:
    layout = Layout(now.encoding, now.delimiter, now.sheet, now.header) if now else Layout()
    return open_table(open_bundle(kept.path), layout=layout)


def _taxonomy() -> Taxonomy:
    return get_recommender().knowledge.taxonomy


def _write_mapping(kept: Upload, found: Mapping) -> None:
    with replacing(kept.mapping) as path:
        path.write_text(mapping_text(found), encoding="utf-8")
    get_imports().rethink(kept)


def _attachment(text: str, name: str, media_type: str) -> Response:
    response = Response(text, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
