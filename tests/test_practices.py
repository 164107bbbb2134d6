"""practices: which note comes first, for which reason, with every term worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matcher.collection import Collection
from matcher.encoders.cache import VectorCache
from matcher.knowledge import KnowledgeBase
from matcher.passages import practice_passages
from matcher.recommender import Recommender
from matcher.records import Goal, Practice
from matcher.results import Practices, RecommendedPractice
from tests.conftest import WordsEncoder

CHECK, TEENAGERS, MONEY = "check-before-airing", "meet-where-teenagers-are", "ask-for-money-early"


def advise(recommender: Recommender, text: str, **fields: Any) -> Practices:
    return recommender.practices([Goal.model_validate({"text": text, **fields})])[0]


def ids(practices: Practices) -> list[str]:
    return [recommended.practice.id for recommended in practices.practices]


def named(practices: Practices, practice_id: str) -> RecommendedPractice:
    return next(each for each in practices.practices if each.practice.id == practice_id)


def terms(recommended: RecommendedPractice) -> dict[str, float]:
    return {term.name: term.value for term in recommended.terms}


def with_practices(knowledge: KnowledgeBase, *practices: Practice) -> Recommender:
    passages = Collection.build(map(practice_passages, practices), WordsEncoder(), VectorCache(None))
    corpus = replace(knowledge.corpus, practices=practices)
    return Recommender(replace(knowledge, corpus=corpus, practice_passages=passages))


@pytest.mark.parametrize(
    ("goal", "first", "text", "quote"),
    [
        (
            "Verify rumours on the radio",
            CHECK,
            "Helps with: Fact-checking and Broadcasting",
            "Let someone verify rumours before the radio programme goes on air.",
        ),
        (
            "Reach teenagers in youth clubs",
            TEENAGERS,
            "Helps with: Youth outreach",
            "Visit youth clubs for teenagers.",
        ),
        (
            "Ask a donor for grants",
            MONEY,
            "Close to your goal",
            "A donor decides on grants months ahead, so ask early.",
        ),
    ],
)
def test_the_note_about_the_goal_comes_first_with_its_closest_sentence(
    small_recommender: Recommender, goal: str, first: str, text: str, quote: str
) -> None:
    best = advise(small_recommender, goal).practices[0]
    assert (best.rank, best.practice.id) == (1, first)
    assert (best.reason.text, best.reason.quote, best.reason.field) == (text, quote, "text")
    assert best.reason.source
    assert best.reason.source.locator == "chapter 2"


def test_the_sentence_that_fits_the_goal_is_quoted(small_recommender: Recommender) -> None:
    practices = advise(small_recommender, "Have pupils come to us")
    assert named(practices, TEENAGERS).reason.quote == "Do not wait until pupils come to you."


def test_a_pitfall_is_searched_as_well(small_recommender: Recommender) -> None:
    practices = advise(small_recommender, "A rumour on radio cannot be called back.", needs=[{"capability": "hotline"}])
    assert ids(practices)[0] == CHECK
    assert terms(practices.practices[0])["relevance"] == pytest.approx(1)


def test_relevance_is_seven_parts_meaning_and_three_parts_words(small_recommender: Recommender) -> None:
    goal = Goal(text="A donor lets someone verify rumours on radio")
    (u,) = small_recommender.reader.understand([goal])
    passages = small_recommender.knowledge.practice_passages
    (hits,) = passages.search([goal.text], u.vector[None, :], 10)
    place = next(place for place, text in enumerate(hits.texts) if passages.texts[text].startswith("Ask for money"))
    dense = np.interp(hits.dense[place], [hits.dense.min(), hits.dense.max()], [0, 1])
    lexical = np.interp(hits.lexical[place], [hits.lexical.min(), hits.lexical.max()], [0, 1])
    assert dense < 1, "another note is nearer"
    value = terms(named(advise(small_recommender, goal.text), MONEY))["relevance"]
    assert value == pytest.approx(0.7 * dense + 0.3 * lexical, abs=1e-6)


def test_a_note_that_is_the_goal_has_full_relevance(small_recommender: Recommender) -> None:
    best = advise(
        small_recommender, "Ask for money early. A donor decides on grants months ahead, so ask early"
    ).practices[0]
    assert best.practice.id == MONEY
    assert terms(best)["relevance"] == pytest.approx(1)


def test_capabilities_are_the_share_of_the_needed_ones_that_the_note_helps_with(small_recommender: Recommender) -> None:
    needs = [{"capability": "fact_checking"}, {"capability": "youth_outreach"}, {"capability": "broadcasting"}]
    practices = advise(small_recommender, "Keep things calm", needs=needs)
    # two of three, one of three, and a note that names no capability
    values = {each.practice.id: terms(each)["capabilities"] for each in practices.practices}
    assert values == pytest.approx({CHECK: 0.5 + 0.5 * 2 / 3, TEENAGERS: 0.5 + 0.5 / 3, MONEY: 0.35})


def test_the_seekers_own_capabilities_count_for_advice_too(small_recommender: Recommender) -> None:
    practices = advise(
        small_recommender, "Keep things calm", needs=[{"capability": "fact_checking"}], seeker="local:checkers"
    )
    assert terms(named(practices, CHECK))["capabilities"] == 1.0
    assert terms(named(practices, TEENAGERS))["capabilities"] == 0.0


@pytest.mark.parametrize(
    ("kinds", "value"),
    [
        (["media"], 1.0),
        (["broadcaster"], 0.75),  # the broadcaster itself is not named, media are
        (["media", "civil_society"], 1.0),
        (["network", "broadcaster"], 0.75),  # the two broader kinds of four
        (["funder"], 0.0),
    ],
)
def test_actors_are_matched_by_their_kind_and_the_broadest_form_of_it(
    small_recommender: Recommender, kinds: list[str], value: float
) -> None:
    practices = advise(small_recommender, "Keep things calm", kinds=kinds)
    assert terms(named(practices, CHECK))["actors"] == pytest.approx(value)
    assert terms(named(practices, MONEY))["actors"] == pytest.approx(0.35), "a note that names no actors"


def test_advice_for_a_narrower_kind_is_advice_for_the_broadest_one_too(small_knowledge: KnowledgeBase) -> None:
    note = Practice(id="n", text="Keep calm.", actors=("broadcaster",))
    assert (
        terms(advise(with_practices(small_knowledge, note), "Keep calm", kinds=["media"]).practices[0])["actors"] == 1
    )


def test_kinds_that_the_text_mentions_are_actors(small_recommender: Recommender) -> None:
    practices = advise(small_recommender, "Bring an NGO and a newsroom together")
    assert terms(named(practices, CHECK))["actors"] == 1.0


def test_notes_that_join_the_seeker_with_a_partner_at_hand_rank_higher(small_recommender: Recommender) -> None:
    text = "Keep things calm"
    alone = advise(small_recommender, text)
    assert "actors" not in terms(alone.practices[0])
    joined = named(advise(small_recommender, text, seeker="local:checkers", actors=["media"]), CHECK)
    assert terms(joined)["actors"] == 1.0
    assert joined.score > named(alone, CHECK).score
    assert "Joins: " in joined.reason.text
    assert "Media organisation" in joined.reason.text


def test_actors_that_are_asked_for_and_at_hand_count_alike(small_recommender: Recommender) -> None:
    practices = advise(small_recommender, "Keep things calm", kinds=["funder"], actors=["media"])
    assert terms(named(practices, CHECK))["actors"] == pytest.approx((0 + 1) / 2)


def test_terms_that_the_goal_does_not_ask_for_do_not_count(small_recommender: Recommender) -> None:
    def weights(**fields: Any) -> dict[str, float]:
        return {
            term.name: term.weight for term in advise(small_recommender, "Paint a zebra", **fields).practices[0].terms
        }

    assert weights() == {"relevance": 1.0}
    assert weights(needs=[{"capability": "hotline"}]) == pytest.approx({"relevance": 7 / 9, "capabilities": 2 / 9})
    assert weights(kinds=["funder"]) == pytest.approx({"relevance": 7 / 8, "actors": 1 / 8})
    assert weights(needs=[{"capability": "hotline"}], kinds=["funder"]) == pytest.approx(
        {"relevance": 0.7, "capabilities": 0.2, "actors": 0.1}
    )


def test_the_score_is_the_sum_of_the_contributions(small_recommender: Recommender) -> None:
    practices = advise(small_recommender, "Verify rumours for teenagers over radio", kinds=["media"])
    assert len(practices.practices) == 3
    for each in practices.practices:
        assert sum(term.contribution for term in each.terms) == pytest.approx(each.score, abs=1e-6)
        assert 0 <= each.score <= 1
    scores = [each.score for each in practices.practices]
    assert scores == sorted(scores, reverse=True)
    assert [each.rank for each in practices.practices] == [1, 2, 3]


def test_no_more_than_the_limit_is_given(small_recommender: Recommender) -> None:
    assert ids(advise(small_recommender, "Ask a donor for grants", limit=1)) == [MONEY]


def test_notices_of_the_goal_are_kept(small_recommender: Recommender) -> None:
    assert "English" in advise(small_recommender, "деревья").understanding.notices[0]


def test_without_practices_there_is_no_advice(small_knowledge: KnowledgeBase) -> None:
    recommender = with_practices(small_knowledge)
    assert advise(recommender, "Verify rumours with NGOs").practices == ()
    assert recommender.rank_practices([Goal(text="Verify rumours with NGOs")]) == [[]]
