"""Matching over HTTP: a goal object in, the same recommendation as on the pages out."""

from __future__ import annotations

from typing import Any

from flask import request

from matcher.errors import Problem
from matcher.exporters import campaign_fields, partners_fields, practices_fields, understanding_fields
from matcher.exports.coalitions import coalition_fields
from webapp.api.answers import (
    BatchFound,
    CampaignFound,
    CoalitionFound,
    PartnersFound,
    PracticesFound,
    Understanding,
)
from webapp.api.operations import Operations
from webapp.api.reading import RefusedRequest, check_goals
from webapp.api.requests import MOST_RESULTS, BatchRequest, CoalitionRequest, GoalRequest, PartnersRequest
from webapp.knowledge import get_partners, get_recommender

operations = Operations("Matching")


@operations.post("/goals/understand", Understanding, GoalRequest)
def understand(asked: GoalRequest) -> dict[str, Any]:
    """Understand a goal without matching it: its needs, place, languages, audiences and time."""
    understood = get_recommender().reader.understand([asked])[0]
    return {
        "goal": understanding_fields(understood),
        "brought": understood.brought,
        "notices": list(understood.notices),
    }


@operations.post("/partners", PartnersFound, PartnersRequest)
def partners(asked: PartnersRequest) -> dict[str, Any]:
    """Find partners for a goal."""
    return partners_fields(get_partners(asked, count=asked.facets))


@operations.post("/practices", PracticesFound, GoalRequest)
def practices(asked: GoalRequest) -> dict[str, Any]:
    """Find practices for a goal; its `actors` may name the `kinds` that `/partners` gave."""
    return practices_fields(get_recommender().practices([asked])[0])


@operations.post("/campaign", CampaignFound, GoalRequest)
def campaign(asked: GoalRequest) -> dict[str, Any]:
    """Find practices for a goal by phase: before, during and after a campaign."""
    return campaign_fields(get_recommender().campaign([asked])[0])


@operations.post("/coalition", CoalitionFound, CoalitionRequest)
def coalition(asked: CoalitionRequest) -> dict[str, Any]:
    """Choose partners that cover a goal together."""
    return coalition_fields(get_recommender().coalition([asked], asked.size, asked.pinned, exact=asked.exact)[0])


@operations.post("/batch", BatchFound, BatchRequest)
def batch(asked: BatchRequest) -> dict[str, Any]:
    """Match up to 100 goals; each is answered as it would be alone. One bad goal refuses all, and all are named."""
    check_goals(asked.goals, "goals")
    total = sum(goal.limit for goal in asked.goals)
    if total > MOST_RESULTS:
        message = f"the limits of all goals come to {total:,}; together they may ask for {MOST_RESULTS:,} results"
        raise RefusedRequest([Problem("request", "goals", message)], request.get_json())
    recommender, goals = get_recommender(), list(asked.goals)
    found: dict[str, list[dict[str, Any]]] = {}
    if "partners" in asked.give:
        found["partners"] = [partners_fields(each) for each in recommender.partners(goals)]
    if "practices" in asked.give:
        found["practices"] = [practices_fields(each) for each in recommender.practices(goals)]
    if "coalition" in asked.give:
        found["coalition"] = [coalition_fields(each) for each in recommender.coalition(goals)]
    return {
        "results": [
            {"goal_id": goal.id} | {name: some[position] for name, some in found.items()}
            for position, goal in enumerate(goals)
        ]
    }
