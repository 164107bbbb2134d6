"""A browser of somebody who is signed in, for tests."""

from __future__ import annotations

import html
import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from matcher.accounts.keeping import Accounts
from matcher.encoders import Encoder
from matcher.settings import Settings
from matcher.workspace import Workspace
from webapp import create_app

PASSWORD = "correct horse battery"


def workspace_of(app: Flask) -> Workspace:
    workspace = app.extensions["library"].workspace
    assert isinstance(workspace, Workspace)
    return workspace


def add_editor(app: Flask, name: str = "ana") -> None:
    """Add an account with a hash that takes no time."""
    hashed = Accounts(workspace_of(app).store.engine, lambda text: generate_password_hash(text, "pbkdf2:sha256:1"))
    hashed.add(name, PASSWORD)


def app_with_editor(settings: Settings, encoder: Encoder) -> Flask:
    """Return the application over a data folder that is built, with the account `ana`."""
    app = create_app(settings, encoder)
    add_editor(app)
    return app


def signature(client: FlaskClient) -> str:
    """Return the token that a form of this browser carries."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert found
    return found[1]


def send(client: FlaskClient, path: str, **entered: str | list[str]) -> TestResponse:
    return client.post(path, data={"csrf_token": signature(client), **entered})


def send_fields(client: FlaskClient, path: str, entered: dict[str, str | list[str]]) -> TestResponse:
    """Send fields whose names are no words, such as `offers[0].statement`."""
    return client.post(path, data={"csrf_token": signature(client), **entered})


def sign_in(client: FlaskClient, name: str = "ana", password: str = PASSWORD) -> TestResponse:
    return send(client, "/sign-in", name=name, password=password)


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def errors_of(page: str) -> dict[str, str]:
    """Return the messages beside the inputs, by the name of the input."""
    found = re.findall(r'<p class="error" id="([^"]+)-error">(.*?)</p>', page, re.DOTALL)
    return {name: html.unescape(text) for name, text in found}


def value_of(page: str, name: str) -> str:
    """Return what stands in an input, text area or selection of a page."""
    place = re.escape(name)
    for pattern in (
        rf'<input[^>]*name="{place}"[^>]*?value="([^"]*)"',
        rf'<textarea[^>]*name="{place}"[^>]*>\n(.*?)</textarea>',
        rf'<select[^>]*name="{place}"[^>]*>(?:(?!</select>).)*?<option value="([^"]*)" selected',
    ):
        found = re.search(pattern, page, re.DOTALL)
        if found:
            return html.unescape(found[1])
    return ""
