"""Importing CORDIS: project.csv and organization.csv as the European Union publishes them.

A project becomes an activity of each of its participants, and they become partners of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from matcher.errors import InvalidRecordsError, Problem
from matcher.importers.bundles import Bundle
from matcher.importers.imported import Imported, collect
from matcher.importers.mapping import Mapping
from matcher.importers.outside import Outside
from matcher.importers.participants import Participants
from matcher.importers.tables import Layout, Row, open_table
from matcher.importers.vocabulary import Vocabulary
from matcher.taxonomy import Taxonomy

ORIGIN = "cordis"
PROJECTS, ORGANISATIONS = "project.csv", "organization.csv"
_LAYOUT = Layout(delimiter=";")
# CORDIS: higher or secondary education, research organisation, private for profit, public body; OTH is unknown.
_KINDS = {"HES": "academia", "REC": "research", "PRC": "business", "PUB": "government"}
_NEEDED = {PROJECTS: ("id", "title"), ORGANISATIONS: ("projectID", "organisationID", "name")}


def fits(bundle: Bundle) -> bool:
    """Tell whether both files are there; a single file must be one of them."""
    named = not bundle.is_single or bundle.name.lower() in (PROJECTS, ORGANISATIONS)
    return named and bundle.holds(PROJECTS, ORGANISATIONS)


def read(bundle: Bundle, taxonomy: Taxonomy, mapping: Mapping | None, progress: Callable[[int], object]) -> Imported:  # noqa: ARG001  the format is fixed
    """Read projects and their participants."""
    for name in (PROJECTS, ORGANISATIONS):
        _check(bundle, name)
    participants, vocabulary = Participants(), Vocabulary(taxonomy)
    members: dict[str, list[str]] = {}
    for row in _counted(bundle, ORGANISATIONS, participants, progress):
        outside = Outside(vocabulary, participants.notices, row.line, ORGANISATIONS)
        if fields := _organisation(row, outside, participants):
            record_id = participants.meet(fields, row.line, ORGANISATIONS)
            members.setdefault(row.cells.get("projectID", ""), []).append(record_id)
    for row in _counted(bundle, PROJECTS, participants, progress):
        outside = Outside(vocabulary, participants.notices, row.line, PROJECTS)
        participants.act(_activity(row.cells, outside), members.get(row.cells.get("id", ""), ()), row.line, PROJECTS)
    return collect(participants.entries(), taxonomy, ORIGIN, joins=True, told=participants.notices)


def _check(bundle: Bundle, name: str) -> None:
    if not bundle.holds(name):
        message = f"there is no {name} beside it; CORDIS needs {PROJECTS} and {ORGANISATIONS}"
        raise InvalidRecordsError([Problem(bundle.name, "", message)])
    missing = [column for column in _NEEDED[name] if column not in open_table(bundle, name, _LAYOUT).columns]
    if missing:
        message = f"has no column {', '.join(missing)}; is it the file of CORDIS, with semicolons?"
        raise InvalidRecordsError([Problem(name, "", message)])


def _counted(bundle: Bundle, name: str, participants: Participants, progress: Callable[[int], object]) -> Iterator[Row]:
    rows: Iterable[Row] = open_table(bundle, name, _LAYOUT).rows()
    for row in rows:
        progress(1)
        if row.fault:
            participants.reject(row.line, "", "", row.fault, name)
        else:
            yield row


def _organisation(row: Row, outside: Outside, participants: Participants) -> dict[str, Any] | None:
    cells = row.cells
    number, name = cells.get("organisationID", ""), outside.text(cells.get("name"))
    if not number or not name:
        field_name, reason = ("name", "is empty") if number else ("organisationID", "is empty")
        participants.reject(row.line, field_name, cells.get("name") or number, reason, ORGANISATIONS)
        return None
    countries = outside.country(cells.get("country"))
    return {
        "id": f"cordis:{number}",
        "name": name,
        "aliases": [alias for alias in [outside.text(cells.get("shortName"))] if alias and alias != name],
        "identifiers": [{"scheme": "EU-PIC", "id": number}],
        "kind": _KINDS.get(cells.get("activityType", ""), ""),
        "countries": countries,
        "headquarters": countries[0] if countries else "",
        "contact": outside.website(cells.get("organizationURL")),
        "sources": [{"title": "CORDIS", "publisher": "European Union", "locator": f"organisation {number}"}],
    }


def _activity(cells: dict[str, Any], outside: Outside) -> dict[str, Any]:
    title, acronym = outside.text(cells.get("title")), outside.text(cells.get("acronym"))
    return {
        "id": cells.get("id", ""),
        "title": f"{acronym}: {title}" if acronym and title else title or acronym,
        "summary": outside.text(cells.get("objective")),
        "start": outside.date("start", cells.get("startDate")),
        "end": outside.date("end", cells.get("endDate")),
    }
