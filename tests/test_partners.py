"""partners: every term worked out by hand, who may be recommended, and what the ranking says of itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcher.corpus import Corpus
from matcher.knowledge import KnowledgeBase
from matcher.partners.ranking import FAINT_NOTICE
from matcher.partners.terms import likeness
from matcher.recommender import Recommender
from matcher.records import Goal, Organisation
from matcher.results import Partner, Partners
from matcher.scoring import WORTH_SHOWING
from matcher.weights import Weights
from tests.conftest import recommender_over, records_by_id

# A goal that names nothing of the small corpus, so that every code comes from its fields.
CALM = "Keep things calm"
NEED_FUNDING = [{"capability": "funding"}]
NEEDS = [{"capability": "fact_checking", "weight": 1.0}, {"capability": "youth_outreach", "weight": 0.5}]


def with_organisations(knowledge: KnowledgeBase, *organisations: dict[str, Any]) -> Recommender:
    """Return a recommender over `organisations` with the taxonomy, classifier and practices of `knowledge`."""
    return recommender_over(knowledge, records_by_id(*organisations))


def small(knowledge: KnowledgeBase, *more: dict[str, Any]) -> Recommender:
    """Return a recommender over the small corpus and `more`; a record of `more` replaces one with the same id."""
    records = {
        organisation.id: organisation.model_dump(exclude_defaults=True) for organisation in knowledge.organisations
    }
    return with_organisations(knowledge, *(records | {fields["id"]: fields for fields in more}).values())


def match(recommender: Recommender, text: str, **fields: Any) -> Partners:
    return recommender.partners([Goal.model_validate({"text": text, **fields})])[0]


def order(recommender: Recommender, text: str, **fields: Any) -> list[str]:
    """Return the ids of all organisations that may be recommended, without `local:`."""
    ids = recommender.rank_partners([Goal.model_validate({"text": text, **fields})])[0]
    return [each.removeprefix("local:") for each in ids]


def shown(result: Partners) -> list[str]:
    return [partner.organisation.id.removeprefix("local:") for partner in result.partners]


def named(result: Partners, name: str) -> Partner:
    return next(partner for partner in result.partners if partner.organisation.id == f"local:{name}")


def values(result: Partners, term: str) -> dict[str, float]:
    """Return the value of a term for each partner, by id without `local:`."""
    return {
        partner.organisation.id.removeprefix("local:"): each.value
        for partner in result.partners
        for each in partner.terms
        if each.name == term
    }


@pytest.fixture(scope="module")
def all_relevant(small_knowledge: KnowledgeBase) -> Recommender:
    """The small corpus with a goal's words in every summary, so that all are worth showing."""
    records = [
        organisation.model_dump(exclude_defaults=True) | {"summary": "They keep things calm"}
        for organisation in small_knowledge.organisations
    ]
    return small(small_knowledge, *records)


