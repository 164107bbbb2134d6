"""Facets: every count is the number of partners that one then finds, and what is unknown is a value of its own."""

from __future__ import annotations

import random
from typing import Any

import pytest

from matcher.directory.facets import FACETS
from matcher.errors import GoalError
from matcher.geography.codes import COUNTRIES
from matcher.knowledge import KnowledgeBase
from matcher.recommender import Recommender
from matcher.records import Goal, Organisation
from matcher.results import Partners
from tests.conftest import recommender_over, records_by_id

TEXTS = ("verify rumours on radio", "give grants of money", "engage teenagers every week", "set up a hotline in town")
WORDS = ("rumours", "radio", "grants", "money", "teenagers", "week", "hotline", "town", "verify", "engage")


def made(draw: random.Random, number: int) -> dict[str, Any]:
    """Return an organisation of which each fact is known or not, as chance has it."""

    def some(*values: str) -> list[str]:
        return draw.sample(values, min(draw.choice((0, 1, 1, 2)), len(values)))

    return {
        "id": f"local:o{number:02}",
        "name": f"Organisation {number}",
        "kind": draw.choice(("", "broadcaster", "media", "funder", "civil_society", "network")),
        "summary": " ".join(draw.sample(WORDS, 4)),
        "countries": some("SK", "CZ", "PL", "DE"),
        "reach": draw.choice(("", "global", "local")),
        "languages": some("sk", "cs-CZ", "en"),
        "audiences": some("youth"),
        "terms": some("no_cost", "in_kind", "funds_others"),
        "verified_on": draw.choice(("", "2019", "2021-05", "2024-05-01")),
        "offers": [
            {"capability": code, "statement": "They do it."} for code in some("fact_checking", "funding", "hotline")
        ],
    }


@pytest.fixture(scope="module")
def recommender(small_knowledge: KnowledgeBase) -> Recommender:
    draw = random.Random(5)
    return recommender_over(small_knowledge, records_by_id(*(made(draw, number) for number in range(60))))


def query(seed: int) -> Goal:
    """Return a goal with some filters."""
    draw = random.Random(seed)
    chosen = {
        "kinds": draw.sample(("media", "broadcaster", "funder", "not_stated"), draw.choice((0, 1, 2))),
        "countries": draw.sample(("SK", "CZ", "worldwide", "not_stated"), draw.choice((0, 0, 2))),
        "languages": draw.sample(("sk", "cs", "not_stated"), draw.choice((0, 0, 1))),
        "terms": draw.sample(("in_kind", "not_stated"), draw.choice((0, 0, 1))),
        "verified_since": draw.sample(("2020", "2024", "not_stated"), draw.choice((0, 0, 1))),
    }
    return Goal.model_validate({"text": draw.choice(TEXTS), "filters": chosen, "limit": 1000})


def find(recommender: Recommender, goal: Goal, **filters: Any) -> Partners:
    changed = goal.filters.model_copy(update=filters)
    return recommender.partners([goal.model_copy(update={"filters": changed})], count=True)[0]


@pytest.mark.parametrize("seed", range(20))
def test_each_count_is_the_number_of_partners_that_the_value_alone_in_its_facet_leaves(
    recommender: Recommender, seed: int
) -> None:
    goal = query(seed)
    found = find(recommender, goal)
    assert found.total == len(found.partners)
    assert found.counts is not None
    assert [facet.name for facet in found.counts.facets] == list(FACETS)
    for facet in found.counts.facets:
        assert facet.without == find(recommender, goal, **{facet.name: ()}).total
        assert set(facet.chosen) == set(getattr(goal.filters, facet.name))
        for value in facet.values:
            assert value.count == find(recommender, goal, **{facet.name: (value.code,)}).total, (facet.name, value)


def test_who_meets_a_filter_is_found_at_every_depth_and_in_the_same_order(recommender: Recommender) -> None:
    goal = Goal(text=TEXTS[0], limit=1000)
    everybody = find(recommender, goal).partners
    slovak = [each for each in everybody if "SK" in each.organisation.countries]
    assert 0 < len(slovak) < len(everybody)
    few = find(recommender, goal.model_copy(update={"limit": 3}), countries=("SK",))
    assert [each.organisation.id for each in few.partners] == [each.organisation.id for each in slovak[:3]]
    assert [each.score for each in few.partners] == [each.score for each in slovak[:3]], "a filter changes no score"
    assert few.total == len(slovak)


