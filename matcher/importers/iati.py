"""Importing IATI activity files (XML): the participating organisations and what they did together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from matcher.errors import InvalidRecordsError, Problem
from matcher.importers.bundles import Bundle
from matcher.importers.identifiers import identifier_of
from matcher.importers.imported import Imported, collect
from matcher.importers.mapping import Mapping
from matcher.importers.outside import Outside
from matcher.importers.participants import Participants
from matcher.importers.vocabulary import Vocabulary
from matcher.letters import slug
from matcher.taxonomy import Taxonomy

ORIGIN = "iati"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_FUNDING, _IMPLEMENTING = "1", "4"  # IATI's OrganisationRole
# IATI's OrganisationType to ours; partnerships, other public sector and "other" are unknown.
_KINDS = {
    "10": "government",
    "11": "local_government",
    "40": "intergovernmental",
    "60": "funder",
    "80": "academia",
    **dict.fromkeys(("21", "22", "23", "24"), "civil_society"),
    **dict.fromkeys(("70", "71", "72", "73"), "business"),
}
# IATI's ActivityDateType: actual dates before planned ones.
_STARTS, _ENDS = ("2", "1"), ("4", "3")


def fits(bundle: Bundle) -> bool:
    """Tell whether a file is XML with iati-activities."""
    head = bundle.head() if bundle.is_single else b""
    return b"<iati-activit" in head or b"<\x00i\x00a\x00t\x00i\x00-" in head


def read(bundle: Bundle, taxonomy: Taxonomy, mapping: Mapping | None, progress: Callable[[int], object]) -> Imported:  # noqa: ARG001  the format is fixed
    """Read activities; entities and external references in the XML are refused."""
    participants, vocabulary = Participants(), Vocabulary(taxonomy)
    try:
        for number, activity in enumerate(_activities(bundle), start=1):
            progress(1)
            _take(participants, activity, Outside(vocabulary, participants.notices, number))
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise InvalidRecordsError([Problem(bundle.name, "", f"is not safe, well-formed XML: {error!s}")]) from error
    return collect(participants.entries(), taxonomy, ORIGIN, joins=True, told=participants.notices)


def _activities(bundle: Bundle) -> Iterator[Element]:
    """Yield one activity after the other; what was read is let go."""
    with bundle.open() as file:
        for _, element in iterparse(file, events=("end",), forbid_dtd=True):
            if element.tag == "iati-activity":
                yield element
                element.clear()


def _take(participants: Participants, element: Element, outside: Outside) -> None:
    identifier = (element.findtext("iati-identifier") or "").strip()
    countries = [code for each in element.findall("recipient-country") for code in outside.country(each.get("code"))]
    ids = []
    for party in element.findall("participating-org"):
        fields = _organisation(party, countries, outside)
        if fields is None:
            participants.reject(outside.line, "participating-org", identifier, "has neither name nor ref")
        else:
            ids.append(participants.meet(fields, outside.line))
    activity = {
        "id": identifier,
        "title": _narrative(element.find("title")) or identifier,
        "summary": _narrative(element.find("description")),
        "start": _date(element, _STARTS, outside, "start"),
        "end": _date(element, _ENDS, outside, "end"),
    }
    participants.act(activity, ids, outside.line)


def _organisation(party: Element, countries: list[str], outside: Outside) -> dict[str, Any] | None:
    name, ref = _narrative(party), "".join((party.get("ref") or "").split())
    record_id = ref or (f"iati:{slug(name)}" if slug(name) else "")
    if not record_id:
        return None
    role = party.get("role")
    return {
        "id": record_id,
        "name": name or ref,
        "identifiers": identifier_of(ref),
        "kind": _KINDS.get(party.get("type") or "", ""),
        # Where an activity happens is where its implementers work, not where its funders do.
        "countries": countries if role == _IMPLEMENTING else [],
        "terms": ["funds_others"] if role == _FUNDING else [],
        "sources": [{"title": "IATI activity data", "locator": f"organisation {outside.text(record_id)}"}],
    }


def _narrative(element: Element | None) -> str:
    """Return the first narrative, the English one where there are several, or the text that old files have."""
    if element is None:
        return ""
    narratives = element.findall("narrative")
    first = next((each for each in narratives if each.get(_LANGUAGE) == "en"), narratives[0] if narratives else element)
    return " ".join("".join(first.itertext()).split())


def _date(element: Element, types: tuple[str, ...], outside: Outside, name: str) -> str:
    dates = {each.get("type"): each.get("iso-date") for each in element.findall("activity-date")}
    return outside.date(name, next((dates[each] for each in types if dates.get(each)), ""))
