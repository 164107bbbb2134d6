"""Fit the weights of the partner score to judged goals, and keep them only where that is better than by hand.

examples:
  python scripts/fit_weights.py
  python scripts/fit_weights.py corpus/judgements --split dev --output weights.json
  python scripts/fit_weights.py FOLDER --output weights.json

Two ways of fitting, logistic regression on pairs and a search of nDCG@10, are cross-validated over the goals. The
better one is written, with the figures that justify it, if it beats the weights by hand on the goals that were held
out; else the file stays as it is. FOLDER has the formats of scripts/evaluate.py. The test split is never fitted to.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from matcher.benchmarks import Benchmark, open_benchmark
from matcher.encoders import load_encoder
from matcher.errors import MatcherError
from matcher.intervals import with_interval
from matcher.judged_terms import judged_partner_terms
from matcher.settings import Settings, read_settings
from matcher.weight_fitting import FITS, FittedWeights, fit_weights
from matcher.weights_file import shipped_file, weights_by_hand, write_fit
from webapp.console import build_in_memory

FEWEST_GOALS = 10


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        print(_fit(options))
    except (MatcherError, OSError) as error:
        print(f"fit_weights: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="judged goals (default: those of the corpus)")
    parser.add_argument("--split", default="dev", help="of the judged goals (default: %(default)s)")
    parser.add_argument("--output", type=Path, default=shipped_file(), metavar="FILE", help="default: %(default)s")
    parser.add_argument("--data", help="folder of the vector cache (default: MATCHER_DATA)")
    return parser


def _fit(options: argparse.Namespace) -> str:
    settings = read_settings(data=options.data)
    folder = options.folder or settings.corpus / "judgements"
    if options.split == "test":
        raise MatcherError("the test split serves to report; fit to another one, such as dev")
    benchmark = open_benchmark(folder, "partners", options.split, settings.corpus)
    if len(benchmark.goals) < FEWEST_GOALS:
        raise MatcherError(f"{folder} has {len(benchmark.goals)} judged goals; fewer than {FEWEST_GOALS} tell nothing")
    fits = _fits(settings, benchmark, weights_by_hand(options.output, "partners"))
    best = max(fits, key=lambda fitted: fitted.gain)
    if best.is_better:
        write_fit(options.output, "partners", best, benchmark.judgements, _command(options))
    return "\n".join([*map(_described, fits), _verdict(best, options.output)])


def _command(options: argparse.Namespace) -> str:
    """Return the command without the folders of this machine."""
    folder = [options.folder.name] if options.folder else []
    return " ".join(["python scripts/fit_weights.py", *folder, "--split", options.split])


def _fits(settings: Settings, benchmark: Benchmark, by_hand: dict[str, float]) -> list[FittedWeights]:
    knowledge = build_in_memory(settings, benchmark.corpus, load_encoder(settings.model))
    judged = judged_partner_terms(knowledge, benchmark.goals, benchmark.judged["qrels"].judgements, list(by_hand))
    return [fit_weights(method, judged, by_hand) for method in FITS]


def _described(fitted: FittedWeights) -> str:
    weights = ", ".join(f"{name} {weight:.2f}" for name, weight in fitted.weights.items())
    reached = with_interval(float(fitted.held_out.mean()), fitted.intervals["fitted"])
    gain = with_interval(fitted.gain, fitted.intervals["gain"], "+.3f")
    return f"{fitted.method}: nDCG@10 {reached} on goals held out, {gain} against by hand ({weights})"


def _verdict(best: FittedWeights, path: Path) -> str:
    if best.is_better:
        return f"wrote the weights of {best.method} to {path}"
    by_hand = with_interval(float(best.by_hand.mean()), best.intervals["by_hand"])
    return f"the weights by hand reach {by_hand}, and no fitted ones more: {path} stays as it is"


if __name__ == "__main__":
    sys.exit(main())
