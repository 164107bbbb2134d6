"""Ties and gains: with whom an organisation worked, and why it would say yes."""

from __future__ import annotations

from typing import Any

import numpy as np

from matcher.corpus import Corpus
from matcher.knowledge import KnowledgeBase
from matcher.participation import Participation
from matcher.recommender import Recommender
from matcher.records import Goal, Organisation
from matcher.results import Partner
from tests.conftest import WordsEncoder

# Text 0 joins organisations 0 and 1, text 1 joins 1 and 2, text 2 is organisation 3's alone.
PARTICIPATION = Participation.of_pairs(np.array([[1, 2], [2, 3], [0, 0], [0, 1], [1, 1], [0, 1]]))


def test_activities_are_shared_by_who_took_part() -> None:
    assert PARTICIPATION.shared_activities(0, 1).tolist() == [0]
    assert PARTICIPATION.shared_activities(0, 2).tolist() == []


def test_common_partners_are_neither_of_the_two() -> None:
    assert PARTICIPATION.common_partners(0, 2).tolist() == [1]
    assert PARTICIPATION.common_partners(0, 3).tolist() == []
    assert PARTICIPATION.common_partners(0, 1).tolist() == []


def activity(title: str, start: str = "", partners: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"title": title, "start": start, "partners": partners}


ME: dict[str, Any] = {
    "id": "local:me",
    "name": "Me",
    "themes": ["disinformation"],
    "offers": [{"capability": "fact_checking", "statement": "We verify rumours."}],
    "activities": [activity("Rumours week", "2021", ("local:friend",)), activity("Radio day", "2022", ("local:hub",))],
}
FRIEND: dict[str, Any] = {
    "id": "local:friend",
    "name": "Friend",
    "summary": "Radio programme for teenagers.",
    "themes": ["disinformation"],
    "terms": ["funds_others"],
    "offers": [{"capability": "broadcasting", "statement": "Friend gives air time on radio."}],
    "activities": [activity("Rumours week", "2021", ("local:me",))],
}
HUB: dict[str, Any] = {"id": "local:hub", "name": "Hub", "summary": "Hub makes a radio programme too."}
SECOND: dict[str, Any] = {
    "id": "local:second",
    "name": "Second",
    "summary": "Radio programme in the capital.",
    "needs": [{"capability": "fact_checking", "statement": "Second looks for someone to check claims."}],
    "offers": [{"capability": "broadcasting", "statement": "Second gives air time on radio."}],
    "activities": [activity("Hub meeting", "2020", ("local:hub",))],
}


def found(knowledge: KnowledgeBase, *more: dict[str, Any]) -> dict[str, Partner]:
    records = tuple(Organisation.model_validate(fields) for fields in (FRIEND, HUB, ME, SECOND, *more))
    corpus = Corpus(knowledge.taxonomy, records, ())
    built = KnowledgeBase.build(corpus, WordsEncoder(), classifier=knowledge.classifier)
    goal = Goal.model_validate({"text": "A radio programme", "seeker": "local:me", "limit": 5})
    return {
        each.organisation.id.removeprefix("local:"): each for each in Recommender(built).partners([goal])[0].partners
    }


def told(partner: Partner, term: str) -> list[tuple[str, str]]:
    return [(reason.text, reason.quote) for reason in partner.reasons if reason.term == term]


def test_a_past_partner_is_told_with_the_activity_of_its_own_record(small_knowledge: KnowledgeBase) -> None:
    partners = found(small_knowledge)
    assert told(partners["friend"], "ties") == [("Has worked with you: Rumours week (2021)", "Rumours week")]
    reason = next(reason for reason in partners["friend"].reasons if reason.term == "ties")
    assert reason.field == "activities[0].title"


def test_what_only_the_seeker_tells_of_is_not_quoted_from_the_other(small_knowledge: KnowledgeBase) -> None:
    assert told(found(small_knowledge)["hub"], "ties") == [("Has worked with you: Radio day (2022)", "")]


def test_what_only_somebody_else_tells_of_is_told_too(small_knowledge: KnowledgeBase) -> None:
    stall = {"id": "local:stall", "name": "Stall", "summary": "Stall makes a radio programme."}
    teller = {"id": "local:teller", "name": "Teller"}
    teller["activities"] = [activity("Town fair", "2019", ("local:me", "local:stall"))]  # type: ignore[assignment]
    assert told(found(small_knowledge, stall, teller)["stall"], "ties") == [
        ("Has worked with you: Town fair (2019)", "")
    ]


def test_partners_of_partners_are_told_with_who_joins_them(small_knowledge: KnowledgeBase) -> None:
    assert told(found(small_knowledge)["second"], "ties") == [("Has worked with partners of yours: Hub", "")]


def test_who_would_say_yes_and_why(small_knowledge: KnowledgeBase) -> None:
    partners = found(small_knowledge)
    assert [gain.text for gain in partners["friend"].gains] == [
        "You bring what its profile does not name: Fact-checking",
        "It funds others",
        "Has worked with you: Rumours week (2021)",
        "Shares your themes: Disinformation",
    ]
    first = partners["second"].gains[0]
    assert (first.text, first.quote) == (
        "Looks for what you bring: Fact-checking",
        "Second looks for someone to check claims.",
    )


def test_a_stranger_who_needs_something_else_is_told_against(small_knowledge: KnowledgeBase) -> None:
    assert "What it says that it looks for is nothing that you bring" not in found(small_knowledge)["second"].cautions
    goal = Goal.model_validate(
        {"text": "A radio programme", "seeker": {"offers": [{"capability": "funding", "statement": "We pay."}]}}
    )
    corpus = Corpus(small_knowledge.taxonomy, (Organisation.model_validate(SECOND),), ())
    built = KnowledgeBase.build(corpus, WordsEncoder(), classifier=small_knowledge.classifier)
    (partner,) = Recommender(built).partners([goal])[0].partners
    assert "What it says that it looks for is nothing that you bring" in partner.cautions
