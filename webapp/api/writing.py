"""Writing organisations over HTTP: the same changes as in the browser, with the same history."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request, url_for
from werkzeug.wrappers import Response

from matcher.editing.editing import Stored
from matcher.errors import Problem
from matcher.letters import slug
from matcher.records import Organisation
from webapp.api.directory_answers import Deleted
from webapp.api.operations import Operations
from webapp.api.reading import RefusedRequest
from webapp.api.requests import WrittenOrganisation
from webapp.knowledge import get_editing, get_publisher, get_recommender

operations = Operations("Editing")
REASON = "over the API"


@operations.write("POST", "/organisations", Organisation, WrittenOrganisation, status=201)
def add_organisation(asked: WrittenOrganisation, by: str) -> Response:
    """Add an organisation; it is searchable within seconds."""
    record_id = asked.id or get_editing().free_id(f"local:{slug(asked.name) or 'unnamed'}")
    answer = _written(get_editing().add(_record(asked, record_id), by, REASON))
    answer.status_code = 201
    answer.headers["Location"] = url_for("api.organisation", organisation_id=record_id)
    return answer


@operations.write("PUT", "/organisations/{organisation_id}", Organisation, WrittenOrganisation)
def change_organisation(organisation_id: str, asked: WrittenOrganisation, by: str, version: str | None) -> Response:
    """Write over an organisation; If-Match names the version that was read."""
    if asked.id not in {"", organisation_id}:
        message = f"{asked.id!r} is not the id of the address, {organisation_id!r}; an id cannot change"
        raise RefusedRequest([Problem("request", "id", message)], request.get_json())
    return _written(get_editing().save(_record(asked, organisation_id), version, by, REASON))


@operations.write("DELETE", "/organisations/{organisation_id}", Deleted)
def delete_organisation(organisation_id: str, by: str, version: str | None) -> dict[str, Any]:
    """Delete an organisation; its history stays, and in the browser the deletion can be undone."""
    get_editing().delete("organisation", organisation_id, version, by, REASON)
    get_publisher().changed()
    return {"deleted": organisation_id}


def stored_answer(stored: Stored) -> Response:
    """Return a record as editors write it, with its version as the ETag."""
    answer = jsonify(stored.record.model_dump(mode="json", exclude_defaults=True))
    answer.set_etag(stored.version)
    return answer


def _record(asked: WrittenOrganisation, record_id: str) -> Organisation:
    """Return the record that was written; raise RefusedRequest for codes that the taxonomy lacks."""
    record = Organisation.model_validate(asked.model_dump() | {"id": record_id})
    faults = [*get_recommender().knowledge.taxonomy.problems(record, "request")]
    if faults:
        raise RefusedRequest(faults, request.get_json())
    return record


def _written(stored: Stored) -> Response:
    get_publisher().changed()
    return stored_answer(stored)
