"""The command lines: same ranking as the library, clear lines for bad input, files whole or not at all."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from openpyxl import load_workbook

from matcher.errors import EncoderError
from matcher.evaluation.measured import Measured, shipped_figures
from matcher.exporters import COLUMNS
from matcher.recommender import Recommender
from matcher.records import Goal
from matcher.settings import Settings
from matcher.weights import Weights
from matcher.workspace import Workspace
from tests.conftest import ROOT, SMALL_CORPUS, WordsEncoder

GOALS = [
    {"id": "g1", "text": "verify rumours on radio for teenagers", "seeker": "local:checkers"},
    {"id": "g2", "text": "a donor with money", "limit": 1},
]


def load_script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def data(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built data folder that every script finds through the environment."""
    workspace = Workspace(settings)
    workspace.synchronise()
    workspace.build(WordsEncoder(), workspace.corpus())
    monkeypatch.setenv("MATCHER_DATA", str(settings.data))
    monkeypatch.setenv("MATCHER_CORPUS", str(SMALL_CORPUS))
    monkeypatch.setenv("MATCHER_MODEL", "words")
    return settings.data


def script(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = load_script(name)
    if hasattr(module, "load_encoder"):
        monkeypatch.setattr(module, "load_encoder", lambda _model: WordsEncoder())
    return module


def write_goals(folder: Path, *lines: object) -> Path:
    path = folder / "goals.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return path


def test_a_batch_gives_the_ranking_of_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_recommender: Recommender
) -> None:
    output = tmp_path / "matches.csv"
    assert script("match_batch", monkeypatch).main([str(write_goals(tmp_path, *GOALS)), "-o", str(output)]) == 0
    rows = list(csv.DictReader(io.StringIO(output.read_text(encoding="utf-8"))))
    assert tuple(rows[0]) == COLUMNS
    expected = [
        (goal["id"], partner.organisation.id)
        for goal, result in zip(
            GOALS, small_recommender.partners([Goal.model_validate(goal) for goal in GOALS]), strict=True
        )
        for partner in result.partners
    ]
    assert [(row["goal_id"], row["organisation_id"]) for row in rows] == expected
    assert expected[0] == ("g1", "local:radio-one")
    assert expected[-1] == ("g2", "local:bank")
    for row in rows:
        terms = ("coverage", "relevance", "evidence", "reciprocity", "common_ground", "reach")
        assert sum(float(row[term]) for term in terms) == pytest.approx(float(row["score"]), abs=1e-4)
    assert rows[0]["reason"] == "Brings: Youth outreach: “Some teenagers listen to Radio One.”"


def test_json_lines_hold_the_full_reasons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "matches.jsonl"
    assert script("match_batch", monkeypatch).main([str(write_goals(tmp_path, *GOALS)), "-o", str(output)]) == 0
    first = json.loads(output.read_text(encoding="utf-8").splitlines()[0])
    broadcasting = next(reason for reason in first["reasons"] if reason.get("capability") == "broadcasting")
    assert broadcasting["quote"] == "Radio One gives air time on radio."
    assert broadcasting["field"] == "offers[0].statement"
    assert broadcasting["source"]["locator"] == "page 1"


def test_a_workbook_has_a_sheet_of_partners_and_one_of_practices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "matches.xlsx"
    assert script("match_batch", monkeypatch).main([str(write_goals(tmp_path, *GOALS)), "-o", str(output)]) == 0
    book = load_workbook(output)
    assert book.sheetnames == ["partners", "practices"]
    assert [cell.value for cell in book["partners"][1]] == list(COLUMNS)
    assert book["partners"]["C2"].value == "local:radio-one"
    assert book["practices"]["C2"].value == "check-before-airing"


