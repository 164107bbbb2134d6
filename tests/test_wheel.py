"""A wheel built from the repository serves from an empty folder: templates, static files and corpus are in it."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)], check=True)
    return next(folder.glob("partner_matcher-*.whl"))


def test_the_wheel_holds_every_file_of_both_packages(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    files = [path for package in ("matcher", "webapp") for path in (ROOT / package).rglob("*") if path.is_file()]
    ours = {str(path.relative_to(ROOT)) for path in files if path.parent.name != "__pycache__"}
    assert {"matcher/py.typed", "matcher/landscape/organisation_map.npz", "matcher/evaluation/measured.json"} <= ours
    assert ours - names == set()


def test_the_wheel_holds_pages_and_corpus(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "webapp/templates/result.html",
        "webapp/static/style.css",
        *(f"webapp/translations/{locale}/LC_MESSAGES/messages.po" for locale in ("fr", "es", "ar")),
        "matcher/py.typed",
        "matcher/geography/cities.txt",
        "matcher/weights.json",
        "matcher/classifiers/capability_classifier.npz",
    } <= names
    assert "matcher/_corpus/organisations/globsec.yaml" in names
    assert "matcher/importers/mappings/eu_transparency_register.yaml" in names
    assert not any(name.startswith(("tests/", "corpus/")) for name in names)
    entry_points = next(name for name in names if name.endswith("entry_points.txt"))
    assert "partner-matcher = webapp.cli:main" in zipfile.ZipFile(wheel).read(entry_points).decode()


def test_an_installed_wheel_serves_its_corpus(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    command = "from webapp.cli import main; import sys; sys.exit(main())"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MATCHER_")}
    server = subprocess.Popen(
        [sys.executable, "-P", "-c", command, "serve", "--port", "0", "--data", str(tmp_path / "data")],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(tmp_path / "site")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), server.communicate()[1]
        with urllib.request.urlopen(f"{address}/organisations/local:globsec") as page:
            assert b"GLOBSEC" in page.read()
        with urllib.request.urlopen(f"{address}/static/style.css") as style:
            assert style.headers["Content-Type"].startswith("text/css")
    finally:
        server.terminate()
        server.communicate()
