"""What a person asks of the practices: a campaign or question, partners at hand, and facets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from matcher.recommender import Recommender
from matcher.records import Goal
from webapp.goal_form import read_goal_form
from webapp.practice_facets import FACETS, PracticeFacets

Parameters = list[tuple[str, str]]
PRACTICES_ON_A_PAGE = 20


@dataclass(frozen=True)
class PracticeForm:
    """The entered values; `goal` is None where nothing is asked or where `error` says what is wrong with it.

    `entered` are the parameters of the page's address, which reproduces it.
    """

    text: str
    actors: tuple[str, ...]
    facets: PracticeFacets
    entered: Parameters
    goal: Goal | None = None
    error: str = ""

    def carried(self) -> Parameters:
        """Return what the form on the page carries along unseen."""
        return [(name, value) for name, value in self.entered if name != "q" and name not in FACETS]

    def without(self, name: str, value: str) -> Parameters:
        """Return the parameters of the page without one choice."""
        return [entry for entry in self.entered if entry != (name, value)]

    def without_facets(self) -> Parameters:
        """Return the parameters of the page without any facet."""
        return [(name, value) for name, value in self.entered if name not in FACETS]


def read_practice_form(entered: MultiDict[str, str], recommender: Recommender) -> PracticeForm:
    """Read the parameters of a practice page's address: `q`, `actor`, the facets, and those of a goal's page."""
    taxonomy = recommender.knowledge.taxonomy
    facets = PracticeFacets(entered, taxonomy)
    text = entered.get("q", "").strip()
    actors = tuple(code for code in dict.fromkeys(entered.getlist("actor")) if code in taxonomy.terms("kinds"))
    plain = [(name, value) for name, value in entered.items(multi=True) if name not in (*FACETS, "actor")]
    chosen = [(facet, code) for facet, codes in facets.chosen.items() for code in codes]
    parameters = [*plain, *(("actor", code) for code in actors), *chosen]
    if not text:
        return PracticeForm(text, actors, facets, parameters)
    goal_form = read_goal_form(
        MultiDict([("goal", text), *(entry for entry in plain if entry[0] != "goal")]), recommender
    )
    if goal_form.goal is None:
        error = goal_form.errors.get("goal") or next(iter(goal_form.errors.values()))
        return PracticeForm(text, actors, facets, parameters, error=error)
    goal = goal_form.goal.model_copy(update={"limit": PRACTICES_ON_A_PAGE, "actors": actors})
    return PracticeForm(text, actors, facets, parameters, goal)


def practice_parameters(entered: MultiDict[str, str], actors: Iterable[str]) -> Parameters:
    """Return the parameters of the practice page for a result page's goal and the kinds of some of its partners."""
    of_goal = [("q" if name == "goal" else name, value) for name, value in entered.items(multi=True)]
    return [*of_goal, *(("actor", code) for code in actors)]
