"""Who is who on the command line of the import: joined, reviewed, decided, and the same file twice."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from types import ModuleType

import pytest

from matcher.corpus import Corpus
from matcher.database.links import RECORD_ID
from matcher.identity.recognition import recognise
from matcher.importers import read
from matcher.records import Organisation
from matcher.settings import read_settings
from matcher.store import Store
from matcher.workspace import Workspace
from tests.conftest import SMALL_CORPUS
from tests.test_scripts import load_script

PARTNERS = "name,country,website\nRadio Bratislava,SK,https://radio-bratislava.sk\nScouts of Moravia,CZ,\n"
GRANTS = """{"grants": [{"id": "g1", "title": "Studio", "awardDate": "2020-01-01",
 "fundingOrganization": [{"id": "GB-CHC-1", "name": "Fund of Fiction"}],
 "recipientOrganization": [{"id": "SK-ORSR-7", "name": "Radio Bratislava s.r.o.",
  "url": "http://www.radio-bratislava.sk/about"},
  {"id": "AT-ZVR-9", "name": "Scouts of Moravia", "addressCountry": "AT"}]
}]}"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MATCHER_CORPUS", str(SMALL_CORPUS))
    monkeypatch.setenv("MATCHER_DATA", str(tmp_path / "data"))
    (tmp_path / "partners.csv").write_text(PARTNERS)
    (tmp_path / "grants.json").write_text(GRANTS)
    return tmp_path


@pytest.fixture
def script(folder: Path) -> ModuleType:
    return load_script("import_organisations")


def store(folder: Path) -> Store:
    return Workspace(read_settings({}, data=str(folder / "data"))).store


def by_name(folder: Path) -> dict[str, Organisation]:
    return {each.name: each for each in store(folder).organisations()}


def test_a_sure_match_is_joined_and_the_same_file_again_changes_nothing(
    script: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script.main([str(folder / "partners.csv")])
    capsys.readouterr()
    assert script.main([str(folder / "grants.json")]) == 0
    output = capsys.readouterr()
    assert output.out == "read 3, added 2, changed 1, unchanged 0, rejected 0\n"
    assert "1 are joined to what is here" in output.err
    assert "1 pairs may be one organisation; --review FILE lists each" in output.err
    radio = by_name(folder)["Radio Bratislava"]
    assert radio.aliases == ("Radio Bratislava s.r.o.",)
    assert [activity.title for activity in radio.activities] == ["Studio"]
    assert (RECORD_ID, "SK-ORSR-7") in {(each.scheme, each.id) for each in radio.identifiers}
    assert radio.id in by_name(folder)["Fund of Fiction"].activities[0].partners
    before, revision = list(store(folder).organisations()), store(folder).revision()
    for name, count in (("grants.json", 3), ("partners.csv", 2)):
        assert script.main([str(folder / name)]) == 0
        assert capsys.readouterr().out == f"read {count}, added 0, changed 0, unchanged {count}, rejected 0\n"
    assert (list(store(folder).organisations()), store(folder).revision()) == (before, revision)


def test_an_unsure_match_is_reviewed_decided_and_not_asked_again(
    script: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review = folder / "review.csv"
    script.main([str(folder / "partners.csv")])
    script.main([str(folder / "grants.json"), "--review", str(review)])
    rows = list(csv.DictReader(io.StringIO(review.read_text())))
    assert [(row["name_here"], row["id_new"], row["where_here"], row["where_new"]) for row in rows] == [
        ("Scouts of Moravia", "AT-ZVR-9", "CZ", "AT")
    ]
    assert rows[0]["for"].startswith("same name")
    assert rows[0]["against"] == "in different countries: Czechia and Austria"
    review.write_text(review.read_text().replace("\n,", "\nsame,"))
    capsys.readouterr()
    for expected in ("joined 1, told apart 0, unchanged 0", "joined 0, told apart 0, unchanged 1"):
        assert script.main(["--decisions", str(review)]) == 0
        assert capsys.readouterr().out == f"decided 1, {expected}\n"
    assert by_name(folder)["Scouts of Moravia"].countries == ("CZ", "AT")
    script.main([str(folder / "grants.json"), "--review", str(review)])
    assert review.read_text().count("\n") == 1  # the header alone: nothing is left to ask


def test_what_was_told_apart_stays_apart(script: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script.main([str(folder / "partners.csv")])
    script.main([str(folder / "grants.json")])
    assert store(folder).split("SK-ORSR-7") == ("SK-ORSR-7",)
    capsys.readouterr()
    assert script.main([str(folder / "grants.json")]) == 0
    assert "joined" not in capsys.readouterr().err
    assert {"Radio Bratislava", "Radio Bratislava s.r.o."} <= set(by_name(folder))


def test_a_dry_run_shows_whom_it_would_join_and_writes_nothing(
    script: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script.main([str(folder / "partners.csv")])
    before = list(store(folder).organisations())
    capsys.readouterr()
    assert script.main([str(folder / "grants.json"), "--dry-run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    expected = "would join SK-ORSR-7 to local:radio-bratislava (Radio Bratislava): same web domain radio-bratislava.sk"
    assert any(line.startswith(expected) for line in lines)
    assert lines[-1] == "read 3, added 2, changed 1, unchanged 0, rejected 0"
    assert list(store(folder).organisations()) == before


def test_without_matching_every_id_is_an_organisation(
    script: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script.main([str(folder / "partners.csv")])
    capsys.readouterr()
    assert script.main([str(folder / "grants.json"), "--no-matching"]) == 0
    assert capsys.readouterr().out == "read 3, added 3, changed 0, unchanged 0, rejected 0\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "nothing to import"),
        (["--decisions", "none.csv"], "none.csv: cannot be read"),
        (["--decisions", "partners.csv"], "there is no column decision, id_here, id_new"),
        (["partners.csv", "--review", "no/such/review.csv"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    script: ModuleType,
    folder: Path,
    arguments: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(folder)
    assert script.main(arguments) == 1
    output = capsys.readouterr()
    assert (output.out, output.err.count("\n")) == ("", 1)
    assert message in output.err


def test_own_export_then_import_changes_nothing(folder: Path, small_corpus: Corpus) -> None:
    """Any merges and splits: a fresh database takes the export in whole, and neither changes by taking it again."""
    generator, here = random.Random(7), Store("sqlite://")
    here.receive(small_corpus.organisations, "one")
    ids = [each.id for each in small_corpus.organisations]
    for number in range(12):
        here.merge(generator.choice(ids), generator.choice(ids))
        if number % 4 == 3:
            here.split(generator.choice(ids))
        path = folder / "export.jsonl"
        exported = list(here.organisations())
        path.write_text("".join(each.model_dump_json(exclude_defaults=True) + "\n" for each in exported))
        imported = read(path, small_corpus.taxonomy)
        there = Store("sqlite://")
        there.receive(imported.records, imported.origin)
        assert list(there.organisations()) == exported
        for database in (here, there):
            revision = database.revision()
            arrivals = database.receive(imported.records, imported.origin)
            assert {arrival.outcome for arrival in arrivals} == {"unchanged"}
            assert (list(database.organisations()), database.revision()) == (exported, revision)
            assert recognise(database, imported).sure == ()
        there.close()
