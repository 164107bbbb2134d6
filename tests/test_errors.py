"""The errors: what they say, and that the tree in the docstring is the real one."""

from __future__ import annotations

from collections.abc import Iterator

from matcher import errors
from matcher.errors import GoalError, InvalidRecordsError, MatcherError, MissingPackageError, Problem

PROBLEMS = [
    Problem("organisations/ngo.yaml", "needs[0].capability", "'fundraisng' is not a capability"),
    Problem("organisations/ngo.yaml", "", "byte 7 is not UTF-8"),
]
LINES = [
    "organisations/ngo.yaml: needs[0].capability: 'fundraisng' is not a capability",
    "organisations/ngo.yaml: byte 7 is not UTF-8",
]


def test_a_problem_reads_as_place_field_and_message_and_leaves_an_empty_field_out() -> None:
    assert [str(problem) for problem in PROBLEMS] == LINES


def test_invalid_records_are_told_one_a_line_and_can_be_given_lazily() -> None:
    error = InvalidRecordsError(problem for problem in PROBLEMS)
    assert str(error).splitlines() == LINES
    assert error.problems == tuple(PROBLEMS)


def test_a_missing_package_says_who_asked_and_the_command_that_helps() -> None:
    message = str(MissingPackageError("the index 'pgvector'", "psycopg"))
    assert message == "the index 'pgvector' needs the package 'psycopg', which is not installed: pip install psycopg"


def test_a_goal_error_keeps_the_field_at_fault_apart_from_the_message() -> None:
    error = GoalError("seeker", "no organisation has the id 'local:x'")
    assert (error.field, error.message) == ("seeker", "no organisation has the id 'local:x'")
    assert str(error) == "seeker: no organisation has the id 'local:x'"


def test_the_tree_in_the_docstring_is_the_tree_of_the_classes() -> None:
    drawn = [line for line in (errors.__doc__ or "").splitlines() if "Error" in line]
    shown = [(line.index(name), name) for line in drawn for name in [line.strip("│├└─ ").split()[0]]]
    assert sorted(shown[1:]) == sorted(_descendants(MatcherError, 4))
    assert shown[0] == (0, "MatcherError")
    assert all(getattr(errors, name).__doc__ for _, name in shown)


def _descendants(parent: type[Exception], indent: int) -> Iterator[tuple[int, str]]:
    """Yield the classes below `parent` that `errors.py` defines, each with the column where the tree draws it."""
    for child in parent.__subclasses__():
        if child.__module__ == errors.__name__:
            yield indent, child.__name__
            yield from _descendants(child, indent + 4)
