"""The pages for editors beside editing: where everything is, the reports of readers, the export."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matcher.exports import FORMATS
from matcher.records import Contact, Organisation
from matcher.settings import Settings
from tests.conftest import WordsEncoder, built_workspace
from tests.editor import app_with_editor, send, sign_in, text_of, workspace_of

OWLS = Organisation(id="reg:9", name="Owl Singers", countries=("SK",), contact=Contact(role_email="office@owl.example"))


@pytest.fixture
def app(settings: Settings, words_encoder: WordsEncoder) -> Flask:
    built_workspace(settings, words_encoder).store.receive([OWLS], "register")
    return app_with_editor(settings, words_encoder)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client)
    return client


def test_the_page_for_editors_leads_everywhere(client: FlaskClient) -> None:
    page = client.get("/for-editors").text
    assert 'href="/for-editors"' in client.get("/").text
    for address in (
        *("/edit/new/organisation", "/edit/new/practice", "/import", "/export", "/identity", "/reports", "/edit"),
    ):
        assert f'<h2><a href="{address}">' in page
        assert client.get(address).status_code == 200


def test_strangers_see_none_of_it(app: Flask) -> None:
    stranger = app.test_client()
    for address in ("/for-editors", "/reports", "/export", "/export/file?format=csv&contacts=yes"):
        assert stranger.get(address).headers["Location"].startswith("/sign-in?")
    assert "/for-editors" not in stranger.get("/").text
    app.config["WTF_CSRF_ENABLED"] = False
    workspace_of(app).mistake_reports.add("local:checkers", "removal", "We closed.")
    assert stranger.post("/reports/1/close").headers["Location"].startswith("/sign-in")
    assert len(workspace_of(app).mistake_reports.open()) == 1


def test_a_report_leads_to_its_record_and_is_dealt_with(app: Flask, client: FlaskClient) -> None:
    reports = workspace_of(app).mistake_reports
    reports.add("local:checkers", "removal", "We <closed>\nlast year.", "ana@example.org")
    reports.add("check-before-airing", "correction", "It is after airing.")
    reports.add("local:nobody", "correction", "Who was that?")
    assert "3 reports wait." in text_of(client.get("/for-editors").text)
    page = client.get("/reports").text
    assert [page.count(f'id="report-{number}"') for number in (1, 2, 3)] == [1, 1, 1]
    first = page.split('id="report-1"')[1].split("</li>")[0]
    assert 'href="/organisations/local:checkers"' in first
    assert 'href="/edit/organisation/local:checkers"' in first
    assert "This should be removed" in first
    assert "We &lt;closed&gt;\nlast year." in first
    assert 'href="mailto:ana%40example.org"' in first
    assert 'href="/edit/practice/check-before-airing"' in page.split('id="report-2"')[1].split("</li>")[0]
    assert "No such record is in the directory now." in page.split('id="report-3"')[1]
    assert send(client, "/reports/1/close").headers["Location"] == "/reports"
    assert [each.number for each in reports.open()] == [2, 3]
    assert "2 reports wait." in text_of(client.get("/reports").text)


def test_the_export_holds_what_the_database_holds_and_contacts_only_when_asked_for(client: FlaskClient) -> None:
    page = client.get("/export").text
    assert all(f'name="format" value="{name}"' in page for name in FORMATS)
    plain = client.get("/export/file?format=jsonl")
    records = {each["id"]: each for each in map(json.loads, plain.text.splitlines())}
    assert "local:checkers" in records
    assert records["reg:9"]["name"] == "Owl Singers", "also what is not searchable yet"
    assert "office@owl.example" not in plain.text
    assert plain.headers["Content-Disposition"] == "attachment; filename=organisations.jsonl"
    assert "office@owl.example" in client.get("/export/file?format=jsonl&contacts=yes").text
    for name in FORMATS:
        assert client.get(f"/export/file?format={name}").status_code == 200, name
    assert client.get("/export/file?format=zzz").status_code == 404


def test_the_export_keeps_the_filter_of_the_list(client: FlaskClient) -> None:
    page = client.get("/export?q=owl").text
    assert "1 organisation of the filtered list" in text_of(page)
    assert '<input type="hidden" name="q" value="owl">' in page
    found = client.get("/export/file?format=jsonl&q=owl").text.splitlines()
    assert [json.loads(each)["id"] for each in found] == ["reg:9"]
    assert 'href="/export?q=check"' in client.get("/organisations?q=check").text
