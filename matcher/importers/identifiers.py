"""Identifiers of organisations in registers, recognised by their form or by the name of their column."""

from __future__ import annotations

import re

# What a column of one register is called, by OpenRefine or by people. Schemes are org-id.guide prefixes, ROR, EU-PIC …
_COLUMNS = (
    (re.compile(r"\bror\b"), "ROR"),
    (re.compile(r"\bwikidata\b|\bqid\b"), "WIKIDATA"),
    (re.compile(r"\bgrid\b"), "GRID"),
    (re.compile(r"\bisni\b"), "ISNI"),
    (re.compile(r"\blei\b"), "XI-LEI"),
    (re.compile(r"\b(eu )?pic( number| code)?\b"), "EU-PIC"),
    (re.compile(r"\bcharity (number|no)\b"), "GB-CHC"),
    (re.compile(r"\bcompany (number|no)\b"), "GB-COH"),
    (re.compile(r"\btransparency register\b"), "EU-TR"),
    (re.compile(r"\borg(anisation|anization)? ?id(entifier)?\b"), ""),
)
_FORMS = (
    (re.compile(r"(?:https?://)?ror\.org/(0[a-z0-9]{8})/?"), "ROR"),
    (re.compile(r"(?:https?://)?(?:www\.)?wikidata\.org/(?:wiki|entity)/(Q[1-9]\d*)"), "WIKIDATA"),
    (re.compile(r"(?:https?://)?(?:www\.)?isni\.org/(?:isni/)?(\d{15}[\dX])"), "ISNI"),
    (re.compile(r"(grid\.\d+\.[0-9a-f]+)"), "GRID"),
    (re.compile(r"(0(?=\d*[a-z])[a-hj-km-np-tv-z0-9]{6}\d{2})"), "ROR"),
    (re.compile(r"(Q[1-9]\d*)"), "WIKIDATA"),
)
# org-id.guide: a country or XI, XM, XR, then the list, then the id in it, such as GB-CHC-1156077.
_ORG_ID = re.compile(r"([A-Z]{2}-[A-Z][A-Z0-9_]*)-(.+)")


def read_identifier(text: str, scheme: str = "") -> dict[str, str]:
    """Return `{scheme, id}` of an identifier; raise ValueError where no scheme is given and none is recognised."""
    text = text.strip()
    for form, its_scheme in _FORMS:
        if (found := form.fullmatch(text)) and scheme in {"", its_scheme}:
            return {"scheme": its_scheme, "id": found[1]}
    org_id = _ORG_ID.fullmatch(text)
    if org_id and scheme in {"", org_id[1]}:
        return {"scheme": org_id[1], "id": org_id[2]}
    if not scheme:
        raise ValueError("is the identifier of no known register; write its `scheme` into the mapping")
    return {"scheme": scheme, "id": text}


def identifier_of(organisation_id: str) -> list[dict[str, str]]:
    """Return the identifier that an organisation's id is itself, as a list of one, or of none."""
    found = _ORG_ID.fullmatch(organisation_id)
    return [{"scheme": found[1], "id": found[2]}] if found else []


def scheme_of_column(name: str) -> str | None:
    """Return the scheme that a column's name means, "" where each cell says it, None where it is no register's."""
    words = re.sub(r"[\W_]+", " ", name).casefold().strip()
    return next((scheme for pattern, scheme in _COLUMNS if pattern.search(words)), None)
