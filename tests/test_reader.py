"""The reader of a request: found anew for each, forgotten after it, and messages that escape what is put into them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from markupsafe import Markup

from tests.conftest import build_app
from webapp.reader import is_english, reader_language, reader_locale, shown
from webapp.rendering import long_date


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build_app(tmp_path_factory.mktemp("readers"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_each_request_has_its_own_reader_and_leaves_none_behind(client: FlaskClient) -> None:
    for asked in ("fr", "ar", "en", "fr"):
        assert f'<html lang="{asked}"' in client.get("/about", headers={"Accept-Language": asked}).text
        assert (reader_locale(), reader_language(), is_english()) == (None, "en", True)


def test_a_request_that_fails_leaves_no_reader_behind(client: FlaskClient) -> None:
    assert client.get("/organisations/nobody", headers={"Accept-Language": "fr"}).status_code == 404
    assert reader_language() == "en"


def test_a_message_escapes_what_is_put_into_it_but_markup(app: Flask) -> None:
    with app.test_request_context():
        assert shown("Remove %(name)s", name="<b>") == "Remove &lt;b&gt;"
        assert shown("Remove %(name)s", name=Markup("<b>")) == "Remove <b>"
        assert shown("%(number)s %%", number=5) == "5 %"
        assert shown("100 %%") == "100 %"
        assert isinstance(shown("Remove"), Markup)


def test_messages_and_dates_are_not_kept_for_another_language(app: Flask) -> None:
    for language, message, date in (
        ("en", "Leave out", "3 June 2020"),
        ("fr", "Écarter", "3 juin 2020"),
        ("en", "Leave out", "3 June 2020"),
    ):
        with app.test_request_context(), force_locale(language):
            assert (shown("Leave out"), long_date("2020-06-03")) == (message, date)
