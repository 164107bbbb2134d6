"""match_batch: goals from tables, a stopped run that goes on, and a memory that does not grow."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx as nx
import pytest
from openpyxl import Workbook, load_workbook

from matcher.exports.match_lines import write_matches
from matcher.importers.goal_tables import read_goal_table
from matcher.records import Goal, Organisation
from matcher.settings import Settings
from matcher.taxonomy import Taxonomy
from matcher.workspace import Workspace
from tests.conftest import SMALL_CORPUS, WordsEncoder, built_workspace
from tests.test_scripts import load_script

TEXTS = ("verify rumours on radio", "a donor with money", "meet teenagers in youth clubs")


@pytest.fixture
def batch(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    built_workspace(settings, WordsEncoder())
    monkeypatch.setenv("MATCHER_DATA", str(settings.data))
    monkeypatch.setenv("MATCHER_CORPUS", str(SMALL_CORPUS))
    monkeypatch.setenv("MATCHER_MODEL", "words")
    module = load_script("match_batch")
    monkeypatch.setattr(module, "load_encoder", lambda _model: WordsEncoder())
    monkeypatch.setattr(module, "GOALS_AT_ONCE", 2)
    return module


def write_goals(path: Path, count: int) -> Path:
    goals = ({"id": f"g{number}", "text": TEXTS[number % 3], "limit": 2} for number in range(count))
    path.write_text("".join(json.dumps(goal) + "\n" for goal in goals))
    return path


@pytest.fixture
def goals(tmp_path: Path) -> Path:
    return write_goals(tmp_path / "goals.jsonl", 7)


def stop_at(monkeypatch: pytest.MonkeyPatch, goal_id: str, error: BaseException) -> None:
    """Let writing fail at a goal, after its matches are written, but before they are kept."""

    def failing(recommender: Any, some: Sequence[Goal], writer: Any, size: int | None) -> None:
        write_matches(recommender, some, writer, size)
        if any(goal.id == goal_id for goal in some):
            raise error

    monkeypatch.setattr("matcher.batch.matching.write_matches", failing)


def noting(matched: list[str]) -> Callable[..., None]:
    """Match as ever, and note the ids of the goals."""

    def write(recommender: Any, some: Sequence[Goal], writer: Any, size: int | None) -> None:
        matched.extend(goal.id for goal in some)
        write_matches(recommender, some, writer, size)

    return write


@pytest.mark.parametrize("name", ["m.csv", "m.jsonl"])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError("no space left")])
def test_a_stopped_run_goes_on_and_gives_the_same_file(
    name: str,
    error: BaseException,
    batch: ModuleType,
    goals: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole, resumed = tmp_path / f"whole-{name}", tmp_path / name
    assert batch.main([str(goals), "-o", str(whole)]) == 0
    with monkeypatch.context() as patch:
        stop_at(patch, "g5", error)
        assert batch.main([str(goals), "-o", str(resumed)]) == 1
    assert capsys.readouterr().err.splitlines()[-1].endswith(" after 4 goals; --resume goes on there")
    assert not resumed.exists()
    matched: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr("matcher.batch.matching.write_matches", noting(matched))
        assert batch.main([str(goals), "-o", str(resumed), "--resume"]) == 0
    assert matched == ["g4", "g5", "g6"]
    assert resumed.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["data", "goals.jsonl", name, whole.name])


def test_a_bad_goal_before_the_stop_still_counts(
    batch: ModuleType, goals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goals.write_text("{broken\n" + goals.read_text())
    with monkeypatch.context() as patch:
        stop_at(patch, "g5", KeyboardInterrupt())
        assert batch.main([str(goals), "-o", str(tmp_path / "m.csv")]) == 1
    assert batch.main([str(goals), "-o", str(tmp_path / "m.csv"), "--resume"]) == 1
    rows = list(csv.DictReader(io.StringIO((tmp_path / "m.csv").read_text())))
    assert list(dict.fromkeys(row["goal_id"] for row in rows)) == [f"g{number}" for number in range(7)]


@pytest.mark.parametrize("changed", ["goals", "generation", "limit"])
def test_another_question_is_not_mixed_into_the_file(
    changed: str,
    batch: ModuleType,
    goals: Path,
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    output = tmp_path / "m.csv"
    with monkeypatch.context() as patch:
        stop_at(patch, "g5", KeyboardInterrupt())
        batch.main([str(goals), "-o", str(output)])
    if changed == "goals":
        write_goals(goals, 8)
    if changed == "generation":
        workspace = Workspace(settings)
        workspace.store.receive([Organisation(id="local:new", name="New radio")], "import")
        workspace.build(WordsEncoder(), workspace.corpus())
    more = ["--limit", "1"] if changed == "limit" else []
    capsys.readouterr()
    assert batch.main([str(goals), "-o", str(output), "--resume", *more]) == 1
    told = capsys.readouterr().err
    name = {"goals": "the file of goals", "generation": "the knowledge base", "limit": "--limit"}[changed]
    assert told.startswith(f"match_batch: {name} was ")
    assert told.count("\n") == 1
    assert batch.main([str(goals), "-o", str(output), *more]) == 0, "from the beginning it goes"
    assert output.exists()


def test_resume_starts_where_nothing_stopped(batch: ModuleType, goals: Path, tmp_path: Path) -> None:
    assert batch.main([str(goals), "-o", str(tmp_path / "m.csv"), "--resume"]) == 0
    first = (tmp_path / "m.csv").read_bytes()
    assert batch.main([str(goals), "-o", str(tmp_path / "m.csv"), "--resume"]) == 0
    assert (tmp_path / "m.csv").read_bytes() == first


@pytest.mark.parametrize(("output", "told"), [("m.xlsx", ".xlsx is written at the end"), ("-", "a stream cannot be")])
def test_what_cannot_be_resumed_says_why(
    output: str, told: str, batch: ModuleType, goals: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = output if output == "-" else str(tmp_path / output)
    assert batch.main([str(goals), "-o", target, "--resume"]) == 1
    assert told in capsys.readouterr().err


def test_memory_does_not_grow_with_the_number_of_goals(batch: ModuleType, tmp_path: Path) -> None:
    def peak(count: int) -> int:
        goals = write_goals(tmp_path / "goals.jsonl", count)
        tracemalloc.start()
        assert batch.main([str(goals), "-o", str(tmp_path / "m.jsonl"), "--jobs", "1"]) == 0
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(4)  # what is loaded once
    few, many = peak(10), peak(200)
    assert (tmp_path / "m.jsonl").stat().st_size > 400_000
    assert many - few < 100_000


# Goals as tables


def table(path: Path, rows: list[list[Any]]) -> Path:
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        text = io.StringIO()
        csv.writer(text, delimiter="\t" if path.suffix == ".tsv" else ",").writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8")
    return path


ROWS = [
    ["id", "Goal", "country", "needs", "kinds", "on", "limit", "brings", "#my note"],
    ["g1", "verify rumours on radio", "Slovakia; CZ", "Fact-checking: 0.5; broadcasting", "media", "2027", 2, "", "x"],
    ["g2", "a donor with money", "", "", "", "", "", "We answer calls.", ""],
]


@pytest.mark.parametrize("name", ["g.csv", "g.tsv", "g.xlsx"])
def test_a_row_is_a_goal(name: str, tmp_path: Path, small_taxonomy: Taxonomy) -> None:
    first, second = read_goal_table(table(tmp_path / name, ROWS), small_taxonomy)
    assert first.record == Goal.model_validate(
        {
            "id": "g1",
            "text": "verify rumours on radio",
            "countries": ["SK", "CZ"],
            "needs": [{"capability": "fact_checking", "weight": 0.5}, {"capability": "broadcasting"}],
            "kinds": ["media"],
            "on": "2027",
            "limit": 2,
        }
    )
    seeker = {"summary": "We answer calls."}
    assert second.record == Goal.model_validate({"id": "g2", "text": "a donor with money", "seeker": seeker})


@pytest.fixture
def small_taxonomy(settings: Settings) -> Taxonomy:
    return Workspace(settings).taxonomy


def test_tables_are_matched_as_json_lines_are(batch: ModuleType, tmp_path: Path) -> None:
    goals = tmp_path / "goals.jsonl"
    goals.write_text('{"id": "g1", "text": "verify rumours on radio", "countries": ["SK"]}\n')
    assert batch.main([str(goals), "-o", str(tmp_path / "a.csv")]) == 0
    rows = [["id", "text", "countries"], ["g1", "verify rumours on radio", "SK"]]
    for name in ("g.csv", "g.xlsx"):
        assert batch.main([str(table(tmp_path / name, rows)), "-o", str(tmp_path / "b.csv")]) == 0
        assert (tmp_path / "b.csv").read_bytes() == (tmp_path / "a.csv").read_bytes()


def test_a_bad_row_is_told_with_line_column_and_value(
    batch: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [["text", "country", "limit"], ["a donor", "Slovakio", ""], ["a donor", "", "many"], ["a donor", "SK", 1]]
    assert batch.main([str(table(tmp_path / "g.csv", rows)), "-o", str(tmp_path / "m.csv")]) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("match_batch: ")]
    assert told == [
        "match_batch: g.csv:2: country: 'Slovakio' is not a country; did you mean 'slovakia'?",
        "match_batch: g.csv:3: limit: 'many' is not a number",
    ]
    assert [row["goal_id"] for row in csv.DictReader(io.StringIO((tmp_path / "m.csv").read_text()))] == ["4"]


def test_a_column_that_is_none_is_told_at_once(
    batch: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    goals = table(tmp_path / "g.csv", [["texts", "contry"], ["a donor", "SK"]])
    assert batch.main([str(goals), "-o", str(tmp_path / "m.csv")]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    for part in ("texts: is no column of goals; did you mean 'text'?", "'countries'", "text: there is no such column"):
        assert part in told
    assert not (tmp_path / "m.csv").exists()


# Goals joined to their partners


@pytest.mark.parametrize("name", ["m.graphml", "m.kumu.xlsx", "m.jsonld"])
def test_matches_are_written_as_a_graph(name: str, batch: ModuleType, goals: Path, tmp_path: Path) -> None:
    assert batch.main([str(goals), "-o", str(tmp_path / "m.csv")]) == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "m.csv").read_text())))
    expected = [(row["goal_id"], row["organisation_id"]) for row in rows]
    assert batch.main([str(goals), "-o", str(tmp_path / name)]) == 0
    assert sorted(pairs(tmp_path / name)) == sorted(expected)


def pairs(path: Path) -> list[tuple[str, str]]:
    if path.suffix == ".graphml":
        return [(goal.removeprefix("goal:"), partner) for goal, partner in nx.read_graphml(path).edges]
    if path.suffix == ".xlsx":
        rows = list(load_workbook(path)["Connections"].values)[1:]
        return [(str(row[0]).removeprefix("goal:"), str(row[1])) for row in rows]
    lists = json.loads(path.read_text())["@graph"]
    return [
        (each["identifier"], entry["item"]["identifier"][0]["value"])
        for each in lists
        for entry in each["itemListElement"]
    ]
