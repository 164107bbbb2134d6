"""The description of the API: whole, of the taxonomy that is served, and true of what is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from flask.testing import FlaskClient

from matcher.taxonomy import LISTS
from tests.conftest import build_app
from webapp.api.blueprint import PREFIX, operations

GOAL = {"text": "verify rumours on radio for teenagers", "seeker": "local:checkers"}
ASKED: dict[str, Any] = {
    "/goals/understand": GOAL | {"on": "2027-02-09"},
    "/partners": GOAL,
    "/practices": GOAL,
    "/campaign": GOAL,
    "/coalition": GOAL | {"size": 3},
    "/batch": {"goals": [GOAL], "give": ["partners", "practices", "coalition"]},
    "/similar": {"organisation": "local:checkers"},
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return build_app(tmp_path_factory.mktemp("openapi")).test_client()


@pytest.fixture(scope="module")
def document(client: FlaskClient) -> dict[str, Any]:
    return dict(client.get(f"{PREFIX}/openapi.json").get_json())


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from [each] if key == "$ref" else references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def conforms(document: dict[str, Any], name: str, value: object) -> bool:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    return bool(jsonschema_rs.validator_for(schema).is_valid(value))


def test_it_describes_every_route_of_the_api(client: FlaskClient, document: dict[str, Any]) -> None:
    routes = {
        (method, re.sub(r"<path:(\w+)>", r"{\1}", rule.rule))
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith(PREFIX) and rule.endpoint != "api.openapi"
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }
    described = {(method.upper(), path) for path, some in document["paths"].items() for method in some}
    assert described == routes
    assert document["openapi"].startswith("3.1")


def test_every_reference_leads_somewhere_and_every_schema_is_used(document: dict[str, Any]) -> None:
    used = {each.rpartition("/")[2] for each in references(document)}
    assert used == set(document["components"]["schemas"])


def test_every_operation_says_what_it_does_in_a_sentence(document: dict[str, Any]) -> None:
    summaries = [operation["summary"] for some in document["paths"].values() for operation in some.values()]
    assert [summary for summary in summaries if not re.fullmatch(r"[A-Z].+[.)]", summary)] == []
    names = [operation.name for operation in operations()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", ASKED)
def test_an_answer_is_as_described(client: FlaskClient, document: dict[str, Any], path: str) -> None:
    answer = client.post(PREFIX + path, json=ASKED[path])
    model = next(each.answer.__name__ for each in operations() if each.path == path)
    assert answer.status_code == 200
    assert conforms(document, model, answer.get_json())
    assert not conforms(document, model, answer.get_json() | {"surprise": 1})


def test_a_goal_takes_the_codes_of_the_taxonomy_that_is_served(client: FlaskClient, document: dict[str, Any]) -> None:
    codes = client.get(f"{PREFIX}/taxonomy").get_json()
    for name in {"capabilities", "kinds", "audiences", "channels", "themes", "values"} & set(LISTS):
        assert document["components"]["schemas"][f"Code_{name}"]["enum"] == [term["code"] for term in codes[name]]
    assert conforms(document, "GoalRequest", GOAL | {"kinds": ["broadcaster"], "audiences": ["youth"]})
    assert not conforms(document, "GoalRequest", GOAL | {"kinds": ["broadcasters"]})


@pytest.mark.parametrize(
    ("more", "taken"),
    [
        ({"seeker": {"offers": None, "summary": "We check facts."}}, True),
        ({"seeker": {"nam": "We"}}, False),
        ({"countries": None, "on": 2027}, True),
        ({"on": "next week"}, False),
        ({"limit": "5"}, False),
        ({"limit": 1001}, False),
        ({"text": "12345"}, False),
        ({"text": "Проверять слухи"}, True),
        ({"text": None}, False),
    ],
)
def test_what_is_described_is_what_is_taken(
    client: FlaskClient, document: dict[str, Any], more: dict[str, Any], *, taken: bool
) -> None:
    assert conforms(document, "GoalRequest", GOAL | more) is taken
    assert client.post(f"{PREFIX}/partners", json=GOAL | more).status_code == (200 if taken else 422)


def test_problem_details_are_as_described(client: FlaskClient, document: dict[str, Any]) -> None:
    for answer in (client.post(f"{PREFIX}/partners", json={}), client.get(f"{PREFIX}/nothing")):
        assert conforms(document, "ProblemDetails", answer.get_json())
