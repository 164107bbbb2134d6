"""The coalition page: a suggested set of partners, to be changed by plain links."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matcher.coalitions.coalition import MOST_MEMBERS
from webapp.coalition_form import read_coalition_form
from webapp.knowledge import get_recommender
from webapp.score_picture import score_picture
from webapp.views.pages import EXAMPLES

blueprint = Blueprint("coalition", __name__)


@blueprint.get("/coalition")
def page() -> str | tuple[str, int] | Response:
    """The coalition for a goal; the address reproduces it."""
    recommender = get_recommender()
    form = read_coalition_form(request.args, recommender)
    knowledge = recommender.knowledge
    if form.goal is None:
        return render_template("home.html", form=form.goal_form, examples=EXAMPLES, knowledge=knowledge), 422
    if form.add and "add" not in form.errors:
        return redirect(f"{url_for('coalition.page')}?{urlencode(form.pinning(form.add))}")
    coalition = recommender.coalition([form.goal], form.size, form.pins)[0]
    answer = render_template(
        "coalition.html",
        form=form,
        coalition=coalition,
        left_out=[knowledge.organisation(each) for each in form.left_out],
        sizes=range(1, MOST_MEMBERS + 1),
        score_picture=score_picture,
        knowledge=knowledge,
    )
    return (answer, 422) if form.errors else answer
