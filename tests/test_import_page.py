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
from webapp.access import LARGEST

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
    return dict(reversed(found))


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
    found = re.findall(
        r"<dt>(\w+)</dt><dd>([\d,]+)</dd>", page.split('class="counts"')[1].split("</dl>", maxsplit=1)[0]
    )
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
    rejected = text_of(page.split('<h2 id="rejected-title"')[1].split("</section>")[0])
    assert "1 row is rejected" in rejected
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
    assert [[*line.split(",")[:3], line.rpartition(",")[2]] for line in report[1:]] == [
        ["4", "name", "", "rejected"],
        ["4", "id", "", "rejected"],
    ]


def test_what_was_sent_is_removed_after_the_import_and_the_counts_stay(app: Flask, client: FlaskClient) -> None:
    place = place_of(upload(client, TABLE))
    folder = workspace_of(app).settings.data / "imports" / place.rpartition("/")[2]
    assert (folder / "files" / "partners.csv").read_text() == TABLE
    map_columns(client, place)
    finished(client, f"{place}/preview")
    send(client, f"{place}/confirm")
    finished(client, f"{place}/done")
    assert not (folder / "files").exists()
    assert client.get(f"{place}/preview").headers["Location"] == f"{place}/done"
    assert client.get(f"{place}/mapping").status_code == 303
    assert "imported" in text_of(client.get("/import").text)


def test_uploads_are_removed_after_a_day_and_on_demand(app: Flask, client: FlaskClient) -> None:
    first, second = place_of(upload(client, TABLE)), place_of(upload(client, TABLE, "others.csv"))
    assert "others.csv" in client.get("/import").text
    send(client, f"{second}/drop")
    assert "others.csv" not in client.get("/import").text
    files = app.extensions["library"].imports.files
    files.sweep(datetime.now(UTC) + timedelta(hours=23))
    assert client.get(f"{first}/mapping").status_code == 200
    files.sweep(datetime.now(UTC) + timedelta(hours=25))
    assert client.get(f"{first}/mapping").status_code == 404
    assert list((workspace_of(app).settings.data / "imports").iterdir()) == []