def test_a_filter_lets_the_search_look_deeper_at_those_whom_it_leaves(
    small_knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the filter the one Czech verifier is too far down to be looked at; with it, its own words are found."""
    monkeypatch.setattr("matcher.recommender.SEARCH_DEPTH", 10)
    monkeypatch.setattr("matcher.recommender.is_many", lambda _: True)
    near = [
        {"id": f"local:n{n:02}", "name": f"N {n}", "summary": "verify rumours claims", "countries": ["SK"]}
        for n in range(30)
    ]
    odd = {"id": "local:odd", "name": "Odd", "summary": "zebra bread soup cake tea house paint", "countries": ["SK"]}
    far = {"id": "local:z", "name": "Z", "summary": "verify rumours, claims, bread, tea.", "countries": ["CZ"]}
    recommender = recommender_over(small_knowledge, records_by_id(*near, odd, far))
    goal = Goal(text="Verify rumours and claims of a zebra", limit=100)

    def found(**filters: Any) -> dict[str, float]:
        return {each.organisation.id: each.score for each in find(recommender, goal, **filters).partners}

    assert "local:z" not in found()
    assert list(found(countries=("CZ",))) == ["local:z"]
    [partner] = find(recommender, goal, countries=("CZ",)).partners
    assert [reason.quote for reason in partner.reasons if reason.term == "relevance"] == [far["summary"]]
    slovak, before = found(countries=("SK",)), found()
    assert len(before) > 5
    assert {each: slovak[each] for each in before} == pytest.approx(before), "the scale stays that of everybody"


def test_parts_of_the_list_make_the_list(recommender: Recommender) -> None:
    whole = find(recommender, Goal(text=TEXTS[0], limit=12)).partners
    parts = [
        each for start in (0, 5, 10) for each in find(recommender, Goal(text=TEXTS[0], limit=5, offset=start)).partners
    ]
    assert [(each.rank, each.organisation.id) for each in parts[:12]] == [(e.rank, e.organisation.id) for e in whole]
    assert [each.rank for each in whole] == list(range(1, 13))


def only(small_recommender: Recommender, **filters: Any) -> set[str]:
    goal = Goal.model_validate({"text": "verify rumours on radio, engage teenagers, give grants", "filters": filters})
    return {each.organisation.id.removeprefix("local:") for each in small_recommender.partners([goal])[0].partners}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {"checkers", "radio-one", "scouts", "bank"}),
        ({"kinds": ["media"]}, {"radio-one"}),  # a broadcaster is a narrower kind
        ({"kinds": ["broadcaster", "funder"]}, {"radio-one", "bank"}),
        ({"countries": ["SK"]}, {"checkers", "scouts"}),
        ({"countries": ["worldwide"]}, {"bank"}),
        ({"countries": ["not_stated"]}, set()),  # Bank works worldwide, which says where
        ({"languages": ["not_stated"]}, {"scouts", "bank"}),
        ({"languages": ["sk-SK"]}, {"checkers"}),
        ({"countries": ["SK"], "languages": ["not_stated"]}, {"scouts"}),
        ({"terms": ["funds_others"]}, {"bank"}),
        ({"verified_since": ["2024"]}, {"checkers", "radio-one", "scouts", "bank"}),
        ({"verified_since": ["2020"]}, {"checkers", "radio-one", "scouts", "bank"}),  # a year that nobody has
        ({"verified_since": ["2025"]}, set()),
        ({"verified_since": ["2025", "2023"]}, {"checkers", "radio-one", "scouts", "bank"}),
    ],
)
def test_filters_are_or_within_and_across(
    small_recommender: Recommender, filters: dict[str, list[str]], found: set[str]
) -> None:
    assert only(small_recommender, **filters) == found


def test_the_values_of_a_facet_stand_most_frequent_first_and_the_unknown_last(small_recommender: Recommender) -> None:
    goal = Goal(text="verify rumours on radio, engage teenagers, give grants")
    counts = small_recommender.partners([goal], count=True)[0].counts
    assert counts is not None
    by_name = {facet.name: [(value.code, value.count) for value in facet.values] for facet in counts.facets}
    assert by_name["countries"] == [("SK", 2), ("CZ", 1), ("worldwide", 1)]
    assert by_name["languages"] == [("cs", 1), ("sk", 1), ("not_stated", 2)]
    assert by_name["verified_since"] == [("2024", 4)]


def test_what_else_there_would_be_is_counted(small_recommender: Recommender) -> None:
    goal = Goal.model_validate(
        {"text": "verify rumours on radio", "kinds": ["funder"], "filters": {"countries": ["SK"]}}
    )
    counts = small_recommender.partners([goal], count=True)[0].counts
    assert counts is not None
    assert counts.without_filters == 0
    assert counts.without_kinds == small_recommender.partners([goal.model_copy(update={"kinds": ()})])[0].total > 0


def test_nothing_is_counted_unless_asked(small_recommender: Recommender) -> None:
    assert small_recommender.partners([Goal(text="verify rumours")])[0].counts is None


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"kinds": ["medias"]}, "filters.kinds[0]: 'medias' is not a kind; did you mean 'media'?"),
        ({"audiences": ["yuth"]}, "filters.audiences[0]: 'yuth' is not an audience; did you mean 'youth'?"),
    ],
)
def test_a_filter_that_is_no_code_is_told(
    small_recommender: Recommender, filters: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(GoalError) as caught:
        small_recommender.partners([Goal.model_validate({"text": "verify rumours", "filters": filters})])
    assert (
        f"{caught.value.field}: {caught.value.message}".replace("filters.kinds:", "filters.kinds[0]:").replace(
            "filters.audiences:", "filters.audiences[0]:"
        )
        == message
    )


def test_without_organisations_all_facets_are_empty(small_knowledge: KnowledgeBase) -> None:
    lone = Organisation(id="local:one", name="One", countries=(next(iter(COUNTRIES)),))
    counts = recommender_over(small_knowledge, [lone]).partners([Goal(text="verify rumours")], count=True)[0].counts
    assert counts is not None
    assert all(facet.values == () and facet.without == 0 for facet in counts.facets)


@pytest.mark.parametrize(("field", "code"), [("terms", "needs_funding"), ("countries", "JP"), ("languages", "ja")])
def test_a_value_that_nobody_has_counts_none_and_leaves_nobody(recommender: Recommender, field: str, code: str) -> None:
    goal = Goal.model_validate({"text": TEXTS[0], "filters": {field: [code]}})
    [found] = recommender.partners([goal], count=True)
    assert found.total == 0
    assert found.counts
    [facet] = [each for each in found.counts.facets if each.name == field]
    assert [(value.code, value.count) for value in facet.values if value.chosen] == [(code, 0)]
    assert facet.without > 0
