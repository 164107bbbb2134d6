"""scripts/match_network.py: from files to files, clear lines for what cannot be, quiet on a pipe."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import ModuleType

import pytest
from openpyxl import load_workbook

from matcher.settings import Settings
from tests.conftest import SMALL_CORPUS, WordsEncoder, built_workspace
from tests.networks import FOUR, organisation
from tests.test_scripts import load_script


@pytest.fixture
def script(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with a data folder of its own in which nothing is built yet."""
    monkeypatch.setenv("MATCHER_DATA", str(settings.data))
    monkeypatch.setenv("MATCHER_CORPUS", str(SMALL_CORPUS))
    module = load_script("match_network")
    monkeypatch.setattr(module, "load_encoder", lambda _model: WordsEncoder())
    return module


@pytest.fixture
def members(tmp_path: Path) -> str:
    path = tmp_path / "members.jsonl"
    lonely = organisation("Lonely", {"hotline": "Calls."}, {"funding": "Grants."})
    path.write_text("".join(each.model_dump_json() + "\n" for each in (*FOUR, lonely)), encoding="utf-8")
    return str(path)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_file_of_organisations_is_matched_quietly_to_standard_output(
    script: ModuleType, members: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main([members]) == 0
    told = capsys.readouterr()
    assert {(row["a_name"], row["b_name"]) for row in rows(told.out)} == {("Checkers", "Radio"), ("Bank", "Scouts")}
    assert told.err == ""


def test_the_knowledge_base_is_matched_where_no_file_is_given(
    script: ModuleType, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    built_workspace(settings, WordsEncoder())
    assert script.main(["--partners", "1", "--data", str(settings.data)]) == 0
    found = rows(capsys.readouterr().out)
    assert ("local:checkers", "local:scouts") in {(row["a_id"], row["b_id"]) for row in found}
    assert {row["basis"] for row in found} == {"inferred"}


def test_several_outputs_are_written_and_the_figures_told(
    script: ModuleType, members: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outputs = [str(tmp_path / f"net.{ending}") for ending in ("csv", "xlsx", "svg", "graphml")]
    arguments = [part for output in outputs for part in ("-o", output)]
    assert script.main([members, "--rounds", "1", "--tables", "1", *arguments]) == 0
    assert all(Path(output).stat().st_size for output in outputs)
    told = capsys.readouterr()
    lines = told.out.splitlines()
    for line in ("pairs: 2", "total value: 2.0", "gap: 0.0", "pairs without a meeting: 1"):
        assert line in lines
    assert "nobody for Lonely: nobody here needs what it brings" in lines
    assert told.err == ""
    assert load_workbook(outputs[1])["timetable"].max_row == 2


def test_kumu_gets_its_sheets(script: ModuleType, members: str, tmp_path: Path) -> None:
    assert script.main([members, "--format", "kumu", "-o", str(tmp_path / "net.csv")]) == 0
    assert (tmp_path / "net-elements.csv").read_text(encoding="utf-8").startswith("ID,Label,Type,")


def test_requests_are_read_from_files(
    script: ModuleType, members: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (
        ("ids", "Bank\nScouts\nRadio\nCheckers\n"),
        ("must", "Bank,Radio\n"),
        ("apart", "Bank,Scouts\n"),
        ("places", "id,capacity\nlocal:radio,2\n"),
    ):
        (tmp_path / f"{name}.csv").write_text(text)
    files = {"--ids": "ids", "--must": "must", "--must-not": "apart", "--capacities": "places"}
    arguments = [part for option, name in files.items() for part in (option, str(tmp_path / f"{name}.csv"))]
    for objective in ("total", "stable", "fair"):
        assert script.main([members, "--partners", "1", "--objective", objective, *arguments]) == 0
        found = rows(capsys.readouterr().out)
        assert {(row["a_name"], row["b_name"], row["must"]) for row in found} == {
            ("Bank", "Radio", "yes"),
            ("Checkers", "Radio", ""),
        }


def test_what_cannot_be_is_one_clear_line(
    script: ModuleType, members: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "must.csv").write_text("Bank,Radio\nBank,Scouts\n")
    must = str(tmp_path / "must.csv")
    for arguments, told in (
        (["nowhere.jsonl"], "nowhere.jsonl: cannot be read"),
        ([members, "-o", "net.pdf"], "the ending must be one of"),
        ([members, "--must", must, "--partners", "1"], "Bank has 2 partners that must be and room for 1"),
        ([members, "--must-not", str(tmp_path / "no.csv")], "cannot be read"),
        ([], "nothing was built"),
    ):
        assert script.main(arguments) == 1
        captured = capsys.readouterr()
        assert told in captured.err, arguments
        assert captured.err.startswith("match_network: ")
        assert captured.err.count("\n") == 1
        assert captured.out == ""


@pytest.mark.parametrize("arguments", [["--partners", "0"], ["--objective", "best"], ["--rounds", "x"]])
def test_a_bad_option_is_refused(script: ModuleType, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        script.main(arguments)
    assert stopped.value.code == 2


def test_the_help_has_examples(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        script.main(["--help"])
    assert "python scripts/match_network.py --ids guests.csv" in capsys.readouterr().out
