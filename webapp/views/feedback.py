"""Opinions on recommendations: useful or not, to be changed or taken back."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matcher.errors import GoalError
from matcher.feedback.keeping import now, wrong_rank, wrong_verdict
from matcher.feedback.opinion import VERDICTS, Opinion
from webapp.goal_form import read_goal_form
from webapp.knowledge import get_feedback, get_recommender
from webapp.opinions import secret
from webapp.return_address import go_back
from webapp.shortlist_form import goal_parameters

blueprint = Blueprint("feedback", __name__, url_prefix="/feedback")


@blueprint.post("")
def give() -> Response:
    """Keep, change or withdraw an opinion on one partner for the goal of the page, and go back there.

    The partner and its rank stand in the address: one form serves the buttons of all partners of a page.
    """
    recommender = get_recommender()
    address = request.form.get("address", "")
    form = read_goal_form(MultiDict(goal_parameters(address)), recommender)
    if form.goal is None:
        raise GoalError("text", next(iter(form.errors.values())))
    organisation = recommender.knowledge.organisation(request.values.get("organisation", ""))
    entered = request.form.get("verdict", "")
    if entered == "none":
        get_feedback().withdraw(secret(), form.goal.text, organisation.id)
        return go_back("result", address, organisation.id)
    verdict = next((each for each in VERDICTS if each == entered), None)
    if verdict is None:
        raise wrong_verdict(entered)
    opinion = Opinion(form.goal.text, organisation.id, verdict, _rank(), recommender.knowledge.name, now())
    get_feedback().give(secret(), opinion)
    return go_back("result", address, organisation.id)


def _rank() -> int:
    text = request.values.get("rank", "")
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 9):
        raise wrong_rank(text)
    return int(text)
