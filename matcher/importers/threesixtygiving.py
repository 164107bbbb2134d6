"""Importing 360Giving grants: JSON packing, and the spreadsheet packing with titles or paths as headers.

A grant becomes an activity; its funder and its recipients become partners of each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from matcher.errors import InvalidRecordsError, Problem
from matcher.importers.bundles import Bundle
from matcher.importers.dates import guess_order
from matcher.importers.documents import read_document
from matcher.importers.identifiers import identifier_of, read_identifier
from matcher.importers.imported import Imported, collect
from matcher.importers.mapping import Mapping
from matcher.importers.outside import Outside
from matcher.importers.participants import Participants
from matcher.importers.tables import open_table
from matcher.importers.vocabulary import Vocabulary
from matcher.taxonomy import Taxonomy

ORIGIN = "360giving"
# The titles of the standard's spreadsheet template; a header may also be a path such as recipientOrganization/0/id.
_TITLES = {
    "identifier": "id",
    "title": "title",
    "description": "description",
    "award date": "awardDate",
    "planned dates:start date": "plannedDates/0/startDate",
    "planned dates:end date": "plannedDates/0/endDate",
    "actual dates:start date": "actualDates/0/startDate",
    "actual dates:end date": "actualDates/0/endDate",
}
_PARTIES = {"recipient org": "recipientOrganization/0/", "funding org": "fundingOrganization/0/"}
_PARTY_TITLES = {
    "identifier": "id",
    "name": "name",
    "description": "description",
    "web address": "url",
    "charity number": "charityNumber",
    "company number": "companyNumber",
    "country": "addressCountry",
    "alternative name": "alternateName",
}


def fits(bundle: Bundle) -> bool:
    """Tell whether a file holds `grants`, or columns of a grant's recipient and funder."""
    if not bundle.is_single:
        return False
    if bundle.first_sign() == "{":
        return re.search(rb'"grants"\s*:\s*\[', bundle.head()) is not None
    if bundle.first_sign() in ("[", "<"):
        return False
    try:
        paths = [_path(column) for column in open_table(bundle).columns]
    except InvalidRecordsError:
        return False
    return "recipientOrganization/0/name" in paths and "fundingOrganization/0/name" in paths


def read(bundle: Bundle, taxonomy: Taxonomy, mapping: Mapping | None, progress: Callable[[int], object]) -> Imported:  # noqa: ARG001  the format is fixed
    """Read grants."""
    participants = Participants()
    grants = list(_grants(bundle))
    order = guess_order(str(grant.get("awardDate", "")) for _, grant in grants)
    vocabulary = Vocabulary(taxonomy)
    for line, grant in grants:
        progress(1)
        _take(participants, grant, Outside(vocabulary, participants.notices, line, dates=order))
    return collect(participants.entries(), taxonomy, ORIGIN, joins=True, told=participants.notices)


def _grants(bundle: Bundle) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each grant as the standard's JSON has it, with its position or row."""
    if bundle.first_sign() != "{":
        yield from ((row.line, _unpacked(row.cells)) for row in open_table(bundle).rows())
        return
    grants = read_document(bundle).get("grants")
    if not isinstance(grants, list):
        raise InvalidRecordsError([Problem(bundle.name, "grants", "expected a list of grants")])
    yield from ((number, grant if isinstance(grant, dict) else {}) for number, grant in enumerate(grants, start=1))


def _unpacked(cells: dict[str, Any]) -> dict[str, Any]:
    """Build the nested grant from a row: `recipientOrganization/0/id` stands in a list in an object."""
    grant: dict[str, Any] = {}
    for column, cell in cells.items():
        *outer, last = _path(column).split("/")
        place = grant
        for name, position in zip(outer[::2], outer[1::2], strict=False):
            entries = place.setdefault(name, [])
            entries += [{} for _ in range(min(int(position), 99) + 1 - len(entries))] if position.isdecimal() else []
            place = entries[min(int(position), 99)] if position.isdecimal() else {}
        place.setdefault(last, cell)
    return grant


def _path(column: str) -> str:
    """Return the path that a header means."""
    if "/" in column:
        return column
    title = column.strip().casefold()
    party, _, rest = title.partition(":")
    if party in _PARTIES and rest in _PARTY_TITLES:
        return _PARTIES[party] + _PARTY_TITLES[rest]
    return _TITLES.get(title, column)


def _take(participants: Participants, grant: dict[str, Any], outside: Outside) -> None:
    funders = [_party(each, outside, funds=True) for each in _list(grant, "fundingOrganization")]
    recipients = [_party(each, outside, funds=False) for each in _list(grant, "recipientOrganization")]
    named = [each for each in (*funders, *recipients) if each]
    if len(named) < len(funders) + len(recipients) or not funders:
        reason = "names no funder and recipient with id and name"
        participants.reject(outside.line, "recipientOrganization", grant.get("id"), reason)
        return
    activity = _activity(grant, outside)
    ids = [participants.meet(each, outside.line) for each in named]
    participants.act(activity, ids, outside.line)


def _list(grant: dict[str, Any], name: str) -> list[dict[str, Any]]:
    entries = grant.get(name)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _party(party: dict[str, Any], outside: Outside, *, funds: bool) -> dict[str, Any] | None:
    record_id, name = outside.text(party.get("id")), outside.text(party.get("name"))
    if not record_id or not name or re.search(r"[\s<>\"]", record_id):
        return None
    countries = outside.country(party.get("addressCountry"))
    return {
        "id": record_id,
        "name": name,
        "aliases": [alias for alias in [outside.text(party.get("alternateName"))] if alias],
        "identifiers": _identifiers(record_id, party, outside),
        "kind": "funder" if funds else "",
        "summary": outside.text(party.get("description")),
        "countries": countries,
        "headquarters": countries[0] if countries else "",
        "terms": ["funds_others"] if funds else [],
        "contact": outside.website(party.get("url")),
        "sources": [{"title": "360Giving grants data", "locator": f"organisation {record_id}"}],
    }


def _identifiers(record_id: str, party: dict[str, Any], outside: Outside) -> list[dict[str, str]]:
    found = identifier_of(record_id)
    for name, scheme in (("charityNumber", "GB-CHC"), ("companyNumber", "GB-COH")):
        if number := outside.text(party.get(name)):
            found += [each for each in [read_identifier(number, scheme)] if each not in found]
    return found


def _activity(grant: dict[str, Any], outside: Outside) -> dict[str, Any]:
    dates = next((entries[0] for name in ("actualDates", "plannedDates") if (entries := _list(grant, name))), {})
    description = outside.text(grant.get("description"))
    return {
        "id": outside.text(grant.get("id")),
        "title": outside.text(grant.get("title")) or description[:100],
        "summary": description,
        "start": outside.date("start", dates.get("startDate") or grant.get("awardDate")),
        "end": outside.date("end", dates.get("endDate")),
    }
