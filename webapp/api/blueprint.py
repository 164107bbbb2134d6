"""The blueprint of the API: every operation as a route, its description, and the viewer."""

from __future__ import annotations

import json

from flask import Blueprint, Flask, Response, render_template

from webapp.api import directory, matching, service, writing
from webapp.api.caching import add_validators
from webapp.api.cross_origin import CrossOrigin
from webapp.api.openapi import openapi_document
from webapp.api.operations import JSON, Operation
from webapp.errors import explained
from webapp.knowledge import get_recommender
from webapp.reconcile import service as reconciliation

PREFIX = "/api/v1"
PARTS = (matching.operations, directory.operations, writing.operations, reconciliation.operations, service.operations)


def operations() -> list[Operation]:
    """Return all operations, in the order of the description."""
    return [operation for part in PARTS for operation in part]


def make_blueprint() -> Blueprint:
    """Make the blueprint of `/api/v1`."""
    blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
    for part in PARTS:
        part.register(blueprint)
    blueprint.add_url_rule("/openapi.json", "openapi", openapi)
    blueprint.after_request(add_validators)
    return blueprint


def register(app: Flask, origins: tuple[str, ...]) -> Blueprint:
    """Add the API and its viewer to the application; pages of `origins` may ask it. Return its blueprint."""
    blueprint = make_blueprint()
    app.register_blueprint(blueprint)
    app.add_url_rule("/api/docs", "api_docs", docs)
    app.add_url_rule("/api/problems", "api_problems", problems)
    app.after_request(CrossOrigin(origins).allow)
    return blueprint


def openapi() -> Response:
    """The description of the API (OpenAPI 3.1)."""
    document = openapi_document(operations(), get_recommender().knowledge, PREFIX)
    return Response(json.dumps(document, ensure_ascii=False), mimetype=JSON)  # not sorted: it is read in its order


def docs() -> str:
    """The viewer of the API's description."""
    return render_template("api_docs.html")


def problems() -> str:
    """What each type of problem means."""
    return render_template("api_problems.html", problems=explained())
