"""benchmarks: three layouts, which records, goals and judgements each gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.evaluation.benchmarks import open_benchmark
from tests.conftest import SMALL_CORPUS

HEADER = "query-id\tcorpus-id\tscore\n"


@pytest.fixture
def judged_goals(tmp_path: Path) -> Path:
    (tmp_path / "goals.jsonl").write_text('{"id": "g1", "text": "one"}\n{"id": "g2", "text": "two"}\n')
    for what, record in (("partners", "local:bank"), ("practices", "check-before-airing")):
        (tmp_path / what).mkdir()
        (tmp_path / what / "dev.tsv").write_text(f"{HEADER}g2\t{record}\t2\n")
    (tmp_path / "needs.tsv").write_text(f"{HEADER}g2\tfunding\t1\n")
    return tmp_path


def test_judged_goals_are_measured_over_the_corpus(judged_goals: Path) -> None:
    benchmark = open_benchmark(judged_goals, "partners", "dev", SMALL_CORPUS)
    assert "local:bank" in {organisation.id for organisation in benchmark.corpus.organisations}
    assert [goal.id for goal in benchmark.goals] == ["g2"]
    assert benchmark.judged["qrels"].judgements == {"g2": {"local:bank": 2.0}}
    assert benchmark.judgements == 1
    assert benchmark.wanted == {"g2": {"funding": 1.0}}


def test_needs_are_no_matter_of_practices(judged_goals: Path) -> None:
    assert open_benchmark(judged_goals, "practices", "dev", SMALL_CORPUS).wanted == {}


def test_a_folder_with_organisations_is_measured_over_them_alone(tmp_path: Path) -> None:
    (tmp_path / "organisations.jsonl").write_text('{"id": "o", "name": "O"}\n')
    (tmp_path / "goals.jsonl").write_text('{"id": "g1", "text": "one"}\n{"id": "g2", "text": "two"}\n')
    (tmp_path / "qrels.tsv").write_text(f"{HEADER}g1\to\t1\n")
    (tmp_path / "qrels_new.tsv").write_text(f"{HEADER}g2\to\t1\n")
    benchmark = open_benchmark(tmp_path, "partners", "", SMALL_CORPUS)
    assert [organisation.id for organisation in benchmark.corpus.organisations] == ["o"]
    assert [goal.id for goal in benchmark.goals] == ["g1", "g2"]
    assert list(benchmark.judged) == ["qrels", "qrels_new"]


def test_documents_stand_for_practices(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"_id": "d", "title": "Bees", "text": "Honey"}\n')
    (tmp_path / "queries.jsonl").write_text('{"_id": "q1", "text": "one"}\n{"_id": "q2", "text": "two"}\n')
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "train.tsv").write_text(f"{HEADER}q1\td\t1\n")
    benchmark = open_benchmark(tmp_path, "practices", "train", SMALL_CORPUS)
    assert [practice.id for practice in benchmark.corpus.practices] == ["d"]
    assert [goal.id for goal in benchmark.goals] == ["q1"]
