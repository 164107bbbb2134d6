"""The settings: the table, the variables, what wins over what, and values that cannot be used."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from matcher.errors import SettingsError
from matcher.settings import SETTINGS, Settings, read_settings


def test_the_table_and_the_settings_in_force_have_the_same_rows() -> None:
    assert [setting.name for setting in SETTINGS] == [field.name for field in dataclasses.fields(Settings)]


def test_every_setting_explains_itself_in_a_sentence() -> None:
    assert [setting.name for setting in SETTINGS if not setting.help.endswith(".")] == []


def test_a_settings_variable_is_its_name_in_capitals() -> None:
    by_name = {setting.name: setting for setting in SETTINGS}
    assert by_name["secret_key"].variable == "MATCHER_SECRET_KEY"


def test_without_variables_the_defaults_are_in_force() -> None:
    root = Path(__file__).parent.parent
    expected = Settings(root / "var", root / "corpus", "", "bundled", "127.0.0.1", 8000, 0, "")
    assert read_settings({}) == expected


def test_every_variable_is_read() -> None:
    environ = {
        "MATCHER_DATA": "/srv/data",
        "MATCHER_CORPUS": "/srv/corpus",
        "MATCHER_DATABASE": "sqlite:///x.sqlite",
        "MATCHER_MODEL": "intfloat/e5-small",
        "MATCHER_HOST": "0.0.0.0",
        "MATCHER_PORT": "80",
        "MATCHER_THREADS": "2",
        "MATCHER_SECRET_KEY": "s3cret",
        "MATCHER_CORS_ORIGINS": "https://example.org, http://127.0.0.1:3333/",
        "MATCHER_READING": "signed_in",
        "MATCHER_PROXY": "::0001",
    }
    expected = Settings(
        Path("/srv/data"),
        Path("/srv/corpus"),
        "sqlite:///x.sqlite",
        "intfloat/e5-small",
        "0.0.0.0",
        80,
        2,
        "s3cret",
        ("https://example.org", "http://127.0.0.1:3333"),
        "signed_in",
        "::1",
    )
    assert read_settings(environ) == expected


def test_the_environment_of_the_process_is_read_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_PORT", "8123")
    assert read_settings().port == 8123


def test_an_override_wins_over_a_variable_unless_it_is_none() -> None:
    environ = {"MATCHER_PORT": "80", "MATCHER_HOST": "::1"}
    settings = read_settings(environ, port="81", host=None)
    assert (settings.port, settings.host) == (81, "::1")


def test_an_empty_variable_means_the_default() -> None:
    settings = read_settings({"MATCHER_PORT": "", "MATCHER_MODEL": ""})
    assert (settings.port, settings.model) == (8000, "bundled")


def test_a_tilde_in_a_folder_is_the_home_folder() -> None:
    settings = read_settings({"MATCHER_DATA": "~/partners"}, corpus="~/corpus")
    assert settings.data == Path.home() / "partners"
    assert settings.corpus == Path.home() / "corpus"


@pytest.mark.parametrize(("name", "lowest", "highest"), [("port", 0, 65535), ("threads", 0, 64)])
def test_numbers_are_taken_up_to_their_boundaries(name: str, lowest: int, highest: int) -> None:
    for number in (lowest, highest):
        assert getattr(read_settings({}, **{name: str(number)}), name) == number
    for number in (lowest - 1, highest + 1):
        with pytest.raises(SettingsError) as caught:
            read_settings({f"MATCHER_{name.upper()}": str(number)})
        expected = f"MATCHER_{name.upper()} is '{number}'; it takes a whole number from {lowest} to {highest}"
        assert str(caught.value) == expected


@pytest.mark.parametrize("text", ["", " ", "http", "80.5", "8e3", "+80", " 80", "0x50", "٨٠", "²"])
def test_what_is_no_whole_number_is_refused_and_shown(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({}, port=text)
    assert str(caught.value) == f"MATCHER_PORT is {text!r}; it takes a whole number from 0 to 65535"


@pytest.mark.parametrize("text", ["localhost", "127.0.0.1:8000", "*", " "])
def test_a_proxy_is_named_by_its_address(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({}, proxy=text)
    assert str(caught.value) == f"MATCHER_PROXY is {text!r}; it takes an IP address such as 127.0.0.1"


@pytest.mark.parametrize("text", ["example.org", "https://example.org/path", "https://a.org https://b.org", "null"])
def test_an_origin_is_a_scheme_and_a_host(text: str) -> None:
    with pytest.raises(SettingsError, match="takes origins such as"):
        read_settings({}, cors_origins=text)
