"""Export for editors: the organisations of the database in any format, with contacts where they are asked for."""

from __future__ import annotations

import io

from flask import Blueprint, Response, abort, render_template, request

from matcher.corpus import Corpus
from matcher.directory.browsing import Directory
from matcher.exports import FORMATS, LOSSLESS, write_organisations
from matcher.records import Organisation
from webapp.access import admit_editors
from webapp.directory_form import CHOICES, DirectoryForm, read_directory_form
from webapp.knowledge import get_corpus_now
from webapp.security import keep_private

blueprint = Blueprint("export", __name__, url_prefix="/export")
keep_private(blueprint)
admit_editors(blueprint)


@blueprint.get("")
def page() -> str:
    """The formats, for all organisations or for those of a list with the same parameters."""
    form = read_directory_form(request.args)
    found = _found(form, get_corpus_now())
    return render_template("export.html", form=form, lists=CHOICES, found=found, formats=FORMATS, lossless=LOSSLESS)


@blueprint.get("/file")
def file() -> Response:
    """The organisations as a file; e-mail addresses only where `contacts` is ticked."""
    name = request.args.get("format", "")
    if name not in FORMATS:
        abort(404, f"There is no format {name!r}; take one of {', '.join(FORMATS)}.")
    corpus = get_corpus_now()
    found = _found(read_directory_form(request.args), corpus)
    written = io.BytesIO()
    write_organisations(found, corpus.taxonomy, name, written, contacts="contacts" in request.args)
    response = Response(written.getvalue(), mimetype=FORMATS[name].media_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"organisations{FORMATS[name].ending}")
    return response


def _found(form: DirectoryForm, corpus: Corpus) -> list[Organisation]:
    directory = Directory.of_records(corpus.organisations, corpus.taxonomy)
    return [corpus.organisations[row] for row in form.find(directory).rows.tolist()]
