"""Writing organisations over the API: who may, over which version, and that it is the same as in the browser."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matcher.settings import Settings
from tests.conftest import WordsEncoder, built_workspace
from tests.editor import PASSWORD, app_with_editor, sign_in, workspace_of

AUTH = ("ana", PASSWORD)
LIST, SILENT = "/api/v1/organisations", "/api/v1/organisations/local:silent"
PATIENCE = 30


@pytest.fixture
def app(settings: Settings, words_encoder: WordsEncoder) -> Flask:
    built_workspace(settings, words_encoder)
    return app_with_editor(settings, words_encoder)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def version(client: FlaskClient) -> str:
    return client.get(f"{SILENT}?form=stored").headers["ETag"]


def test_an_organisation_is_added_changed_and_deleted(app: Flask, client: FlaskClient) -> None:
    added = client.post(LIST, json={"name": "Moon Choir", "summary": "It sings to owls."}, auth=AUTH)
    assert (added.status_code, added.headers["Location"]) == (201, f"{LIST}/local:moon-choir")
    assert added.get_json() == {"id": "local:moon-choir", "name": "Moon Choir", "summary": "It sings to owls."}
    path = added.headers["Location"]
    changed = client.put(path, json={"name": "Moon"}, auth=AUTH, headers={"If-Match": added.headers["ETag"]})
    assert (changed.status_code, changed.get_json()) == (200, {"id": "local:moon-choir", "name": "Moon"})
    assert changed.headers["ETag"] != added.headers["ETag"]
    assert app.extensions["library"].publisher.wait(PATIENCE)
    assert client.get(path).get_json() == {"id": "local:moon-choir", "name": "Moon"}
    deleted = client.delete(path, auth=AUTH, headers={"If-Match": changed.headers["ETag"]})
    assert (deleted.status_code, deleted.get_json()) == (200, {"deleted": "local:moon-choir"})
    assert app.extensions["library"].publisher.wait(PATIENCE)
    assert client.get(path).status_code == 404
    changes = workspace_of(app).editing.history("local:moon-choir")
    assert [(each.number, each.by, each.reason) for each in changes] == [
        (number, "ana", "over the API") for number in (3, 2, 1)
    ]


def test_nobody_writes_without_an_account_and_no_cookie_counts(app: Flask, client: FlaskClient) -> None:
    sign_in(client)
    for method, path in (("POST", LIST), ("PUT", SILENT), ("DELETE", SILENT)):
        for auth in (None, ("ana", "wrong password"), ("bob", PASSWORD)):
            told = app.test_client() if auth else client
            answer = told.open(path, method=method, json={"name": "X"}, headers={"If-Match": "*"}, auth=auth)
            assert answer.status_code == 401, (method, auth)
            assert answer.headers["WWW-Authenticate"].startswith('Basic realm="Partner Matcher"')
            assert answer.mimetype == "application/problem+json"
    assert workspace_of(app).editing.recent(9) == ()


def test_guessing_is_slowed_down(client: FlaskClient) -> None:
    for _ in range(3):
        assert client.post(LIST, json={"name": "X"}, auth=("ana", "wrong password")).status_code == 401
    slowed = client.post(LIST, json={"name": "X"}, auth=AUTH)
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) >= 1


def test_the_version_that_was_read_must_be_named(client: FlaskClient) -> None:
    assert client.put(SILENT, json={"name": "X"}, auth=AUTH).status_code == 428
    assert client.delete(SILENT, auth=AUTH).status_code == 428
    assert client.delete(SILENT, auth=AUTH, headers={"If-Match": "yesterday"}).status_code == 400
    old = version(client)
    assert client.put(SILENT, json={"name": "Loud"}, auth=AUTH, headers={"If-Match": old}).status_code == 200
    for late in (
        client.put(SILENT, json={"name": "Louder"}, auth=AUTH, headers={"If-Match": old}),
        client.delete(SILENT, auth=AUTH, headers={"If-Match": old}),
    ):
        assert late.status_code == 412
        assert "was changed by someone else" in late.get_json()["detail"]
    assert client.get(f"{SILENT}?form=stored").get_json()["name"] == "Loud"
    assert client.put(SILENT, json={"name": "Any"}, auth=AUTH, headers={"If-Match": "*"}).status_code == 200


def test_the_stored_form_is_what_was_written_and_written_again_changes_nothing(app: Flask, client: FlaskClient) -> None:
    contact = {"role_email": "office@silent.example"}
    whole = {"id": "local:silent", "name": "Silent", "summary": "It wants grants of money.", "contact": contact}
    client.put(SILENT, json=whole, auth=AUTH, headers={"If-Match": "*"})
    stored = client.get(f"{SILENT}?form=stored")
    assert stored.get_json() == whole
    again = client.put(SILENT, json=stored.get_json(), auth=AUTH, headers={"If-Match": stored.headers["ETag"]})
    assert again.headers["ETag"] == stored.headers["ETag"]
    assert len(workspace_of(app).editing.history("local:silent")) == 1
    unchanged = client.get(f"{SILENT}?form=stored", headers={"If-None-Match": stored.headers["ETag"]})
    assert unchanged.status_code == 304


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({}, "name", "is required"),
        ({"name": "X", "kind": "netwrok"}, "kind", "did you mean 'network'?"),
        ({"name": "X", "offers": [{"capability": "fundin", "statement": "y"}]}, "offers[0].capability", "'funding'"),
        ({"name": "X", "id": "local:other"}, "id", "an id cannot change"),
    ],
)
def test_each_fault_is_named(client: FlaskClient, fields: dict[str, object], field: str, message: str) -> None:
    refused = client.put(SILENT, json=fields, auth=AUTH, headers={"If-Match": "*"})
    assert refused.status_code == 422
    (fault,) = refused.get_json()["errors"]
    assert fault["field"] == field
    assert message in fault["message"]


def test_an_id_is_given_once(client: FlaskClient) -> None:
    taken = client.post(LIST, json={"id": "local:bank", "name": "Bank"}, auth=AUTH)
    assert (taken.status_code, taken.mimetype) == (409, "application/problem+json")
    assert client.post(LIST, json={"name": "Bank"}, auth=AUTH).headers["Location"] == f"{LIST}/local:bank-2"
    missing = client.put(f"{LIST}/local:nobody", json={"name": "X"}, auth=AUTH, headers={"If-Match": "*"})
    assert missing.status_code == 404


def test_a_form_of_another_site_cannot_write_with_a_remembered_account(client: FlaskClient) -> None:
    assert client.post(LIST, data={"name": "X"}, auth=AUTH).status_code == 415
    assert client.post(LIST, data='{"name": "X"}', content_type="text/plain", auth=AUTH).status_code == 415
