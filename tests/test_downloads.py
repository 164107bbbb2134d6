"""Downloads of the pages: the list as it is filtered, a result as it is ranked, no e-mail address."""

from __future__ import annotations

import csv
import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from matcher.recommender import Recommender
from matcher.records import Goal
from matcher.settings import Settings
from tests.conftest import WordsEncoder, built_workspace
from webapp import create_app

GOAL = "verify rumours on radio for teenagers"


@pytest.fixture
def client(settings: Settings, words_encoder: WordsEncoder) -> FlaskClient:
    built_workspace(settings, words_encoder)
    app: Flask = create_app(settings, words_encoder)
    return app.test_client()


def test_the_list_links_to_its_downloads_with_its_filter(client: FlaskClient) -> None:
    page = client.get("/organisations?q=radio").text
    for name in ("csv", "xlsx", "jsonl", "jsonld"):
        assert f'href="/download/organisations/{name}?q=radio"' in page
    assert "/download/" not in client.get("/organisations?q=nobodyisso").text


def test_the_list_is_downloaded_as_it_is_filtered(client: FlaskClient) -> None:
    answer = client.get("/download/organisations/csv?q=Radio+One")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == "attachment; filename=organisations.csv"
    assert [row["id"] for row in csv.DictReader(io.StringIO(answer.text))] == ["local:radio-one"]
    every = client.get("/download/organisations/jsonl").text.splitlines()
    assert len(every) == 6
    graph = json.loads(client.get("/download/organisations/jsonld?kind=media").text)["@graph"]
    assert {node["@type"] for node in graph} == {"NewsMediaOrganization"}


@pytest.mark.parametrize("name", ["csv", "jsonl", "xlsx", "jsonld"])
def test_a_result_is_downloaded_in_its_order(name: str, client: FlaskClient, small_recommender: Recommender) -> None:
    expected = [each.organisation.id for each in small_recommender.partners([Goal(text=GOAL)])[0].partners]
    answer = client.get(f"/download/result/{name}", query_string={"goal": GOAL})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=partners.")
    assert partners_in(name, answer.data) == expected


def partners_in(name: str, content: bytes) -> list[str]:
    if name == "xlsx":
        book = load_workbook(io.BytesIO(content))
        assert book["practices"]["C2"].value == "check-before-airing"
        return [str(row[2]) for row in list(book["partners"].values)[1:]]
    if name == "csv":
        return [row["organisation_id"] for row in csv.DictReader(io.StringIO(content.decode()))]
    if name == "jsonl":
        return [json.loads(line)["organisation_id"] for line in content.decode().splitlines()]
    [found] = json.loads(content)["@graph"]
    return [each["item"]["identifier"][0]["value"] for each in found["itemListElement"]]


@pytest.mark.parametrize(
    ("address", "status"),
    [("organisations/pdf", 404), ("result/360giving?goal=rumours+on+radio", 404), ("result/csv?goal=", 422)],
)
def test_what_cannot_be_downloaded_is_told(address: str, status: int, client: FlaskClient) -> None:
    answer = client.get(f"/download/{address}")
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
