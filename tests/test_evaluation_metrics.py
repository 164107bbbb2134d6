"""Metrics against values worked out by hand and scikit-learn, benchmark files, exposure."""

from __future__ import annotations

import math
import random
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import ndcg_score

from matcher.errors import InvalidRecordsError
from matcher.evaluation.metrics import (
    METRICS,
    Judged,
    exposure,
    read_benchmark,
    read_judgements,
    read_pairs,
    score_ranking,
    score_rankings,
)

HEADER = "query-id\tcorpus-id\tscore\n"


def metrics(ranking: list[str], gains: dict[str, float]) -> dict[str, float]:
    return dict(zip(METRICS, score_ranking(ranking, gains), strict=True))


def others(count: int) -> list[str]:
    """Return records that nobody judged."""
    return [f"other{number}" for number in range(count)]


def test_the_metrics_are_those_of_the_format() -> None:
    assert METRICS == ("ndcg@10", "recall@10", "recall@50", "mrr", "hit@10")


def test_a_ranking_is_scored_as_worked_out_by_hand() -> None:
    # gained: 1 at rank 1 and 2 at rank 3: 1 / log2(2) + 2 / log2(4) = 2
    # ideal: 2, 1, 1 at ranks 1 to 3: 2 + 1 / log2(3) + 1 / 2
    scored = metrics(["a", "b", "c", "d"], {"a": 1, "c": 2, "x": 1, "d": 0})
    assert scored == pytest.approx(
        {"ndcg@10": 2 / (2.5 + 1 / math.log2(3)), "recall@10": 2 / 3, "recall@50": 2 / 3, "mrr": 1.0, "hit@10": 1.0}
    )
    assert scored["ndcg@10"] == pytest.approx(0.63879, abs=1e-5)


def test_a_perfect_ranking_scores_one_everywhere() -> None:
    assert set(metrics(["b", "a", "c"], {"a": 1, "b": 3}).values()) == {1.0}


def test_a_ranking_without_anything_relevant_scores_zero_everywhere() -> None:
    assert set(metrics(others(100), {"a": 1}).values()) == {0.0}
    assert set(metrics([], {"a": 1}).values()) == {0.0}


@pytest.mark.parametrize(
    ("rank", "ndcg", "recall_10", "recall_50"),
    [(2, 1 / math.log2(3), 1, 1), (10, 1 / math.log2(11), 1, 1), (11, 0, 0, 1), (50, 0, 0, 1), (51, 0, 0, 0)],
)
def test_ranks_count_up_to_their_depth(rank: int, ndcg: float, recall_10: float, recall_50: float) -> None:
    scored = metrics([*others(rank - 1), "a"], {"a": 1})
    assert scored == pytest.approx(
        {"ndcg@10": ndcg, "recall@10": recall_10, "recall@50": recall_50, "mrr": 1 / rank, "hit@10": recall_10}
    )


def test_the_ideal_of_more_than_ten_relevant_records_has_ten() -> None:
    gains = {f"r{number}": 1.0 for number in range(20)}
    scored = metrics(list(gains)[:10], gains)
    assert scored["ndcg@10"] == pytest.approx(1)
    assert scored["recall@10"] == pytest.approx(0.5)


def test_the_gain_is_the_judgement_itself() -> None:
    # 1 before 3: 1 + 3 / log2(3) of 3 + 1 / log2(3)
    assert metrics(["a", "b"], {"a": 1, "b": 3})["ndcg@10"] == pytest.approx(
        (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))
    )


def test_a_judgement_of_zero_or_less_is_not_relevant() -> None:
    assert metrics(["a", "b"], {"a": 0, "c": -1, "b": 1}) == metrics(["a", "b"], {"b": 1})


