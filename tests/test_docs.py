"""Documentation that cannot rot: settings, commands and files that the texts name exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from matcher.exports import FORMATS
from matcher.exports.match_files import FORMATS as MATCH_ENDINGS
from matcher.importers.goal_tables import COLUMNS as GOAL_COLUMNS
from matcher.organisation_cells import COLUMNS
from matcher.settings import SETTINGS, Setting
from matcher.weights import Weights
from matcher.workspace import Workspace
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_readme_explains_every_setting(setting: Setting) -> None:
    row = next((line for line in README.splitlines() if line.startswith(f"| `{setting.variable}` |")), "")
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


def test_the_lines_for_python_in_the_readme_go_from_a_folder_to_partners(
    shipped_workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    [code] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (tmp_path / "var").symlink_to(shipped_workspace.settings.data)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" ")[0] for line in lines] == [str(rank) for rank in range(1, 11)]


def test_the_packages_say_that_they_are_typed() -> None:
    assert all((ROOT / package / "py.typed").is_file() for package in ("matcher", "webapp"))


def test_the_formats_name_every_column_and_ending_that_is_written() -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    named = [*COLUMNS, *(form.ending for form in FORMATS.values()), *MATCH_ENDINGS, *GOAL_COLUMNS]
    assert [name for name in named if f"`{name}`" not in text] == []
