"""Benchmarks: records, goals and judgements read from a folder, whatever its layout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matcher.corpus import Corpus, load_corpus
from matcher.evaluation.metrics import Judged, Judgements, read_benchmark, read_judgements
from matcher.exchange import read_documents, read_goals, read_organisations, read_queries
from matcher.records import Goal
from matcher.taxonomy import load_taxonomy


@dataclass(frozen=True)
class Benchmark:
    """The goals to rank partners or practices for (`what`), the records that are ranked, and the judgements by name.

    "qrels" holds the headline. `wanted` are the capabilities that goals need, where somebody said so.
    """

    what: str
    corpus: Corpus
    goals: tuple[Goal, ...]
    judged: dict[str, Judged]
    wanted: Judgements

    @property
    def judgements(self) -> int:
        """How many pairs of goal and record the headline judges."""
        return sum(len(gains) for gains in self.judged["qrels"].judgements.values())


def open_benchmark(folder: Path, what: str, split: str, corpus: Path) -> Benchmark:
    """Read a benchmark folder, a BEIR folder or judged goals over the corpus; `what` is partners or practices.

    `corpus` is the folder of the taxonomy, and of the records where the benchmark has none of its own. Raises
    InvalidRecordsError for broken files, OSError for missing ones.
    """
    taxonomy = load_taxonomy(corpus / "taxonomy")
    if has_organisations(folder) and what == "partners":
        organisations = read_organisations(folder / "organisations.jsonl")
        goals = read_goals(folder / "goals.jsonl", taxonomy)
        return Benchmark(what, Corpus(taxonomy, organisations, ()), goals, read_benchmark(folder), _wanted(folder))
    if has_documents(folder):
        records = Corpus(taxonomy, (), read_documents(folder / "corpus.jsonl"))
        goals, path = read_queries(folder / "queries.jsonl"), folder / "qrels" / f"{split}.tsv"
    else:
        records, goals = load_corpus(corpus), read_goals(folder / "goals.jsonl", taxonomy)
        path = folder / what / f"{split}.tsv"
    judged = read_judgements(path)
    some = tuple(goal for goal in goals if goal.id in judged)
    return Benchmark(what, records, some, {"qrels": Judged(judged)}, _wanted(folder) if what == "partners" else {})


def has_organisations(folder: Path) -> bool:
    """Tell whether a folder is a benchmark of partners with organisations of its own."""
    return (folder / "organisations.jsonl").is_file()


def has_documents(folder: Path) -> bool:
    """Tell whether a folder has BEIR's layout."""
    return (folder / "corpus.jsonl").is_file()


def _wanted(folder: Path) -> Judgements:
    path = folder / "needs.tsv"
    return read_judgements(path) if path.is_file() else {}
