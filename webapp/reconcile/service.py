"""The reconciliation service: candidates for names, suggestions, previews, and values to fetch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import current_app, make_response, render_template
from werkzeug.wrappers import Response

from matcher.folding import fold
from matcher.reconciliation.properties import PROPERTIES
from matcher.reconciliation.reconciler import ANY_TYPE, MOST_CANDIDATES, Candidate, Reconciler
from matcher.records import Organisation
from matcher.taxonomy import Taxonomy
from webapp.api.operations import Operations
from webapp.knowledge import get_recommender
from webapp.reconcile.answers import PreviewPage, PropertyProposal, ReconcileAnswer, SuggestionList
from webapp.reconcile.manifest import manifest
from webapp.reconcile.requests import (
    MOST_SUGGESTED,
    ExtensionQuery,
    PreviewQuery,
    ProposalQuery,
    ReconcileRequest,
    ReconciliationQuery,
    SuggestQuery,
)
from webapp.security import policy

operations = Operations("Reconciliation")


@operations.get("/reconcile", ReconcileAnswer, query=ReconcileRequest)
def reconcile(query: ReconcileRequest) -> dict[str, Any]:
    """Find whom names mean, or fetch properties; without parameters, return the manifest (Reconciliation API 0.2)."""
    return _answer(query)


@operations.post_form("/reconcile", ReconcileAnswer, ReconcileRequest)
def reconcile_form(asked: ReconcileRequest) -> dict[str, Any]:
    """Find whom names mean, or fetch properties, asked by a form (Reconciliation API 0.2)."""
    return _answer(asked)


@operations.get("/reconcile/suggest/entity", SuggestionList, query=SuggestQuery)
def suggest_entity(query: SuggestQuery) -> dict[str, Any]:
    """Suggest organisations by the beginning of a name or of a word in it."""
    knowledge = get_recommender().knowledge
    found = knowledge.name_index.starting_with(query.prefix, query.cursor, MOST_SUGGESTED)
    return {
        "result": [
            {
                "id": each.id,
                "name": each.name,
                "description": each.summary,
                "notable": [type_["name"] for type_ in _types(each, knowledge.taxonomy)],
            }
            for each in found
        ]
    }


@operations.get("/reconcile/suggest/type", SuggestionList, query=SuggestQuery)
def suggest_type(query: SuggestQuery) -> dict[str, Any]:
    """Suggest kinds of organisations by the beginning of their names."""
    taxonomy = get_recommender().knowledge.taxonomy
    kinds = [
        {"id": kind.code, "name": kind.name, "description": kind.definition, "broader": _type(kind.broader, taxonomy)}
        for kind in taxonomy.kinds
    ]
    return _suggested([{"id": ANY_TYPE, "name": "Organisation", "description": "Any organisation."}, *kinds], query)


@operations.get("/reconcile/suggest/property", SuggestionList, query=SuggestQuery)
def suggest_property(query: SuggestQuery) -> dict[str, Any]:
    """Suggest properties by the beginning of their names."""
    return _suggested([{"id": each.id, "name": each.name} for each in PROPERTIES.values()], query)


@operations.get("/reconcile/properties", PropertyProposal, query=ProposalQuery)
def propose_properties(query: ProposalQuery) -> dict[str, Any]:
    """Name the properties whose values can be fetched; they are the same for every type."""
    listed = [{"id": each.id, "name": each.name} for each in PROPERTIES.values()]
    return {"type": query.type, "limit": query.limit, "properties": listed[: query.limit]}


@operations.get("/reconcile/preview", PreviewPage, query=PreviewQuery, media_type="text/html", may_miss=True)
def preview(query: PreviewQuery) -> Response:
    """Show one organisation in a few lines, for a frame in another program."""
    organisation = get_recommender().knowledge.organisation(query.id)
    page = make_response(render_template("preview.html", organisation=organisation))
    page.headers["Content-Security-Policy"] = policy(" ".join(current_app.config["CORS_ORIGINS"]) or "'none'")
    return page


def _answer(asked: ReconcileRequest) -> dict[str, Any]:
    if asked.queries is not None:
        reconciler = Reconciler(get_recommender().knowledge)
        return {name: {"result": _candidates(reconciler, each)} for name, each in asked.queries.items()}
    return _extension(asked.extend) if asked.extend else manifest()


def _candidates(reconciler: Reconciler, query: ReconciliationQuery) -> list[dict[str, Any]]:
    constraints = {each.pid: each.texts for each in query.properties}
    limit = min(query.limit, MOST_CANDIDATES)
    return [_candidate(each) for each in reconciler.candidates(query.query or "", query.types, constraints, limit)]


def _candidate(candidate: Candidate) -> dict[str, Any]:
    organisation = candidate.organisation
    return {
        "id": organisation.id,
        "name": organisation.name,
        "description": organisation.summary,
        "type": _types(organisation, get_recommender().knowledge.taxonomy),
        "score": candidate.score,
        "match": candidate.match,
        "features": [
            {"id": "name", "value": candidate.name_score},
            *({"id": f"property_{pid}", "value": agrees} for pid, agrees in candidate.agreements.items()),
        ],
    }


def _types(organisation: Organisation, taxonomy: Taxonomy) -> list[dict[str, str]]:
    return _type(organisation.kind, taxonomy) or [{"id": ANY_TYPE, "name": "Organisation"}]


def _type(kind: str, taxonomy: Taxonomy) -> list[dict[str, str]]:
    return [{"id": kind, "name": taxonomy.name("kinds", kind)}] if kind else []


def _extension(asked: ExtensionQuery) -> dict[str, Any]:
    """Return the values of the properties; an unknown organisation or property has none."""
    knowledge = get_recommender().knowledge
    wanted = {each.id: PROPERTIES.get(each.id) for each in asked.properties}
    rows: dict[str, dict[str, list[dict[str, str]]]] = {}
    for each in asked.ids:
        row = knowledge.organisation_row(each)
        organisation = None if row is None else knowledge.organisations[row]
        rows[each] = {
            pid: [{"str": value.text} for value in known.values(organisation, knowledge.taxonomy)]
            if known and organisation
            else []
            for pid, known in wanted.items()
        }
    return {"meta": [{"id": pid, "name": known.name if known else pid} for pid, known in wanted.items()], "rows": rows}


def _suggested(known: Iterable[dict[str, Any]], query: SuggestQuery) -> dict[str, Any]:
    """Return those with an id, or a name or a word of it, that starts with what was typed."""
    typed = fold(query.prefix)
    found = [
        each
        for each in known
        if each["id"].startswith(query.prefix.strip()) or (typed and f" {typed}" in f" {fold(each['name'])}")
    ]
    return {"result": found[query.cursor : query.cursor + MOST_SUGGESTED]}
