"""Documentation that cannot rot: settings, commands and files that the texts name exist."""

from __future__ import annotations

import re

import pytest

from matcher.settings import SETTINGS, Setting
from matcher.weights import Weights
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_readme_explains_every_setting(setting: Setting) -> None:
    row = next((line for line in README.splitlines() if f"`{setting.variable}`" in line), "")
    assert setting.help in row


def test_the_readme_names_only_scripts_that_exist() -> None:
    for name in set(re.findall(r"scripts/(\w+(?:\.py)?)", README)):
        assert (ROOT / "scripts" / name).is_file(), name


def test_the_readme_shows_pictures_that_exist() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []


@pytest.mark.parametrize("weights", [Weights.shipped().partners, Weights.shipped().practices])
def test_the_weights_sum_to_one(weights: dict[str, float]) -> None:
    assert sum(weights.values()) == pytest.approx(1)


def test_the_locks_pin_every_package_to_one_version() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!_-]+", line)] == []
        assert "torch==2.13.0" in lines
    runtime, development = ((ROOT / f"requirements{part}.lock").read_text().split() for part in ("", "-dev"))
    assert set(runtime) <= set(development)


def test_no_machine_path_stands_in_the_texts() -> None:
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "corpus").rglob("*.*")]:
        if path.suffix in {".md", ".yaml"}:
            assert not re.search(r"(^|[^A-Za-z0-9_.])/(work|root|home|tmp)/", path.read_text(encoding="utf-8")), path
