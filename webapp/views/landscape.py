"""The landscape: what the directory holds as a whole, by country, kind and capability, likeness and shared work."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from matcher.geography.codes import COUNTRIES
from matcher.knowledge import KnowledgeBase
from matcher.landscape.country import SHOWN, describe_country
from matcher.landscape.coverage import NAME, coverage_matrix
from matcher.landscape.scatter import HEIGHT, WIDTH
from matcher.landscape.tally import by_count, step_of, steps
from matcher.landscape.world import world as shapes
from webapp.knowledge import get_landscape, get_recommender

if TYPE_CHECKING:
    from matcher.landscape.collaboration import Collaboration
    from matcher.landscape.collaboration_picture import CollaborationPicture

blueprint = Blueprint("landscape", __name__, url_prefix="/landscape")
MEASURES = ("organisations", "activities")
MOST_SHOWN = SHOWN
PARTS = {  # of the world: left, top, width and height of what the picture shows
    "": (0, 0, 1000, 434.8),
    "europe": (440, 18, 190, 108),
    "africa": (420, 105, 270, 255),
    "asia": (560, 50, 440, 350),
    "americas": (110, 0, 360, 430),
}


@blueprint.get("")
def world() -> str:
    """The world by country: how many organisations, or activities, each has."""
    tally = get_landscape().tally
    by = request.args.get("by", "")
    by = by if by in MEASURES else MEASURES[0]
    part = _known("part", PARTS)
    counts = tally.activities if by == "activities" else tally.organisations
    ranges = steps(max(counts.values(), default=0))
    levels = {code: step_of(count, ranges) for code, count in counts.items()}
    return render_template(
        "landscape_world.html",
        world=shapes(),
        tally=tally,
        by=by,
        part=part,
        view=PARTS[part],
        ranges=ranges,
        levels=levels,
        order=by_count(counts),
    )


@blueprint.get("/<string(length=2):code>")
def country(code: str) -> str:
    """One country: who is there, what they did, and what nobody offers."""
    if code.upper() not in COUNTRIES:
        abort(404)
    profile = describe_country(get_recommender().knowledge, code.upper(), MOST_SHOWN)
    return render_template("landscape_country.html", profile=profile)


@blueprint.get("/coverage")
def coverage() -> str:
    """Kinds times capabilities."""
    knowledge = get_recommender().knowledge
    place, theme = _known("country", COUNTRIES), _known("theme", knowledge.taxonomy.terms("themes"))
    chosen = {name: request.args.get(name, NAME) for name in ("rows", "columns")}
    matrix = coverage_matrix(knowledge, place, theme, **chosen)
    places = by_count(get_landscape().tally.organisations)
    return render_template(
        "landscape_coverage.html", matrix=matrix, country=place, theme=theme, chosen=chosen, places=places
    )


@blueprint.get("/map")
def likeness() -> str:
    """The organisations, those that are alike side by side."""
    knowledge = get_recommender().knowledge
    kind, place = _known("kind", knowledge.taxonomy.terms("kinds")), _known("country", COUNTRIES)
    picture = get_landscape().scatter(kind, place)
    places = by_count(get_landscape().tally.organisations)
    return render_template(
        "landscape_map.html",
        picture=picture,
        size=(WIDTH, HEIGHT),
        kind=kind,
        country=place,
        places=places,
    )


@blueprint.get("/network")
def network() -> str | AnyResponse:
    """Who worked with whom: everybody, or one organisation and its partners; as a page, GraphML or CSV for Kumu."""
    knowledge = get_recommender().knowledge
    name = request.args.get("of", "").strip()
    centre = knowledge.find_organisation(name) if name else None
    found, picture = _neighbourhood(knowledge, centre.id) if centre else get_landscape().network
    if request.args.get("format"):
        return _file(knowledge, found)
    return render_template("landscape_network.html", found=found, picture=picture, centre=centre, knowledge=knowledge)


def _neighbourhood(knowledge: KnowledgeBase, organisation_id: str) -> tuple[Collaboration, CollaborationPicture]:
    # networkx and scipy take half a second, and only these pages need them.
    from matcher.landscape.collaboration import neighbourhood  # noqa: PLC0415
    from matcher.landscape.collaboration_picture import picture_of  # noqa: PLC0415

    row = knowledge.organisation_row(organisation_id)
    found = neighbourhood(knowledge, -1 if row is None else row)
    return found, picture_of(knowledge, found)


def _file(knowledge: KnowledgeBase, found: Collaboration) -> AnyResponse:
    from matcher.landscape.collaboration_files import graphml, kumu_connections  # noqa: PLC0415  as above

    if request.args["format"] == "graphml":
        answer = Response(graphml(knowledge, found), mimetype="application/graphml+xml")
        ending = "graphml"
    else:
        answer, ending = Response(kumu_connections(knowledge, found), mimetype="text/csv"), "csv"
    answer.headers["Content-Disposition"] = f"attachment; filename=who-works-with-whom.{ending}"
    return answer


def _known(parameter: str, codes: Container[str]) -> str:
    """Return a parameter's value if it is one of `codes`, else ""."""
    value = request.args.get(parameter, "")
    return value if value in codes else ""
