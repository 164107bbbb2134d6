"""Importing a file in the browser: upload, mapping with unknown words, preview, confirmation, then found."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook
from werkzeug.test import TestResponse

from matcher.importers.mapping import load_mapping
from matcher.records import Organisation
from matcher.settings import Settings
from tests.conftest import WordsEncoder, built_workspace
from tests.editor import add_editor, sign_in, signature, text_of, value_of, workspace_of
from webapp import create_app

TABLE = (
    "Organisation;What they do;Country;Target groups;Notes\n"
    "Owl Singers;They sing lullabies to owls.;Slovakia;night birds, youth;x\n"
    "Fox Painters;They paint foxes.;Czechia;youth;y\n"
    ";Nobody knows who this is.;Slovakia;youth;z\n"
)
PATIENCE = 30


@pytest.fixture
def app(settings: Settings, words_encoder: WordsEncoder) -> Iterator[Flask]:
    built_workspace(settings, words_encoder)
    app = create_app(settings, words_encoder)
    add_editor(app)
    yield app
    assert app.extensions["library"].publisher.wait(PATIENCE)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client)
    return client


def upload(client: FlaskClient, content: str | bytes, name: str = "partners.csv", **entered: str) -> TestResponse:
    sent = content.encode() if isinstance(content, str) else content
    fields = {"csrf_token": signature(client), "file": (io.BytesIO(sent), name), **entered}
    return client.post("/import", data=fields, content_type="multipart/form-data")


def place_of(answer: TestResponse) -> str:
    """Return the address of an upload, without its step."""
    assert answer.status_code == 303, text_of(answer.text)
    return answer.headers["Location"].rpartition("/")[0]


def names_of(page: str) -> dict[str, str]:
    """Return the place of each column's first rule by the name of the column."""
    found = re.findall(r'<legend>([^<]+)</legend>.*?name="field:([^"]+)"', page, re.DOTALL)
    return {name: place for name, place in reversed(found)}


def fields_of(page: str) -> dict[str, list[str] | str]:
    """Return what a browser would send from the form of the mapping."""
    form = page.split("<form action=", 2)[2].split("</form>", maxsplit=1)[0]
    found: dict[str, list[str] | str] = {}
    for name in re.findall(r'<select[^>]* name="([^"]+)"', form):
        found[name] = []
    for name, options in re.findall(r'<select[^>]* name="([^"]+)">(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        values = found[name]
        assert isinstance(values, list)
        values.append(chosen[1] if chosen else first[1] if first else "")
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        if name != "csrf_token":
            found[name] = [*found.get(name, []), value]
    for name in ("origin", "id"):
        found[name] = value_of(form, name)
    return found


def map_columns(client: FlaskClient, place: str, **changes: str | list[str]) -> TestResponse:
    entered = fields_of(client.get(f"{place}/mapping").text) | changes
    return client.post(f"{place}/mapping", data={"csrf_token": signature(client), "act": "preview", **entered})


def send(client: FlaskClient, path: str) -> TestResponse:
    return client.post(path, data={"csrf_token": signature(client)})


def finished(client: FlaskClient, address: str) -> str:
    """Return a page once what it waits for is done."""
    for _again in range(15):
        page = client.get(address, follow_redirects=True).text
        if "data-working" not in page:
            return page
    raise AssertionError(f"{address} did not finish: {text_of(page)}")


def counts_of(page: str) -> dict[str, int]:
    found = re.findall(r"<dt>(\w+)</dt><dd>([\d,]+)</dd>", page.split('class="counts"')[1].split("</dl>")[0])
    return {name.lower(): int(count) for name, count in found}


def stored(app: Flask, record_id: str) -> Organisation:
    record = workspace_of(app).editing.get("organisation", record_id).record
    assert isinstance(record, Organisation)
    return record


def test_a_table_goes_from_upload_to_search(app: Flask, client: FlaskClient) -> None:
    place = place_of(upload(client, TABLE))
    page = client.get(f"{place}/mapping").text
    columns = names_of(page)
    assert value_of(page, f"field:{columns['Organisation']}") == "name"
    assert value_of(page, f"field:{columns['Country']}") == "countries"
    assert value_of(page, f"field:{columns['Target groups']}") == "audiences"
    assert value_of(page, f"separator:{columns['Target groups']}") == "comma"
    assert value_of(page, f"field:{columns['Notes']}") in ("ignore", "summary")
    assert "They sing lullabies to owls." in page, "sample values stand beside the column"
    assert "night birds" in page.split("<details")[1], "a word that no list knows is asked about"

    asked = f"code:{columns['Target groups']}"
    answer = map_columns(client, place, **{asked: ["parents"]})
    assert answer.headers["Location"] == f"{place}/preview"
    page = finished(client, f"{place}/preview")
    assert counts_of(page) == {"read": 3, "added": 2, "changed": 0, "unchanged": 0, "rejected": 1}
    rejected = text_of(page.split('aria-labelledby="rejected-title"')[1].split("</section>")[0])
    assert "4 name is required and empty" in rejected
    assert "Owl Singers" in page
    assert "local:owl-singers" not in {each.id for each in workspace_of(app).store.organisations()}

    assert send(client, f"{place}/confirm").headers["Location"] == f"{place}/done"
    page = finished(client, f"{place}/done")
    assert counts_of(page) == {"read": 3, "added": 2, "changed": 0, "unchanged": 0, "rejected": 1}
    assert "searchable" in page
    assert stored(app, "local:owl-singers").audiences == ("parents", "youth")
    assert stored(app, "local:owl-singers").countries == ("SK",)
    assert "Owl Singers" in client.get("/result?goal=sing+lullabies+to+owls").text
    report = client.get(f"{place}/report.csv").text.splitlines()
    assert report[0] == "line,field,value,reason,file,result"
    assert [line.startswith("4,name,,is required") and line.endswith(",rejected") for line in report[1:]] == [True]
