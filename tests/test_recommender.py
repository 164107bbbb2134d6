"""recommender: who comes first and why, batch = single, what holds for every goal, and similar organisations."""

from __future__ import annotations

import random
import re
import threading
from functools import reduce
from itertools import pairwise
from typing import Any

import pytest

from matcher.errors import GoalError, UnknownRecordError
from matcher.knowledge import KnowledgeBase
from matcher.recommender import GOALS_AT_ONCE, Recommender, _one_ahead
from matcher.records import Goal, Organisation, Practice
from matcher.results import Partners, shown_points
from tests.conftest import recommender_over

WORDS = """verify rumours check claims radio programme television reach teenagers pupils grants money donor hotline
illegal content election Slovakia Czechia capital station meet town listeners independent zebra paint""".split()


def match(recommender: Recommender, text: str, **fields: Any) -> Partners:
    return recommender.partners([Goal.model_validate({"text": text, **fields})])[0]


def shown(result: Partners) -> list[str]:
    return [partner.organisation.id.removeprefix("local:") for partner in result.partners]


def value_at(record: Organisation | Practice, field: str) -> Any:
    """Return what stands at a place such as `offers[0].statement`."""
    steps = re.findall(r"\w+", field)
    return reduce(lambda at, step: at[int(step)] if step.isdigit() else getattr(at, step), steps, record)


