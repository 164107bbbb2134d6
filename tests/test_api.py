"""The HTTP API: the same answer as the library and the pages, and clear refusals."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from matcher.recommender import Recommender
from matcher.records import Goal, Organisation
from matcher.taxonomy import LISTS
from tests.conftest import SMALL_CORPUS, build_app

GOAL = {"id": "g1", "text": "verify rumours on radio for teenagers", "seeker": "local:checkers", "limit": 2}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return build_app(tmp_path_factory.mktemp("api")).test_client()


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


@pytest.mark.parametrize(
    ("body", "field", "value"),
    [
        ({"text": "verify rumours", "audiences": ["youth", "yuth"]}, "audiences", '["youth", "yuth"]'),
        ({"text": "verify rumours", "limit": 0}, "limit", "0"),
        ({"text": "verify rumours", "limit": "5"}, "limit", '"5"'),
        ({"text": "verify rumours", "needs": [{"capability": "funding", "weight": True}]}, "needs[0].weight", "true"),
        ({"text": "verify rumours", "seeker": "x" * 200}, "seeker", f'"{"x" * 78}…'),
    ],
)
def test_a_fault_shows_the_value_seen(client: FlaskClient, body: dict[str, object], field: str, value: str) -> None:
    problem = client.post("/api/v1/partners", json=body).get_json()
    assert [(error["field"], error["value"]) for error in problem["errors"]] == [(field, value)]


def test_a_field_that_is_missing_has_no_value(client: FlaskClient) -> None:
    assert client.post("/api/v1/partners", json={}).get_json() == {
        "type": "/api/problems#status-422",
        "title": "This goal cannot be matched",
        "status": 422,
        "detail": "goal: text: is required and missing; add it",
        "errors": [{"field": "text", "message": "is required and missing; add it"}],
    }


def test_the_page_of_problems_explains_every_type(client: FlaskClient) -> None:
    problem = client.get("/api/v1/nothing").get_json()
    page, _, anchor = problem["type"].partition("#")
    assert f'id="{anchor}"' in client.get(page).text


def test_the_directory_takes_no_other_ways_of_writing(client: FlaskClient) -> None:
    for address, allowed in (
        ("/api/v1/organisations", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/api/v1/organisations/local:bank", {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}),
    ):
        answer = client.patch(address, json={"id": "local:x", "name": "X"})
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) == allowed
        assert answer.mimetype == "application/problem+json"


def test_a_goal_is_understood_without_matching_it(client: FlaskClient) -> None:
    answer = client.post("/api/v1/goals/understand", json=GOAL).get_json()
    assert [need["capability"] for need in answer["goal"]["needs"]] == [
        need["capability"] for need in client.post("/api/v1/partners", json=GOAL).get_json()["goal"]["needs"]
    ]
    assert answer["brought"] == {"fact_checking": "Checkers verify rumours within a day."}


def test_a_batch_answers_each_goal_as_alone(client: FlaskClient) -> None:
    other = {"id": "g2", "text": "give grants of money", "limit": 1}
    answer = client.post("/api/v1/batch", json={"goals": [GOAL, other], "give": ["partners", "practices"]}).get_json()
    assert [result["goal_id"] for result in answer["results"]] == ["g1", "g2"]
    for goal, result in zip((GOAL, other), answer["results"], strict=True):
        assert result["partners"] == client.post("/api/v1/partners", json=goal).get_json()
        assert result["practices"] == client.post("/api/v1/practices", json=goal).get_json()
        assert "coalition" not in result


@pytest.mark.parametrize(
    ("body", "field", "part"),
    [
        ({"goals": [{"text": "x"}]}, "goals[0]", "say in a sentence"),
        ({"goals": [GOAL] * 101}, "goals", "at most 100"),
        ({"goals": [GOAL | {"limit": 1000}] * 11}, "goals", "11,000"),
        ({"goals": [GOAL], "give": ["everything"]}, "give[0]", "'partners'"),
        ({"goals": [GOAL, {"text": "x"}]}, "goals[1]", "say in a sentence"),
        ({"goals": [GOAL, GOAL | {"kinds": ["funders"]}]}, "goals[1].kinds", "did you mean 'funder'?"),
    ],
)
def test_a_batch_with_a_fault_is_refused_and_says_where(
    client: FlaskClient, body: dict[str, object], field: str, part: str
) -> None:
    response = client.post("/api/v1/batch", json=body)
    assert response.status_code == 422
    assert [error["field"] for error in response.get_json()["errors"]] == [field]
    assert part in response.get_json()["errors"][0]["message"]


def test_similar_organisations_by_id_and_by_description(client: FlaskClient) -> None:
    by_id = client.post("/api/v1/similar", json={"organisation": "local:checkers", "limit": 2}).get_json()["similar"]
    assert len(by_id) == 2
    assert "local:checkers" not in [each["organisation_id"] for each in by_id]
    described = {"offers": [{"capability": "broadcasting", "statement": "We give air time on radio."}]}
    first = client.post("/api/v1/similar", json={"organisation": described}).get_json()["similar"][0]
    assert (first["organisation_id"], first["shared"]) == ("local:radio-one", ["broadcasting"])


@pytest.mark.parametrize(
    ("organisation", "field", "part"),
    [
        ("local:chekers", "organisation", "did you mean Checkers"),
        ({"kind": "funders"}, "organisation.kind", "did you mean 'funder'?"),
        ({"nam": "X"}, "organisation.nam", "did you mean 'name'?"),
    ],
)
def test_an_organisation_that_cannot_be_gets_problem_details(
    client: FlaskClient, organisation: object, field: str, part: str
) -> None:
    response = client.post("/api/v1/similar", json={"organisation": organisation})
    assert response.status_code == 422
    assert [error["field"] for error in response.get_json()["errors"]] == [field]
    assert part in response.get_json()["errors"][0]["message"]


def test_organisations_come_in_pages_that_name_the_others(client: FlaskClient) -> None:
    response = client.get("/api/v1/organisations?limit=2&offset=2")
    page = response.get_json()
    assert (page["total"], page["limit"], page["offset"], page["unknown"]) == (6, 2, 2, 0)
    assert [each["name"] for each in page["organisations"]] == ["Gone Hotline", "Radio One"]
    assert response.headers["Link"] == (
        '</api/v1/organisations?limit=2&offset=0>; rel="first", </api/v1/organisations?limit=2&offset=4>; rel="last", '
        '</api/v1/organisations?limit=2&offset=0>; rel="prev", </api/v1/organisations?limit=2&offset=4>; rel="next"'
    )
    assert "Link" not in client.get("/api/v1/organisations").headers


def test_a_filter_counts_those_of_which_it_is_not_known(client: FlaskClient) -> None:
    page = client.get("/api/v1/organisations?country=SK&country=CZ").get_json()
    assert [each["id"] for each in page["organisations"]] == ["local:checkers", "local:radio-one", "local:scouts"]
    assert page["unknown"] == 3
    everyone = client.get("/api/v1/organisations?country=SK&country=CZ&unknown=include").get_json()
    assert (everyone["total"], everyone["unknown"]) == (6, 3)


@pytest.mark.parametrize(
    ("query", "field", "part"),
    [
        ("limit=0", "limit", "greater than or equal to 1"),
        ("limit=1&limit=2", "limit", "valid integer"),
        ("limit=many", "limit", "valid integer"),
        ("country=Slovakia", "country[0]", "did you mean 'SK'?"),
        ("colour=red", "colour", "there is no such field"),
    ],
)
def test_a_wrong_parameter_is_named(client: FlaskClient, query: str, field: str, part: str) -> None:
    response = client.get(f"/api/v1/organisations?{query}")
    assert response.status_code == 422
    assert [error["field"] for error in response.get_json()["errors"]] == [field]
    assert part in response.get_json()["errors"][0]["message"]


def test_one_organisation_reads_back_as_the_record(client: FlaskClient, small_recommender: Recommender) -> None:
    answer = client.get("/api/v1/organisations/local:checkers?contact=include").get_json()
    assert Organisation.model_validate(answer) == small_recommender.knowledge.organisation("local:checkers")
    missing = client.get("/api/v1/organisations/local:chekers")
    assert missing.status_code == 404
    assert "did you mean Checkers" in missing.get_json()["detail"]


def test_contacts_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(SMALL_CORPUS, corpus)
    with (corpus / "organisations" / "bank.yaml").open("a", encoding="utf-8") as file:
        file.write("contact: {website: https://bank.example, role_email: office@bank.example}\n")
    client = build_app(tmp_path / "data", corpus=str(corpus)).test_client()
    asked = "/api/v1/organisations/local:bank"
    assert client.get(asked).get_json()["contact"] == {"website": "https://bank.example"}
    assert "office@" not in client.get("/api/v1/organisations").text
    assert client.get(f"{asked}?contact=include").get_json()["contact"]["role_email"] == "office@bank.example"


def test_the_taxonomy_lists_codes_with_their_meaning(client: FlaskClient, small_recommender: Recommender) -> None:
    answer = client.get("/api/v1/taxonomy").get_json()
    taxonomy = small_recommender.knowledge.taxonomy
    assert [term["code"] for term in answer["capabilities"]] == [term.code for term in taxonomy.capabilities]
    assert set(answer) == {"groups", *LISTS}


def test_health_names_what_is_served(client: FlaskClient) -> None:
    answer = client.get("/api/v1/health").get_json()
    assert answer["status"] == "ok"
    assert (answer["generation"], answer["organisations"], answer["practices"]) == ("gen-000001", 6, 3)


def test_an_answer_that_the_client_has_is_not_sent_again(tmp_path: Path) -> None:
    client = build_app(tmp_path / "data").test_client()
    tag = client.get("/api/v1/taxonomy").headers["ETag"]
    again = client.get("/api/v1/taxonomy", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/api/v1/health", headers={"If-None-Match": tag}).status_code == 200
    assert (
        client.get("/api/v1/organisations?limit=1").headers["ETag"]
        != client.get("/api/v1/organisations").headers["ETag"]
    )
    assert "ETag" not in client.get("/api/v1/organisations/local:nobody").headers
    build_app(tmp_path / "data")  # a new generation in the same folder
    assert client.get("/api/v1/taxonomy", headers={"If-None-Match": tag}).status_code == 200


def test_other_sites_may_not_ask_unless_they_are_named(client: FlaskClient, tmp_path: Path) -> None:
    asking = {"Origin": "https://example.org"}
    header = "Access-Control-Allow-Origin"
    assert header not in client.get("/api/v1/health", headers=asking).headers
    named = build_app(tmp_path / "data", cors_origins="https://example.org").test_client()
    assert named.get("/api/v1/health", headers=asking).headers[header] == "https://example.org"
    assert named.post("/api/v1/partners", json={}, headers=asking).headers[header] == "https://example.org"
    assert header not in named.get("/api/v1/health", headers={"Origin": "https://example.com"}).headers
    assert header not in named.get("/about", headers=asking).headers
    preflight = named.options("/api/v1/partners", headers=asking | {"Access-Control-Request-Method": "POST"})
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    assert preflight.headers["Vary"] == "Origin"


def test_the_viewer_is_served_from_here(client: FlaskClient) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text):
        with client.get(address) as answer:
            assert answer.status_code == 200, address
    assert "//" not in " ".join(re.findall(r'(?:src|data-url)="([^"]+)"', page.text))
