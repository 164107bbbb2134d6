"""Start-up: answering loads nothing that only building needs, and a fresh knowledge base is served at once."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from matcher.encoders import Encoder
from matcher.settings import read_settings
from matcher.workspace import Workspace
from tests.conftest import ROOT, SMALL_CORPUS
from webapp.cli import main

NEVER = {"torch", "sentence_transformers", "transformers", "sklearn", "scipy", "bm25s"}
NEVER |= {"pandas", "openpyxl", "networkx", "docx", "lxml"}
NOT_WITHOUT_A_BROWSER = {"flask", "sqlalchemy", "waitress"}
GOAL = "Teach teenagers to check claims on the radio"


@pytest.fixture(scope="module")
def built(bundled_encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a knowledge base of the small corpus, built with the model that is used by default."""
    data = tmp_path_factory.mktemp("built")
    workspace = Workspace(read_settings({}, data=str(data), corpus=str(SMALL_CORPUS)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matcher.classifiers.fitting.MIXED_EXAMPLES", 50)
        workspace.synchronise()
        workspace.rebuild(bundled_encoder)
    workspace.store.close()
    return data


def start(built: Path, errors: Path, *command: str) -> subprocess.Popen[str]:
    """Start Python, telling in `errors` what it imports."""
    environment = os.environ | {"MATCHER_DATA": str(built), "MATCHER_CORPUS": str(SMALL_CORPUS)}
    with errors.open("w") as file:
        return subprocess.Popen(
            [sys.executable, "-X", "importtime", *command],
            cwd=ROOT,
            env=environment | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        )


def loaded(errors: Path) -> set[str]:
    """Return the names of the packages that were imported."""
    lines = [line for line in errors.read_text().splitlines() if line.startswith("import time:")]
    return {line.split("|")[2].strip().partition(".")[0] for line in lines}


def test_matching_a_goal_loads_nothing_heavy(built: Path, tmp_path: Path) -> None:
    goals, errors = tmp_path / "goals.jsonl", tmp_path / "errors"
    goals.write_text(f'{{"id": "g1", "text": "{GOAL}"}}')
    with start(built, errors, "scripts/match_batch.py", str(goals)) as process:
        output, _ = process.communicate(timeout=120)
    assert output.splitlines()[1].startswith("g1,1,local:")
    assert "onnxruntime" in loaded(errors)
    assert loaded(errors) & (NEVER | NOT_WITHOUT_A_BROWSER) == set()


def test_asking_for_practices_loads_nothing_heavy(built: Path, tmp_path: Path) -> None:
    errors = tmp_path / "errors"
    with start(built, errors, "scripts/query_practices.py", GOAL) as process:
        output, _ = process.communicate(timeout=120)
    assert "\n1. " in output
    assert "onnxruntime" in loaded(errors)
    assert loaded(errors) & (NEVER | NOT_WITHOUT_A_BROWSER) == set()


def test_serving_pages_loads_nothing_heavy(built: Path, tmp_path: Path) -> None:
    errors = tmp_path / "errors"
    with start(built, errors, "-m", "webapp", "serve", "--port", "0") as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        try:
            for page in ("/", "/result?" + urllib.parse.urlencode({"goal": GOAL})):
                with urllib.request.urlopen(address + page, timeout=60) as answer:
                    assert answer.status == 200
        finally:
            process.terminate()
    assert "onnxruntime" in loaded(errors)
    assert loaded(errors) & NEVER == set()
    assert "building the knowledge base" not in errors.read_text()


def test_the_owner_gets_a_link_on_standard_error_that_signs_in(built: Path, tmp_path: Path) -> None:
    errors = tmp_path / "errors"
    with start(built, errors, "-m", "webapp", "serve", "--port", "0") as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            with urllib.request.urlopen(f"{address}/api/v1/health", timeout=60) as answer:
                assert answer.status == 200
            link = next(each for each in errors.read_text().splitlines() if each.startswith("to edit"))
            secret = link.removeprefix(f"to edit, open this link once: {address}/sign-in/")
            assert re.fullmatch(r"[A-Za-z0-9_-]{32}", secret)
            browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            with browser.open(f"{address}/sign-in/{secret}", timeout=60) as page:
                assert "Signed in as owner" in page.read().decode()
        finally:
            process.terminate()


@pytest.mark.parametrize(
    ("proxy", "scheme", "answers"),
    [
        ("127.0.0.1", "https", [401, 401, 401, 429, 401]),
        ("", "http", [401, 401, 401, 429, 429]),
        ("203.0.113.7", "http", [401, 401, 401, 429, 429]),
    ],
)
def test_the_proxy_that_is_named_says_how_and_from_whom_requests_come(
    proxy: str, scheme: str, answers: list[int], built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATCHER_PROXY", proxy)
    name = f"nobody{len(proxy)}"  # failures are kept in the data folder
    password = base64.b64encode(f"{name}:wrong".encode()).decode()
    with start(built, tmp_path / "errors", "-m", "webapp", "serve", "--port", "0") as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()

        def ask(path: str, **headers: str) -> urllib.request.Request:
            told = {"Host": "matcher.example", "X-Forwarded-Proto": "https", **headers}
            return urllib.request.Request(address + path, headers=told)

        def refusal(sender: str) -> int:
            headers = {"X-Forwarded-For": sender, "Authorization": f"Basic {password}"}
            request = ask("/api/v1/organisations/local:scouts", **headers)
            request.method = "DELETE"
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(request, timeout=60)
            with refused.value as answer:
                return answer.code

        try:
            with urllib.request.urlopen(ask("/api/docs"), timeout=60) as page:
                assert f"{scheme}://matcher.example/api/v1/reconcile" in page.read().decode()
            senders = ["203.0.113.1"] * 4 + ["203.0.113.2"]
            assert [refusal(sender) for sender in senders] == answers
        finally:
            process.terminate()


@pytest.mark.skipif(Path(sys.prefix) != ROOT / ".venv", reason="for what scripts/setup.sh sets up")
def test_the_command_of_the_readme_works_from_any_folder(tmp_path: Path) -> None:
    command = Path(sys.prefix) / "bin" / "partner-matcher"
    run = subprocess.run([command, "user", "--help"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "usage: partner-matcher user" in run.stdout


def test_garbage_is_collected_again_once_everything_is_loaded() -> None:
    code = (
        "import gc, runpy, sys\n"
        "sys.argv = ['webapp', '--help']\n"
        "try:\n    runpy.run_module('webapp', run_name='__main__')\n"
        "except SystemExit:\n    print('collected', gc.isenabled())"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "collected True"


@pytest.mark.parametrize(
    ("cores", "asked", "threads"), [(1, "0", 2), (4, "0", 4), (4, "", 4), (4, "1", 1), (1, "8", 8)]
)
def test_as_many_requests_are_answered_at_a_time_as_there_are_cores(
    cores: int, asked: str, threads: int, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []

    def create_server(_app: object, *, threads: int, **_others: object) -> object:
        heard.append(threads)
        raise OSError("no server in this test")

    monkeypatch.setattr("waitress.server.create_server", create_server)
    monkeypatch.setattr("webapp.cli.usable_cores", lambda: cores)
    monkeypatch.setenv("MATCHER_THREADS", asked)
    monkeypatch.setenv("MATCHER_CORPUS", str(SMALL_CORPUS))
    monkeypatch.setattr("gc.freeze", lambda: None)  # this process goes on
    assert main(["serve", "--data", str(built)]) == 1
    assert heard == [threads]
