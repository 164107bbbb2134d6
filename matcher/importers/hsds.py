"""Importing Open Referral HSDS 3: organisations and their services, as JSON or as tables.

A service becomes an activity of its organisation. People, telephones and addresses are not taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from matcher.importers.bundles import Bundle
from matcher.importers.documents import read_document
from matcher.importers.identifiers import read_identifier
from matcher.importers.imported import Imported, collect
from matcher.importers.mapping import Mapping
from matcher.importers.outside import Outside
from matcher.importers.participants import Participants
from matcher.importers.tables import Row, open_table
from matcher.importers.vocabulary import Vocabulary
from matcher.taxonomy import Taxonomy

ORIGIN = "hsds"
ORGANISATIONS, SERVICES, IDENTIFIERS = "organizations.csv", "services.csv", "organization_identifiers.csv"
# What the objects of the standard's API have; a head of the file is enough to see them.
_SIGNS = re.compile(rb'"(?:(?:year_incorporated|tax_status|interpretation_services)"\s*:|organization"\s*:\s*\{)')


def fits(bundle: Bundle) -> bool:
    """Tell whether organizations.csv is there, or JSON with the fields of the standard."""
    if bundle.holds(ORGANISATIONS):
        return not bundle.is_single or bundle.name.lower() in (ORGANISATIONS, SERVICES)
    return bundle.is_single and bundle.first_sign() in ("{", "[") and _SIGNS.search(bundle.head()) is not None


def read(bundle: Bundle, taxonomy: Taxonomy, mapping: Mapping | None, progress: Callable[[int], object]) -> Imported:  # noqa: ARG001  the format is fixed
    """Read organisations and services."""
    participants, vocabulary = Participants(), Vocabulary(taxonomy)
    tabular = bundle.holds(ORGANISATIONS) and not bundle.name.lower().endswith(".json")
    for line, file, organisation in _from_tables(bundle, participants) if tabular else _from_json(bundle):
        progress(1)
        _take(participants, organisation, Outside(vocabulary, participants.notices, line, file))
    return collect(participants.entries(), taxonomy, ORIGIN, joins=True, told=participants.notices)


def _take(participants: Participants, organisation: dict[str, Any], outside: Outside) -> None:
    record_id, name = outside.text(organisation.get("id")), outside.text(organisation.get("name"))
    if not record_id or not name or len(record_id.split()) > 1:
        field_name = "name" if record_id and not name else "id"
        reason = "an organisation needs an id without blanks, and a name"
        participants.reject(outside.line, field_name, organisation.get(field_name), reason, outside.file)
        return
    services = _list(organisation, "services")
    record_id = participants.meet(_fields(organisation, services, outside), outside.line, outside.file)
    for service in services:
        participants.act(_activity(service, outside), [record_id], outside.line, outside.file)


def _fields(organisation: dict[str, Any], services: list[dict[str, Any]], outside: Outside) -> dict[str, Any]:
    places = [address for each in (organisation, *services) for address in _addresses(each)]
    spoken = [language for each in services for language in _list(each, "languages")]
    countries = [code for address in places for code in outside.country(address.get("country"))]
    email = outside.text(organisation.get("email"))
    return {
        "id": f"hsds:{organisation['id']}",
        "name": outside.text(organisation.get("name")),
        "aliases": [alias for alias in [outside.text(organisation.get("alternate_name"))] if alias],
        "identifiers": _identifiers(organisation, outside),
        "summary": outside.text(organisation.get("description")),
        "countries": list(dict.fromkeys(countries)),
        "languages": [tag for each in spoken for tag in outside.language(each.get("code") or each.get("name"))],
        "contact": {
            **outside.website(organisation.get("website") or organisation.get("url")),
            **({"role_email": email} if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email) else {}),
        },
        "sources": [{"title": "Open Referral HSDS data", "locator": f"organization {organisation['id']}"}],
    }


def _activity(service: dict[str, Any], outside: Outside) -> dict[str, Any]:
    return {
        "id": outside.text(service.get("id")),
        "title": outside.text(service.get("name")),
        "summary": outside.text(service.get("description")),
    }


def _identifiers(organisation: dict[str, Any], outside: Outside) -> list[dict[str, str]]:
    found = _list(organisation, "organization_identifiers")
    pairs = [(outside.text(each.get("identifier_scheme")), outside.text(each.get("identifier"))) for each in found]
    return [read_identifier(number, scheme) for scheme, number in pairs if scheme and number]


def _addresses(place: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for location in (
        *_list(place, "locations"),
        *(each.get("location") for each in _list(place, "service_at_locations")),
    ):
        if isinstance(location, dict):
            yield from _list(location, "addresses")


def _list(entry: dict[str, Any], name: str) -> list[dict[str, Any]]:
    entries = entry.get(name)
    return [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []


def _from_json(bundle: Bundle) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield each organisation with its services: of a list, a page (`contents`), or one object."""
    document = read_document(bundle)
    if isinstance(document, dict) and isinstance(document.get("contents"), list):
        document = document["contents"]
    entries = document if isinstance(document, list) else [document]
    for number, entry in enumerate(entries, start=1):
        yield number, "", _organisation_in(entry if isinstance(entry, dict) else {})


def _organisation_in(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the organisation that an object is, or whose service it is."""
    service = entry.get("service") if isinstance(entry.get("service"), dict) else entry
    assert isinstance(service, dict)
    owner = service.get("organization")
    return {**owner, "services": [service]} if isinstance(owner, dict) else entry


def _from_tables(bundle: Bundle, participants: Participants) -> Iterator[tuple[int, str, dict[str, Any]]]:
    services = _by_organisation(bundle, SERVICES, participants)
    identifiers = _by_organisation(bundle, IDENTIFIERS, participants)
    for row in _rows(bundle, ORGANISATIONS, participants):
        key = row.cells.get("id", "")
        parts = {"services": services.pop(key, []), "organization_identifiers": identifiers.pop(key, [])}
        yield row.line, ORGANISATIONS, {**row.cells, **parts}
    for name, left in ((SERVICES, services), (IDENTIFIERS, identifiers)):
        for key, rows in left.items():
            for each in rows:
                participants.reject(each["line"], "organization_id", key, f"{ORGANISATIONS} has no such id", name)


def _by_organisation(bundle: Bundle, name: str, participants: Participants) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(bundle, name, participants) if bundle.holds(name) else ():
        grouped.setdefault(row.cells.get("organization_id", ""), []).append({**row.cells, "line": row.line})
    return grouped


def _rows(bundle: Bundle, name: str, participants: Participants) -> Iterator[Row]:
    for row in open_table(bundle, name).rows():
        if row.fault:
            participants.reject(row.line, "", "", row.fault, name)
        else:
            yield row