def test_the_mapping_file_goes_out_and_in(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    place = place_of(upload(client, TABLE))
    columns = names_of(client.get(f"{place}/mapping").text)
    map_columns(client, place, **{f"field:{columns['Notes']}": "ignore", "origin": "owl list"})
    text = client.get(f"{place}/mapping.yaml").text
    (tmp_path / "m.yaml").write_text(text)
    saved = load_mapping(str(tmp_path / "m.yaml"))
    assert saved.origin == "owl list"
    assert saved.columns["Target groups"][0].separator == ","
    assert saved.columns["Target groups"][0].values == {"night birds": ("",)}, "left out, as the form said"
    given = text.replace("owl list", "fox list")
    answer = client.post(
        f"{place}/mapping.yaml",
        data={"csrf_token": signature(client), "mapping": (io.BytesIO(given.encode()), "m.yaml")},
    )
    assert answer.status_code == 303
    assert value_of(client.get(f"{place}/mapping").text, "origin") == "fox list"
    wrong = text.replace("Target groups", "Targets")
    answer = client.post(
        f"{place}/mapping.yaml",
        data={"csrf_token": signature(client), "mapping": (io.BytesIO(wrong.encode()), "m.yaml")},
    )
    assert answer.status_code == 422
    assert "the file has no column 'Targets'" in text_of(answer.text)
    assert value_of(client.get(f"{place}/mapping").text, "origin") == "fox list", "nothing was taken over"


def test_a_changed_field_asks_about_its_words_before_the_preview(client: FlaskClient) -> None:
    place = place_of(upload(client, TABLE))
    columns = names_of(client.get(f"{place}/mapping").text)
    answer = map_columns(client, place, **{f"field:{columns['Notes']}": "themes"})
    assert answer.status_code == 200
    assert "Some words of this file are in none of our lists." in text_of(answer.text)
    assert f'name="asked:{columns["Notes"]}" value="themes"' in answer.text
    assert map_columns(client, place).headers["Location"] == f"{place}/preview", "what was asked is not asked again"


def test_the_mapping_needs_a_name_and_says_so(client: FlaskClient) -> None:
    place = place_of(upload(client, TABLE))
    columns = names_of(client.get(f"{place}/mapping").text)
    answer = map_columns(client, place, **{f"field:{columns['Organisation']}": "ignore"})
    assert answer.status_code == 422
    assert "No column gives the name." in text_of(answer.text)


def test_constants_fill_every_row(app: Flask, client: FlaskClient) -> None:
    place = place_of(upload(client, TABLE))
    map_columns(client, place, **{"constant-field": ["languages", ""], "constant-value": ["sk\r\ncs", ""]})
    finished(client, f"{place}/preview")
    send(client, f"{place}/confirm")
    finished(client, f"{place}/done")
    assert stored(app, "local:fox-painters").languages == ("sk", "cs")


def test_a_second_import_shows_what_would_change_and_changes_that_alone(app: Flask, client: FlaskClient) -> None:
    def bring(table: str) -> str:
        place = place_of(upload(client, table))
        map_columns(client, place)
        return place

    place = bring(TABLE)
    finished(client, f"{place}/preview")
    send(client, f"{place}/confirm")
    finished(client, f"{place}/done")
    place = bring(TABLE)
    page = finished(client, f"{place}/preview")
    assert counts_of(page) == {"read": 3, "added": 0, "changed": 0, "unchanged": 2, "rejected": 1}
    assert "There is nothing to import" in text_of(page)
    place = bring(TABLE.replace("paint foxes", "paint blue foxes"))
    page = finished(client, f"{place}/preview")
    assert counts_of(page)["changed"] == 1
    changes = page.split('id="changes-title"')[1].split("</section>")[0]
    assert re.search(r"<del>They paint foxes\.\s*</del>", changes)
    assert re.search(r"<ins>They paint blue foxes\.\s*</ins>", changes)
    assert "Owl Singers" not in changes
    assert stored(app, "local:fox-painters").summary == "They paint foxes."


def test_who_is_here_already_is_named_in_the_preview(app: Flask, client: FlaskClient) -> None:
    known = Organisation(id="reg:7", name="Kestrel Watch Institute", countries=("SK",))
    workspace_of(app).store.receive([known], "register")
    place = place_of(upload(client, "name,country\nKestrel Watch Institute,Slovakia\n"))
    map_columns(client, place)
    page = text_of(finished(client, f"{place}/preview"))
    assert "Kestrel Watch Institute" in page
    assert "local:kestrel-watch-institute · reg:7" in page


def test_a_workbook_and_the_exchange_format_are_read(app: Flask, client: FlaskClient) -> None:
    book, file = Workbook(), io.BytesIO()
    book.active.append(["Name", "Country"])
    book.active.append(["Sheet Walkers", "Slovakia"])
    book.save(file)
    place = place_of(upload(client, file.getvalue(), "list.xlsx"))
    map_columns(client, place)
    assert counts_of(finished(client, f"{place}/preview"))["added"] == 1
    answer = upload(client, '{"id": "local:line-dancers", "name": "Line Dancers"}\n', "organisations.jsonl")
    place = place_of(answer)
    assert answer.headers["Location"] == f"{place}/preview", "a format of its own needs no mapping"
    assert counts_of(finished(client, f"{place}/preview"))["added"] == 1
    assert client.get(f"{place}/mapping").headers["Location"] == f"{place}/preview"


def test_what_cannot_be_read_is_said_and_not_kept(app: Flask, client: FlaskClient) -> None:
    for content, name, said in (
        (b"", "empty.csv", "the file is empty"),
        (b"PK\x03\x04 no workbook", "broken.xlsx", "is not a readable workbook"),
        (b"", "", "No file was chosen."),
    ):
        answer = upload(client, content, name)
        assert answer.status_code == 422
        assert said in text_of(answer.text)
        assert str(workspace_of(app).settings.data) not in answer.text, "no place of this machine is told"
    folder = workspace_of(app).settings.data / "imports"
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_file_that_is_too_large_is_refused_with_the_limit(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LARGEST, "imports", 5_000)
    answer = upload(client, "name\n" + "x" * 6_000)
    assert answer.status_code == 413
    assert "The file is too large: at most 200 MB." in text_of(answer.text)


def test_only_editors_import_and_nothing_is_changed_unsigned(app: Flask, client: FlaskClient) -> None:
    place = place_of(upload(client, TABLE))
    map_columns(client, place)
    finished(client, f"{place}/preview")
    assert client.post(f"{place}/confirm").status_code == 400, "without a token"
    stranger = app.test_client()
    for path in ("/import", f"{place}/mapping", f"{place}/preview", f"{place}/report.csv", f"{place}/mapping.yaml"):
        assert stranger.get(path).headers["Location"].startswith("/sign-in?"), path
    app.config["WTF_CSRF_ENABLED"] = False
    for path in ("/import", f"{place}/mapping", f"{place}/confirm", f"{place}/drop"):
        assert stranger.post(path).headers["Location"].startswith("/sign-in"), path
    assert "local:owl-singers" not in {each.id for each in workspace_of(app).store.organisations()}


def test_nothing_is_written_that_was_not_previewed(app: Flask, client: FlaskClient) -> None:
    place = place_of(upload(client, TABLE))
    map_columns(client, place)
    assert send(client, f"{place}/confirm").headers["Location"] == f"{place}/preview"
    finished(client, f"{place}/preview")
    map_columns(client, place, origin="another")
    assert send(client, f"{place}/confirm").headers["Location"] == f"{place}/preview", "the mapping is another one now"
    assert client.get("/import/../../secret_key/preview").status_code == 404
    assert client.get(f"/import/{'a' * 22}/preview").status_code == 404
