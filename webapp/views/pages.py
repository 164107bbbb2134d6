"""The pages for people."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request

from matcher import census
from matcher.directory import find_organisations
from matcher.measured import Measured
from matcher.profile import profile
from matcher.records import Goal
from matcher.results import goal_for_practices, shown_points
from matcher.scoring import UNKNOWN
from matcher.sentences import sentence
from matcher.weights import Weights
from webapp.goal_form import GoalForm, read_goal_form
from webapp.knowledge import get_recommender
from webapp.practice_facets import FACETS
from webapp.practice_form import practice_parameters, read_practice_form

blueprint = Blueprint("pages", __name__)
EXAMPLES = (
    sentence(
        "Reach teenagers with a fact-checking campaign before the election, together with YouTubers and comedians"
    ),
    sentence("Set up a hotline for illegal content together with the police"),
    sentence("Train local journalists and give citizens a way to track public spending"),
)
PRACTICES_BESIDE_RESULTS = 6


@blueprint.get("/")
def home() -> str:
    """The goal form."""
    return render_template("home.html", form=GoalForm(), examples=EXAMPLES, knowledge=get_recommender().knowledge)


@blueprint.get("/result")
def result() -> str | tuple[str, int]:
    """The recommendation for a goal; the address reproduces it."""
    recommender = get_recommender()
    form = read_goal_form(request.args, recommender)
    if form.goal is None:
        return render_template("home.html", form=form, examples=EXAMPLES, knowledge=recommender.knowledge), 422
    found = recommender.partners([form.goal])[0]
    practices = recommender.practices([goal_for_practices(found)], limit=PRACTICES_BESIDE_RESULTS)[0]
    return render_template(
        "result.html",
        form=form,
        result=found,
        practices=practices.practices,
        practice_parameters=partial(practice_parameters, request.args),
        shown_points=shown_points,
        knowledge=recommender.knowledge,
    )


@blueprint.get("/organisations")
def organisations() -> str:
    """All organisations, or those whose name, alias or summary holds some words."""
    words = request.args.get("q", "").strip()
    found = find_organisations(get_recommender().knowledge.corpus, words=words).organisations
    return render_template("organisations.html", organisations=found, words=words)


@blueprint.get("/organisations/<path:organisation_id>")
def organisation(organisation_id: str) -> str:
    """One organisation with its evidence and sources."""
    recommender = get_recommender()
    record = recommender.knowledge.organisation(organisation_id)
    return render_template("organisation.html", organisation=record, profile=profile(recommender, record))


@blueprint.get("/practices")
def practices() -> str | tuple[str, int]:
    """The practice search by phase of a campaign; without words, all practices by stage."""
    recommender = get_recommender()
    form = read_practice_form(request.args, recommender)
    known = recommender.knowledge.practices
    kept = form.facets.keep(known)
    page = render_template(
        "practices.html",
        form=form,
        facet_names=FACETS,
        choices=form.facets.choices(known),
        practices=kept,
        campaign=recommender.campaign([form.goal], among={each.id for each in kept})[0] if form.goal else None,
    )
    return (page, 422) if form.error else page


@blueprint.get("/practices/<practice_id>")
def practice(practice_id: str) -> str:
    """One practice with its source and those like it."""
    recommender = get_recommender()
    record = recommender.knowledge.practice(practice_id)
    nearest = recommender.practices([Goal(text=f"{record.title}. {record.text}"[:5000], limit=6)])[0].practices
    return render_template(
        "practice.html",
        practice=record,
        related=[each.practice for each in nearest if each.practice.id != record.id][:5],
    )


@blueprint.get("/coverage")
def coverage() -> str:
    """What the knowledge base knows and where it is thin."""
    corpus = get_recommender().knowledge.corpus
    return render_template(
        "coverage.html",
        corpus=corpus,
        countries=census.countries_by_kind(corpus),
        pairs=census.actor_pairs_by_stage(corpus),
        capabilities=census.capabilities_by_basis(corpus),
    )


@blueprint.get("/about")
def about() -> str:
    """How the score comes about, with the table of weights in force."""
    return render_template(
        "about.html",
        partner_weights=Weights.shipped().partners,
        practice_weights=Weights.shipped().practices,
        unknown=UNKNOWN,
        measured=Measured.shipped(),
        knowledge=get_recommender().knowledge,
    )
