"""The HTTP API: a goal object in, the same recommendation as on the pages out."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from flask import Blueprint, Response, jsonify, request

from matcher.coalition_exports import coalition_fields
from matcher.errors import GoalError
from matcher.exporters import campaign_fields, partners_fields, practices_fields
from matcher.problems import read_record
from matcher.records import Goal
from webapp.coalition_form import CoalitionRequest
from webapp.errors import tell
from webapp.knowledge import get_recommender

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
Answer = Response | tuple[Response | str, int]
AnyGoal = TypeVar("AnyGoal", bound=Goal)


@blueprint.post("/partners")
def partners() -> Answer:
    """Return the partners for a goal."""
    goal, refusal = _read_goal(Goal)
    return refusal if goal is None else jsonify(partners_fields(get_recommender().partners([goal])[0]))


@blueprint.post("/practices")
def practices() -> Answer:
    """Return the practices for a goal; its `actors` may name the `kinds` that `/partners` gave."""
    goal, refusal = _read_goal(Goal)
    return refusal if goal is None else jsonify(practices_fields(get_recommender().practices([goal])[0]))


@blueprint.post("/campaign")
def campaign() -> Answer:
    """Return the practices for a goal by phase: before, during and after a campaign."""
    goal, refusal = _read_goal(Goal)
    return refusal if goal is None else jsonify(campaign_fields(get_recommender().campaign([goal])[0]))


@blueprint.post("/coalition")
def coalition() -> Answer:
    """Return the coalition for a goal, whose fields may hold `size`, `pinned` and `exact` besides."""
    asked, refusal = _read_goal(CoalitionRequest)
    if asked is None:
        return cast(Answer, refusal)
    try:
        found = get_recommender().coalition([asked], asked.size, asked.pinned, exact=asked.exact)
    except GoalError as error:
        return _refuse(error)
    return jsonify(coalition_fields(found[0]))


def _read_goal(kind: type[AnyGoal]) -> tuple[AnyGoal | None, Any]:
    """Return the goal of the request's body, or None and the answer that says what is wrong with it."""
    goal, problems = read_record(kind, request.get_json(), "goal")
    if goal is None:
        errors = [{"field": problem.field, "message": problem.message} for problem in problems]
        return None, tell(422, "; ".join(str(problem) for problem in problems), errors=errors)
    try:
        get_recommender().reader.check(goal)
    except GoalError as error:
        return None, _refuse(error)
    return goal, None


def _refuse(error: GoalError) -> Answer:
    return tell(422, str(error), errors=[{"field": error.field, "message": error.message}])
