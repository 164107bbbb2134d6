"""What the directory has for one organisation: its partners, those like it, those it lacks, practices for it."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.own_goal import own_goal, topic_goal
from matcher.recommender import Recommender
from matcher.records import Goal, Organisation
from matcher.results import Partners, RecommendedPractice, SimilarOrganisation, goal_for_practices

SHOWN = 5


@dataclass(frozen=True)
class Profile:
    """An organisation with its neighbourhood.

    `partners` maps the ids of those it worked with to their names, where they are in the directory. `goal` is what it
    would ask for itself and `complementary` the answer; None where it states no need.
    """

    organisation: Organisation
    partners: dict[str, str]
    similar: list[SimilarOrganisation]
    goal: Goal | None
    complementary: Partners | None
    practices: tuple[RecommendedPractice, ...]


def profile(recommender: Recommender, organisation: Organisation) -> Profile:
    """Look up and recommend everything that the page of an organisation shows."""
    goal = own_goal(organisation, SHOWN)
    complementary = recommender.partners([goal])[0] if goal else None
    asked = goal_for_practices(complementary) if complementary else topic_goal(organisation)
    return Profile(
        organisation,
        _partners(recommender, organisation),
        recommender.similar(organisation, limit=SHOWN),
        goal,
        complementary,
        recommender.practices([asked], limit=SHOWN)[0].practices if asked else (),
    )


def _partners(recommender: Recommender, organisation: Organisation) -> dict[str, str]:
    knowledge = recommender.knowledge
    ids = dict.fromkeys(partner for activity in organisation.activities for partner in activity.partners)
    rows = {each: knowledge.organisation_row(each) for each in ids}
    return {each: knowledge.organisations[row].name for each, row in rows.items() if row is not None}
