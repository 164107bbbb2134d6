"""Organisations as linked data in the words of schema.org (JSON-LD 1.1).

Offers are `makesOffer`, needs `seeks`, activities `event`, themes `knowsAbout`, audiences, channels and values
`keywords`, sources `subjectOf`. What is unknown is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any
from urllib.parse import quote

from matcher.geography.codes import COUNTRIES
from matcher.records import Activity, Offer, Organisation, Source
from matcher.taxonomy import Taxonomy

CONTEXT = "https://schema.org"
Fields = dict[str, Any]
Address = Callable[[str], str]
# The type of schema.org for a kind; narrower kinds without an entry take that of their broader one.
_TYPES = {
    "civil_society": "NGO",
    "youth": "NGO",
    "media": "NewsMediaOrganization",
    "government": "GovernmentOrganization",
    "business": "Corporation",
    "academia": "EducationalOrganization",
    "research": "ResearchOrganization",
    "think_tank": "ResearchOrganization",
    "school": "EducationalOrganization",
    "funder": "FundingAgency",
}


def address_in_file(organisation_id: str) -> str:
    """Return what an organisation is called within one file: a fragment, whatever its id is made of."""
    return "#" + quote(organisation_id, safe="")


def organisation_document(organisation: Organisation, taxonomy: Taxonomy, address: Address) -> Fields:
    """Return one organisation as a JSON-LD document; `address` gives the IRI of an organisation by its id."""
    return {"@context": CONTEXT, **organisation_node(organisation, taxonomy, address)}


def organisation_node(organisation: Organisation, taxonomy: Taxonomy, address: Address = address_in_file) -> Fields:
    """Return one organisation without a context, to stand in a graph; an e-mail address only where it has one."""
    fields = {
        "@type": schema_type(organisation.kind, taxonomy),
        "@id": address(organisation.id),
        "name": organisation.name,
        "alternateName": list(organisation.aliases),
        "description": organisation.summary,
        "url": organisation.contact.website,
        "email": organisation.contact.role_email,
        "identifier": _identifiers(organisation),
        "address": _place(organisation.headquarters),
        "areaServed": [_country(code) for code in organisation.countries],
        "knowsLanguage": list(organisation.languages),
        "knowsAbout": _terms(taxonomy, "themes", organisation.themes),
        "keywords": [
            term
            for name in ("audiences", "channels", "values")
            for term in _terms(taxonomy, name, getattr(organisation, name))
        ],
        "makesOffer": [_offered(offer, "Offer", taxonomy) for offer in organisation.offers],
        "seeks": [_offered(need, "Demand", taxonomy) for need in organisation.needs],
        "event": [_event(activity, address) for activity in organisation.activities],
        "subjectOf": [_work(source) for source in organisation.sources],
    }
    return _known(fields)


def schema_type(kind: str, taxonomy: Taxonomy) -> str:
    """Return the type of schema.org for a kind of organisation."""
    while kind and kind not in _TYPES:
        term = taxonomy.terms("kinds").get(kind)
        kind = term.broader if term else ""
    return _TYPES.get(kind, "Organization")


def write_jsonld(organisations: Sequence[Organisation], taxonomy: Taxonomy, file: IO[bytes]) -> None:
    """Write one document whose `@graph` holds the organisations, one a line."""
    write_graph((organisation_node(each, taxonomy) for each in organisations), file)


def write_graph(nodes: Iterable[Fields], file: IO[bytes]) -> None:
    """Write a JSON-LD document of nodes, one a line, as they come."""
    file.write(f'{{"@context": "{CONTEXT}", "@graph": ['.encode())
    for number, node in enumerate(nodes):
        file.write(((",\n" if number else "\n") + json.dumps(node, ensure_ascii=False)).encode())
    file.write(b"\n]}\n")


def _identifiers(organisation: Organisation) -> list[Fields]:
    own = {"@type": "PropertyValue", "propertyID": "partner-matcher", "value": organisation.id}
    return [
        own,
        *({"@type": "PropertyValue", "propertyID": e.scheme, "value": e.id} for e in organisation.identifiers),
    ]


def _place(country: str) -> Fields:
    return {"@type": "PostalAddress", "addressCountry": country} if country else {}


def _country(code: str) -> Fields:
    return {"@type": "Country", "name": COUNTRIES[code], "identifier": code}


def _terms(taxonomy: Taxonomy, list_name: str, codes: Iterable[str]) -> list[Fields]:
    return [
        {
            "@type": "DefinedTerm",
            "name": taxonomy.name(list_name, code),
            "termCode": code,
            "inDefinedTermSet": list_name,
        }
        for code in codes
    ]


def _offered(entry: Offer, kind: str, taxonomy: Taxonomy) -> Fields:
    name = taxonomy.name("capabilities", entry.capability)
    service = {"@type": "Service", "name": name, "serviceType": entry.capability}
    return {
        "@type": kind,
        "description": entry.statement,
        "category": entry.basis,
        "itemOffered": service,
    }


def _event(activity: Activity, address: Address) -> Fields:
    fields = {
        "@type": "Event",
        "identifier": activity.id,
        "name": activity.title,
        "description": activity.summary,
        "startDate": activity.start,
        "endDate": activity.end,
        "contributor": [{"@type": "Organization", "@id": address(partner)} for partner in activity.partners],
    }
    return _known(fields)


def _work(source: Source) -> Fields:
    fields = {
        "@type": "CreativeWork",
        "name": source.title,
        "creditText": source.author,
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else {},
        "datePublished": source.date,
        "pagination": source.locator,
        "url": source.url,
    }
    return _known(fields)


def _known(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value}
