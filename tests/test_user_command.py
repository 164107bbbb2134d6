"""`partner-matcher user`: passwords from a terminal or standard input, never from an argument."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.settings import read_settings
from matcher.workspace import Workspace
from webapp import cli

PASSWORD = "correct horse battery"


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(tmp_path / "data")


@pytest.fixture
def workspace(data: str) -> Iterator[Workspace]:
    workspace = Workspace(read_settings({}, data=data))
    yield workspace
    workspace.store.close()


def user(data: str, monkeypatch: pytest.MonkeyPatch, *arguments: str, password: str = "") -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    return cli.main(["user", "--data", data, *arguments])


def test_an_editor_is_added_listed_and_removed(
    data: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert user(data, monkeypatch, "add", "Ana", "--password-stdin", password=PASSWORD) == 0
    assert workspace.accounts.with_password("ana", PASSWORD)
    workspace.accounts.owner()
    capsys.readouterr()
    assert user(data, monkeypatch, "list") == 0
    since = workspace.accounts.owner().created[:10]
    assert capsys.readouterr().out == f"ana\t{since}\nowner\t{since}\tby the link of `serve`\n"
    assert user(data, monkeypatch, "password", "ana", "--password-stdin", password="another pass phrase") == 0
    assert workspace.accounts.with_password("ana", "another pass phrase")
    assert user(data, monkeypatch, "remove", "ana") == 0
    assert workspace.accounts.find("ana") is None


def test_without_a_terminal_a_password_is_not_asked_for(
    data: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert user(data, monkeypatch, "add", "ana", password=PASSWORD) == 1
    told = capsys.readouterr()
    assert told.err == "partner-matcher: password: cannot be asked for without a terminal; use --password-stdin\n"
    assert user(data, monkeypatch, "add", "ana", "--password-stdin", password="short") == 1
    assert "has 5 characters" in capsys.readouterr().err
    assert user(data, monkeypatch, "remove", "bob") == 1
    assert "no account has the name 'bob'" in capsys.readouterr().err


def test_on_a_terminal_the_password_is_typed_twice(
    data: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    typed = iter([PASSWORD, "another pass phrase", PASSWORD, PASSWORD])
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    assert cli.main(["user", "--data", data, "add", "ana"]) == 1
    assert "was typed differently the second time" in capsys.readouterr().err
    assert workspace.accounts.list() == ()
    assert cli.main(["user", "--data", data, "add", "ana"]) == 0
    assert workspace.accounts.with_password("ana", PASSWORD)


def test_a_password_is_no_argument(data: str) -> None:
    with pytest.raises(SystemExit):
        cli.main(["user", "--data", data, "add", "ana", PASSWORD])
