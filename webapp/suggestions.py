"""Capabilities that the text in a form speaks of, as further rows to keep, correct or take out."""

from __future__ import annotations

from dataclasses import replace

from matcher.encoders.cache import VectorCache
from matcher.inference import with_inferred
from matcher.problems import read_record
from matcher.recommender import Recommender
from matcher.records import Offer, Organisation
from webapp.record_form import RecordForm


def with_suggestions(form: RecordForm, recommender: Recommender) -> RecordForm:
    """Return the form with an inferred offer or need for each capability that it does not name yet."""
    knowledge = recommender.knowledge
    draft, _ = read_record(Organisation, _texts(form), "")
    if draft is None:
        return form
    read = with_inferred([draft], knowledge.taxonomy, knowledge.classifier, knowledge.encoder, VectorCache(None))[0]
    for path, found in (("offers", read.offers), ("needs", read.needs)):
        named = {form.text(f"{path}[{at}].capability") for at in range(form.rows.get(path, 0))}
        for entry in found:
            form = form if entry.capability in named else _with_entry(form, path, entry)
    return form


def _texts(form: RecordForm) -> dict[str, object]:
    """Return the fields of an organisation that does nothing but say what the form says."""
    rows = range(form.rows.get("activities", 0))
    told = [
        {"title": form.text(f"activities[{at}].title"), "summary": form.text(f"activities[{at}].summary")}
        for at in rows
    ]
    activities = [each for each in told if each["title"].strip()]
    return {"id": "local:draft", "name": "draft", "summary": form.text("summary"), "activities": activities}


def _with_entry(form: RecordForm, path: str, entry: Offer) -> RecordForm:
    """Put an entry into the first row that is empty, or a new one."""
    count = form.rows.get(path, 0)
    filled = {
        at for at in range(count) if form.text(f"{path}[{at}].capability") or form.text(f"{path}[{at}].statement")
    }
    at = next((each for each in range(count) if each not in filled), count)
    values = {"capability": entry.capability, "statement": entry.statement, "basis": entry.basis}
    return replace(
        form,
        inputs=form.inputs | {f"{path}[{at}].{name}": [value] for name, value in values.items()},
        rows=form.rows | {path: max(count, at + 1)},
        suggested=form.suggested | {f"{path}[{at}]"},
    )
