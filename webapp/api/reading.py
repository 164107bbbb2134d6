"""Reading what a program asks: a JSON body or the parameters of an address, with every fault told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, TypeVar, get_origin

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from matcher.errors import GoalError, Problem
from matcher.problems import read_record
from matcher.records import Goal, Record
from webapp.knowledge import get_recommender

AnyRecord = TypeVar("AnyRecord", bound=Record)
LONGEST_VALUE = 80  # characters of a value that are shown again
_STEP = re.compile(r"[^.\[\]]+|\[\d+\]")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")


class RefusedRequest(Exception):  # noqa: N818  a refusal tells the client, it is no fault of ours
    """A request that cannot be answered, with every fault that was found; `fields` is what was read."""

    def __init__(self, problems: Iterable[Problem], fields: object) -> None:
        self.problems = tuple(problems)
        self.fields = fields
        super().__init__("; ".join(str(problem) for problem in self.problems))


def read_body(kind: type[AnyRecord]) -> AnyRecord:
    """Return the request's body as a record, or raise RefusedRequest."""
    fields = request.get_json()
    record, problems = read_record(kind, fields, "goal" if issubclass(kind, Goal) else "request")
    if record is None:
        raise RefusedRequest(problems, fields)
    if isinstance(record, Goal):
        get_recommender().reader.check(record)
    return record


def read_form(kind: type[AnyRecord]) -> AnyRecord:
    """Return the fields of a form in the request's body as a record, or raise RefusedRequest."""
    if request.mimetype != "application/x-www-form-urlencoded":
        raise UnsupportedMediaType("Send a form: application/x-www-form-urlencoded.")
    return _read_fields(kind, request.form, "form")


def read_query(kind: type[AnyRecord]) -> AnyRecord:
    """Return the parameters of the request's address as a record, or raise RefusedRequest."""
    return _read_fields(kind, request.args, "address")


def check_goals(goals: Iterable[Goal], where: str) -> None:
    """Raise RefusedRequest with every goal whose codes or seeker do not exist."""
    problems = []
    for position, goal in enumerate(goals):
        try:
            get_recommender().reader.check(goal)
        except GoalError as error:
            problems.append(Problem("request", f"{where}[{position}].{error.field}", error.message))
    if problems:
        raise RefusedRequest(problems, request.get_json())


def value_at(fields: object, path: str) -> str | None:
    """Return the value at a path such as `needs[0].capability` as JSON, cut short, or None where there is none."""
    value: Any = fields
    for step in _STEP.findall(path):
        try:
            value = value[int(step[1:-1])] if step.startswith("[") else value[step]
        except (KeyError, IndexError, TypeError):
            return None
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= LONGEST_VALUE else f"{shown[: LONGEST_VALUE - 1]}…"


def _read_fields(kind: type[AnyRecord], given: MultiDict[str, str], where: str) -> AnyRecord:
    fields = {name: _parameter(kind, name, given.getlist(name)) for name in given}
    record, problems = read_record(kind, fields, where)
    if record is None:
        raise RefusedRequest(problems, fields)
    return record


def _parameter(kind: type[Record], name: str, values: list[str]) -> Any:
    """Return a parameter as its field takes it: the texts of a list, a number, or the text."""
    field = kind.model_fields.get(name)
    if field is None or get_origin(field.annotation) is tuple:
        return values
    if len(values) > 1:
        return values
    return int(values[0]) if field.annotation is int and _WHOLE_NUMBER.fullmatch(values[0]) else values[0]
