"""The command line of the import: counts, report, dry run, and one clear line where a file cannot be read."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import ModuleType

import pytest

from matcher.importers.report import COLUMNS
from matcher.settings import read_settings
from matcher.workspace import Workspace
from tests.conftest import SMALL_CORPUS
from tests.test_scripts import load_script

TEXT = "name,country,kind\nRadio Two,SK,Verein\nScouts Two,Atlantis,\n=SUM(A1),Atlantis,\nFund Two,AT,\n"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MATCHER_CORPUS", str(SMALL_CORPUS))
    monkeypatch.setenv("MATCHER_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def script(data: Path) -> ModuleType:
    return load_script("import_organisations")


@pytest.fixture
def partners(tmp_path: Path) -> Path:
    path = tmp_path / "partners.csv"
    path.write_text(TEXT)
    return path


def names(data: Path) -> list[str]:
    return [each.name for each in Workspace(read_settings({}, data=str(data))).store.organisations()]


def last_line(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out.splitlines()[-1]


def test_the_last_line_counts_and_the_second_time_changes_nothing(
    script: ModuleType, partners: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main([str(partners)]) == 0
    assert last_line(capsys) == "read 4, added 2, changed 0, unchanged 0, rejected 2"
    assert script.main([str(partners)]) == 0
    assert last_line(capsys) == "read 4, added 0, changed 0, unchanged 2, rejected 2"
    partners.write_text(TEXT.replace("Fund Two,AT", "Fund Two,CZ").replace("Scouts Two,Atlantis", "Scouts Two,AT"))
    assert script.main([str(partners)]) == 0
    assert last_line(capsys) == "read 4, added 1, changed 1, unchanged 1, rejected 1"
    assert sorted(names(data)) == ["Fund Two", "Radio Two", "Scouts Two"]


def test_the_report_lists_every_row_that_did_not_go_in_as_it_was(
    script: ModuleType, partners: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.csv"
    assert script.main([str(partners), "--report", str(report)]) == 0
    rows = list(csv.DictReader(io.StringIO(report.read_text(encoding="utf-8"))))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["line"], row["field"], row["value"], row["result"]) for row in rows] == [
        ("3", "countries", "Atlantis", "rejected"),
        ("4", "countries", "Atlantis", "rejected"),
        ("2", "kind", "Verein", "noted"),
    ]
    assert all(row["reason"] for row in rows)
    output = capsys.readouterr()
    assert "2 rejected (countries 2)" in output.err
    assert "1 remarks on values" in output.err
    assert output.out.count("\n") == 1


def test_the_report_runs_no_formula(script: ModuleType, tmp_path: Path, data: Path) -> None:
    (tmp_path / "t.csv").write_text("name,country\nA,=cmd()\n")
    script.main([str(tmp_path / "t.csv"), "--report", str(tmp_path / "r.csv")])
    assert ",'=cmd()," in (tmp_path / "r.csv").read_text()


def test_a_dry_run_shows_what_would_change_and_writes_nothing(
    script: ModuleType, partners: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main([str(partners), "--dry-run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "would add local:radio-two (Radio Two)" in lines
    assert lines[-1] == "read 4, added 2, changed 0, unchanged 0, rejected 2"
    assert not data.exists()
    script.main([str(partners)])
    partners.write_text(TEXT.replace("Fund Two,AT", "Fund Two,CZ"))
    capsys.readouterr()
    assert script.main([str(partners), "--dry-run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "would change local:fund-two (Fund Two): countries",
        "read 4, added 0, changed 1, unchanged 1, rejected 2",
    ]
    fund = next(Workspace(read_settings({}, data=str(data))).store.organisations())
    assert (fund.name, fund.countries) == ("Fund Two", ("AT",))


def test_records_of_the_corpus_are_kept_and_told(
    script: ModuleType, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace(read_settings({}, data=str(data), corpus=str(SMALL_CORPUS)))
    workspace.synchronise()
    before = list(workspace.store.organisations())
    (tmp_path / "t.csv").write_text(f"id,name\n{before[0].id},Another name\n")
    assert script.main([str(tmp_path / "t.csv"), "--report", str(tmp_path / "r.csv")]) == 0
    output = capsys.readouterr()
    assert output.out == "read 1, added 0, changed 0, unchanged 1, rejected 0\n"
    assert "1 kept as they are here: came from 'corpus' before" in output.err
    assert f"{before[0].id},came from 'corpus' before,,kept" in (tmp_path / "r.csv").read_text()
    assert list(workspace.store.organisations()) == before


def test_a_suggested_mapping_can_be_given_back(
    script: ModuleType, partners: Path, tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main([str(partners), "--suggest-mapping"]) == 0
    (tmp_path / "mapping.yaml").write_text(capsys.readouterr().out)
    assert not data.exists()
    assert script.main([str(partners), "--mapping", str(tmp_path / "mapping.yaml")]) == 0
    assert last_line(capsys) == "read 4, added 2, changed 0, unchanged 0, rejected 2"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.csv"], "missing.csv: cannot be read"),
        (["empty.csv"], "empty.csv: cannot be read: the file is empty"),
        (["partners.csv", "--format", "cordis"], "there is no project.csv"),
        (["partners.csv", "--format", "excel"], "'excel' is not a format"),
        (["partners.csv", "--mapping", "none.yaml"], "none.yaml: cannot be read"),
        (["partners.csv", "--mapping", "eu_transparency_register"], "the file has no column"),
        (["partners.csv", "--report", "no/such/report.csv"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_1(
    script: ModuleType,
    partners: Path,
    data: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(partners.parent)
    Path("empty.csv").touch()
    assert script.main(arguments) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("import_organisations: ")
    assert output.err.count("\n") == 1
    assert message in output.err
    assert not data.exists()


def test_an_import_that_fails_leaves_no_report_and_the_database_as_it_was(
    script: ModuleType, partners: Path, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script.main([str(partners)])
    before = names(data)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("matcher.database.rows.new_row", interrupted)
    partners.write_text(TEXT + "Late,AT,\n")
    report = partners.parent / "report.csv"
    assert script.main([str(partners), "--report", str(report)]) == 1
    assert "stopped; nothing was changed" in capsys.readouterr().err
    assert names(data) == before
    assert list(partners.parent.glob("*report*")) == []


def test_a_mapping_is_for_tables_only(script: ModuleType, tmp_path: Path, data: Path) -> None:
    (tmp_path / "m.yaml").write_text("columns: {name: name}\n")
    (tmp_path / "g.json").write_text('{"grants": []}')
    assert script.main([str(tmp_path / "g.json"), "--format", "360giving", "--mapping", str(tmp_path / "m.yaml")]) == 1
