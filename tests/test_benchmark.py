"""The benchmark: figure and reference in turns, medians, bars that hold or are missed, one table and one JSON."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest
from benchmarks.building import building_cases
from benchmarks.case import Case, measure

from matcher.corpus import Corpus
from scripts import benchmark as script
from tests.conftest import WordsEncoder


def case(figures: list[float], references: list[float], **bar: float) -> Case:
    """A case that gives these figures, one after the other."""
    left, right = iter(figures), iter(references)
    return Case("answering", lambda: next(left), "waiting", lambda: next(right), "s", **bar)


@pytest.fixture
def benchmark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script over two cases: one keeps to its bar, one does not."""
    cases = [case([2] * 5, [4] * 5, at_most=0.5), case([2] * 5, [4] * 5, at_least=0.6)]
    monkeypatch.setattr(script.Plan, "cases", lambda _: cases)
    return script


def test_figure_and_reference_are_measured_in_turns() -> None:
    order: list[str] = []

    def note(name: str) -> float:
        order.append(name)
        return 1

    measure(Case("", lambda: note("it"), "", lambda: note("reference"), "s"), 3, lambda: order.append("heard"))
    assert order == ["it", "reference", "heard"] * 3


def test_the_ratio_is_the_median_of_the_ratios_not_the_ratio_of_the_medians() -> None:
    figure = measure(case([1, 2, 30, 40, 50], [10, 20, 30, 4, 5], at_most=1), 5)
    assert (figure.value, figure.reference, figure.ratio) == (30, 10, 1)


@pytest.mark.parametrize(
    ("bar", "ratio", "holds"),
    [
        ({"at_most": 0.25}, 0.25, True),
        ({"at_most": 0.25}, 0.26, False),
        ({"at_least": 0.95}, 0.95, True),
        ({"at_least": 0.95}, 0.94, False),
    ],
)
def test_a_bar_holds_up_to_its_value(bar: dict[str, float], ratio: float, holds: bool) -> None:
    assert measure(case([ratio], [1], **bar), 1).holds is holds


def test_the_table_shows_each_figure_beside_its_reference(
    benchmark: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert benchmark.main(["--json", str(tmp_path / "figures.json")]) == 1
    output = capsys.readouterr()
    assert output.out.splitlines()[2:] == [
        "| answering | 2 s | waiting | 4 s | 0.50 | at most 0.5 | holds |",
        "| answering | 2 s | waiting | 4 s | 0.50 | at least 0.6 | **missed** |",
    ]
    assert output.err == ""
    written = json.loads((tmp_path / "figures.json").read_text())
    assert [(each["ratio"], each["holds"]) for each in written["cases"]] == [(0.5, True), (0.5, False)]
    assert written["cases"][0]["pairs"] == [[2, 4]] * 5


def test_less_than_five_repetitions_are_refused(benchmark: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        benchmark.main(["--repetitions", "4"])
    assert "'4' is not a whole number from 5 up" in capsys.readouterr().err


def test_building_is_measured_over_the_texts_that_the_bare_encoder_gets(small_corpus: Corpus) -> None:
    encoder = WordsEncoder()
    (building,) = building_cases(small_corpus, encoder)
    assert building.measure() > 0
    built, encoder.encoded = encoder.encoded, []
    assert building.measure_reference() > 0
    assert sorted(encoder.encoded) == sorted(built)
    assert [len(text) for text in encoder.encoded] == sorted(len(text) for text in built)
