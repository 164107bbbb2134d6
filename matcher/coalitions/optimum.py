"""The best set, proved: the joint value as a mixed-integer linear programme."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from matcher.coalitions.cover import CoverProblem, Values
from matcher.coalitions.search import in_order

SECONDS = 10.0  # for the proof; some hundred candidates take well under one


@dataclass(frozen=True)
class _Steps:
    """The levels on which aspects can be brought, as in the radius form of facility location.

    `reaches`, shape (steps, candidates): who brings the step's aspect at least so surely; `gains`, shape (steps,):
    what reaching it is worth; `needed`, shape (steps,): whether the aspect is a needed capability.
    """

    reaches: NDArray[np.float64]
    gains: Values
    needed: NDArray[np.bool_]


def optimum(problem: CoverProblem) -> list[int] | None:
    """Return the rows of a set of the highest joint value, in the order in which they add most.

    Returns None where the solver gives no proof within SECONDS. That a member carries more than half is told to the
    solver only for members for whom it happened: without such a rule the programme bounds the value from above, so
    the first solution that breaks none of them is the best of all.
    """
    if not len(problem.brings):
        return []
    steps = _steps(problem)
    watched: list[int] = []
    deadline = monotonic() + SECONDS
    while True:
        members = _solve(problem, steps, watched, deadline - monotonic())
        if members is None:
            return None
        carrier = problem.carrier(members) if problem.carrying else None
        if carrier is None or carrier in watched:
            return in_order(problem, members)
        watched.append(carrier)


def _steps(problem: CoverProblem) -> _Steps:
    reaches, gains, needed = [], [], []
    for aspect, column in enumerate(problem.brings.T):
        levels = np.unique(column[column > 0])
        for level, width in zip(levels, np.diff(levels, prepend=0.0), strict=True):
            reaches.append((column >= level).astype(float))
            gains.append(problem.weights[aspect] * width)
            needed.append(aspect < problem.needs)
    shape = (len(reaches), len(problem.brings))
    return _Steps(np.array(reaches).reshape(shape), np.array(gains), np.array(needed, dtype=bool))


def _solve(problem: CoverProblem, steps: _Steps, watched: list[int], seconds: float) -> list[int] | None:
    """Solve for who is in, which steps are reached, whether and how far one carries more than half.

    The variables: one for each candidate, one for each step, the fact and the excess, and for each watched member one
    for each step of a need that the others reach.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  only where a proof is asked for
    from scipy.sparse import csr_array  # noqa: PLC0415

    matrix, limits = _constraints(problem, steps, watched)
    candidates, count, width = len(problem.brings), len(steps.gains), matrix.shape[1]
    lower = np.zeros(width)
    lower[list(problem.pinned)] = 1
    spare = np.zeros(width - candidates - count - 2)
    result = milp(
        np.concatenate([problem.costs, -steps.gains, [problem.carrying / 2, problem.carrying], spare]),
        integrality=np.concatenate([np.ones(candidates), steps.needed, [1, 0], spare]),
        bounds=Bounds(lower, np.ones(width)),
        constraints=LinearConstraint(csr_array(matrix), ub=limits),
        options={"mip_rel_gap": 0.0, "time_limit": max(seconds, 0.0)},
    )
    return [int(row) for row in np.flatnonzero(result.x[:candidates] > 0.5)] if result.success else None


def _constraints(problem: CoverProblem, steps: _Steps, watched: list[int]) -> tuple[Values, Values]:
    """Return A and b of A x <= b.

    At most `size` members; a step is reached only through a member who brings it, and is reached where a member does
    (or the solver would give up coverage to lower its half); there is an excess, at most one half, only with the
    fact; and for each watched member, half of the coverage less what the others cover is at most the excess.
    """
    count, candidates = steps.reaches.shape
    fact = candidates + count
    width = fact + 2 + len(watched) * int(steps.needed.sum())
    blocks = [_row(width, 0, np.ones(candidates)), _reached(steps.reaches, candidates, width)]
    must = np.zeros((count, width))
    must[:, :candidates] = steps.reaches
    must[:, candidates:fact] = -problem.size * np.eye(count)
    blocks += [must[steps.needed], _row(width, fact, np.array([-0.5, 1.0]))]
    start = fact + 2
    for member in watched:
        without = steps.reaches[steps.needed].copy()
        without[:, member] = 0
        half = _row(width, candidates, np.append(steps.gains * steps.needed / 2, [0.0, -1.0]))
        half += _row(width, start, -steps.gains[steps.needed])
        blocks += [_reached(without, start, width), half]
        start += len(without)
    matrix = np.concatenate(blocks)
    limits = np.zeros(len(matrix))
    limits[0] = problem.size
    return matrix, limits


def _row(width: int, start: int, entries: Values) -> Values:
    row = np.zeros((1, width))
    row[0, start : start + len(entries)] = entries
    return row


def _reached(reaches: Values, start: int, width: int) -> Values:
    """Return the rows that tie the variables from `start` on to the members through whom each step is reached."""
    rows = np.zeros((len(reaches), width))
    rows[:, : reaches.shape[1]] = -reaches
    rows[:, start : start + len(reaches)] = np.eye(len(reaches))
    return rows
