"""What people call the columns of a list of organisations."""

from __future__ import annotations

import re

from matcher.records import Organisation

# Field, and the whole headers that mean it, in small letters with single spaces. The first that fits wins.
_HEADERS = {
    "name": """name|organisation|organization|organisation name|organization name|name of organisation|partner|partner
        name|company|company name|institution|legal name|title|nom|nom de l organisation|nombre|nome|nazwa|név|naam|
        név|organisationsname|name der organisation|organisatie|organizacja|názov|název|denominazione|raison sociale""",
    "aliases": "alias|aliases|acronym|short name|other names|other name|alternate name|abbreviation|sigle",
    "id": "id|identifier|record id|organisation id|organization id",
    "kind": "kind|type|organisation type|organization type|type of organisation|category|sector|typ|tipo|art",
    "summary": """summary|description|about|mission|goals|profile|what they do|what we do|beschreibung|descripción|
        descrizione|descripcion|opis|mission statement|purpose|aims|activities and aims|charitable objects|bio""",
    "countries": """country|countries|country code|countries of operation|works in|land|länder|pays|país|pais|paese|
        kraj|krajina|país de operación|where it works""",
    "headquarters": "headquarters|hq|country of registration|registered in|seat|head office country|sitz",
    "reach": "reach|level|scope|geographic scope|scale",
    "languages": "language|languages|working languages|lang|sprache|sprachen|langue|langues|idioma|idiomas|lingua",
    "audiences": "audience|audiences|target group|target groups|target audience|beneficiaries|zielgruppe|zielgruppen",
    "channels": "channel|channels|media|communication channels|kanäle",
    "themes": "theme|themes|topic|topics|field|fields|focus|focus areas|areas of work|themen|thèmes|temas|interests",
    "values": "values|principles|werte",
    "terms": "terms|terms of partnership|how it partners",
    "offers": "offers|offer|offering|can offer|capabilities|skills|expertise|services|strengths|what they offer",
    "needs": "needs|need|looking for|looks for|wants|seeks|what they need",
    "activities": "activities|projects|project|past projects|campaigns|aktivitäten",
    "contact.website": """website|web site|web|url|homepage|web address|site web|webseite|sitio web|sito web|internet|
        link|www""",
    "contact.role_email": """email|e mail|contact email|general email|info email|organisation email|office email|
        role email|email address|mail""",
    "verified_on": "verified on|last verified|last updated|updated|last update|date updated|as of|stand|checked on",
    "status": "status",
}
_FIELDS = {" ".join(header.split()): field for field, headers in _HEADERS.items() for header in headers.split("|")}


def field_of_header(header: str) -> str:
    """Return the field that a column's header means, or "" where it could be anything.

    The path of a field, such as `contact.website` or `activities[0].title`, means itself.
    """
    path = header.strip()
    if re.fullmatch(r"\w+", path) and path in Organisation.model_fields:
        return path
    if re.fullmatch(r"(contact|sources(\[\d\])?|activities(\[\d\])?)\.\w+", path):
        return path
    return _FIELDS.get(" ".join(re.sub(r"[\W_]+", " ", header.casefold()).split()), "")