def random_goals(count: int, seed: int) -> list[Goal]:
    """Return goals of random words with random fields."""
    generator = random.Random(seed)
    seekers = [
        None,
        "local:scouts",
        "local:checkers",
        "local:silent",
        {"summary": "We give grants.", "values": ["independence"]},
    ]
    needs = [{"capability": "funding", "weight": 0.4}, {"capability": "youth_outreach", "weight": 0.9}]
    return [
        Goal.model_validate(
            {
                "id": f"g{number}",
                "text": ". ".join(" ".join(generator.sample(WORDS, generator.randint(2, 6))) for _ in range(2)),
                "seeker": generator.choice(seekers),
                "needs": generator.choice([[], [], needs]),
                "countries": generator.choice([[], ["SK"], ["CZ", "SK"]]),
                "languages": generator.choice([[], ["sk"], ["en", "cs"]]),
                "audiences": generator.choice([[], ["youth"], ["parents"]]),
                "kinds": generator.choice([[], [], ["civil_society"]]),
                "exclude": generator.choice([[], ["local:bank"]]),
                "similarity": generator.choice([0.0, 0.0, 0.5, 1.0]),
                "limit": generator.choice([2, 10]),
            }
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("goal", "first", "quote", "field"),
    [
        ("Verify rumours", "checkers", "Checkers verify rumours within a day.", "offers[0].statement"),
        ("Ask a donor for grants", "bank", "Bank Foundation gives grants of money.", "offers[0].statement"),
        ("Air a show on radio", "radio-one", "Radio One gives air time on radio.", "offers[0].statement"),
        ("Reach teenagers", "scouts", "Scouts engage teenagers every week.", "offers[0].statement"),
    ],
)
def test_the_partner_that_brings_what_is_needed_comes_first_and_its_own_sentence_says_so(
    small_recommender: Recommender, goal: str, first: str, quote: str, field: str
) -> None:
    partner = match(small_recommender, goal).partners[0]
    assert (partner.rank, partner.organisation.id) == (1, f"local:{first}")
    reason = partner.reasons[0]
    assert (reason.term, reason.quote, reason.field, reason.basis) == ("coverage", quote, field, "stated")
    assert reason.source
    assert reason.source.locator == "page 1"


def test_partners_stand_in_the_order_of_what_they_bring(small_recommender: Recommender) -> None:
    # Both needs weigh about the same. Checkers and Scouts bring one each; Checkers have done something like it
    # before. Radio One's offer is only inferred, and it works elsewhere.
    result = match(small_recommender, "Verify rumours and reach teenagers in Slovakia before the election")
    assert shown(result)[:3] == ["checkers", "scouts", "radio-one"]
    checkers, scouts, radio = result.partners[:3]
    assert [reason.text for reason in checkers.reasons][:2] == [
        "Brings: Fact-checking",
        "Has done something like it: Rumours week (2023), with Radio One",
    ]
    assert (scouts.covers, scouts.missing) == (("youth_outreach",), ("fact_checking",))
    assert radio.reasons[0].basis == "inferred"
    assert radio.cautions == ("Its profile names Czechia only",)
    assert checkers.unknowns == ("whom it reaches",)
    assert result.uncovered == ()


def test_a_stated_offer_beats_an_inferred_one(small_recommender: Recommender) -> None:
    assert shown(match(small_recommender, "Reach teenagers"))[:2] == ["scouts", "radio-one"]


def test_the_seekers_own_offers_are_subtracted(small_recommender: Recommender) -> None:
    goal = "Verify rumours and ask a donor for grants"
    assert shown(match(small_recommender, goal))[0] == "checkers"
    result = match(small_recommender, goal, seeker="local:checkers")
    assert shown(result)[0] == "bank"
    assert [need.capability for need in result.understanding.missing] == ["funding"]
    assert "fact_checking" not in {code for partner in result.partners for code in (*partner.covers, *partner.missing)}


def test_what_we_say_that_we_have_is_subtracted(small_recommender: Recommender) -> None:
    result = match(small_recommender, "We have a radio programme but need to reach teenagers")
    assert shown(result)[0] == "scouts"
    assert list(result.understanding.brought) == ["broadcasting"]
    radio = next(partner for partner in result.partners if partner.organisation.id == "local:radio-one")
    assert radio.covers == ("youth_outreach",)


def test_given_needs_decide_whatever_the_text_says(small_recommender: Recommender) -> None:
    result = match(small_recommender, "Keep things calm", needs=[{"capability": "funding"}])
    assert shown(result)[0] == "bank"
    assert [need.capability for need in result.understanding.needs] == ["funding"]


def test_an_unknown_seeker_is_an_error_with_the_near_name(small_recommender: Recommender) -> None:
    goal = Goal(text="Verify rumours", seeker="local:radio-on")
    for ask in (
        small_recommender.partners,
        small_recommender.practices,
        small_recommender.rank_partners,
        small_recommender.rank_practices,
    ):
        with pytest.raises(
            GoalError, match=r"'local:radio-on'; did you mean Radio One \(local:radio-one\)\?"
        ) as caught:
            ask([goal])
        assert caught.value.field == "seeker"


def test_a_batch_gives_what_each_goal_gets_alone(small_recommender: Recommender) -> None:
    goals = random_goals(GOALS_AT_ONCE + 7, seed=5)
    together = small_recommender.partners(goals)
    assert len(together) == len(goals)
    for goal, batch in zip(goals, together, strict=True):
        (single,) = small_recommender.partners([goal])
        assert batch.understanding.goal == goal
        assert shown(batch) == shown(single)
        assert [p.score for p in batch.partners] == pytest.approx([p.score for p in single.partners], abs=1e-6)
        assert [p.reasons for p in batch.partners] == [p.reasons for p in single.partners]
        assert (batch.uncovered, batch.notices) == (single.uncovered, single.notices)
    practices = small_recommender.practices(goals)
    for goal, some in zip(goals, practices, strict=True):
        (alone,) = small_recommender.practices([goal])
        assert [p.practice.id for p in some.practices] == [p.practice.id for p in alone.practices]
        assert [p.score for p in some.practices] == pytest.approx([p.score for p in alone.practices], abs=1e-6)


def test_the_next_part_of_a_batch_is_read_while_one_is_used() -> None:
    read: list[int] = []
    both = threading.Barrier(2, timeout=10)

    def work(part: int) -> int:
        read.append(part)
        if part == 1:
            both.wait()
        return part * 10

    results = _one_ahead(work, [0, 1, 2])
    assert next(results) == 0
    both.wait()  # part 1 is being read although nobody has asked for it
    assert list(results) == [10, 20]
    assert read == [0, 1, 2]


def test_a_fault_in_a_later_part_is_raised_when_its_turn_comes() -> None:
    def work(part: int) -> int:
        if part == 2:
            raise GoalError("text", "too much")
        return part

    results = _one_ahead(work, [0, 1, 2, 3])
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(GoalError, match="too much"):
        next(results)
    assert list(_one_ahead(work, [])) == []


def test_the_same_goal_always_gets_the_same_answer(small_recommender: Recommender) -> None:
    goal = random_goals(1, seed=9)[0]
    assert small_recommender.partners([goal])[0].partners == small_recommender.partners([goal])[0].partners


def test_no_goals_get_no_answers(small_recommender: Recommender) -> None:
    assert small_recommender.partners([]) == []
    assert small_recommender.practices([]) == []
    assert small_recommender.rank_partners([]) == []
    assert small_recommender.rank_practices([]) == []


def test_the_full_ranking_is_in_the_order_of_what_is_shown(small_recommender: Recommender) -> None:
    goals = random_goals(60, seed=6)
    for result, ids in zip(small_recommender.partners(goals), small_recommender.rank_partners(goals), strict=True):
        chosen = [partner.organisation.id for partner in result.partners]
        assert [each for each in ids if each in chosen] == chosen
        assert len(ids) == len(set(ids))
        assert "local:gone" not in ids
    found = zip(small_recommender.practices(goals), small_recommender.rank_practices(goals), strict=True)
    for practices, ids in found:
        assert [each.practice.id for each in practices.practices] == ids[: practices.understanding.goal.limit]


def test_contributions_add_up_to_the_score_whatever_the_goal(small_recommender: Recommender) -> None:
    for result in small_recommender.partners(random_goals(150, seed=1)):
        for partner in result.partners:
            assert sum(term.contribution for term in partner.terms) == pytest.approx(partner.score, abs=1e-6)
            assert sum(term.weight for term in partner.terms) == pytest.approx(1)
            assert all(0 <= term.value <= 1 + 1e-6 for term in partner.terms)
            total = round(sum(points for _, points in shown_points(partner.terms)), 1)
            assert abs(total - partner.score * 100) <= 0.05 + 1e-4


def test_ranks_count_from_one_and_scores_fall(small_recommender: Recommender) -> None:
    for result in small_recommender.partners(random_goals(50, seed=2)):
        scores = [partner.score for partner in result.partners]
        assert [partner.rank for partner in result.partners] == list(range(1, len(scores) + 1))
        assert all(earlier >= later - 1e-6 for earlier, later in pairwise(scores))


def test_every_quote_is_a_verbatim_part_of_the_field_that_it_names(small_recommender: Recommender) -> None:
    goals = random_goals(150, seed=3)
    quoted = set()
    for result in small_recommender.partners(goals):
        for partner in result.partners:
            for reason in partner.reasons:
                value = value_at(partner.organisation, reason.field)
                assert value, f"{reason.field} is empty"
                if reason.quote:
                    assert reason.quote in value
                    quoted.add((reason.term, re.sub(r"\d+", "", reason.field)))
    assert quoted >= {
        ("coverage", "offers[].statement"),
        ("relevance", "summary"),
        ("relevance", "offers[].statement"),
        ("evidence", "activities[].summary"),
        ("reciprocity", "needs[].statement"),
    }
    for found in small_recommender.practices(goals):
        for recommended in found.practices:
            assert recommended.reason.quote
            assert recommended.reason.quote in value_at(recommended.practice, recommended.reason.field)


def test_every_reason_stands_for_a_term_that_adds_to_the_score(small_recommender: Recommender) -> None:
    goals = [goal.model_copy(update={"similarity": 0.0}) for goal in random_goals(250, seed=4)]
    for result in small_recommender.partners(goals):
        for partner in result.partners:
            adding = {term.name for term in partner.terms if term.contribution > 0}
            assert {reason.term for reason in partner.reasons} <= adding
            covered = [reason.capability for reason in partner.reasons if reason.term == "coverage"]
            assert covered == list(partner.covers)


@pytest.mark.parametrize(
    "goal", ["Verify rumours", "Air a show on radio and reach teenagers", "Ask a donor for grants"]
)
def test_without_the_quoted_offer_the_score_is_lower(small_knowledge: KnowledgeBase, goal: str) -> None:
    checked = 0
    for partner in match(Recommender(small_knowledge), goal).partners:
        for reason in partner.reasons:
            if reason.term != "coverage":
                continue
            position = int(reason.field.removeprefix("offers[").partition("]")[0])
            kept = [offer for place, offer in enumerate(partner.organisation.offers) if place != position]
            changed = partner.organisation.model_copy(update={"offers": tuple(kept)})
            organisations = [changed if o.id == changed.id else o for o in small_knowledge.organisations]
            again = match(recommender_over(small_knowledge, organisations), goal).partners
            scores = {each.organisation.id: each.score for each in again}
            assert scores.get(changed.id, 0.0) < partner.score - 0.1
            checked += 1
    assert checked >= 1


def test_similar_gives_the_nearest_profile_first_without_the_organisation_itself(
    small_knowledge: KnowledgeBase,
) -> None:
    checkers = small_knowledge.organisation("local:checkers")
    twin = checkers.model_copy(update={"id": "local:twin", "name": "Twin"})
    recommender = recommender_over(small_knowledge, [*small_knowledge.organisations, twin])
    similar = recommender.similar("local:checkers")
    assert similar[0].organisation.id == "local:twin"
    assert similar[0].shared == ("fact_checking",)
    assert 0.8 < similar[0].cosine < 1
    assert similar[1].organisation.id == "local:radio-one", "whom Checkers' activity names"
    assert similar[1].shared == ()
    cosines = [each.cosine for each in similar]
    assert cosines == sorted(cosines, reverse=True)
    assert "local:checkers" not in {each.organisation.id for each in similar}


def test_similar_to_a_described_organisation_is_similar_to_the_same_record(small_recommender: Recommender) -> None:
    known = small_recommender.knowledge.organisation("local:scouts")
    similar = small_recommender.similar(known.model_copy(update={"id": "local:new"}))
    assert similar[0].organisation == known
    assert similar[0].cosine == pytest.approx(1, abs=1e-6)
    assert similar[0].shared == ("youth_outreach",)


def test_similar_gives_no_more_than_asked_for(small_recommender: Recommender) -> None:
    assert len(small_recommender.similar("local:scouts", limit=2)) == 2
    assert len(small_recommender.similar("local:scouts", limit=99)) == 5


def test_similar_to_an_unknown_id_is_an_error_with_the_near_name(small_recommender: Recommender) -> None:
    with pytest.raises(UnknownRecordError, match=r"'local:scout'; did you mean Scouts \(local:scouts\)\?"):
        small_recommender.similar("local:scout")


def test_a_need_of_next_to_no_weight_spoils_no_answer(small_recommender: Recommender) -> None:
    result = match(small_recommender, "Verify rumours", needs=[{"capability": "funding", "weight": 1e-50}])
    assert shown(result)[0] == "checkers"
