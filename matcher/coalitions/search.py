"""A good set fast: greedy choice, improved by exchanges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.coalitions.cover import ROUNDING, CoverProblem, others


def choose(problem: CoverProblem) -> list[int]:
    """Return the rows of a set with a high joint value, in the order in which they add most.

    The sum of the covered aspects is monotone and submodular, and greedy choice reaches at least 1 - 1/e of its
    optimum (Nemhauser, Wolsey and Fisher 1978). What is taken off, costs and carrying, is outside of that bound: so
    greedy starts once with and once without it, each set is improved until no exchange helps, and the better is kept.
    """
    starts = [greedy(problem), greedy(problem.without_deductions())]
    return in_order(problem, max((improve(problem, start) for start in starts), key=problem.value))


def greedy(problem: CoverProblem) -> list[int]:
    """Add to the pinned, one by one, whoever adds most, until nobody adds anything or the places are taken."""
    members = list(problem.pinned)
    while len(members) < min(problem.size, len(problem.brings)):
        values = problem.values_with(members)
        best = int(values.argmax())
        if values[best] <= problem.value(members) + ROUNDING:
            break
        members.append(best)
    return members


def improve(problem: CoverProblem, members: Sequence[int]) -> list[int]:
    """Take in, leave out or exchange one free member, the best first, until nothing helps."""
    now = list(members)
    while True:
        better = max(_one_step_away(problem, now), key=problem.value, default=now)
        if problem.value(better) <= problem.value(now) + ROUNDING:
            return now
        now = better


def in_order(problem: CoverProblem, members: Sequence[int]) -> list[int]:
    """Return the same members, each the one that adds most to those before it."""
    plain = problem.without_deductions()
    ordered: list[int] = []
    left = sorted(members)
    while left:
        values = plain.values_with(ordered) - 1e-6 * problem.costs
        ordered.append(max(left, key=lambda each: values[each]))
        left.remove(ordered[-1])
    return ordered


def replacement(problem: CoverProblem, members: Sequence[int], member: int) -> int | None:
    """Return the candidate that serves best in the place of `member`, or None where there is no other."""
    rest = others(members, member)
    values = problem.values_with(rest)
    values[member] = -float("inf")
    best = int(values.argmax())
    return best if best not in members else None


def _one_step_away(problem: CoverProblem, members: list[int]) -> Iterator[list[int]]:
    """Yield the best set with one more, and for each free member the set without it and the best exchange."""
    if len(members) < min(problem.size, len(problem.brings)):
        yield [*members, int(problem.values_with(members).argmax())]
    for member in members:
        if member not in problem.pinned:
            rest = others(members, member)
            yield rest
            yield [*rest, int(problem.values_with(rest).argmax())]