def test_ndcg_equals_that_of_scikit_learn() -> None:
    generator = random.Random(4)
    for _ in range(200):
        size = generator.randint(2, 30)
        gains = {f"r{number}": float(generator.choice([0, 0, 0, 1, 2, 3])) for number in range(size)}
        gains["r0"] = 1.0
        ranking = generator.sample(list(gains), size)
        true = [gains[record] for record in ranking]
        expected = ndcg_score([true], [list(range(size, 0, -1))], k=10)
        assert metrics(ranking, gains)["ndcg@10"] == pytest.approx(expected)


def test_rankings_are_averaged_over_the_goals_with_a_positive_judgement() -> None:
    judged = Judged({"g1": {"a": 1}, "g2": {"b": 1}, "g3": {"c": 0}})
    rankings = {"g1": ["a"], "g2": ["x", "b"], "g3": ["c"], "g4": ["d"]}
    assert score_rankings(judged, rankings) == pytest.approx(
        {"ndcg@10": (1 + 1 / math.log2(3)) / 2, "recall@10": 1.0, "recall@50": 1.0, "mrr": 0.75, "hit@10": 1.0}
    )


def test_without_judged_goals_there_is_no_figure() -> None:
    for judged in (Judged({}), Judged({"g": {"a": 0}})):
        scored = score_rankings(judged, {"g": ["a"]})
        assert list(scored) == list(METRICS)
        assert all(math.isnan(value) for value in scored.values())


def test_only_candidates_are_ranked() -> None:
    judged = Judged({"g": {"b": 1}}, candidates=frozenset({"b", "c"}))
    assert judged.ranking("g", ["a", "b", "x", "c"]) == ["b", "c"]
    assert score_rankings(judged, {"g": ["a", "x", "b"]})["mrr"] == 1.0


def test_excluded_pairs_are_taken_out_for_their_goal_alone() -> None:
    judged = Judged({"g": {"b": 1}, "h": {"b": 1}}, excluded={"g": {"a"}})
    assert judged.ranking("g", ["a", "b"]) == ["b"]
    assert judged.ranking("h", ["a", "b"]) == ["a", "b"]
    assert score_rankings(judged, {"g": ["a", "b"], "h": ["a", "b"]})["mrr"] == pytest.approx(0.75)


def test_judgements_are_read_by_goal_and_record(tmp_path: Path) -> None:
    path = tmp_path / "qrels.tsv"
    path.write_text(f"{HEADER}g1\tlocal:a\t2\ng1\tlocal:b\t0.5\ng2\tlocal:Ž\t0\n", encoding="utf-8")
    assert read_judgements(path) == {"g1": {"local:a": 2.0, "local:b": 0.5}, "g2": {"local:Ž": 0.0}}


def test_judgements_without_a_header_lose_no_line(tmp_path: Path) -> None:
    path = tmp_path / "qrels.tsv"
    path.write_text("g1\ta\t1\n", encoding="utf-8")
    assert read_judgements(path) == {"g1": {"a": 1.0}}


@pytest.mark.parametrize("line", ["g1\tb\tmuch", "g1\tb", "g1 b 1", "g1\tQ0\tb\t1"])
def test_a_broken_judgement_is_told_with_file_line_and_value(tmp_path: Path, line: str) -> None:
    path = tmp_path / "qrels.tsv"
    path.write_text(f"{HEADER}g1\ta\t1\n{line}\n", encoding="utf-8")
    with pytest.raises(InvalidRecordsError) as caught:
        read_judgements(path)
    (problem,) = caught.value.problems
    assert problem.where == "qrels.tsv:3"
    assert problem.message == f"{line.split(chr(9))!r} is not goal id, record id and a number, separated by tabs"


@pytest.mark.parametrize("header", ["query-id\tcorpus-id\n", ""])
def test_pairs_are_read_by_goal(tmp_path: Path, header: str) -> None:
    path = tmp_path / "excluded.tsv"
    path.write_text(f"{header}g1\ta\ng1\tb\n\ng2\ta\n", encoding="utf-8")
    assert read_pairs(path) == {"g1": {"a", "b"}, "g2": {"a"}}


