"""Fit the weights of the partner score to judged goals, and keep them only where that is better than by hand.

examples:
  python scripts/fit_weights.py
  python scripts/fit_weights.py corpus/judgements:dev consortia
  python scripts/fit_weights.py FOLDER --output weights.json

Two ways of fitting, logistic regression on pairs and a search of nDCG@10, are cross-validated over the goals. The
better one is written down with its figures, and put in force if it surely beats the weights by hand on the goals that
were held out; else those stay in force. Each FOLDER, with its split after a colon where it has several, counts alike
and has the formats of scripts/evaluate.py. The test split is never fitted to.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from matcher.encoders import load_encoder
from matcher.errors import MatcherError
from matcher.evaluation.benchmarks import open_benchmark
from matcher.evaluation.intervals import with_interval
from matcher.evaluation.judged_terms import JudgedTerms, joined, judged_partner_terms
from matcher.evaluation.weight_fitting import FITS, FittedWeights, fit_weights
from matcher.evaluation.weights_file import shipped_file, weights_by_hand, write_fit
from matcher.settings import Settings, read_settings
from webapp.console import build_in_memory

FEWEST_GOALS = 10


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        print(_fit(options))
    except (MatcherError, OSError) as error:
        print(f"fit_weights: {'; '.join(str(error).splitlines())}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", metavar="FOLDER[:SPLIT]", help="default: the dev split of the corpus")
    parser.add_argument("--output", type=Path, default=shipped_file(), metavar="FILE", help="default: %(default)s")
    parser.add_argument("--data", help="folder of the vector cache (default: MATCHER_DATA)")
    return parser


def _fit(options: argparse.Namespace) -> str:
    settings = read_settings(data=options.data)
    folders = options.folders or [str(settings.corpus / "judgements")]
    by_hand = weights_by_hand(options.output, "partners")
    sets = {Path(folder).name: _judged(settings, folder, list(by_hand)) for folder in folders}
    everything = joined(list(sets.values()))
    fits = [fit_weights(method, everything, by_hand) for method in FITS]
    ends = np.cumsum([len(each.grades) for each in sets.values()]).tolist()
    goals_of = {name: slice(end - len(sets[name].grades), end) for name, end in zip(sets, ends, strict=True)}
    best = max(fits, key=lambda fitted: fitted.gain)
    command = " ".join(["python scripts/fit_weights.py", *(Path(folder).name for folder in options.folders)])
    write_fit(options.output, "partners", best, goals_of, command)
    return "\n".join(
        [*(line for fitted in fits for line in _described(fitted, goals_of)), _verdict(best, options.output)]
    )


def _judged(settings: Settings, folder: str, names: Sequence[str]) -> JudgedTerms:
    path, _, split = folder.partition(":")
    if split == "test":
        raise MatcherError("the test split serves to report; fit to another one, such as dev")
    benchmark = open_benchmark(Path(path), "partners", split or "dev", settings.corpus)
    if len(benchmark.goals) < FEWEST_GOALS:
        raise MatcherError(f"{path} has {len(benchmark.goals)} judged goals; fewer than {FEWEST_GOALS} tell nothing")
    knowledge = build_in_memory(settings, benchmark.corpus, load_encoder(settings.model))
    return judged_partner_terms(knowledge, benchmark.goals, benchmark.judged["qrels"].judgements, names)


def _described(fitted: FittedWeights, goals_of: Mapping[str, slice]) -> Iterator[str]:
    weights = ", ".join(f"{name} {weight:.2f}" for name, weight in fitted.weights.items())
    yield f"{fitted.method}: {weights}"
    for name, some in {**{name: fitted.among(goals) for name, goals in goals_of.items()}, "all alike": fitted}.items():
        reached = with_interval(some.means["fitted"], some.intervals["fitted"])
        gain = with_interval(some.gain, some.intervals["gain"], "+.3f")
        yield f"  {name}: nDCG@10 {reached} on goals held out, {gain} against by hand"


def _verdict(best: FittedWeights, path: Path) -> str:
    if best.is_better:
        return f"the weights of {best.method} are in force from now on; written to {path}"
    by_hand = with_interval(best.means["by_hand"], best.intervals["by_hand"])
    return f"the weights by hand reach {by_hand}, and no fitted ones surely more: they stay in force; written to {path}"


if __name__ == "__main__":
    sys.exit(main())
