"""Tables and report of an evaluation: cells, alignment, Markdown, and notes by hand that survive."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from matcher.evaluation.comparison import Comparison
from matcher.evaluation.measurement import Measurement
from matcher.evaluation.metrics import METRICS
from matcher.evaluation.needs import NeedsMeasurement
from matcher.evaluation.report import NO_NOTES, NOTES_END, NOTES_START, ReportSection, write_report
from matcher.evaluation.tables import ablation_rows, as_markdown, as_text, metric_rows, tables

NAMES = ["nDCG@10", "Recall@10", "Recall@50", "MRR", "Hit@10"]
SMALL = "at_most_3_activities"


def measurement(value: float, shown: float | None = None) -> Measurement:
    """Return a measurement of two goals in which every metric is `value`; `shown` of ten are of a small group."""
    counts = {} if shown is None else {SMALL: np.array([[shown, 10, 1, 2]] * 2)}
    return Measurement({"qrels": np.full((2, len(METRICS)), value)}, counts, 0.0)


@pytest.fixture
def comparison() -> Comparison:
    methods = {"matcher": measurement(0.5, shown=4), "bm25": measurement(0.25, shown=5)}
    needs = NeedsMeasurement(np.array([[1.0, 2.0, 1.0]]))
    return Comparison({"goals": 2, "practices": 0}, methods, {"evidence": measurement(0.375)}, needs)


def test_each_metric_stands_with_its_interval_under_its_name(comparison: Comparison) -> None:
    assert metric_rows(comparison.methods) == [
        ["judgements", "method", *NAMES],
        ["qrels", "matcher", *["0.500 [0.500, 0.500]"] * 5],
        ["qrels", "bm25", *["0.250 [0.250, 0.250]"] * 5],
    ]


def test_exposure_and_differences_have_tables_of_their_own(comparison: Comparison) -> None:
    _, exposure, ahead, _ = tables(comparison)
    assert exposure == [
        ["exposure", "at most 3 activities"],
        ["matcher", "0.800 [0.800, 0.800]"],
        ["bm25", "1.000 [1.000, 1.000]"],
    ]
    assert ahead[1:] == [
        ["qrels", "difference", *["+0.250 [+0.250, +0.250]"] * 5],
        ["qrels", "best other", *["bm25"] * 5],
    ]


def test_what_leaving_out_a_term_changes_stands_in_the_last_column(comparison: Comparison) -> None:
    rows = ablation_rows(comparison.methods["matcher"], comparison.ablated)
    assert [row[1] for row in rows] == ["left out", "nothing", "evidence"]
    assert rows[2][2] == "0.375"
    assert [row[-1] for row in rows] == ["change of nDCG@10", "", "-0.125 [-0.125, -0.125]"]


def test_tables_that_would_be_empty_are_left_out() -> None:
    alone = Comparison({}, {"matcher": measurement(0.5)}, {}, None)
    assert tables(alone) == [metric_rows(alone.methods)]


def test_text_is_aligned_and_markdown_has_a_line_under_the_headings() -> None:
    rows = [["a", "bcd"], ["long", "e"]]
    assert as_text(rows) == "a     bcd\nlong  e"
    assert as_markdown(rows) == "| a | bcd |\n|---|---|\n| long | e |"


def test_json_fields_hold_methods_differences_ablations_and_needs(comparison: Comparison) -> None:
    fields = comparison.fields(1.234)
    assert fields["methods"]["bm25"]["metrics"]["qrels"]["mrr"] == 0.25
    assert fields["methods"]["matcher"]["seconds"]["build"] == 1.23
    assert fields["differences"]["qrels"]["mrr"] == {"other": "bm25", "mean": 0.25, "interval": (0.25, 0.25)}
    assert fields["ablations"]["evidence"]["differences"]["qrels"]["mrr"]["mean"] == -0.125
    assert fields["needs"]["precision"] == 0.5


def test_the_figures_of_one_method_keep_their_place() -> None:
    fields = Comparison({"goals": 2}, {"matcher": measurement(0.5)}, {}, None).fields(0)
    assert set(fields) == {"goals", "metrics", "exposure", "intervals", "exposure_intervals", "seconds"}


def test_the_report_says_what_was_measured_how_and_when(comparison: Comparison) -> None:
    section = ReportSection("Our goals", "", "partners", "python scripts/evaluate.py x", comparison)
    text = write_report([section], "python scripts/report_evaluation.py", date(2026, 11, 21))
    assert "Written by `python scripts/report_evaluation.py` on 2026-11-21." in text
    assert "## Our goals\n2 goals. The same figures: `python scripts/evaluate.py x`\n\n| judgements | method |" in text
    assert "\n\nNeeded capabilities as read from 1 goals: micro-precision 0.500 [0.500, 0.500]" in text
    assert text.endswith(f"{NOTES_START}\n{NO_NOTES}\n{NOTES_END}\n")


def test_notes_by_hand_are_kept_when_the_report_is_written_anew(comparison: Comparison) -> None:
    section = ReportSection("Our goals", "", "partners", "command", comparison)
    first = write_report([section], "command", date(2026, 11, 21))
    edited = first.replace(NO_NOTES, "## Failures\nGoals of three words.\n\nMore.")
    again = write_report([], "command", date(2026, 11, 22), edited)
    assert again.endswith(f"{NOTES_START}\n## Failures\nGoals of three words.\n\nMore.\n{NOTES_END}\n")
    assert "Our goals" not in again
    assert write_report([], "command", date(2026, 11, 22), again) == again
