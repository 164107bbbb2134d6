"""The pages that every browser test of the whole surface goes through, in their usual states."""

from __future__ import annotations

GOAL = "Reach teenagers with a fact-checking campaign using YouTubers and comedians"
PAGES = {
    "home": "/",
    "result": f"/result?goal={GOAL}",
    "coalition": f"/coalition?goal={GOAL}",
    "organisation": "/organisations/local:globsec",
    "organisations": "/organisations",
    "practices": "/practices",
    "practice-search": "/practices?q=hotline with the police",
    "practice": "/practices/explain-urgency-until-right-person-acts",
    "coverage": "/coverage",
    "organisations-chosen": "/organisations?kind=fact_checker&country=IN",
    "landscape": "/landscape",
    "landscape-europe": "/landscape?part=europe",
    "landscape-country": "/landscape/SK",
    "landscape-coverage": "/landscape/coverage",
    "landscape-map": "/landscape/map",
    "landscape-network": "/landscape/network",
    "about": "/about",
    "api-problems": "/api/problems",
    "messages": "/result?goal=x&seeker=Globsecc&country=Narnia",
    "not-found": "/nothing",
}
