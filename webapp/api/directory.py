"""The directory over HTTP: organisations, those that are alike, and the controlled lists."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import jsonify, request
from werkzeug.wrappers import Response

from matcher.errors import Problem, UnknownRecordError
from matcher.exports import without_email
from matcher.records import Organisation
from matcher.taxonomy import LISTS
from webapp.api.directory_answers import OrganisationPage, SimilarFound, TaxonomyLists
from webapp.api.operations import Operations
from webapp.api.reading import RefusedRequest
from webapp.api.requests import OrganisationQuery, OrganisationsQuery, SimilarRequest
from webapp.api.writing import stored_answer
from webapp.knowledge import get_editing, get_recommender

operations = Operations("Directory")


@operations.get("/organisations", OrganisationPage, query=OrganisationsQuery)
def organisations(query: OrganisationsQuery) -> Response:
    """List organisations by name, page by page."""
    knowledge = get_recommender().knowledge
    found = knowledge.directory.find(query.kind, query.country, query.q, unknown=query.unknown == "include")
    page = found.rows[query.offset : query.offset + query.limit].tolist()
    answer = jsonify(
        total=len(found.rows),
        limit=query.limit,
        offset=query.offset,
        unknown=found.unknown,
        organisations=[_fields(knowledge.organisations[row], query.contact) for row in page],
    )
    links = _links(query, len(found.rows))
    if links:
        answer.headers["Link"] = links
    return answer


@operations.get("/organisations/{organisation_id}", Organisation, query=OrganisationQuery, may_miss=True)
def organisation(organisation_id: str, query: OrganisationQuery) -> dict[str, Any] | Response:
    """Return one organisation with its evidence and sources."""
    if query.form == "stored":
        return stored_answer(get_editing().get("organisation", organisation_id))
    return _fields(get_recommender().knowledge.organisation(organisation_id), query.contact)


@operations.post("/similar", SimilarFound, SimilarRequest)
def similar(asked: SimilarRequest) -> dict[str, Any]:
    """Find the organisations most like one of the directory, or one described on the spot."""
    recommender = get_recommender()
    _check(asked)
    return {
        "similar": [
            {
                "organisation_id": each.organisation.id,
                "name": each.organisation.name,
                "cosine": round(min(1.0, max(-1.0, each.cosine)), 6),
                "shared": list(each.shared),
            }
            for each in recommender.similar(asked.organisation, asked.limit)
        ]
    }


@operations.get("/taxonomy", TaxonomyLists)
def taxonomy() -> dict[str, Any]:
    """Return the controlled lists: the codes that goals and records take, with their names and meanings."""
    lists = get_recommender().knowledge.taxonomy
    terms = {name: [term.model_dump(exclude_defaults=True) for term in getattr(lists, name)] for name in LISTS}
    return {"groups": lists.groups} | terms


def _check(asked: SimilarRequest) -> None:
    """Raise RefusedRequest for an id that does not exist, or codes that do not in what is described."""
    knowledge = get_recommender().knowledge
    if isinstance(asked.organisation, Organisation):
        faults = [
            Problem("request", f"organisation.{each.field}", each.message)
            for each in knowledge.taxonomy.problems(asked.organisation, "request")
        ]
    else:
        try:
            knowledge.organisation(asked.organisation)
            return
        except UnknownRecordError as error:
            faults = [Problem("request", "organisation", str(error))]
    if faults:
        raise RefusedRequest(faults, request.get_json())


def _fields(record: Organisation, contact: str) -> dict[str, Any]:
    """Return what is known of an organisation; its e-mail address only where that was asked for."""
    return (record if contact == "include" else without_email(record)).model_dump(exclude_defaults=True)


def _links(query: OrganisationsQuery, total: int) -> str:
    """Return the addresses of the first, previous, next and last page (RFC 8288), "" where all is on one."""
    last = max(0, (total - 1) // query.limit * query.limit)
    offsets = {"first": 0, "last": last}
    if query.offset > 0:
        offsets["prev"] = max(0, query.offset - query.limit)
    if query.offset + query.limit < total:
        offsets["next"] = query.offset + query.limit
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "offset"]
    pages = {name: f"?{urlencode([*kept, ('offset', str(offset))])}" for name, offset in offsets.items()}
    return ", ".join(f'<{request.path}{page}>; rel="{name}"' for name, page in pages.items()) if len(pages) > 2 else ""
