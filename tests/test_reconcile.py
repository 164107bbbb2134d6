"""The reconciliation service: what OpenRefine asks and gets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from flask.testing import FlaskClient

from tests.conftest import ROOT, build_app
from webapp.reconcile.requests import BATCH_SIZE

SERVICE = "/api/v1/reconcile"
PUBLISHED = ROOT.parent / "shared" / "schemas" / "reconciliation-0.2"  # the specification's own schemas
QUERIES = {
    "q0": {"query": "Radio One", "limit": 3},
    "q1": {"query": "the čheck club", "type": "civil_society", "properties": [{"pid": "country", "v": "Slovakia"}]},
    "q2": {"query": "Raido One", "type": ["broadcaster", "funder"], "type_strict": "should"},
    "q3": {"properties": [{"pid": "kind", "v": [{"id": "funder", "name": "Funder"}, 7, True]}]},
    "q4": {"query": ""},
}
EXTENSION = {
    "ids": ["local:checkers", "local:nobody"],
    "properties": [{"id": "country"}, {"id": "offer", "settings": {}}, {"id": "colour"}],
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return build_app(tmp_path_factory.mktemp("reconcile")).test_client()


def ask(client: FlaskClient, queries: object) -> Any:
    return client.post(SERVICE, data={"queries": json.dumps(queries)}).get_json()


def test_the_manifest_says_what_is_where(client: FlaskClient) -> None:
    manifest = client.get(SERVICE).get_json()
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == "http://localhost/organisations/"
    assert client.get(manifest["view"]["url"].replace("{{id}}", "local%3Acheckers")).status_code == 200
    assert client.get(manifest["preview"]["url"].replace("{{id}}", "local%3Acheckers")).status_code == 200
    for each in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        assert client.get(each["service_url"] + each["service_path"]).status_code == 200


def test_a_batch_is_answered_query_by_query_by_form_and_by_address(client: FlaskClient) -> None:
    answer = ask(client, QUERIES)
    assert client.get(SERVICE, query_string={"queries": json.dumps(QUERIES)}).get_json() == answer
    first = {name: each["result"][0] for name, each in answer.items() if each["result"]}
    assert {name: (each["id"], each["match"]) for name, each in first.items()} == {
        "q0": ("local:radio-one", True),
        "q1": ("local:checkers", True),
        "q2": ("local:radio-one", False),
        "q3": ("local:bank", False),
    }
    assert answer["q4"] == {"result": []}
    assert first["q0"]["score"] == 100
    assert first["q0"]["type"] == [{"id": "broadcaster", "name": "Broadcaster"}]
    assert {"id": "property_country", "value": True} in first["q1"]["features"]


def test_values_are_fetched_for_known_organisations(client: FlaskClient) -> None:
    answer = client.post(SERVICE, data={"extend": json.dumps(EXTENSION)}).get_json()
    assert [each["name"] for each in answer["meta"]] == ["Country where it works", "What it brings", "colour"]
    assert answer["rows"] == {
        "local:checkers": {"country": [{"str": "SK"}], "offer": [{"str": "Fact-checking"}], "colour": []},
        "local:nobody": {"country": [], "offer": [], "colour": []},
    }


@pytest.mark.parametrize(
    ("part", "prefix", "ids"),
    [
        ("entity", "čhe", ["local:checkers"]),
        ("entity", "local:bank", ["local:bank"]),
        ("type", "civil", ["civil_society"]),
        ("type", "organisation", ["organisation", "civil_society", "media"]),
        ("property", "ver", ["verified_on"]),
        ("property", "country", ["country", "headquarters"]),
    ],
)
def test_beginnings_are_completed(client: FlaskClient, part: str, prefix: str, ids: list[str]) -> None:
    asked = {"prefix": prefix, "lang": "en"}  # clients send more than the specification names
    answer = client.get(f"{SERVICE}/suggest/{part}", query_string=asked).get_json()
    assert [each["id"] for each in answer["result"]] == ids
    skipping = client.get(f"{SERVICE}/suggest/{part}", query_string=asked | {"cursor": 1}).get_json()
    assert [each["id"] for each in skipping["result"]] == ids[1:]


def test_the_preview_may_be_framed_by_named_sites_alone(client: FlaskClient, tmp_path: Path) -> None:
    address = f"{SERVICE}/preview?id=local:checkers"
    assert "frame-ancestors 'none'" in client.get(address).headers["Content-Security-Policy"]
    assert "Checkers is an association" in client.get(address).text
    named = build_app(tmp_path / "data", cors_origins="http://127.0.0.1:3333").test_client()
    assert "frame-ancestors http://127.0.0.1:3333" in named.get(address).headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in named.get("/about").headers["Content-Security-Policy"]
    assert client.get(f"{SERVICE}/preview?id=local:nobody").status_code == 404


@pytest.mark.parametrize(
    ("form", "part"),
    [
        ({"queries": "{"}, "queries"),
        ({"queries": "[]"}, "queries"),
        ({"queries": '{"q0": {}}'}, "asks for nothing"),
        ({"queries": '{"q0": {"query": "x", "limt": 3}}'}, "limt"),
        ({"queries": '{"q0": {"query": "x", "limit": 0}}'}, "greater than or equal to 1"),
        ({"queries": json.dumps({f"q{each}": {"query": "x"} for each in range(BATCH_SIZE + 1)})}, "at most 100"),
        ({"extend": '{"ids": []}'}, "properties"),
    ],
)
def test_what_cannot_be_read_is_refused(client: FlaskClient, form: dict[str, str], part: str) -> None:
    response = client.post(SERVICE, data=form)
    assert response.status_code == 422
    assert part in response.get_json()["detail"]


def test_a_form_is_needed(client: FlaskClient) -> None:
    assert client.post(SERVICE, json={"queries": {}}).status_code == 415


def answers(client: FlaskClient) -> dict[str, Any]:
    return {
        "manifest": client.get(SERVICE).get_json(),
        "reconciliation-query-batch": QUERIES,
        "reconciliation-result-batch": ask(client, QUERIES),
        "suggest-entities-response": client.get(f"{SERVICE}/suggest/entity?prefix=c").get_json(),
        "suggest-types-response": client.get(f"{SERVICE}/suggest/type?prefix=c").get_json(),
        "suggest-properties-response": client.get(f"{SERVICE}/suggest/property?prefix=c").get_json(),
        "data-extension-query": EXTENSION,
        "data-extension-response": client.post(SERVICE, data={"extend": json.dumps(EXTENSION)}).get_json(),
    }


def published(address: str) -> Any:
    """Return a schema that another refers to; that of authentication, which we do not offer, is of another project."""
    if "swagger" in address:
        return {"definitions": {"securityDefinitions": {"additionalProperties": {}}}}
    return json.loads((PUBLISHED / address.rpartition("/")[2]).read_text(encoding="utf-8"))


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the schemas of the specification are not at hand")
def test_everything_conforms_to_the_published_schemas(client: FlaskClient) -> None:
    for name, value in answers(client).items():
        schema = json.loads((PUBLISHED / f"{name}.json").read_text(encoding="utf-8"))
        problems = [
            error.message for error in jsonschema_rs.Draft7Validator(schema, retriever=published).iter_errors(value)
        ]
        assert problems == [], name