@pytest.fixture
def without_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every offer counts fully, however far from the goal, so that coverage can be worked out by hand."""
    monkeypatch.setattr("matcher.scoring.DEPTH_FLOOR", 1.0)


@pytest.mark.usefixtures("without_depth")
def test_coverage_is_the_share_of_the_needed_weight_that_is_brought(all_relevant: Recommender) -> None:
    # Checkers state 1 of 1.5, Scouts .5 of 1.5; Radio One's .5 is inferred and counts .7
    assert values(match(all_relevant, CALM, needs=NEEDS), "coverage") == pytest.approx(
        {"checkers": 1 / 1.5, "scouts": 0.5 / 1.5, "radio-one": 0.35 / 1.5, "bank": 0, "silent": 0}
    )


def test_the_offer_that_is_closer_to_the_goal_covers_more(small_knowledge: KnowledgeBase) -> None:
    offers = {
        "radio": "Grants of money for radio stations.",
        "sport": "Grants of money for football clubs.",
        "both": "Grants of money for football clubs.",
    }
    organisations = [
        {"id": f"local:{name}", "name": name, "offers": [{"capability": "funding", "statement": statement}]}
        for name, statement in offers.items()
    ]
    organisations[2]["offers"] += [{"capability": "funding", "statement": offers["radio"]}]  # type: ignore[operator]
    found = match(with_organisations(small_knowledge, *organisations), "Money for radio stations", needs=NEED_FUNDING)
    coverage = values(found, "coverage")
    assert 0.4 <= coverage["sport"] < coverage["radio"] <= 1
    assert coverage["both"] == coverage["radio"], "the closest offer decides, and none is counted twice"


def test_reach_is_the_mean_of_place_and_audience(all_relevant: Recommender) -> None:
    # place, audience: yes 1, no 0, silent .35, worldwide at least .7
    assert values(match(all_relevant, CALM, countries=["SK"], audiences=["youth"]), "reach") == pytest.approx(
        {
            "checkers": (1 + 0.35) / 2,
            "scouts": (1 + 1) / 2,
            "radio-one": (0 + 0.35) / 2,
            "bank": (0.7 + 0.35) / 2,
            "silent": (0.35 + 0.35) / 2,
        }
    )


def test_reach_in_one_of_two_places_is_three_quarters(all_relevant: Recommender) -> None:
    reach = values(match(all_relevant, CALM, countries=["SK", "CZ"]), "reach")
    assert reach == pytest.approx({"checkers": 0.75, "scouts": 0.75, "radio-one": 0.75, "bank": 0.7, "silent": 0.35})


def test_a_worldwide_organisation_that_names_the_place_gets_all_of_it(small_knowledge: KnowledgeBase) -> None:
    bank = small_knowledge.organisation("local:bank").model_dump(exclude_defaults=True)
    here, elsewhere = bank | {"countries": ["SK"]}, bank | {"countries": ["US"]}
    for fields, reach in ((here, 1.0), (elsewhere, 0.7)):
        result = match(small(small_knowledge, fields), "Give grants of money", countries=["SK"])
        assert values(result, "reach")["bank"] == pytest.approx(reach)


def test_common_ground_is_the_mean_of_languages_themes_values_and_countries(all_relevant: Recommender) -> None:
    # The seeker's are Slovak, disinformation, independence and Slovakia; Scouts work there, Radio One in Czech and in
    # Czechia; the rest is silent.
    ground = values(match(all_relevant, CALM, seeker="local:checkers"), "common_ground")
    assert ground == pytest.approx({"scouts": (1 + 3 * 0.35) / 4, "radio-one": 0.7 / 4, "bank": 0.35, "silent": 0.35})


def test_the_goals_languages_win_over_the_seekers(all_relevant: Recommender) -> None:
    ground = values(match(all_relevant, CALM, seeker="local:checkers", languages=["cs"]), "common_ground")
    assert ground["radio-one"] == pytest.approx((1 + 0.35 + 0.35 + 0) / 4)


@pytest.mark.parametrize("tag", ["sk", "sk-SK"])
def test_the_region_of_a_language_does_not_matter(all_relevant: Recommender, tag: str) -> None:
    described = values(match(all_relevant, CALM, seeker={"languages": [tag]}), "common_ground")
    asked = values(match(all_relevant, CALM, languages=[tag]), "common_ground")
    assert described["checkers"] == asked["checkers"] == 1.0
    assert described["radio-one"] == asked["radio-one"] == 0.0


def test_reciprocity_is_what_the_organisation_looks_for_and_the_seeker_brings(all_relevant: Recommender) -> None:
    assert values(match(all_relevant, CALM, seeker="local:checkers"), "reciprocity") == {
        "scouts": 1.0,
        "radio-one": 0.0,
        "bank": 0.0,
        "silent": 0.0,
    }


def test_reciprocity_counts_an_inferred_need_less_and_never_exceeds_one(small_knowledge: KnowledgeBase) -> None:
    needs = [
        {"capability": "fact_checking", "statement": "A keeps things calm.", "basis": "inferred"},
        {"capability": "hotline", "statement": "A keeps calm."},
    ]
    one = {"id": "local:one", "name": "One", "summary": CALM, "needs": needs[:1]}
    both = {"id": "local:two", "name": "Two", "summary": CALM, "needs": needs}
    far = {"id": "local:far", "name": "Far", "summary": "Paint a zebra"}  # so that the others are nearer than somebody
    brought = [{"capability": need["capability"], "statement": "We do."} for need in needs]
    result = match(with_organisations(small_knowledge, one, both, far), CALM, seeker={"offers": brought})
    assert values(result, "reciprocity") == pytest.approx({"one": 0.7, "two": 1.0})


def test_relevance_counts_the_best_texts_of_an_organisation(small_recommender: Recommender) -> None:
    result = match(small_recommender, "Bank Foundation gives grants of money.")
    assert shown(result)[0] == "bank"
    # The offer is the goal word for word and counts .6, the profile something of .2; there are no more texts.
    assert 0.6 < values(result, "relevance")["bank"] < 0.8


def test_who_says_nothing_of_itself_is_neither_relevant_nor_not(all_relevant: Recommender) -> None:
    fields = {"id": "local:mute", "name": "Mute", "activities": [{"title": "Keep things calm"}]}
    result = match(small(all_relevant.knowledge, fields), CALM)
    assert values(result, "relevance")["mute"] == pytest.approx(0.35)
    assert values(result, "evidence")["mute"] == pytest.approx(1)


def test_a_past_activity_that_is_the_goal_has_full_evidence(small_recommender: Recommender) -> None:
    text = "Rumours week. Checkers and Radio One debunk hoaxes about the election"
    result = match(small_recommender, text)
    assert shown(result)[0] == "checkers"
    evidence = values(result, "evidence")
    assert evidence.pop("checkers") == pytest.approx(1)
    assert set(evidence.values()) == {0.0}, "nobody else has a past activity"


def test_what_an_organisation_looks_for_makes_it_no_more_relevant(small_recommender: Recommender) -> None:
    text = "Scouts look for someone who can check claims."
    result = match(small_recommender, text, needs=[{"capability": "youth_outreach"}])
    assert values(result, "relevance")["scouts"] < 0.5
    assert text not in [reason.quote for partner in result.partners for reason in partner.reasons]


def test_only_the_terms_that_the_goal_asks_for_count(small_recommender: Recommender) -> None:
    def terms(**fields: Any) -> list[str]:
        return [term.name for term in match(small_recommender, "Give grants of money", **fields).partners[0].terms]

    assert terms() == ["coverage", "relevance", "evidence"]
    assert terms(countries=["SK"]) == ["coverage", "relevance", "evidence", "reach"]
    assert terms(languages=["sk"]) == ["coverage", "relevance", "evidence", "common_ground"]
    # Silent House brings nothing and shares nothing; Scouts bring something that can be looked for.
    assert terms(seeker={}) == ["coverage", "relevance", "evidence"]
    assert terms(seeker="local:silent") == ["coverage", "relevance", "evidence", "ties"]
    assert terms(seeker="local:scouts", countries=["SK"]) == [
        "coverage",
        "relevance",
        "evidence",
        "ties",
        "reciprocity",
        "common_ground",
        "reach",
    ]
    # Where the seeker brings all that is needed, coverage tells nothing.
    assert terms(needs=NEEDS[:1], seeker={"offers": [{"capability": "fact_checking", "statement": "We do."}]}) == [
        "relevance",
        "evidence",
        "reciprocity",
    ]


@pytest.mark.usefixtures("without_depth")
def test_the_score_is_the_weighted_sum_of_the_terms(all_relevant: Recommender) -> None:
    fields = {"needs": NEEDS, "countries": ["SK"], "audiences": ["youth"], "languages": ["sk"]}
    scouts = named(match(all_relevant, CALM, **fields), "scouts")
    relevance = next(term.value for term in scouts.terms if term.name == "relevance")
    # coverage .5 of 1.5, evidence 0, silent languages .35, reach 1; the needs are given, so coverage counts three times
    weights = Weights.shipped().partners
    weights = weights | {"coverage": 3 * weights["coverage"]}
    asked = sum(weights[name] for name in ("coverage", "relevance", "evidence", "common_ground", "reach"))
    expected = weights["coverage"] / 3 + weights["relevance"] * relevance
    expected = (expected + weights["common_ground"] * 0.35 + weights["reach"]) / asked
    assert scouts.score == pytest.approx(expected, abs=1e-6)


def test_covers_and_missing_split_what_the_seeker_lacks(all_relevant: Recommender) -> None:
    needs = [*NEEDS, {"capability": "funding"}]
    offers = [{"capability": "funding", "statement": "We pay."}]
    result = match(all_relevant, CALM, needs=needs, seeker={"offers": offers})
    assert (named(result, "checkers").covers, named(result, "checkers").missing) == (
        ("fact_checking",),
        ("youth_outreach",),
    )
    assert (named(result, "bank").covers, named(result, "bank").missing) == ((), ("fact_checking", "youth_outreach"))


@pytest.mark.usefixtures("without_depth")
def test_one_organisation_can_bring_several_needs(all_relevant: Recommender) -> None:
    needs = [{"capability": "youth_outreach", "weight": 0.9}, {"capability": "broadcasting", "weight": 0.6}]
    result = match(all_relevant, CALM, needs=needs)
    assert shown(result)[0] == "radio-one"
    assert result.partners[0].covers == ("youth_outreach", "broadcasting")
    assert result.partners[0].missing == ()
    # .7 * .9 + 1 * .6 of 1.5
    assert values(result, "coverage")["radio-one"] == pytest.approx(1.23 / 1.5)


def test_a_need_that_nobody_brings_stays_uncovered(small_recommender: Recommender) -> None:
    needs = [{"capability": "hotline", "weight": 0.8}, {"capability": "funding"}]
    result = match(small_recommender, "Keep things calm", needs=needs)
    assert [(need.capability, need.weight) for need in result.uncovered] == [("hotline", 0.8)]


def test_a_need_is_uncovered_where_only_an_organisation_that_is_not_shown_brings_it(
    small_recommender: Recommender,
) -> None:
    needs = [{"capability": "fact_checking"}, {"capability": "funding", "weight": 0.4}]
    one, all_of_them = (match(small_recommender, "Verify rumours", needs=needs, limit=limit) for limit in (1, 10))
    assert shown(one) == ["checkers"]
    assert [need.capability for need in one.uncovered] == ["funding"]
    assert all_of_them.uncovered == ()


def test_what_the_seeker_brings_is_never_uncovered(small_recommender: Recommender) -> None:
    seeker = {"offers": [{"capability": "hotline", "statement": "We answer calls."}]}
    assert (
        match(small_recommender, "Set up a hotline", needs=[{"capability": "hotline"}], seeker=seeker).uncovered == ()
    )


def test_the_seeker_never_appears(small_recommender: Recommender) -> None:
    assert order(small_recommender, "Verify rumours")[0] == "checkers"
    everyone_else = {"bank", "radio-one", "scouts", "silent"}
    assert set(order(small_recommender, "Verify rumours", seeker="local:checkers")) == everyone_else
    described = {"id": "local:checkers", "name": "Checkers"}
    assert set(order(small_recommender, "Verify rumours", seeker=described)) == everyone_else


def test_what_the_goal_excludes_never_appears_and_the_next_moves_up(small_recommender: Recommender) -> None:
    goal = "Reach teenagers"
    assert shown(match(small_recommender, goal))[:2] == ["scouts", "radio-one"]
    without = match(small_recommender, goal, exclude=["local:scouts", "local:nobody"])
    assert shown(without)[0] == "radio-one"
    assert [partner.rank for partner in without.partners] == list(range(1, len(without.partners) + 1))
    assert "scouts" not in order(small_recommender, goal, exclude=["local:scouts"])


def test_closed_organisations_never_appear(small_recommender: Recommender) -> None:
    result = match(small_recommender, "Gone Hotline took reports of illegal content.")
    assert "hotline" in {need.capability for need in result.uncovered}
    assert "gone" not in order(small_recommender, "Gone Hotline took reports of illegal content.")


@pytest.mark.parametrize("status", ["active", "dormant", "unknown"])
def test_only_closed_organisations_are_left_out(small_knowledge: KnowledgeBase, status: str) -> None:
    gone = small_knowledge.organisation("local:gone").model_dump(exclude_defaults=True) | {"status": status}
    result = match(small(small_knowledge, gone), "Set up a hotline")
    assert shown(result)[0] == "gone"
    assert result.partners[0].cautions == (("It is dormant",) if status == "dormant" else ())


@pytest.mark.parametrize(
    ("kinds", "left"),
    [
        (["civil_society"], {"checkers", "scouts", "silent"}),  # a network is a civil society organisation
        (["network"], {"scouts", "silent"}),  # but not the other way round
        (["media"], {"radio-one", "silent"}),
        (["broadcaster"], {"radio-one", "silent"}),
        (["network", "funder"], {"scouts", "bank", "silent"}),
        ([], {"checkers", "scouts", "radio-one", "bank", "silent"}),
    ],
)
def test_the_kinds_filter_keeps_narrower_and_unknown_kinds(
    small_recommender: Recommender, kinds: list[str], left: set[str]
) -> None:
    assert set(order(small_recommender, "Verify rumours", kinds=kinds)) == left


def test_organisations_that_bring_nothing_and_are_unrelated_are_not_shown(small_recommender: Recommender) -> None:
    goal = "We have a radio station but need to verify rumours"
    assert shown(match(small_recommender, goal)) == ["checkers"], "a radio station is not what is asked for"
    assert len(order(small_recommender, goal)) == 5


def test_whoever_brings_what_is_missing_is_shown_however_far_from_the_topic(small_recommender: Recommender) -> None:
    result = match(small_recommender, CALM, needs=[{"capability": "funding", "weight": 0.1}])
    assert shown(result)[0] == "bank"


def test_no_more_than_the_limit_is_shown(small_recommender: Recommender) -> None:
    goal = "Verify rumours and reach teenagers"
    three = shown(match(small_recommender, goal, limit=3))
    assert len(three) == 3
    assert shown(match(small_recommender, goal, limit=1)) == three[:1]


def test_equal_organisations_stand_in_the_order_of_their_ids(small_knowledge: KnowledgeBase) -> None:
    same = {"name": "Calm", "offers": [{"capability": "funding", "statement": "Calm pays."}]}
    recommender = with_organisations(small_knowledge, *({"id": f"local:{name}", **same} for name in "cab"))
    assert shown(match(recommender, CALM, needs=[{"capability": "funding"}])) == ["a", "b", "c"]


def test_full_similarity_turns_relevance_into_likeness(all_relevant: Recommender) -> None:
    by_likeness = {
        each.organisation.id.removeprefix("local:"): max(each.cosine, 0.0)
        for each in all_relevant.similar("local:scouts")
    }
    by_topic, half, full = (
        values(match(all_relevant, CALM, seeker="local:scouts", similarity=similarity), "relevance")
        for similarity in (0, 0.5, 1)
    )
    assert full == pytest.approx({name: by_likeness[name] for name in full}, abs=1e-6)
    assert half == pytest.approx({name: (by_topic[name] + by_likeness[name]) / 2 for name in half}, abs=1e-6)


TWIN: dict[str, Any] = {
    "id": "local:twin",
    "name": "Checkers Twin",
    "kind": "civil_society",
    "summary": "Checkers Twin is an association of people who debunk hoaxes.",
    "offers": [{"capability": "fact_checking", "statement": "Checkers verify rumours within a day."}],
}
EXPERT: dict[str, Any] = {
    "id": "local:expert",
    "name": "Expert",
    "activities": [{"title": "Verify rumours before the election"}, {"title": "Meet teenagers in towns"}],
}


@pytest.mark.parametrize(
    ("goal", "complement"),
    [
        ("Reach teenagers before the election", "scouts"),
        ("Verify rumours before the election", "expert"),  # the seeker brings this itself: nothing is missing
    ],
)
def test_full_similarity_ranks_the_organisation_most_like_the_seeker_first(
    small_knowledge: KnowledgeBase, goal: str, complement: str
) -> None:
    recommender = small(small_knowledge, TWIN, EXPERT)
    assert recommender.similar("local:checkers")[0].organisation.id == "local:twin"
    assert order(recommender, goal, seeker="local:checkers", similarity=0)[0] == complement
    similar = match(recommender, goal, seeker="local:checkers", similarity=1)
    assert shown(similar)[0] == "twin"
    assert sum(term.contribution for term in similar.partners[0].terms) == pytest.approx(similar.partners[0].score)


def test_similarity_without_a_seeker_changes_nothing(small_recommender: Recommender) -> None:
    goal = "Verify rumours and reach teenagers"
    plain, similar = (match(small_recommender, goal, similarity=similarity) for similarity in (0, 1))
    assert plain.partners == similar.partners


def test_a_goal_that_nothing_is_close_to_gets_a_notice(small_recommender: Recommender) -> None:
    assert match(small_recommender, "Paint a zebra").notices[-1] == FAINT_NOTICE
    assert FAINT_NOTICE not in match(small_recommender, "Verify rumours").notices
    assert FAINT_NOTICE not in match(small_recommender, "Paint a zebra", needs=NEEDS).notices


def test_an_activity_that_has_nothing_to_do_with_the_goal_is_no_reason(small_knowledge: KnowledgeBase) -> None:
    alpha = {
        "id": "local:alpha",
        "name": "Alpha Grants",
        "summary": "Grants for all",
        "offers": [{"capability": "funding", "statement": "Alpha gives grants of money."}],
        "activities": [{"title": "Opera night"}],
    }
    result = match(with_organisations(small_knowledge, alpha), "Give grants of money")
    assert values(result, "evidence") == {"alpha": 0.0}
    assert [reason.term for reason in result.partners[0].reasons] == ["coverage"]


def test_the_closest_text_is_quoted_unless_it_was_quoted_for_coverage(small_recommender: Recommender) -> None:
    needed = match(small_recommender, "Bank Foundation gives grants of money.")
    reasons = [(reason.term, reason.quote) for reason in named(needed, "bank").reasons]
    assert reasons == [("coverage", "Bank Foundation gives grants of money.")]
    other = match(small_recommender, "Bank Foundation gives grants of money.", needs=NEEDS)
    reasons = [(reason.term, reason.quote) for reason in named(other, "bank").reasons]
    assert reasons == [("relevance", "Bank Foundation gives grants of money.")]


def test_reasons_come_coverage_first_then_topic_then_reciprocity_then_context(
    small_recommender: Recommender,
) -> None:
    result = match(
        small_recommender,
        "Scouts meet in every town of Slovakia. We can offer to verify rumours. We need pupils.",
        needs=[{"capability": "youth_outreach"}],
    )
    assert [reason.term for reason in named(result, "scouts").reasons] == [
        "coverage",
        "relevance",
        "reciprocity",
        "reach",
    ]


def test_without_organisations_everything_stays_uncovered(small_knowledge: KnowledgeBase) -> None:
    recommender = with_organisations(small_knowledge)
    result = match(recommender, "Verify rumours in Slovakia", seeker={"summary": "A"}, similarity=0.5, needs=NEEDS)
    assert result.partners == ()
    assert [need.capability for need in result.uncovered] == ["fact_checking", "youth_outreach"]
    assert recommender.similar(Organisation(id="x", name="X")) == []


def test_likeness_of_a_described_organisation_is_that_of_the_same_record(small_knowledge: KnowledgeBase) -> None:
    known = small_knowledge.organisation("local:checkers")
    described = known.model_copy(update={"id": "local:somebody"})
    cosines = likeness(small_knowledge, known)
    row = small_knowledge.organisation_row(known.id)
    assert cosines.shape == (6,)
    assert cosines[row] == pytest.approx(1, abs=1e-6)
    np.testing.assert_allclose(likeness(small_knowledge, described), cosines, atol=1e-6)


def is_worth_showing(partner: Partner) -> bool:
    terms = {term.name: term.value for term in partner.terms}
    told = terms["relevance"] if partner.organisation.summary or partner.organisation.offers else 0
    return terms.get("coverage", 0) > 0 or max(told, terms["evidence"]) >= WORTH_SHOWING


@pytest.mark.parametrize("limit", [1, 3, 40])
@pytest.mark.parametrize("depth", [1, 3, 100])
def test_scoring_only_who_can_be_among_the_best_finds_the_best_of_all(
    small_corpus: Corpus, small_knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, limit: int, depth: int
) -> None:
    monkeypatch.setattr("matcher.recommender.SEARCH_DEPTH", depth)  # so that of most nothing is found
    rng = np.random.default_rng(depth)
    codes = list(small_corpus.taxonomy.terms("capabilities"))
    words = "radio rumours grants towns pupils hotline teenagers election calm music".split()

    def some(pool: list[str], most: int) -> list[str]:
        return rng.choice(pool, rng.integers(0, most + 1), replace=False).tolist()

    recommender = small(
        small_knowledge,
        *(
            {
                "id": f"local:z{number:03}",
                "name": f"Z {number}",
                "summary": " ".join(some(words, 3)),
                "countries": some(["SK", "CZ", "PL"], 2),
                "offers": [{"capability": each, "statement": f"{each} {number}"} for each in some(codes, 2)],
                "activities": [{"title": f"{' '.join(some(words, 3))} week"}],
                "status": "closed" if number % 7 == 0 else "active",
            }
            for number in range(60)
        ),
    )
    for text in ("Verify rumours on the radio in Slovakia", "Grants for pupils", "Paint a zebra"):
        for needs in ([], [{"capability": "funding"}, {"capability": "hotline", "weight": 0.3}]):
            goal = Goal(text=text, needs=needs, limit=limit, seeker="local:z001", exclude=("local:z002",))
            result = recommender.partners([goal])[0].partners
            everybody = recommender.describe_partners(goal, recommender.rank_partners([goal])[0]).partners
            worth_showing = [each for each in everybody if is_worth_showing(each)]
            expected = worth_showing[:limit]
            assert recommender.partners([goal])[0].total == len(worth_showing)
            assert [each.organisation.id for each in result] == [each.organisation.id for each in expected]
            assert [each.score for each in result] == pytest.approx([each.score for each in expected], abs=1e-6)
            assert [each.terms for each in result] == [each.terms for each in expected]