def test_coalitions_come_as_a_sheet_and_as_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_recommender: Recommender
) -> None:
    goals = str(write_goals(tmp_path, *GOALS))
    expected = [
        (goal["id"], [member.organisation.id for member in coalition.members])
        for goal, coalition in zip(
            GOALS, small_recommender.coalition([Goal.model_validate(goal) for goal in GOALS], 2), strict=True
        )
    ]
    module = script("match_batch", monkeypatch)
    assert module.main([goals, "-o", str(tmp_path / "m.jsonl"), "--coalition", "2"]) == 0
    lines = [json.loads(line) for line in (tmp_path / "m.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [line for line in lines if "coalition" in line]
    assert [(each["goal_id"], [m["organisation_id"] for m in each["coalition"]]) for each in told] == expected
    assert [line["goal_id"] for line in lines] == ["g1"] * (len(lines) - 2) + ["g2", "g2"]
    assert module.main([goals, "-o", str(tmp_path / "m.xlsx"), "--coalition", "2"]) == 0
    book = load_workbook(tmp_path / "m.xlsx")
    assert book.sheetnames == ["partners", "practices", "coalition"]
    rows = list(book["coalition"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[2]) for row in rows] == [(goal, member) for goal, members in expected for member in members]


@pytest.mark.parametrize("output", ["-", "m.csv"])
def test_coalitions_do_not_fit_into_csv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], output: str
) -> None:
    goals = str(write_goals(tmp_path, *GOALS))
    target = output if output == "-" else str(tmp_path / output)
    assert script("match_batch", monkeypatch).main([goals, "-o", target, "--coalition", "2"]) == 1
    told = capsys.readouterr().err
    assert ".jsonl, .xlsx" in told
    assert told.count("\n") == 1


def test_the_coalition_benchmark_prints_ratios_and_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    goals = str(write_goals(tmp_path, *GOALS))
    module = script("benchmark_coalition", monkeypatch)
    arguments = ["--random", "5", "--goals", goals, "--size", "2", "--json", str(tmp_path / "out.json")]
    assert module.main(arguments) == 0
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()[1:]] == [["random", "5"], ["goals", "2"]]
    figures = json.loads((tmp_path / "out.json").read_text())
    assert figures["goals"]["mean coverage"] == 1.0
    assert 0.9 <= figures["random"]["lowest value"] <= figures["random"]["mean value"] <= 1.0
    monkeypatch.setattr(module, "choose", lambda _problem: [0])
    assert module.main(["--random", "5", "--goals", "none"]) == 1


def test_bad_goals_are_told_in_a_line_each_and_the_good_ones_are_matched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    goals = write_goals(
        tmp_path,
        "{broken",
        {"id": "empty", "text": ""},
        {"id": "lost", "text": "verify rumours", "seeker": "local:nobody"},
        {"id": "typo", "text": "verify rumours", "audiences": ["yuth"]},
        GOALS[1],
    )
    output = tmp_path / "matches.csv"
    assert script("match_batch", monkeypatch).main([str(goals), "-o", str(output)]) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("match_batch:")]
    assert len(told) == 4
    for line, parts in zip(
        told,
        (("goals.jsonl:1", "not JSON"), ("goals.jsonl:2", "empty"), ("lost", "local:nobody"), ("typo", "'youth'")),
        strict=True,
    ):
        assert all(part in line for part in parts)
    assert [row["goal_id"] for row in csv.DictReader(io.StringIO(output.read_text(encoding="utf-8")))] == ["g2"]


def test_a_dash_reads_and_writes_the_standard_streams(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(json.dumps(GOALS[1]).encode()))
    monkeypatch.setattr("sys.stdin", stream)
    assert script("match_batch", monkeypatch).main(["-", "-o", "-", "--limit", "2"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[0]["organisation_id"] == "local:bank"


@pytest.mark.parametrize(
    ("output", "part"), [("matches.pdf", "the ending must be one of .csv"), ("no/folder/m.csv", "no folder")]
)
def test_an_output_that_cannot_be_written_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], output: str, part: str
) -> None:
    goals = write_goals(tmp_path, *GOALS)
    assert script("match_batch", monkeypatch).main([str(goals), "-o", str(tmp_path / output)]) == 1
    assert part in capsys.readouterr().err


def test_a_failing_batch_leaves_the_old_file_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "matches.csv"
    output.write_text("old")
    module = script("match_batch", monkeypatch)

    def fail(_model: str) -> None:
        raise EncoderError("no model")

    monkeypatch.setattr(module, "load_encoder", fail)
    assert module.main([str(write_goals(tmp_path, *GOALS)), "-o", str(output)]) == 1
    assert output.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "goals.jsonl", "matches.csv"]


