"""Every operation of the API keeps its own description, for whatever is sent: checked by Schemathesis.

`scripts/test tests/test_api_conformance.py --api-cases 1000 -rP` sends a thousand generated requests to each operation
and prints how many were answered with which status.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis.engine import events, from_schema
from werkzeug.security import generate_password_hash

from matcher.accounts.keeping import Accounts
from tests.conftest import build_app
from webapp.api.blueprint import PREFIX, operations
from webapp.publisher import Publisher

PASSWORD = "a pass phrase for tests"
NAMES = [f"{each.method} {PREFIX}{each.path}" for each in operations()]
WRITTEN = [f"POST {PREFIX}/organisations", f"PUT {PREFIX}/organisations/{{organisation_id}}"]
LIKE_OTHERS = [
    *WRITTEN,
    *(f"POST {PREFIX}/{name}" for name in ("goals/understand", "practices", "campaign", "coalition", "batch")),
]
# A goal can be told to be none (422) only by reading it: the description cannot say what a sentence is.
# Whether an id is taken, and which version is there, only the database knows (409, 412).
TAKEN = ["2xx", "304", "404", "409", "412", "422"]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = build_app(tmp_path_factory.mktemp("conformance"))
    library = app.extensions["library"]
    with_quick_hash = Accounts(
        library.workspace.store.engine, lambda text: generate_password_hash(text, "pbkdf2:sha256:1")
    )
    with_quick_hash.add("ana", PASSWORD)
    library.publisher = Publisher(lambda: None)  # thousands of changes need not become searchable here
    return app


def configuration(cases: int, *, thorough: bool) -> schemathesis.Config:
    """Every check; `thorough` goes through the borders of every field besides, which takes a thousand requests."""
    fields: dict[str, Any] = {
        "seed": 1,
        "continue-on-failure": True,
        "generation": {"max-examples": cases, "database": "none", "no-shrink": True},
        "auth": {"openapi": {"account": {"username": "ana", "password": PASSWORD}}},
        "phases": {"stateful": {"enabled": False}, "coverage": {"enabled": thorough}},
        "checks": {
            "positive_data_acceptance": {"expected-statuses": TAKEN},
            "missing_required_header": {"expected-statuses": ["401", "422", "428"]},
            "ignored_auth": {"enabled": False},  # it cannot ask an application without a server; test_writing does
        },
    }
    return schemathesis.Config.from_dict(fields)


@pytest.mark.filterwarnings("default")  # what the generators of requests warn of is no fault of ours
@pytest.mark.parametrize("name", NAMES)
def test_an_operation_keeps_its_description(app: Flask, name: str, request: pytest.FixtureRequest) -> None:
    cases = request.config.getoption("--api-cases")
    config = configuration(cases, thorough=cases >= 100 or name not in LIKE_OTHERS)
    schema = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", app, config=config)
    statuses: Counter[int] = Counter()
    faults: list[str] = []
    for event in from_schema(schema.include(name=name)).execute():
        if isinstance(event, events.ScenarioFinished):
            statuses.update(each.response.status_code for each in event.recorder.interactions.values() if each.response)
            faults += told(event)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            faults.append(str(getattr(event, "info", event)))
    print(f"{name}: {statuses.total()} requests, {dict(sorted(statuses.items()))}")  # noqa: T201  for -rP
    assert not faults, "\n".join(faults[:5])
    assert statuses[200] + statuses[201] > 0


def told(event: events.ScenarioFinished) -> list[str]:
    return [
        f"{check.name}: {check.failure_info.failure.title}: {check.failure_info.failure.message}\n"
        f"{check.failure_info.code_sample}"
        for checks in event.recorder.checks.values()
        for check in checks
        if check.failure_info
    ]
