"""A record as a form: what a person typed, kept as it was typed, and the record or the messages that it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from matcher.errors import Problem
from matcher.letters import slug
from matcher.problems import read_record
from matcher.records import Organisation, Practice
from matcher.taxonomy import Taxonomy
from webapp.record_fields import SECTIONS, Field, Rows
from webapp.record_values import NameOf, Unreadable, read_input, shown
from webapp.telling import as_sentence

MODELS: dict[str, type[Organisation] | type[Practice]] = {"organisation": Organisation, "practice": Practice}
_ROW = re.compile(r"(\w+)\[([0-9]{1,6})\]\.(\w+)")


@dataclass
class RecordForm:
    """The inputs by name, such as `name` or `offers[0].capability`; the messages by name; the record without messages.

    `rows` says how many entries of each list are shown; the last ones may be empty. A record is not in the form
    itself where there are messages; `id` is "" where it is to be made from the name.
    """

    kind: str
    inputs: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    suggested: set[str] = field(default_factory=set)
    record: Organisation | Practice | None = None

    def text(self, name: str) -> str:
        """Return what stands in one input."""
        return self.inputs.get(name, [""])[0]

    def chosen(self, name: str) -> list[str]:
        """Return the codes that are ticked."""
        return self.inputs.get(name, [])

    def filled(self, path: str) -> list[int]:
        """Return the positions of the rows of a list into which something was typed; a basis alone is no entry."""
        places = ((_place(name), values) for name, values in self.inputs.items())
        return sorted(
            {
                place[1]
                for place, values in places
                if place and place[0] == path and place[2] != "basis" and any(value.strip() for value in values)
            }
        )


def form_of(record: Organisation | Practice, kind: str) -> RecordForm:
    """Return the form of a record that is there."""
    form, fields = RecordForm(kind), record.model_dump()
    for section in SECTIONS[kind]:
        for each in section.fields:
            form.inputs[each.path] = shown(each, _at(fields, each.path))
        if section.rows:
            entries = fields[section.rows.path]
            form.rows[section.rows.path] = len(entries) + 1
            for position, entry in enumerate(entries):
                for each in section.rows.fields:
                    form.inputs[_name(section.rows, position, each)] = shown(each, entry[each.path])
    form.inputs["id"] = [record.id]
    return form


def empty_form(kind: str) -> RecordForm:
    """Return the form of a new record: two empty rows of each list."""
    return RecordForm(kind, rows={rows.path: 2 for rows in _rows_of(kind)})


def typed_form(kind: str, entered: MultiDict[str, str]) -> RecordForm:
    """Return what a person typed, without reading it."""
    names = {each.path for section in SECTIONS[kind] for each in section.fields} | {"id"}
    form = RecordForm(kind, {name: entered.getlist(name) for name in names if name in entered})
    for rows in _rows_of(kind):
        places = {name: place for name in entered if (place := _place(name)) and place[0] == rows.path}
        # Numbered anew, so that one large number in a name does not fill the page with rows.
        moved = {position: at for at, position in enumerate(sorted({place[1] for place in places.values()}))}
        for name, (_path, position, field_name) in places.items():
            form.inputs[f"{rows.path}[{moved[position]}].{field_name}"] = entered.getlist(name)
        form.rows[rows.path] = max(1, len(moved))
    return form


def with_row(form: RecordForm, path: str) -> RecordForm:
    """Return the form with one more empty row of a list."""
    return replace(form, rows=form.rows | {path: form.rows.get(path, 0) + 1})


def without_row(form: RecordForm, path: str, position: int) -> RecordForm:
    """Return the form without one row; the numbers of sources in other rows follow."""
    inputs: dict[str, list[str]] = {}
    for name, values in form.inputs.items():
        there, kept = _place(name), values
        if there and there[0] == path:
            if there[1] == position:
                continue
            name = f"{path}[{there[1] - (there[1] > position)}].{there[2]}"  # noqa: PLW2901  the row moves up
        elif there and there[2] == "source" and path == "sources" and values[0].isdecimal():
            number = int(values[0]) - 1
            kept = [""] if number == position else [str(number + 1 - (number > position))]
        inputs[name] = kept
    return replace(form, inputs=inputs, rows=form.rows | {path: max(1, form.rows.get(path, 1) - 1)})


def read_form(form: RecordForm, taxonomy: Taxonomy, name_of: NameOf, record_id: str = "") -> RecordForm:
    """Return the form with the record that it gives, or with a message beside each input at fault.

    `record_id` is that of a record that is there; a new one has what stands in `id`, or an id made from its name.
    """
    fields: dict[str, Any] = {}
    places: dict[str, str] = {}
    errors: dict[str, str] = {}
    numbers = {str(at + 1): position for position, at in enumerate(form.filled("sources"))}
    for section in SECTIONS[form.kind]:
        for each in section.fields:
            _place_value(fields, each.path, _read(form, each, each.path, name_of, numbers, errors))
        if section.rows:
            fields[section.rows.path] = _read_rows(form, section.rows, name_of, numbers, errors, places)
    fields["id"] = record_id or form.text("id").strip() or new_id(form)
    record, problems = read_record(MODELS[form.kind], fields, "")
    problems = [*problems, *(taxonomy.problems(record, "") if record else ())]
    for problem in problems:
        errors.setdefault(_input_of(problem, form, places), as_sentence(problem.message))
    return replace(form, errors=errors, record=None if errors else record)


def new_id(form: RecordForm) -> str:
    """Return an id for a new record, made from what it is called."""
    name = slug(form.text("name") or form.text("title") or form.text("text")[:60])
    return f"local:{name or 'unnamed'}" if form.kind == "organisation" else name or "unnamed"


def _read_rows(
    form: RecordForm,
    rows: Rows,
    name_of: NameOf,
    numbers: Mapping[str, int],
    errors: dict[str, str],
    places: dict[str, str],
) -> list[dict[str, Any]]:
    """Read the rows that are filled; note in `places` under which position of the record each stands."""
    entries: list[dict[str, Any]] = []
    for at in form.filled(rows.path):
        places[f"{rows.path}[{len(entries)}]"] = f"{rows.path}[{at}]"
        entry = {e.path: _read(form, e, _name(rows, at, e), name_of, numbers, errors) for e in rows.fields}
        entries.append({name: value for name, value in entry.items() if value not in ("", None)})
    return entries


def _read(
    form: RecordForm, each: Field, name: str, name_of: NameOf, numbers: Mapping[str, int], errors: dict[str, str]
) -> Any:
    try:
        return read_input(each, form.inputs.get(name, []), name_of, numbers)
    except Unreadable as error:
        errors[name] = str(error)
        return error.instead


def _place_value(fields: dict[str, Any], path: str, value: Any) -> None:
    outer, _, inner = path.rpartition(".")
    target = fields.setdefault(outer, {}) if outer else fields
    if value not in ("", None):
        target[inner] = value


def _input_of(problem: Problem, form: RecordForm, places: Mapping[str, str]) -> str:
    """Return the name of the input that a problem of the record is about."""
    head, dot, rest = problem.field.partition(".")
    name = places[head] + dot + rest.partition("[")[0] if head in places else problem.field
    known = {each.path for section in SECTIONS[form.kind] for each in section.fields} | {"id"}
    if name in known or head in places:
        return name
    return head.partition("[")[0] if head.partition("[")[0] in known else ""


def _rows_of(kind: str) -> Iterator[Rows]:
    yield from (section.rows for section in SECTIONS[kind] if section.rows)


def _name(rows: Rows, position: int, each: Field) -> str:
    return f"{rows.path}[{position}].{each.path}"


def _place(name: str) -> tuple[str, int, str] | None:
    """Return list, position and field of an input in a row; None for any other input."""
    found = _ROW.fullmatch(name)
    return (found[1], int(found[2]), found[3]) if found else None


def _at(fields: Mapping[str, Any], path: str) -> Any:
    outer, _, inner = path.rpartition(".")
    return fields[outer][inner] if outer else fields[inner]
