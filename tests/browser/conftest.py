"""A running server over the shipped corpus, and a browser with and without JavaScript."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from matcher.encoders import Encoder
from matcher.workspace import Workspace
from tests.conftest import ROOT
from webapp import create_app

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application; give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def address(shipped_workspace: Workspace, bundled_encoder: Encoder) -> Iterator[str]:
    with served(create_app(shipped_workspace.settings, bundled_encoder)) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if not path:
        if os.environ.get("MATCHER_REQUIRE_BROWSER"):
            pytest.fail("no chromium here, and MATCHER_REQUIRE_BROWSER is set")
        pytest.skip("NO CHROMIUM: the pages were not tested in a browser; install Debian's package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """Whether the page runs scripts; to look for what these have done would find nothing while a page loads."""
    return bool(request.param)


@pytest.fixture
def page(javascript: bool, chromium: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test when it asks another host or the console reports an error."""
    context = chromium.new_context(base_url=address, java_script_enabled=javascript)
    page = context.new_page()
    faults: list[str] = []
    page.on("request", lambda asked: faults.append(asked.url) if not asked.url.startswith((address, "data:")) else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda told: faults.append(told.text) if "Content Security Policy" in told.text else None)
    yield page
    context.close()
    assert faults == []


@pytest.fixture(scope="session")
def pictures() -> Path:
    """The folder of the pictures that CI keeps."""
    folder = ROOT / "artifacts"
    folder.mkdir(exist_ok=True)
    return folder
