"""The HTTP API: the same answer as the library and the pages, and clear refusals."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matcher.recommender import Recommender
from matcher.records import Goal
from matcher.settings import Settings
from matcher.workspace import Workspace
from tests.conftest import WordsEncoder
from webapp import create_app

GOAL = {"id": "g1", "text": "verify rumours on radio for teenagers", "seeker": "local:checkers", "limit": 2}


@pytest.fixture
def client(settings: Settings, words_encoder: WordsEncoder) -> FlaskClient:
    workspace = Workspace(settings)
    workspace.synchronise()
    workspace.build(words_encoder, workspace.corpus())
    app: Flask = create_app(settings, words_encoder)
    return app.test_client()


def test_partners_are_those_of_the_library(client: FlaskClient, small_recommender: Recommender) -> None:
    answer = client.post("/api/v1/partners", json=GOAL).get_json()
    expected = small_recommender.partners([Goal.model_validate(GOAL)])[0].partners
    assert [p["organisation_id"] for p in answer["partners"]] == [p.organisation.id for p in expected]
    first = answer["partners"][0]
    assert first["organisation_id"] == "local:radio-one"
    assert first["covers"] == ["youth_outreach", "broadcasting"]
    assert first["goal_id"] == "g1"
    assert sum(term["contribution"] for term in first["terms"]) == pytest.approx(first["score"], abs=1e-4)
    assert {need["capability"]: need["brought_by_seeker"] for need in answer["goal"]["needs"]} == {
        "fact_checking": True,
        "youth_outreach": False,
        "broadcasting": False,
    }


def test_practices_come_with_stage_pitfalls_and_source(client: FlaskClient) -> None:
    answer = client.post("/api/v1/practices", json={"text": "verify rumours before the radio programme"}).get_json()
    first = answer["practices"][0]
    assert first["id"] == "check-before-airing"
    assert first["stage"] == "delivering"
    assert first["pitfalls"] == ["A rumour on radio cannot be called back."]
    assert first["sources"] == [{"title": "The visible handbook", "locator": "chapter 2"}]


@pytest.mark.parametrize(
    ("body", "field", "part"),
    [
        ({}, "text", "required"),
        ({"text": ""}, "", "empty"),
        ({"text": "verify rumours", "audience": ["youth"]}, "audience", "did you mean 'audiences'?"),
        ({"text": "verify rumours", "audiences": ["yuth"]}, "audiences", "did you mean 'youth'?"),
        ({"text": "verify rumours", "seeker": "local:chekers"}, "seeker", "did you mean Checkers"),
        ({"text": "verify rumours", "needs": [{"capability": "radio"}]}, "needs", "'radio' is not a capability"),
        (["a list"], "", "expected fields and values"),
    ],
)
@pytest.mark.parametrize("operation", ["partners", "practices", "coalition"])
def test_a_bad_goal_gets_problem_details(
    client: FlaskClient, operation: str, body: object, field: str, part: str
) -> None:
    response = client.post(f"/api/v1/{operation}", json=body)
    assert response.status_code == 422
    assert response.mimetype == "application/problem+json"
    problem = response.get_json()
    assert problem["status"] == 422
    assert any(error["field"] == field and part in error["message"] for error in problem["errors"])


def test_a_coalition_is_that_of_the_library(client: FlaskClient, small_recommender: Recommender) -> None:
    goal = {"id": "g1", "text": "verify rumours and air a show on radio"}
    answer = client.post("/api/v1/coalition", json=goal | {"size": 3, "pinned": ["local:bank"]}).get_json()
    expected = small_recommender.coalition([Goal.model_validate(goal)], 3, ["local:bank"])[0]
    assert [m["organisation_id"] for m in answer["members"]] == [m.organisation.id for m in expected.members]
    assert {m["organisation_id"] for m in answer["members"]} == {"local:checkers", "local:radio-one", "local:bank"}
    assert (answer["coverage"], answer["uncovered"], answer["proven"]) == (1.0, [], False)
    assert answer["goal"]["id"] == "g1"
    assert client.post("/api/v1/coalition", json=goal | {"exact": True}).get_json()["proven"] is True


@pytest.mark.parametrize(
    ("more", "field", "part"),
    [
        ({"size": 0}, "size", "greater than or equal to 1"),
        ({"size": 1, "pinned": ["local:bank", "local:scouts"]}, "size", "2 members are pinned"),
        ({"pinned": ["local:banc"]}, "pinned", "did you mean Bank Foundation"),
        ({"pined": ["local:bank"]}, "pined", "did you mean 'pinned'?"),
        ({"seeker": "local:chekers"}, "seeker", "did you mean Checkers"),
    ],
)
def test_a_coalition_that_cannot_be_gets_problem_details(
    client: FlaskClient, more: dict[str, object], field: str, part: str
) -> None:
    response = client.post("/api/v1/coalition", json={"text": "verify rumours", **more})
    assert response.status_code == 422
    assert any(error["field"] == field and part in error["message"] for error in response.get_json()["errors"])


def test_what_is_not_json_is_refused(client: FlaskClient) -> None:
    assert client.post("/api/v1/partners", data="text=x").status_code == 415
    assert client.post("/api/v1/partners", data="{", content_type="application/json").status_code == 400
    response = client.get("/api/v1/partners")
    assert response.status_code == 405
    assert response.mimetype == "application/problem+json"


def test_a_huge_body_is_refused(client: FlaskClient) -> None:
    response = client.post("/api/v1/partners", json={"text": "a" * 2_000_000})
    assert response.status_code == 413