def test_a_missing_goals_file_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script("match_batch", monkeypatch).main(["nowhere.jsonl"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_practices_as_json_have_the_promised_fields(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = script("query_practices", monkeypatch)
    assert module.main(["verify rumours before the radio programme", "--format", "json", "--limit", "2"]) == 0
    notes = json.loads(capsys.readouterr().out)
    assert notes[0]["id"] == "check-before-airing"
    assert len(notes) == 2
    assert set(notes[0]) == {"id", "title", "stage", "phase", "score", "text", "pitfalls", "sources"}
    assert notes[0]["score"] > notes[1]["score"]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_practices_for_reading_show_stage_pitfall_and_source(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    assert script("query_practices", monkeypatch).main(["verify rumours on radio", "--format", form]) == 0
    shown = capsys.readouterr().out
    for part in ("1. Check before airing", "Delivering, before the campaign", "A rumour on radio", "chapter 2"):
        assert part in shown


def test_practices_for_reading_go_by_phase(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    query = "ask a donor, verify rumours and visit youth clubs"
    assert script("query_practices", monkeypatch).main([query, "--format", "markdown"]) == 0
    shown = capsys.readouterr().out
    before, during = shown.index("## Before the campaign"), shown.index("## During the campaign")
    assert before < shown.index("Ask for money early") < during < shown.index("Meet teenagers where they are")


@pytest.mark.parametrize("name", ["queries.txt", "queries.jsonl"])
def test_many_queries_are_answered_from_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    queries = ["verify rumours on radio", "x", "ask a donor for grants"]
    lines = queries if name.endswith(".txt") else [json.dumps({"text": query}) for query in queries]
    (tmp_path / name).write_text("\n".join([*lines[:2], "", lines[2]]) + "\n")
    out = tmp_path / "notes.jsonl"
    arguments = ["--file", str(tmp_path / name), "-o", str(out), "--limit", "2"]
    assert script("query_practices", monkeypatch).main(arguments) == 1, "one of them is bad"
    told = capsys.readouterr().err.splitlines()
    assert [line for line in told if f"{name}:2" in line and line.startswith("query_practices: ")]
    answers = [json.loads(line) for line in out.read_text().splitlines()]
    assert [(each["id"], each["practices"][0]["id"]) for each in answers] == [
        ("1", "check-before-airing"),
        ("4", "ask-for-money-early"),
    ]
    assert script("query_practices", monkeypatch).main([queries[0], "--format", "json", "--limit", "2"]) == 0
    assert json.loads(capsys.readouterr().out) == answers[0]["practices"]


@pytest.mark.parametrize("arguments", [["x"], ["verify rumours", "--limit", "0"], ["verify rumours", "--actor", "cat"]])
def test_a_bad_question_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert script("query_practices", monkeypatch).main(arguments) == 1
    told = capsys.readouterr().err
    assert told.startswith("query_practices: ")
    assert told.count("\n") == 1


def test_validate_corpus_accepts_the_shipped_corpus(capsys: pytest.CaptureFixture[str]) -> None:
    assert load_script("validate_corpus").main([str(ROOT / "corpus")]) == 0
    assert "no faults" in capsys.readouterr().out


def broken_copy(folder: Path) -> Path:
    for path in SMALL_CORPUS.rglob("*.*"):
        target = folder / path.relative_to(SMALL_CORPUS)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    scouts = folder / "organisations" / "scouts.yaml"
    scouts.write_text(scouts.read_text().replace("youth_outreach", "yuth_outreach").replace("[SK]", "[Slovakia]"))
    (folder / "practices" / "ask-for-money-early.md").write_text("no front matter")
    return folder


def test_validate_corpus_names_every_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert load_script("validate_corpus").main([str(broken_copy(tmp_path / "corpus"))]) == 1
    told = capsys.readouterr().err
    assert "organisations/scouts.yaml: countries[0]: 'Slovakia' is not a country code; did you mean 'SK'?" in told
    assert "practices/ask-for-money-early.md: a practice starts with front matter" in told
    assert "2 faults" in told


def test_validate_corpus_finds_records_that_are_called_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = broken_copy(tmp_path / "corpus")
    for name in ("organisations/scouts.yaml", "practices/ask-for-money-early.md"):
        (folder / name).write_bytes((SMALL_CORPUS / name).read_bytes())
    (folder / "organisations" / "scout.yaml").write_text("{id: 'local:scout', name: SCOUTS}")
    assert load_script("validate_corpus").main([str(folder)]) == 1
    told = capsys.readouterr().err
    assert "'SCOUTS' is nearly 'Scouts'" in told
    assert "local:scout: sources: is empty" in told


def test_a_broken_corpus_stops_the_build_and_the_generation_before_stays(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MATCHER_CORPUS", str(broken_copy(tmp_path / "corpus")))
    before = (data / "generations" / "CURRENT").read_text()
    assert load_script("build_index").main([]) == 1
    told = capsys.readouterr().err
    assert "scouts.yaml" in told
    assert "ask-for-money-early.md" in told
    assert "2 faults" in told
    assert (data / "generations" / "CURRENT").read_text() == before


def test_building_makes_a_new_generation(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("webapp.cli.load_encoder", lambda _model, **_: WordsEncoder())
    assert load_script("build_index").main(["--data", str(data)]) == 0
    assert capsys.readouterr().out.strip().endswith("gen-000002")
    assert (data / "generations" / "CURRENT").read_text() == "gen-000002"


def test_evaluate_partners_writes_the_promised_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "benchmark"
    folder.mkdir()
    activity = {"title": "Radio against rumours", "summary": "A radio programme that debunks hoaxes.", "start": 2023}
    organisations = [
        {"id": "o1", "name": "One", "activities": [activity]},
        {"id": "o2", "name": "Two", "activities": [{"title": "Gardens", "summary": "Planting trees."}]},
        {"id": "o3", "name": "Three", "activities": [activity, {"title": "Bees"}, {"title": "Bees again"}]},
    ]
    (folder / "organisations.jsonl").write_text("".join(json.dumps(each) + "\n" for each in organisations))
    (folder / "goals.jsonl").write_text(json.dumps({"id": "g", "text": "debunk hoaxes on radio", "seeker": "o3"}))
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\ng\to1\t1\n")
    (folder / "qrels_green.tsv").write_text("query-id\tcorpus-id\tscore\ng\to2\t1\n")
    (folder / "candidates_green.txt").write_text("o2\n")
    out = tmp_path / "out.json"
    assert script("evaluate", monkeypatch).main(["partners", str(folder), "--json", str(out)]) == 0
    figures = json.loads(out.read_text())
    assert (figures["goals"], figures["organisations"]) == (1, 3)
    assert figures["metrics"]["qrels"] == {"ndcg@10": 1, "recall@10": 1, "recall@50": 1, "mrr": 1, "hit@10": 1}
    assert figures["metrics"]["qrels_green"]["ndcg@10"] == 1
    assert set(figures["exposure"]) == {"at_most_3_activities", "outside_europe_and_north_america"}
    assert set(figures["seconds"]) == {"build", "rank"}
    assert script("evaluate", monkeypatch).main(["partners", str(folder), "--method", "all"]) == 0
    shown = capsys.readouterr().out
    assert all(method in shown for method in ("matcher", "popularity", "bm25", "dense"))


def test_evaluate_practices_reads_the_beir_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    documents = [
        {"_id": "d1", "title": "Bees", "text": "Bees make honey."},
        {"_id": "d2", "title": "", "text": "Trees"},
    ]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(each) + "\n" for each in documents))
    queries = [{"_id": "q1", "text": "honey of bees"}, {"_id": "q2", "text": "not judged"}]
    (folder / "queries.jsonl").write_text("".join(json.dumps(each) + "\n" for each in queries))
    (folder / "qrels" / "train.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n")
    out = tmp_path / "out.json"
    arguments = ["practices", str(folder), "--split", "train", "--json", str(out)]
    assert script("evaluate", monkeypatch).main(arguments) == 0
    figures = json.loads(out.read_text())
    assert figures["goals"] == 1
    assert figures["metrics"]["qrels"]["mrr"] == 1


@pytest.mark.parametrize(
    "arguments", [["partners", "nowhere"], ["practices", "nowhere"], ["practices", ".", "--method", "popularity"]]
)
def test_evaluate_tells_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert script("evaluate", monkeypatch).main(arguments) == 1
    assert capsys.readouterr().err.startswith("evaluate: ")


@pytest.mark.parametrize(
    "name",
    [
        *("match_batch", "query_practices", "build_index", "validate_corpus", "screenshots", "judge"),
        *("evaluate", "fit_weights", "report_evaluation"),
    ],
)
def test_help_shows_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        load_script(name).main(["--help"])
    assert stopped.value.code == 0
    assert f"python scripts/{name}.py" in capsys.readouterr().out


def judged_corpus(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put judged goals into a copy of the small corpus, and let the scripts use it."""
    corpus = folder / "corpus"
    for path in SMALL_CORPUS.rglob("*.*"):
        target = corpus / path.relative_to(SMALL_CORPUS)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    judgements = corpus / "judgements"
    for what, record in (("partners", "local:radio-one"), ("practices", "check-before-airing")):
        (judgements / what).mkdir(parents=True)
        (judgements / what / "dev.tsv").write_text(f"query-id\tcorpus-id\tscore\ng1\t{record}\t2\n")
    write_goals(judgements, {"id": "g1", "text": "verify rumours on radio for teenagers"}, GOALS[1])
    needs = ("fact_checking", "broadcasting", "funding")
    (judgements / "needs.tsv").write_text(
        "query-id\tcorpus-id\tscore\n" + "".join(f"g1\t{code}\t1\n" for code in needs)
    )
    monkeypatch.setenv("MATCHER_CORPUS", str(corpus))
    return judgements


@pytest.mark.parametrize("what", ["partners", "practices"])
def test_judged_goals_are_scored_over_the_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    judgements, out = judged_corpus(tmp_path, monkeypatch), tmp_path / "out.json"
    arguments = [what, str(judgements), "--split", "dev", "--json", str(out)]
    assert script("evaluate", monkeypatch).main(arguments) == 0
    figures = json.loads(out.read_text())
    assert figures["goals"] == 1  # the second goal is not judged
    assert figures["metrics"]["qrels"]["mrr"] == 1


def test_the_reading_of_needs_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judgements, out = judged_corpus(tmp_path, monkeypatch), tmp_path / "out.json"
    arguments = ["needs", str(judgements), "--split", "dev", "--json", str(out)]
    assert script("evaluate", monkeypatch).main(arguments) == 0
    # Read: fact-checking, broadcasting, youth outreach; wanted: the first two, and funding.
    figures = json.loads(out.read_text())
    assert set(figures.pop("intervals")) == {"precision", "recall", "f1"}
    assert figures == pytest.approx({"goals": 1, "precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3})


def test_a_pool_holds_the_best_of_each_method_and_does_not_tell_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    judged_corpus(tmp_path, monkeypatch)
    module = script("judge", monkeypatch)
    assert module.main(["pool", "partners", str(tmp_path / "sheets"), "--depth", "2"]) == 0
    assert capsys.readouterr().out.startswith("2 goals, 4 methods, ")
    sheet = json.loads((tmp_path / "sheets" / "g1.json").read_text())
    found = {record["id"] for record in sheet["records"]}
    assert {"local:radio-one", "local:checkers"} <= found
    assert "local:bank" not in found
    assert set(sheet) == {"goal", "records"}


def test_the_agreement_of_two_judges_is_cohens_kappa(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "query-id\tcorpus-id\tscore\n"
    (tmp_path / "a.tsv").write_text(head + "g\ta\t2\ng\tb\t1\ng\tc\t0\ng\td\t0\nh\ta\t1\n")
    (tmp_path / "b.tsv").write_text(head + "g\ta\t1\ng\tb\t1\ng\tc\t0\ng\td\t2\n")
    assert load_script("judge").main(["agreement", str(tmp_path / "a.tsv"), str(tmp_path / "b.tsv")]) == 0
    # Three of four agree on relevance; by chance one would expect half: kappa = (.75 - .5) / (1 - .5).
    assert capsys.readouterr().out.startswith("4 pairs of 1 goals: kappa 0.50 (relevant or not)")
    (tmp_path / "c.tsv").write_text(head + "x\ta\t1\n")
    assert load_script("judge").main(["agreement", str(tmp_path / "a.tsv"), str(tmp_path / "c.tsv")]) == 1
    assert "judge no pair in common" in capsys.readouterr().err


def test_all_methods_are_compared_and_terms_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judgements, out = judged_corpus(tmp_path, monkeypatch), tmp_path / "out.json"
    arguments = ["partners", str(judgements), "--split", "dev", "--method", "all", "--ablations", "--json", str(out)]
    assert script("evaluate", monkeypatch).main(arguments) == 0
    figures = json.loads(out.read_text())
    assert list(figures["methods"]) == ["matcher", "popularity", "bm25", "dense", "hybrid"]
    assert figures["methods"]["bm25"]["intervals"]["qrels"]["mrr"] == [0.5, 0.5]
    assert figures["differences"]["qrels"]["mrr"]["mean"] == 0
    assert set(figures["ablations"]) == {name for name, weight in Weights.shipped().partners.items() if weight}
    assert figures["needs"]["f1"] == pytest.approx(2 / 3)


def test_a_baseline_has_no_terms_to_leave_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script("evaluate", monkeypatch).main(["partners", ".", "--method", "bm25", "--ablations"]) == 1
    assert capsys.readouterr().err == "evaluate: --ablations leaves out terms of the matcher's score; bm25 has none\n"


def many_judged_goals(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put ten goals into a copy of the small corpus, for all of which the radio is right."""
    judgements = judged_corpus(folder, monkeypatch)
    write_goals(judgements, *({"id": f"g{number}", "text": "rumours on radio"} for number in range(10)))
    lines = "".join(f"g{number}\tlocal:radio-one\t2\n" for number in range(10))
    (judgements / "partners" / "dev.tsv").write_text(f"query-id\tcorpus-id\tscore\n{lines}")
    return judgements


def test_weights_that_fitting_does_not_better_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    many_judged_goals(tmp_path, monkeypatch)
    file = tmp_path / "weights.json"
    by_hand = {"coverage": 0.5, "relevance": 0.5}
    file.write_text(json.dumps({"partners": by_hand, "practices": {}}))
    assert script("fit_weights", monkeypatch).main(["--output", str(file)]) == 0
    written = json.loads(file.read_text())
    assert written["partners"] == by_hand
    assert written["fits"]["partners"]["in_force"] is False
    assert written["fits"]["partners"]["ndcg@10"]["by_hand"]["mean"] == 1
    assert capsys.readouterr().out.splitlines()[-1] == (
        "the weights by hand reach 1.000 [1.000, 1.000], and no fitted ones surely more: they stay in force;"
        f" written to {file}"
    )


def test_weights_that_fitting_betters_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    many_judged_goals(tmp_path, monkeypatch)
    file = tmp_path / "weights.json"
    by_hand = {"coverage": 0.0, "relevance": 0.0, "ties": 1.0}  # no goal has a seeker: nothing is ranked by ties
    file.write_text(json.dumps({"partners": by_hand, "practices": {}}))
    assert script("fit_weights", monkeypatch).main(["--output", str(file)]) == 0
    written = json.loads(file.read_text())
    assert written["by_hand"]["partners"] == by_hand
    assert written["fits"]["partners"]["ndcg@10"]["fitted"]["mean"] == 1
    assert sum(written["partners"].values()) == pytest.approx(1)
    assert capsys.readouterr().out.splitlines()[-1].endswith(f" are in force from now on; written to {file}")


@pytest.mark.parametrize(
    ("split", "told"), [("test", "the test split serves to report"), ("dev", "fewer than 10 tell nothing")]
)
def test_weights_are_fitted_neither_to_the_test_split_nor_to_a_few_goals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], split: str, told: str
) -> None:
    judgements = judged_corpus(tmp_path, monkeypatch)
    assert script("fit_weights", monkeypatch).main([f"{judgements}:{split}"]) == 1
    assert told in capsys.readouterr().err


def test_one_command_reports_on_everything_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    judged_corpus(tmp_path, monkeypatch)
    folder = tmp_path / "civil"
    folder.mkdir()
    (folder / "organisations.jsonl").write_text('{"id": "o1", "name": "One", "summary": "Radio against hoaxes."}\n')
    (folder / "goals.jsonl").write_text('{"id": "g", "text": "debunk hoaxes on radio"}\n')
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\ng\to1\t1\n")
    out = tmp_path / "docs" / "evaluation.md"
    report = script("report_evaluation", monkeypatch)
    figures = tmp_path / "measured.json"
    shipped = shipped_figures().read_bytes()
    assert report.main([str(folder), "--split", "dev", "--output", str(out), "--figures", str(figures)]) == 0
    assert shipped_figures().read_bytes() == shipped
    assert capsys.readouterr().out == f"wrote 3 sections to {out}\n"
    text = out.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Judged goals of the corpus, dev split: partners",
        "## Judged goals of the corpus, dev split: practices",
        "## civil: partners",
        "## Failures that we looked at, and what they have in common",
    ]
    assert "Written by `python scripts/report_evaluation.py civil --split dev` on " in text
    assert "`python scripts/evaluate.py partners civil --method all --ablations`" in text
    assert str(tmp_path) not in text
    partners, practices, civil = Measured.model_validate_json(figures.read_bytes()).sets
    assert [(each.of, each.what) for each in (partners, practices, civil)] == [
        ("", "partners"),
        ("", "practices"),
        ("civil", "partners"),
    ]
    assert (civil.goals, civil.judgements) == (1, 1)
    assert f"| qrels | matcher | {civil.ndcg['matcher'].value:.3f} [" in text
    assert partners.needs
    assert practices.needs is None
