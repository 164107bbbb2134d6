"""Measure how near the fast choice of a coalition comes to the best one, which the solver proves.

examples:
  python scripts/benchmark_coalition.py
  python scripts/benchmark_coalition.py --random 500 --goals none
  python scripts/benchmark_coalition.py --size 8 --json out.json

Over random instances, and over goals with needs read from their text: the mean and the lowest ratio of the fast set's
joint value, and of its joint coverage, to that of the best set (cut at 1), and of its coverage to the most that any
set of this size covers; milliseconds of both. The exit code is 1 where a mean is below the bar.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from matcher.coalitions.coalition import MOST_MEMBERS, USUAL_SIZE
from matcher.coalitions.cover import MEMBER_COST, PLACE_WEIGHT, SECTOR_WEIGHT, CoverProblem
from matcher.coalitions.optimum import optimum
from matcher.coalitions.search import choose
from matcher.encoders import load_encoder
from matcher.errors import MatcherError
from matcher.exchange import read_goals
from matcher.recommender import Recommender
from matcher.settings import Settings, read_settings
from matcher.workspace import Workspace

BAR = 0.98
RATIOS = ("value", "coverage", "of the most")


class Comparison(NamedTuple):
    """The fast set beside the best: ratios in [0, 1] in the order of RATIOS, and the milliseconds of both."""

    ratios: tuple[float, float, float]
    fast: float
    proved: float


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    try:
        settings = read_settings(data=options.data)
        results = {"random": _compare_all(random_problems(options.random, options.seed), "random")}
        if options.goals != "none":
            results["goals"] = _compare_all(_goal_problems(settings, options), "goals")
    except (MatcherError, OSError) as error:
        print(f"benchmark_coalition: {'; '.join(str(error).splitlines())}", file=sys.stderr)
        return 1
    figures = {name: _figures(some) for name, some in results.items()}
    print(_table(figures))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0 if all(each[f"mean {name}"] >= BAR for each in figures.values() for name in RATIOS if each["n"]) else 1


def random_problems(count: int, seed: int) -> list[CoverProblem]:
    """Return `count` random choices: 20 to 150 candidates, 2 to 8 needs, 2 to 9 sectors, 2 to 8 members."""
    generator = np.random.default_rng(seed)
    return [_random_problem(generator) for _ in range(count)]


def _random_problem(generator: np.random.Generator) -> CoverProblem:
    candidates, needs = int(generator.integers(20, 151)), int(generator.integers(2, 9))
    sectors, size = int(generator.integers(2, 10)), int(generator.integers(2, 9))
    brings = generator.choice([0.0, 0.7, 1.0], p=[0.8, 0.08, 0.12], size=(candidates, needs))
    of_sector = np.eye(sectors)[generator.integers(0, sectors, candidates)]
    places = generator.choice([0.0, 0.35, 1.0], p=[0.6, 0.2, 0.2], size=(candidates, 1))
    weights = generator.uniform(0.5, 1, needs)
    return CoverProblem(
        np.hstack([brings, of_sector, places]),
        np.concatenate([weights / weights.sum(), np.full(sectors, SECTOR_WEIGHT), [PLACE_WEIGHT]]),
        MEMBER_COST * generator.random(candidates),
        needs,
        size,
    )


def _goal_problems(settings: Settings, options: argparse.Namespace) -> list[CoverProblem]:
    """Return the choices for the goals of a file; without a path, the judged goals of the corpus."""
    path = Path(options.goals) if options.goals else settings.corpus / "judgements" / "goals.jsonl"
    recommender = Recommender(Workspace(settings).open(load_encoder(settings.model)))
    goals = read_goals(path, recommender.knowledge.taxonomy)
    return [problem.cover for problem in recommender.coalition_problems(goals, options.size)]


def _compare_all(problems: Iterable[CoverProblem], name: str) -> list[Comparison]:
    """Compare every choice in which something can be covered."""
    found = [_compare(problem) for problem in tqdm(list(problems), desc=name, unit=" goals", disable=None)]
    return [each for each in found if each is not None]


def _compare(problem: CoverProblem) -> Comparison | None:
    started = time.perf_counter()
    fast = choose(problem)
    between = time.perf_counter()
    best = optimum(problem)
    seconds = (between - started, time.perf_counter() - between)
    most = optimum(_only_coverage(problem))
    if best is None or most is None:
        raise MatcherError("the solver gave no proof in time; take fewer candidates or a smaller size")
    if not problem.coverage(most):
        return None
    reached = problem.coverage(fast)
    return Comparison(
        (
            min(problem.value(fast) / problem.value(best), 1.0),
            min(reached / max(problem.coverage(best), 1e-9), 1.0),
            min(reached / problem.coverage(most), 1.0),
        ),
        *(1000 * each for each in seconds),
    )


def _only_coverage(problem: CoverProblem) -> CoverProblem:
    """Return the same choice where nothing but the needed capabilities counts."""
    weights = np.where(np.arange(len(problem.weights)) < problem.needs, problem.weights, 0.0)
    return replace(problem.without_deductions(), weights=weights)


def _figures(comparisons: list[Comparison]) -> dict[str, float]:
    figures: dict[str, float] = {"n": len(comparisons)}
    for name, values in zip(RATIOS, zip(*(each.ratios for each in comparisons), strict=True), strict=False):
        figures |= {f"mean {name}": float(np.mean(values)), f"lowest {name}": min(values)}
    for name, times in (("fast", [c.fast for c in comparisons]), ("proved", [c.proved for c in comparisons])):
        figures |= {f"{name} ms": float(np.mean(times or [0.0])), f"{name} ms, slowest": max(times, default=0.0)}
    return figures


def _table(figures: dict[str, dict[str, float]]) -> str:
    lines = [f"{'instances':<10} {'n':>4} " + " ".join(f"{name + ', mean / lowest':>27}" for name in RATIOS)]
    lines[0] += f" {'fast ms':>8} {'proved ms':>10}"
    for name, each in figures.items():
        ratios = " ".join(
            f"{each.get(f'mean {ratio}', 1.0):>18.4f} / {each.get(f'lowest {ratio}', 1.0):.4f}" for ratio in RATIOS
        )
        lines.append(f"{name:<10} {each['n']:>4.0f} {ratios} {each['fast ms']:>8.1f} {each['proved ms']:>10.1f}")
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random", type=int, default=100, metavar="N", help="random instances (default: %(default)s)")
    parser.add_argument("--goals", default="", metavar="FILE", help="goals.jsonl (default: the corpus's own), or none")
    sizes = range(1, MOST_MEMBERS + 1)
    parser.add_argument("--size", type=int, choices=sizes, default=USUAL_SIZE, metavar="K", help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="of the random instances (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--data", metavar="DIR", help="data folder (default: MATCHER_DATA)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
