"""The pages for people."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matcher.directory import census
from matcher.evaluation.measured import Measured
from matcher.exports.contacts import without_email
from matcher.exports.schema_org import organisation_document
from matcher.records import Goal
from matcher.scoring import UNKNOWN
from matcher.sentences import sentence
from matcher.weights import Weights
from webapp.directory_form import CHOICES, ON_A_PAGE, read_directory_form
from webapp.facet_form import PARAMETER_OF
from webapp.goal_chips import ADDITIONS, context_chips, ignored, need_choices, with_additions, without_time
from webapp.goal_form import GoalForm, read_goal_form
from webapp.knowledge import get_partners, get_profile, get_recommender
from webapp.opinions import opinions_on
from webapp.practice_facets import FACETS
from webapp.practice_form import practice_parameters, read_practice_form
from webapp.result_address import ResultAddress
from webapp.score_picture import score_picture

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
def result() -> str | tuple[str, int] | Response:
    """The recommendation for a goal; the address reproduces it."""
    recommender = get_recommender()
    address = ResultAddress(request.args.items(multi=True))
    if request.args.get("budget"):
        return redirect(f"{url_for('pages.result')}?{urlencode(address.with_budget())}", 303)
    form = read_goal_form(request.args, recommender)
    if form.goal is None:
        return render_template("home.html", form=form, examples=EXAMPLES, knowledge=recommender.knowledge), 422
    if not ADDITIONS.keys().isdisjoint(request.args):
        understanding = recommender.reader.understand([form.goal])[0]
        return redirect(f"{url_for('pages.result')}?{urlencode(with_additions(understanding, address))}", 303)
    found = get_partners(form.goal, count=True)
    return render_template(
        "result.html",
        form=form,
        result=found,
        practices=recommender.practices_with(found, limit=PRACTICES_BESIDE_RESULTS).practices,
        address=address,
        chips=list(context_chips(found.understanding, address)),
        ignored=ignored(address),
        without_time=without_time(found.understanding, address),
        need_choices=need_choices,
        facet_parameters=PARAMETER_OF,
        excluded=_names(form.goal.exclude),
        opinions=opinions_on(form.goal.text, [each.organisation.id for each in found.partners]),
        practice_parameters=partial(practice_parameters, request.args),
        score_picture=score_picture,
        knowledge=recommender.knowledge,
    )


def _names(organisation_ids: Iterable[str]) -> dict[str, str]:
    """Return organisations by id with their names; an id that is not known is its own name."""
    knowledge = get_recommender().knowledge
    rows = {each: knowledge.organisation_row(each) for each in organisation_ids}
    return {each: each if row is None else knowledge.organisations[row].name for each, row in rows.items()}


@blueprint.get("/organisations")
def organisations() -> str:
    """All organisations, or those of some kind or place, with some offer or theme, whose text holds some words."""
    knowledge = get_recommender().knowledge
    form = read_directory_form(request.args)
    found = form.find(knowledge.directory)
    shown = found.rows[form.start : form.start + ON_A_PAGE].tolist()
    return render_template(
        "organisations.html",
        form=form,
        lists=CHOICES,
        unknown=found.unknown,
        total=len(found.rows),
        on_a_page=ON_A_PAGE,
        organisations=[knowledge.organisations[row] for row in shown],
    )


@blueprint.get("/organisations/<path:organisation_id>")
def organisation(organisation_id: str) -> str:
    """One organisation with its evidence and sources."""
    profile = get_profile(organisation_id)
    taxonomy = get_recommender().knowledge.taxonomy
    return render_template(
        "organisation.html",
        organisation=profile.organisation,
        profile=profile,
        linked_data=organisation_document(without_email(profile.organisation), taxonomy, _address),
    )


def _address(organisation_id: str) -> str:
    """Return the whole address of an organisation's page, by which other sites know it."""
    return url_for("pages.organisation", organisation_id=organisation_id, _external=True)


@blueprint.get("/practices")
def practices() -> str | tuple[str, int]:
    """The practice search by phase of a campaign; without words, all practices by stage."""
    recommender = get_recommender()
    form = read_practice_form(request.args, recommender)
    known = recommender.knowledge.practices[:]  # each facet goes through all of them: read once, and kept where few
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
    knowledge = get_recommender().knowledge
    return render_template(
        "coverage.html",
        corpus=knowledge.corpus,
        countries=census.countries_by_kind(knowledge.columns, knowledge.taxonomy),
        pairs=census.actor_pairs_by_stage(knowledge.corpus),
        capabilities=census.capabilities_by_basis(knowledge.columns, knowledge.taxonomy),
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
