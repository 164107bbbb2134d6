"""The manifest of the reconciliation service: what it is, what it does and where."""

from __future__ import annotations

from typing import Any

from flask import request

from matcher.reconciliation.reconciler import ANY_TYPE
from webapp.api.service import program_version
from webapp.reconcile.requests import BATCH_SIZE

PATH = "/api/v1/reconcile"
PREVIEW_SIZE = {"width": 420, "height": 280}


def manifest() -> dict[str, Any]:
    """Return the manifest for the address under which the server was asked."""
    root = request.url_root.rstrip("/")
    service = root + PATH
    return {
        "versions": ["0.2"],
        "name": "Partner Matcher: organisations",
        "identifierSpace": f"{root}/organisations/",
        "schemaSpace": "https://schema.org/Organization",
        "defaultTypes": [{"id": ANY_TYPE, "name": "Organisation"}],
        "documentation": f"{root}/api/docs",
        "serviceVersion": program_version(),
        "view": {"url": f"{root}/organisations/{{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}"} | PREVIEW_SIZE,
        "suggest": {
            each: {"service_url": service, "service_path": f"/suggest/{each}"}
            for each in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": service, "service_path": "/properties"},
            "property_settings": [],
        },
        "batchSize": BATCH_SIZE,
    }
