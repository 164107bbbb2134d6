"""measurement: rankings whose figures are visible, exposure of groups, paired differences, JSON without NaN."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest

from matcher.corpus import Corpus
from matcher.evaluation.benchmarks import Benchmark
from matcher.evaluation.intervals import Interval
from matcher.evaluation.measurement import GOALS_AT_ONCE, Measurement, differences, exposure_groups, measure
from matcher.evaluation.metrics import METRICS, Judged, Judgements
from matcher.records import Goal, Organisation
from matcher.taxonomy import Taxonomy


def benchmark(taxonomy: Taxonomy, judgements: Judgements, goals: int = 2) -> Benchmark:
    """Return a benchmark over `a`, with four activities and from Kenya, and `b`, silent."""
    activities = [{"title": f"Work {number}"} for number in range(4)]
    records = (
        Organisation.model_validate({"id": "a", "name": "A", "activities": activities, "countries": ["KE"]}),
        Organisation.model_validate({"id": "b", "name": "B"}),
    )
    some = tuple(Goal(id=f"g{number}", text="anything") for number in range(goals))
    return Benchmark("partners", Corpus(taxonomy, records, ()), some, {"qrels": Judged(judgements)}, {})


class Ranked:
    """A method that answers every goal alike, and remembers how many it was asked at once."""

    def __init__(self, records: Sequence[str]) -> None:
        self.records = list(records)
        self.asked: list[int] = []

    def __call__(self, goals: Sequence[Goal]) -> list[list[str]]:
        self.asked.append(len(goals))
        return [self.records for _ in goals]


def test_every_goal_is_scored_and_averaged(small_corpus: Corpus) -> None:
    measured = measure(Ranked(["a", "b"]), benchmark(small_corpus.taxonomy, {"g0": {"a": 1}, "g1": {"b": 1}}))
    assert measured.scores["qrels"].shape == (2, len(METRICS))
    assert measured.metrics["qrels"]["mrr"] == pytest.approx(0.75)
    assert measured.intervals["qrels"]["mrr"] == Interval(0.5, 1.0)


def test_goals_are_ranked_in_batches(small_corpus: Corpus) -> None:
    ranked = Ranked(["a"])
    measure(ranked, benchmark(small_corpus.taxonomy, {"g0": {"a": 1}}, goals=GOALS_AT_ONCE + 1))
    assert ranked.asked == [GOALS_AT_ONCE, 1]


def test_the_groups_that_are_easily_overlooked_are_those_with_little_to_tell_and_from_elsewhere() -> None:
    def organisation(name: str, activities: int, *countries: str) -> Organisation:
        some = [{"title": f"Work {number}"} for number in range(activities)]
        return Organisation.model_validate({"id": name, "name": name, "activities": some, "countries": countries})

    groups = exposure_groups([organisation("few", 3, "DE"), organisation("many", 4, "KE"), organisation("silent", 0)])
    assert groups == {
        "at_most_3_activities": frozenset({"few", "silent"}),
        "outside_europe_and_north_america": frozenset({"many"}),  # where a record names no country, that is unknown
    }


def test_exposure_has_an_interval_and_is_null_where_none_of_the_group_is_relevant(small_corpus: Corpus) -> None:
    measured = measure(Ranked(["b", "a"]), benchmark(small_corpus.taxonomy, {"g0": {"b": 1}, "g1": {"b": 1}}))
    assert measured.exposure == {"at_most_3_activities": 0.5, "outside_europe_and_north_america": None}
    assert measured.exposure_intervals["at_most_3_activities"] == Interval(0.5, 0.5)
    assert measured.exposure_intervals["outside_europe_and_north_america"] is None


def test_what_is_written_to_json_holds_no_nan(small_corpus: Corpus) -> None:
    fields = measure(Ranked(["a"]), benchmark(small_corpus.taxonomy, {})).fields()
    assert json.dumps(fields, allow_nan=False)
    assert fields["metrics"] == {"qrels": dict.fromkeys(METRICS)}


def measurement(*goals: float) -> Measurement:
    """Return a measurement in which every metric of a goal has the same value."""
    return Measurement({"qrels": np.repeat(np.array(goals)[:, None], len(METRICS), axis=1)}, {}, 0.0)


def test_the_difference_is_to_the_best_other_method_goal_by_goal() -> None:
    others = {"worse": measurement(0.0, 0.0), "better": measurement(0.5, 0.1)}
    ahead = differences(measurement(0.7, 0.3), others)["qrels"]["ndcg@10"]
    assert ahead.other == "better"
    assert ahead.mean == pytest.approx(0.2)
    assert ahead.interval == pytest.approx((0.2, 0.2))  # the lead is the same in both goals, whatever is drawn


def test_without_judged_goals_there_is_no_difference() -> None:
    assert differences(measurement(), {"other": measurement()}) == {}
