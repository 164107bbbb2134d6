"""Signing in with the browser: what opens, what ends a session, and a directory that strangers may not read."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import build_app
from tests.editor import PASSWORD, add_editor, send, sign_in, text_of, workspace_of


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = build_app(tmp_path_factory.mktemp("sign-in"))
    add_editor(app)
    return app


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = build_app(tmp_path_factory.mktemp("closed"), reading="signed_in")
    add_editor(app)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_the_right_password_opens_the_pages_for_editors(client: FlaskClient) -> None:
    refused = client.get("/edit/new/organisation?x=1")
    assert (refused.status_code, refused.location) == (303, "/sign-in?next=/edit/new/organisation?x%3D1")
    wrong = sign_in(client, password="wrong password")
    assert wrong.status_code == 401
    assert "There is no account with this name and this password." in wrong.text
    assert 'value="ana"' in wrong.text
    assert client.get("/edit").status_code == 303
    right = send(client, "/sign-in", name="ana", password=PASSWORD, next="/edit/new/organisation?x=1")
    assert (right.status_code, right.location) == (303, "/edit/new/organisation?x=1")
    assert client.get(right.location).status_code == 200


@pytest.mark.parametrize("onwards", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""])
def test_signing_in_leads_to_no_other_site(client: FlaskClient, onwards: str) -> None:
    assert send(client, "/sign-in", name="ana", password=PASSWORD, next=onwards).location == "/edit"


def test_the_cookie_is_out_of_reach_for_scripts_and_for_plain_connections(app: Flask) -> None:
    plain = sign_in(app.test_client()).headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain
    encrypted = app.test_client().get("/sign-in", base_url="https://matcher.example").headers["Set-Cookie"]
    assert "Secure" in encrypted


def test_signing_out_takes_the_token_of_a_form(client: FlaskClient) -> None:
    sign_in(client)
    assert client.post("/sign-in/out").status_code == 400
    assert client.get("/edit").status_code == 200
    assert send(client, "/sign-in/out").status_code == 303
    assert client.get("/edit").status_code == 303


@pytest.mark.parametrize("act", ["remove", "change"])
def test_a_session_ends_with_the_account_and_with_its_password(app: Flask, act: str) -> None:
    client, name = app.test_client(), f"bob-{act}"
    add_editor(app, name)
    sign_in(client, name)
    assert client.get("/edit").status_code == 200
    accounts = workspace_of(app).accounts
    if act == "remove":
        accounts.remove(name)
    else:
        accounts.set_password(name, "another pass phrase")
    assert client.get("/edit").status_code == 303


def test_a_session_ends_after_a_week(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client)
    with client.session_transaction() as session:
        session["editor"] = [*session["editor"][:2], session["editor"][2] - 7 * 86_400]
    assert client.get("/edit").status_code == 303


def test_too_many_attempts_must_wait(app: Flask) -> None:
    add_editor(app, "carol")
    client = app.test_client()
    for _ in range(3):
        assert sign_in(client, "carol", "wrong password").status_code == 401
    waiting = sign_in(client, "carol")
    assert waiting.status_code == 429
    assert int(waiting.headers["Retry-After"]) >= 1
    assert "That was wrong too often. Try again in" in waiting.text


def test_the_owners_link_works_once_and_programs_that_look_at_it_do_not_use_it_up(app: Flask) -> None:
    workspace, client = workspace_of(app), app.test_client()
    link = f"/sign-in/{workspace.sign_in.new_link(workspace.accounts.owner())}"
    assert client.head(link).status_code == 200
    opened = client.get(link)
    assert (opened.status_code, opened.location) == (303, "/edit")
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert "Signed in as owner" in text_of(client.get("/edit").text)
    again = app.test_client().get(link)
    assert again.status_code == 410
    assert "This link was used already" in again.text


def test_editors_see_what_strangers_do_not_and_nothing_of_it_is_stored(client: FlaskClient) -> None:
    pages = {
        "/organisations": "Add an organisation",
        "/organisations/local:bank": "/edit/organisation/local:bank",
        "/practices/check-before-airing": "/history/practice/check-before-airing",
        "/": "Signed in as",
    }
    for path, text in pages.items():
        page = client.get(path)
        assert text not in page.text, path
        assert '<a href="/sign-in">Sign in</a>' in page.text, path
        assert "no-store" not in page.headers.get("Cache-Control", ""), path
    sign_in(client)
    for path, text in pages.items():
        page = client.get(path)
        assert text in page.text, path
        assert '<a href="/sign-in">' not in page.text, path
        assert page.headers["Cache-Control"] == "private, no-store", path
    with client.get("/static/style.css") as file:
        assert "no-store" not in file.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/result?goal=x", "/organisations/local:bank", "/api/docs", "/nothing", "/edit"])
def test_a_closed_directory_shows_strangers_nothing_but_where_to_sign_in(closed: Flask, path: str) -> None:
    refused = closed.test_client().get(path)
    assert refused.status_code == 303
    assert refused.location.startswith("/sign-in")
    assert "Bank" not in refused.text
    client = closed.test_client()
    sign_in(client)
    assert client.get(path).status_code in {200, 404, 422}


def test_a_closed_directory_answers_programs_that_send_an_account(closed: Flask) -> None:
    client = closed.test_client()
    for path in ("/api/v1/organisations", "/api/v1/health", "/api/v1/openapi.json", "/api/v1/nothing"):
        refused = client.get(path)
        assert refused.status_code == 401, path
        assert refused.headers["WWW-Authenticate"].startswith("Basic "), path
        assert refused.mimetype == "application/problem+json", path
    refused = client.post("/api/v1/partners", json={"text": "verify rumours"})
    assert refused.status_code == 401
    assert client.get("/api/v1/organisations", auth=("ana", PASSWORD)).status_code == 200
    assert client.get("/api/v1/organisations", auth=("ana", "wrong password")).status_code == 401


def test_a_closed_directory_still_gives_the_sign_in_page_and_its_files(closed: Flask) -> None:
    client = closed.test_client()
    assert "open to those who have an account" in client.get("/sign-in").text
    with client.get("/static/style.css") as file:
        assert file.status_code == 200
    assert client.get("/shortlist").status_code == 303


def test_no_page_changes_anything_for_strangers(app: Flask) -> None:
    client = app.test_client()
    for path in (
        "/history/organisation/local:bank/delete",
        "/history/organisation/local:bank/restore/1",
        "/history/organisation/local:bank/follow",
        "/edit/organisation/local:bank",
        "/edit/new/organisation",
    ):
        assert send(client, path, name="Robbed Bank", version="").location == "/sign-in", path
    assert workspace_of(app).editing.get("organisation", "local:bank").record.name == "Bank Foundation"  # type: ignore[union-attr]
    sign_in(client)
    for path in ("/edit/organisation/local:bank", "/history/organisation/local:bank/delete"):
        assert client.post(path, data={"name": "Robbed Bank"}).status_code == 400, path


def test_the_key_of_the_data_folder_signs_sessions(tmp_path: Path, app: Flask) -> None:
    client = app.test_client()
    sign_in(client)
    cookie = client.get_cookie("session")
    assert cookie
    client.set_cookie("session", cookie.value[:-2] + ("AA" if cookie.value[-2:] != "AA" else "BB"))
    assert client.get("/edit").status_code == 303
