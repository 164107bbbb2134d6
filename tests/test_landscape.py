"""The landscape: who is counted where, which spots are white, who worked with whom."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from functools import partial

import networkx as nx
import numpy as np
import pytest

from matcher.directory.browsing import places_of
from matcher.knowledge import KnowledgeBase
from matcher.landscape.collaboration import neighbourhood, strongest, whole_network
from matcher.landscape.collaboration_files import graphml, kumu_connections
from matcher.landscape.collaboration_picture import picture_of
from matcher.landscape.country import describe_country
from matcher.landscape.coverage import coverage_matrix
from matcher.landscape.groups import groups, nearest_middles
from matcher.landscape.named import Named
from matcher.landscape.organisation_map import OrganisationMap
from matcher.landscape.scatter import HEIGHT, WIDTH, Label, evenly, place_labels, scatter
from matcher.landscape.tally import by_count, step_of, steps, tally_countries
from matcher.landscape.white_spots import capabilities_there, neighbours_of
from matcher.records import Organisation
from tests.conftest import recommender_over, records_by_id
from tests.varied_organisations import varied_organisations


def knowledge_of(knowledge: KnowledgeBase, *organisations: dict[str, object]) -> KnowledgeBase:
    records = records_by_id(*({"id": f"local:{o['name']}".lower()} | o for o in organisations))
    return recommender_over(knowledge, records).knowledge


def offer(capability: str, basis: str = "stated") -> dict[str, str]:
    return {"capability": capability, "statement": f"Does {capability}.", "basis": basis}


def names(organisations: tuple[Organisation | Named, ...]) -> list[str]:
    return [each.name for each in organisations]


def test_countries_count_who_works_there_else_who_sits_there(small_knowledge: KnowledgeBase) -> None:
    knowledge = knowledge_of(
        small_knowledge,
        {"name": "A", "countries": ["SK", "CZ"], "headquarters": "AT", "activities": [{"title": "Fair"}]},
        {"name": "B", "headquarters": "AT", "activities": [{"title": "Walk", "partners": ["local:a", "local:c"]}]},
        {"name": "C", "countries": ["SK"]},
        {"name": "D"},
    )
    tally = tally_countries(knowledge)
    assert tally.organisations == Counter(SK=2, CZ=1, AT=1)
    assert tally.activities == Counter(SK=2, CZ=2, AT=1), "the walk counts once in Slovakia, though two took part"
    assert tally.unplaced == 1
    assert by_count(tally.organisations) == ["SK", "AT", "CZ"]


@pytest.mark.parametrize(
    ("most", "ranges"),
    [
        (0, ()),
        (1, ((1, 1),)),
        (3, ((1, 1), (2, 3))),
        (58, ((1, 1), (2, 3), (4, 7), (8, 15), (16, 31), (32, 63))),
    ],
)
def test_the_steps_of_the_scale_double(most: int, ranges: tuple[tuple[int, int], ...]) -> None:
    assert steps(most) == ranges


@pytest.mark.parametrize("most", [1, 2, 5, 63, 64, 65, 1000, 11_488])
def test_every_count_lies_in_one_of_six_steps(most: int) -> None:
    ranges = steps(most)
    assert len(ranges) <= 6
    assert {step_of(count, ranges) for count in range(1, most + 1)} == set(range(1, len(ranges) + 1))
    assert step_of(0, ranges) == 0


def test_a_white_spot_names_neighbours_and_those_who_work_worldwide(small_knowledge: KnowledgeBase) -> None:
    knowledge = knowledge_of(
        small_knowledge,
        {"name": "Here", "countries": ["SK"], "offers": [offer("broadcasting"), offer("hotline", "inferred")]},
        {"name": "Next", "countries": ["CZ"], "offers": [offer("fact_checking")]},
        {"name": "Far", "countries": ["FR"], "offers": [offer("fact_checking"), offer("youth_outreach")]},
        {"name": "World", "reach": "global", "offers": [offer("fact_checking")]},
        {"name": "Guess", "countries": ["CZ"], "offers": [offer("youth_outreach", "inferred")]},
        {"name": "Over", "countries": ["SK"], "status": "closed", "offers": [offer("funding")]},
    )
    there = {each.capability: each for each in capabilities_there(knowledge, "SK")}
    assert (there["broadcasting"].stated, there["broadcasting"].helpers) == (1, ())
    assert (there["hotline"].stated, there["hotline"].inferred) == (0, 1)
    assert names(there["fact_checking"].helpers) == ["Next", "World"]
    assert (there["fact_checking"].nearby, there["fact_checking"].worldwide) == (1, 1)
    assert there["youth_outreach"].helpers == (), "France is far, and a guess is no statement"
    assert (there["funding"].stated, there["funding"].inferred) == (0, 0), "who has closed offers nothing"
    profile = describe_country(knowledge, "SK")
    assert [each.capability for each in profile.nobody] == ["fact_checking", "youth_outreach", "funding"]
    assert [each.capability for each in profile.only_inferred] == ["hotline"]
    assert [each.capability for each in profile.offered] == ["broadcasting"]


def test_an_island_has_its_region_for_neighbours() -> None:
    assert neighbours_of("SK") == {"AT", "CZ", "HU", "PL", "UA"}
    assert "NZ" not in neighbours_of("NZ")
    assert {"AU", "FJ"} <= neighbours_of("NZ")


def test_a_country_tells_kinds_languages_and_what_was_done_latest_first(small_knowledge: KnowledgeBase) -> None:
    activities = [
        {"title": "Old", "start": "2019"},
        {"title": "Undated"},
        {"title": "New", "start": "2024-05", "partners": ["local:b"]},
    ]
    knowledge = knowledge_of(
        small_knowledge,
        {"name": "A", "kind": "network", "countries": ["SK"], "languages": ["sk", "en-GB"], "activities": activities},
        {"name": "B", "kind": "broadcaster", "countries": ["CZ"], "activities": [{"title": "Elsewhere"}]},
        {"name": "C", "kind": "civil_society", "countries": ["SK"], "languages": ["sk"]},
        {"name": "D", "countries": ["SK"]},
    )
    profile = describe_country(knowledge, "SK")
    assert {kind: names(some.organisations) for kind, some in profile.kinds.items()} == {
        "civil_society": ["A", "C"],
        "": ["D"],
    }
    assert profile.size == 3
    assert profile.languages == Counter(sk=2, en=1)
    assert [each.activity.title for each in profile.activities] == ["New", "Old", "Undated"]
    assert names(profile.activities[0].participants) == ["A", "B"]
    assert profile.activities[0].local == {"local:a"}


def test_the_matrix_counts_broad_kinds_and_sorts(small_knowledge: KnowledgeBase) -> None:
    matrix = coverage_matrix(small_knowledge)
    assert matrix.kinds == ("civil_society", "media", "funder")
    assert matrix.capabilities == ("fact_checking", "broadcasting", "youth_outreach", "funding", "hotline")
    assert matrix.offered == Counter(
        {
            ("fact_checking", "civil_society"): 1,
            ("broadcasting", "media"): 1,
            ("youth_outreach", "civil_society"): 1,
            ("youth_outreach", "media"): 1,
            ("funding", "funder"): 1,
            ("hotline", "civil_society"): 1,
        }
    )
    assert matrix.stated["youth_outreach", "civil_society"] == 1
    assert matrix.stated["youth_outreach", "media"] == 0
    assert matrix.row_total("youth_outreach") == 2
    assert coverage_matrix(small_knowledge, rows="total").capabilities[-1] == "youth_outreach"
    assert coverage_matrix(small_knowledge, rows="media").capabilities[-2:] == ("broadcasting", "youth_outreach")
    assert coverage_matrix(small_knowledge, columns="total").kinds == ("civil_society", "media", "funder")
    assert coverage_matrix(small_knowledge, rows="nonsense", columns="nonsense") == matrix


def test_the_matrix_of_a_country_or_theme(small_knowledge: KnowledgeBase) -> None:
    slovak = coverage_matrix(small_knowledge, "SK")
    assert (slovak.size, sum(slovak.offered.values())) == (2, 2)
    assert coverage_matrix(small_knowledge, "SK", "disinformation").size == 1


def test_two_heaps_are_two_groups() -> None:
    places = np.array([[0.1, 0.1], [0.12, 0.1], [0.1, 0.12], [0.9, 0.9], [0.88, 0.9]])
    member_of = nearest_middles(places, 2)
    assert len(set(member_of[:3])) == len(set(member_of[3:])) == 1
    assert member_of[0] != member_of[3]


def test_a_group_is_called_by_what_marks_it(small_knowledge: KnowledgeBase) -> None:
    checkers = [{"name": f"A{n}", "offers": [offer("fact_checking"), offer("funding")]} for n in range(8)]
    radios = [{"name": f"B{n}", "offers": [offer("broadcasting"), offer("funding")]} for n in range(9)]
    knowledge = knowledge_of(small_knowledge, *checkers, *radios)
    places = np.array([[0.1, 0.1 + n / 100] for n in range(8)] + [[0.9, 0.9 + n / 100] for n in range(9)])
    found = groups(knowledge, places)
    assert [(group.size, group.marks) for group in found] == [
        (9, (("capabilities", "broadcasting"),)),
        (8, (("capabilities", "fact_checking"),)),
    ]
    assert found[0].x == pytest.approx(0.9)
    assert groups(knowledge_of(small_knowledge, {"name": "Lone"}), np.zeros((1, 2))) == ()


def test_points_are_filtered_and_coloured_by_kind(small_knowledge: KnowledgeBase) -> None:
    count = len(small_knowledge.organisations)
    drawn = OrganisationMap(tuple(o.id for o in small_knowledge.organisations), np.linspace(0, 1, 2 * count)[:, None])
    drawn = replace(drawn, places=drawn.places.reshape(-1, 2))
    whole = scatter(small_knowledge, drawn)
    assert whole.everybody == count
    assert (whole.points[0].x, whole.points[-1].y) == (0.0, float(HEIGHT))
    assert {point.kind for point in whole.points if point.organisation.id == "local:silent"} == {"other"}
    slovak = scatter(small_knowledge, drawn, country="SK")
    assert [point.organisation.id for point in slovak.points] == ["local:checkers", "local:scouts"]
    media = scatter(small_knowledge, drawn, kind="media")
    assert [point.organisation.id for point in media.points] == ["local:radio-one"], "a broadcaster is a medium"


def test_too_many_points_are_thinned_out_all_over_the_map() -> None:
    places = np.stack(np.meshgrid(np.linspace(0, 1, 100), np.linspace(0, 1, 100)), axis=2).reshape(-1, 2)
    drawn = OrganisationMap(tuple(map(str, range(10_000))), places)
    rows = evenly(drawn, np.arange(10_000), 800)
    assert len(set(rows.tolist())) == 800
    quarters = Counter((bool(x > 0.5), bool(y > 0.5)) for x, y in places[rows])
    assert min(quarters.values()) > 150
    assert evenly(drawn, np.arange(5), 800).tolist() == [0, 1, 2, 3, 4]


def test_labels_stay_within_the_picture_and_do_not_cover_each_other() -> None:
    one, other = place_labels([Label(("A long name of it",), 5, 100), Label(("Another name",), 60, 105)])
    assert one.x == 8 * len("A long name of it") / 2
    assert other.y - one.y >= 17
    (right,) = place_labels([Label(("Far right",), WIDTH, 100)])
    assert right.x == WIDTH - 36


@pytest.fixture(scope="module")
def networked(small_knowledge: KnowledgeBase) -> KnowledgeBase:
    """A, B and C did two things together, C and D a third; E worked alone."""
    both = [{"title": title, "partners": ["local:b", "local:c"]} for title in ("First", "Second")]
    return knowledge_of(
        small_knowledge,
        {"name": "A", "activities": both},
        {"name": "B"},
        {"name": "C", "activities": [{"title": "Third", "partners": ["local:d"]}]},
        {"name": "D"},
        {"name": "E", "activities": [{"title": "Alone"}]},
    )


def joined(graph: nx.Graph) -> set[tuple[int, int, int]]:
    return {(min(one, two), max(one, two), weight) for one, two, weight in graph.edges(data="weight")}


def test_who_shared_an_activity_is_joined_and_who_worked_alone_is_not_there(networked: KnowledgeBase) -> None:
    found = whole_network(networked)
    assert joined(found.graph) == {(0, 1, 2), (0, 2, 2), (1, 2, 2), (2, 3, 1)}
    assert (found.everybody, found.links) == (4, 4)


def test_the_neighbourhood_holds_direct_partners_only(networked: KnowledgeBase) -> None:
    found = neighbourhood(networked, 3)
    assert joined(found.graph) == {(2, 3, 1)}
    assert joined(neighbourhood(networked, 0).graph) == {(0, 1, 2), (0, 2, 2), (1, 2, 2)}
    assert not neighbourhood(networked, 4).graph


def test_of_a_large_network_those_who_shared_most_are_kept(networked: KnowledgeBase) -> None:
    found = whole_network(networked, most=3)
    assert sorted(found.graph) == [0, 1, 2]
    assert found.everybody == 4


def test_links_that_are_equally_strong_are_left_out_together() -> None:
    strengths = np.triu(np.full((4, 4), 0.5), 1)
    strengths[0, 1] = strengths[2, 3] = 1.0
    assert strongest(strengths, 3).tolist() == [[0, 1], [2, 3]]
    assert len(strongest(strengths, 6)) == 6
    assert len(strongest(np.triu(np.ones((4, 4)), 1), 3)) == 3, "if all are equal, as many as there is room for"


def test_the_picture_covers_no_name_and_keeps_parts_apart(networked: KnowledgeBase) -> None:
    picture = picture_of(networked, whole_network(networked))
    nodes = {node.organisation.name: node for node in picture.nodes}
    assert set(nodes) == {"A", "B", "C", "D"}
    assert nodes["C"].partners == ((0, 2), (1, 2), (3, 1))
    assert all(0 < node.x < picture.width and 0 < node.y < picture.height for node in picture.nodes)
    assert picture == picture_of(networked, whole_network(networked))
    assert picture_of(networked, neighbourhood(networked, 4)).nodes == ()


def test_the_network_as_files(networked: KnowledgeBase) -> None:
    found = whole_network(networked)
    graph = nx.parse_graphml(graphml(networked, found).decode())
    assert graph.nodes["local:a"]["label"] == "A"
    assert graph.edges["local:c", "local:d"]["weight"] == 1
    lines = kumu_connections(networked, found).splitlines()
    assert lines[0] == "From,To,Direction,Type,Strength"
    assert "A,B,undirected,shared activities,2" in lines
    assert len(lines) == 5


@pytest.mark.parametrize("seed", range(8))
def test_arrays_count_what_looking_at_every_record_counts(small_knowledge: KnowledgeBase, seed: int) -> None:
    knowledge = recommender_over(small_knowledge, varied_organisations(random.Random(seed), 40)).knowledge
    records, tally = knowledge.organisations, tally_countries(knowledge)
    assert tally.organisations == Counter(place for each in records for place in places_of(each))
    titles = {(each.title, place) for one in records for each in one.activities for place in places_of(one)}
    assert tally.activities == Counter(place for _, place in titles)
    assert tally.unplaced == sum(not places_of(each) for each in records)
    broadest = partial(knowledge.taxonomy.broadest, "kinds")
    there = [each for each in records if "SK" in places_of(each)]
    there.sort(key=lambda each: (each.name.casefold(), each.id))
    profile = describe_country(knowledge, "SK", 3)
    assert {kind: some.count for kind, some in profile.kinds.items()} == Counter(broadest(each.kind) for each in there)
    for kind, some in profile.kinds.items():
        assert list(some.organisations) == [each for each in there if broadest(each.kind) == kind][:3]
    assert profile.activity_count == len({each.title for one in there for each in one.activities})
    stated, inferred = (
        Counter((o.capability, broadest(each.kind)) for each in there for o in each.offers if o.basis == basis)
        for basis in ("stated", "inferred")
    )
    matrix = coverage_matrix(knowledge, "SK")
    assert (matrix.size, matrix.stated, matrix.offered) == (len(there), stated, stated + inferred)


def test_a_country_shows_the_latest_activities_and_counts_the_others(small_knowledge: KnowledgeBase) -> None:
    dates = {"Oldest": "2018", "B": "2020-01-02", "A": "2020-01-02", "Undated": "", "Newest": "2021"}
    told = [{"title": title, "start": date, "partners": ["local:b", "local:a"]} for title, date in dates.items()]
    knowledge = knowledge_of(
        small_knowledge, {"name": "C", "countries": ["SK"], "activities": told}, {"name": "B"}, {"name": "A"}
    )
    profile = describe_country(knowledge, "SK", 2)
    assert [each.activity.title for each in profile.activities] == ["Newest", "A"], "B is as late and comes after it"
    assert profile.activity_count == 5
    assert (names(profile.activities[0].participants), profile.activities[0].everybody) == (["A", "B"], 3)
    assert profile.activities[0].local == frozenset(), "C is not among those shown"
