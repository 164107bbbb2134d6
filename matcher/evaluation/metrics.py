"""nDCG, recall, reciprocal rank, hits and exposure over judged goals, goal by goal."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.errors import InvalidRecordsError, Problem

Values = NDArray[np.float64]
Judgements = dict[str, dict[str, float]]  # goal id -> record id -> gain
Rankings = Mapping[str, Sequence[str]]  # goal id -> record ids, best first
METRICS = ("ndcg@10", "recall@10", "recall@50", "mrr", "hit@10")
RANKING_DEPTH = 1000  # records of a ranking that are kept for scoring
_HEADER = ["query-id", "corpus-id"]


def read_judgements(path: Path) -> Judgements:
    """Read a BEIR qrels file (header `query-id corpus-id score`, tab-separated); InvalidRecordsError if broken."""
    judgements: Judgements = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t"), start=1):
            if number == 1 and row[:2] == _HEADER:
                continue
            try:
                goal, record, gain = row
                judgements.setdefault(goal, {})[record] = float(gain)
            except ValueError as error:
                message = f"{row!r} is not goal id, record id and a number, separated by tabs"
                raise InvalidRecordsError([Problem(f"{path.name}:{number}", "", message)]) from error
    return judgements


def read_pairs(path: Path) -> dict[str, set[str]]:
    """Read pairs, tab-separated; a header `query-id corpus-id` may stand above them."""
    pairs: dict[str, set[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t"), start=1):
            if len(row) >= 2 and not (number == 1 and row[:2] == _HEADER):
                pairs.setdefault(row[0], set()).add(row[1])
    return pairs


@dataclass(frozen=True)
class Judged:
    """One set of judgements, the records that are ranked for it, and the pairs that are taken out before."""

    judgements: Judgements
    candidates: frozenset[str] | None = None
    excluded: Mapping[str, set[str]] = field(default_factory=dict)

    def ranking(self, goal: str, records: Iterable[str]) -> list[str]:
        """Return the records of a ranking that count for these judgements, in their order."""
        out = self.excluded.get(goal, set())
        return [r for r in records if r not in out and (self.candidates is None or r in self.candidates)]


def read_benchmark(folder: Path) -> dict[str, Judged]:
    """Read `qrels.tsv` and every `qrels_<name>.tsv` of a benchmark folder, by name."""
    benchmark: dict[str, Judged] = {}
    for path in sorted(folder.glob("qrels*.tsv")):
        name = path.stem.removeprefix("qrels").removeprefix("_")
        candidates = folder / f"candidates_{name}.txt"
        excluded = folder / f"excluded_{name}.tsv"
        benchmark[path.stem] = Judged(
            read_judgements(path),
            frozenset(candidates.read_text(encoding="utf-8").split()) if candidates.is_file() else None,
            read_pairs(excluded) if excluded.is_file() else {},
        )
    if not benchmark:
        raise InvalidRecordsError([Problem(str(folder), "", "no qrels.tsv here; this is not a benchmark folder")])
    return benchmark


def score_goals(judged: Judged, rankings: Rankings) -> Values:
    """Return the METRICS of each goal that has a positive judgement, shape (goals, metrics), in the order judged."""
    rows = [
        score_ranking(judged.ranking(goal, rankings[goal]), gains)
        for goal, gains in judged.judgements.items()
        if goal in rankings and any(gain > 0 for gain in gains.values())
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, len(METRICS))


def score_rankings(judged: Judged, rankings: Rankings) -> dict[str, float]:
    """Return the mean of each metric over the goals that have a positive judgement; NaN where no goal has one."""
    return mean_scores(score_goals(judged, rankings))


def mean_scores(scores: Values) -> dict[str, float]:
    """Return the mean of each metric over the goals; `scores` has shape (goals, metrics), NaN without goals."""
    means = scores.mean(axis=0) if len(scores) else np.full(len(METRICS), np.nan)
    return {name: float(mean) for name, mean in zip(METRICS, means, strict=True)}


def score_ranking(ranking: Sequence[str], gains: Mapping[str, float]) -> list[float]:
    """Return the METRICS of one ranking; nDCG takes the judgement as gain and log2(rank + 1) as discount."""
    positive = {record: gain for record, gain in gains.items() if gain > 0}
    ranks = {record: position for position, record in enumerate(ranking, start=1) if record in positive}
    ideal = sum(gain / np.log2(place + 1) for place, gain in enumerate(sorted(positive.values())[::-1][:10], 1))
    gained = sum(positive[record] / np.log2(place + 1) for record, place in ranks.items() if place <= 10)
    within_10 = sum(place <= 10 for place in ranks.values())
    within_50 = sum(place <= 50 for place in ranks.values())
    first = min(ranks.values(), default=0)
    return [
        gained / ideal,
        within_10 / len(positive),
        within_50 / len(positive),
        1 / first if first else 0.0,
        float(within_10 > 0),
    ]


def exposure(judged: Judged, rankings: Rankings, group: frozenset[str], depth: int = 10) -> float:
    """Return the share of a group among the first `depth` ranks, relative to its share among relevant records.

    1 means that the group is shown as often as it is relevant; NaN where none of it is relevant.
    """
    return float(exposure_of(exposure_counts(judged, rankings, group, depth).sum(axis=0)))


def exposure_counts(judged: Judged, rankings: Rankings, group: frozenset[str], depth: int = 10) -> Values:
    """Return for each goal how many of the group are shown, of all, are relevant, of all: shape (goals, 4)."""
    rows = []
    for goal in judged.judgements:
        if goal in rankings:
            shown = judged.ranking(goal, rankings[goal])[:depth]
            relevant = [record for record, gain in judged.judgements[goal].items() if gain > 0]
            rows.append([len(group.intersection(shown)), len(shown), len(group.intersection(relevant)), len(relevant)])
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def exposure_of(counts: Values) -> Values:
    """Return the exposure for counts that are summed over goals, shape (..., 4); NaN where none is relevant."""
    shown_of_group, shown, relevant_of_group, relevant = np.moveaxis(counts, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share_shown = np.where(shown > 0, shown_of_group / shown, 0.0)
        return np.where(relevant_of_group > 0, share_shown / (relevant_of_group / relevant), np.nan)


def reading_counts(read: Mapping[str, set[str]], wanted: Judgements) -> Values:
    """Return for each goal read how many capabilities are right, read, and wanted: shape (goals, 3)."""
    rows = [[len(some & set(wanted[goal])), len(some), len(wanted[goal])] for goal, some in read.items()]
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def precision_recall_f1(counts: Values) -> Values:
    """Return micro-averaged precision, recall and F1 for counts that are summed over goals, shape (..., 3)."""
    right, read, wanted = np.moveaxis(counts, -1, 0)
    shares = [
        right / np.maximum(read, 1e-9),
        right / np.maximum(wanted, 1e-9),
        2 * right / np.maximum(read + wanted, 1e-9),
    ]
    return np.stack(shares, axis=-1)
