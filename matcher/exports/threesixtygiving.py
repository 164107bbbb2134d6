"""Organisations as the organisation objects of the 360Giving standard, a JSON list.

They are those that stand in a grant as `fundingOrganization` or `recipientOrganization`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import IO

from matcher.records import Organisation
from matcher.taxonomy import Taxonomy

_NUMBERS = {"GB-CHC": "charityNumber", "GB-COH": "companyNumber"}


def organisation_object(organisation: Organisation) -> dict[str, str]:
    """Return the fields of an organisation that the standard has; the first alias is its other name."""
    numbers = {
        name: next((each.id for each in organisation.identifiers if each.scheme == scheme), "")
        for scheme, name in _NUMBERS.items()
    }
    fields = {
        "id": _organisation_id(organisation),
        "name": organisation.name,
        "alternateName": next(iter(organisation.aliases), ""),
        "description": organisation.summary,
        **numbers,
        "addressCountry": organisation.headquarters,
        "url": organisation.contact.website,
        "email": organisation.contact.role_email,
    }
    return {name: value for name, value in fields.items() if value}


def write_360giving(
    organisations: Sequence[Organisation],
    taxonomy: Taxonomy,  # noqa: ARG001  as every format
    file: IO[bytes],
) -> None:
    """Write a JSON list, one organisation a line."""
    lines = (json.dumps(organisation_object(each), ensure_ascii=False) for each in organisations)
    file.write(("[\n" + ",\n".join(lines) + "\n]\n").encode())


def _organisation_id(organisation: Organisation) -> str:
    """Return an id as org-id.guide makes them where a register's is known, else the one that we use."""
    known = {each.scheme: each.id for each in organisation.identifiers}
    scheme = next((each for each in _NUMBERS if each in known), "")
    return f"{scheme}-{known[scheme]}" if scheme else organisation.id