def test_a_benchmark_folder_is_read_with_its_candidates_and_exclusions(tmp_path: Path) -> None:
    (tmp_path / "qrels.tsv").write_text(f"{HEADER}g\ta\t1\n", encoding="utf-8")
    (tmp_path / "qrels_long_tail.tsv").write_text(f"{HEADER}g\tb\t1\n", encoding="utf-8")
    (tmp_path / "qrels_new.tsv").write_text(f"{HEADER}g\tc\t1\n", encoding="utf-8")
    (tmp_path / "candidates_long_tail.txt").write_text("b\nc\n", encoding="utf-8")
    (tmp_path / "excluded_new.tsv").write_text("query-id\tcorpus-id\ng\ta\n", encoding="utf-8")
    assert read_benchmark(tmp_path) == {
        "qrels": Judged({"g": {"a": 1.0}}),
        "qrels_long_tail": Judged({"g": {"b": 1.0}}, candidates=frozenset({"b", "c"})),
        "qrels_new": Judged({"g": {"c": 1.0}}, excluded={"g": {"a"}}),
    }


def test_a_folder_without_judgements_is_no_benchmark(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecordsError) as caught:
        read_benchmark(tmp_path)
    (problem,) = caught.value.problems
    assert problem.where == str(tmp_path)
    assert problem.message == "no qrels.tsv here; this is not a benchmark folder"


def test_exposure_compares_what_is_shown_with_what_is_relevant() -> None:
    judged = Judged({"g": {"a": 1, "b": 1, "c": 1, "d": 1, "z": 0}})
    small = frozenset({"b", "z"})
    # One of four relevant records is small: .25. Shown: none of one, one of two, two of three.
    assert exposure(judged, {"g": ["a", "b", "z"]}, small, depth=1) == 0.0
    assert exposure(judged, {"g": ["a", "b", "z"]}, small, depth=2) == pytest.approx(0.5 / 0.25)
    assert exposure(judged, {"g": ["a", "b", "z"]}, small) == pytest.approx((2 / 3) / 0.25)


def test_exposure_of_one_means_shown_as_often_as_relevant() -> None:
    judged = Judged({"g": {"a": 1, "b": 1}, "h": {"a": 1, "c": 1}})
    assert exposure(judged, {"g": ["a", "b"], "h": ["c", "a"]}, frozenset({"b", "c"})) == 1.0


def test_exposure_counts_the_first_ten_ranks() -> None:
    judged = Judged({"g": {"a": 1, "b": 1}})
    assert exposure(judged, {"g": [*others(9), "a"]}, frozenset({"a"})) == pytest.approx(0.1 / 0.5)
    assert exposure(judged, {"g": [*others(10), "a"]}, frozenset({"a"})) == 0.0


def test_exposure_of_a_group_that_is_never_relevant_is_not_a_number() -> None:
    assert math.isnan(exposure(Judged({"g": {"a": 1, "b": 0}}), {"g": ["b"]}, frozenset({"b"})))


def test_exposure_leaves_out_what_is_no_candidate_or_excluded() -> None:
    rankings = {"g": ["x", "y", "a", "b"]}
    group = frozenset({"b", "x", "y"})
    judgements = {"g": {"a": 1.0, "b": 1.0}}
    judged = Judged(judgements, candidates=frozenset({"a", "b", "x"}), excluded={"g": {"x"}})
    assert exposure(judged, rankings, group) == pytest.approx(1)
    assert exposure(Judged(judgements), rankings, group) == pytest.approx(1.5)


def test_exposure_counts_only_goals_that_are_ranked_on_both_sides() -> None:
    judged = Judged({"g": {"a": 1, "b": 1}, "not ranked": {"a": 1, "c": 1}})
    assert exposure(judged, {"g": ["a", "b"]}, frozenset({"b"})) == pytest.approx(1)


def test_the_metrics_are_plain_numbers() -> None:
    scored = score_rankings(Judged({"g": {"a": 1}}), {"g": ["a"]})
    assert all(type(value) is float for value in scored.values())
    assert not any(isinstance(value, np.floating) for value in scored.values())
