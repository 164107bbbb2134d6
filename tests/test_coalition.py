"""coalitions: who is chosen together and why, pins and exclusions, swaps, sectors, places, and what to look out for."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from matcher.coalitions.coalition import Coalition, Member
from matcher.coalitions.description import NOTHING_MISSING
from matcher.coalitions.problem import frame_problem, is_from, is_kind, sector_of
from matcher.errors import GoalError
from matcher.knowledge import KnowledgeBase
from matcher.recommender import GOALS_AT_ONCE, Recommender
from matcher.records import Goal
from matcher.scoring import UNKNOWN
from tests.conftest import recommender_over, records_by_id
from tests.varied_organisations import varied_organisations

CALM = "Keep things calm"  # names nothing of the small taxonomy, so that every code comes from the goal's fields
CHECK, AIR, YOUTH = "fact_checking", "broadcasting", "youth_outreach"


def organisation(slug: str, *brings: str, basis: str = "stated", **fields: Any) -> dict[str, Any]:
    offers = [{"capability": code, "statement": f"{slug} does {code}.", "basis": basis} for code in brings]
    return {"id": f"local:{slug}", "name": slug.title(), "offers": offers, **fields}


def recommender(knowledge: KnowledgeBase, *organisations: dict[str, Any]) -> Recommender:
    """Return a recommender over `organisations` with the taxonomy and classifier of `knowledge`."""
    return recommender_over(knowledge, records_by_id(*organisations))


def ask(asked: Recommender, *needs: str, size: int = 5, pinned: tuple[str, ...] = (), **fields: Any) -> Coalition:
    goal = Goal.model_validate({"text": CALM, "needs": [{"capability": code} for code in needs], **fields})
    return asked.coalition([goal], size, pinned)[0]


def names(coalition: Coalition) -> list[str]:
    return [member.organisation.id.removeprefix("local:") for member in coalition.members]


def member(coalition: Coalition, slug: str) -> Member:
    return next(each for each in coalition.members if each.organisation.id == f"local:{slug}")


def texts(coalition: Coalition, about: str) -> list[str]:
    return [concern.text for concern in coalition.concerns if concern.about == about]


def test_those_are_chosen_who_cover_the_goal_together(small_knowledge: KnowledgeBase) -> None:
    # Alone, the first two bring most, but the same; the two that leave nothing open are `two` and `youth`.
    asked = recommender(
        small_knowledge,
        organisation("two", CHECK, AIR),
        organisation("again", CHECK, AIR, basis="inferred"),
        organisation("youth", YOUTH),
    )
    coalition = ask(asked, CHECK, AIR, YOUTH, size=2)
    assert names(coalition) == ["two", "youth"]
    assert coalition.coverage == pytest.approx(1)
    assert coalition.uncovered == ()
    assert [each.partner.rank for each in coalition.members] == [1, 2]
    first, second = coalition.members
    assert (first.adds, second.adds) == ((CHECK, AIR), (YOUTH,))
    assert (first.gain, second.gain) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert first.alone == (CHECK, AIR)
    assert first.loss == pytest.approx(2 / 3)


def test_what_nobody_brings_is_named(small_knowledge: KnowledgeBase) -> None:
    coalition = ask(recommender(small_knowledge, organisation("check", CHECK)), CHECK, "hotline")
    assert [need.capability for need in coalition.uncovered] == ["hotline"]
    assert coalition.coverage == pytest.approx(0.5)


def test_an_inferred_offer_counts_less_and_a_stated_one_takes_its_place(small_knowledge: KnowledgeBase) -> None:
    weak, strong = organisation("weak", CHECK, basis="inferred"), organisation("strong", CHECK)
    assert ask(recommender(small_knowledge, weak), CHECK).coverage == pytest.approx(0.7)
    both = ask(recommender(small_knowledge, weak, strong), CHECK, size=1)
    assert names(both) == ["strong"]
    assert both.members[0].brings == {CHECK: 1.0}


def test_of_two_that_bring_the_same_the_one_that_matches_better_alone_is_taken(small_knowledge: KnowledgeBase) -> None:
    far, near = organisation("far", CHECK), organisation("near", CHECK, summary=CALM)
    assert names(ask(recommender(small_knowledge, far, near), CHECK, size=1)) == ["near"]


def test_what_the_seeker_brings_is_not_looked_for(small_knowledge: KnowledgeBase) -> None:
    asked = recommender(small_knowledge, organisation("check", CHECK), organisation("air", AIR))
    coalition = ask(asked, CHECK, AIR, seeker="local:check")
    assert names(coalition) == ["air"]
    assert coalition.coverage == pytest.approx(1)


def test_where_nothing_is_missing_there_is_no_coverage_and_it_is_said(small_knowledge: KnowledgeBase) -> None:
    asked = recommender(
        small_knowledge, organisation("check", CHECK), organisation("calm", summary="Keep things calm", kind="media")
    )
    coalition = ask(asked, CHECK, seeker="local:check")
    assert coalition.coverage is None
    assert NOTHING_MISSING in coalition.notices
    assert names(coalition) == ["calm"]


def test_nobody_is_taken_who_has_no_part_in_the_work(small_knowledge: KnowledgeBase) -> None:
    near = organisation("calm", summary="Keep things calm", kind="media", countries=["SK"])
    asked = recommender(small_knowledge, organisation("check", CHECK, kind="civil_society"), near)
    assert names(ask(asked, CHECK, countries=["SK"])) == ["check"], "a sector and a place alone are no part"
    named = ask(asked, CHECK, countries=["SK"], kinds=["civil_society", "media"])
    assert set(names(named)) == {"check", "calm"}, "unless the goal names that kind"


def test_nobody_to_choose_from_gives_an_empty_coalition(small_knowledge: KnowledgeBase) -> None:
    coalition = ask(recommender(small_knowledge, organisation("check", CHECK)), "hotline")
    assert coalition.members == ()
    assert coalition.coverage == 0
    assert coalition.concerns == ()
    assert [need.capability for need in coalition.uncovered] == ["hotline"]


def test_the_pinned_are_in_even_where_they_would_not_be_recommended(small_knowledge: KnowledgeBase) -> None:
    asked = recommender(
        small_knowledge, organisation("check", CHECK), organisation("shut", AIR, status="closed"), organisation("odd")
    )
    coalition = ask(asked, CHECK, pinned=("local:odd", "local:shut"), size=3)
    assert set(names(coalition)) == {"check", "odd", "shut"}
    assert [each.pinned for each in coalition.members] == [each != "check" for each in names(coalition)]
    assert 0 <= member(coalition, "shut").partner.score <= 1
    assert names(ask(asked, CHECK, AIR)) == ["check"], "unpinned, what is closed stays out"


def test_the_excluded_are_out(small_knowledge: KnowledgeBase) -> None:
    asked = recommender(small_knowledge, organisation("one", CHECK), organisation("two", CHECK))
    (first,) = names(ask(asked, CHECK, size=1))
    coalition = ask(asked, CHECK, size=1, exclude=[f"local:{first}"])
    assert {first, *names(coalition)} == {"one", "two"}
    assert coalition.members[0].swap is None, "nobody else is left"


@pytest.mark.parametrize(
    ("size", "pinned", "fields", "field", "part"),
    [
        (0, (), {}, "size", "1 to 12"),
        (13, (), {}, "size", "1 to 12"),
        (1, ("local:check", "local:air"), {}, "size", "2 members are pinned"),
        (2, ("local:chek",), {}, "pinned", "did you mean Check"),
        (2, ("local:air",), {"exclude": ["local:air"]}, "pinned", "excluded too"),
        (2, ("local:air",), {"seeker": "local:air"}, "pinned", "is the seeker"),
        (2, (), {"seeker": "local:nobody"}, "seeker", "local:nobody"),
    ],
)
def test_what_cannot_be_is_an_error_with_its_field(
    small_knowledge: KnowledgeBase, size: int, pinned: tuple[str, ...], fields: dict[str, Any], field: str, part: str
) -> None:
    asked = recommender(small_knowledge, organisation("check", CHECK), organisation("air", AIR))
    with pytest.raises(GoalError, match=part) as caught:
        ask(asked, CHECK, size=size, pinned=pinned, **fields)
    assert caught.value.field == field


def test_sectors_are_balanced_and_the_missing_ones_named(small_knowledge: KnowledgeBase) -> None:
    asked = recommender(
        small_knowledge,
        organisation("a", CHECK, kind="civil_society"),
        organisation("b", AIR, kind="network"),
        organisation("c", AIR, kind="broadcaster"),
    )
    coalition = ask(asked, CHECK, AIR, size=2)
    assert set(names(coalition)) == {"a", "c"}
    assert coalition.sectors == ("civil_society", "media"), "a broadcaster is of the media"
    assert coalition.missing_sectors == ("funder",)
    assert all(each.adds_sector for each in coalition.members)
    assert texts(coalition, "sector") == []


def test_the_seekers_sector_is_there_already(small_knowledge: KnowledgeBase) -> None:
    asked = recommender(
        small_knowledge,
        organisation("me", "hotline", kind="network"),
        organisation("a", AIR, kind="civil_society"),
        organisation("z", AIR, kind="broadcaster"),
    )
    coalition = ask(asked, AIR, size=1, seeker="local:me")
    assert names(coalition) == ["z"]
    assert coalition.sectors == ("civil_society", "media")


def test_one_sector_alone_is_a_concern_and_an_unknown_kind_is_no_sector(small_knowledge: KnowledgeBase) -> None:
    asked = recommender(
        small_knowledge,
        organisation("a", CHECK, kind="civil_society"),
        organisation("b", AIR, kind="network"),
        organisation("c", YOUTH),
    )
    coalition = ask(asked, CHECK, AIR, YOUTH)
    assert member(coalition, "c").sector == ""
    assert texts(coalition, "sector") == ["Everyone whose kind is known is of one sector: Civil society organisation."]


def test_a_kind_that_the_goal_names_is_taken_before_another_and_missed_where_nobody_is(
    small_knowledge: KnowledgeBase,
) -> None:
    one = organisation("a", AIR, kind="network", summary=CALM)  # closer to the goal by topic
    other = organisation("b", AIR, kind="broadcaster")
    wanted = "Keep things calm with a radio station"
    asked = recommender(small_knowledge, one, other)
    assert names(ask(asked, AIR, size=1)) == ["a"]
    coalition = ask(asked, AIR, size=1, text=wanted)
    assert names(coalition) == ["b"]
    assert texts(coalition, "sector") == []
    without = ask(recommender(small_knowledge, one), AIR, text=wanted)
    assert texts(without, "sector") == [
        "The goal names a kind of organisation that nobody here is known to be: Broadcaster."
    ]


def test_someone_from_the_place_is_preferred_and_unknown_is_not_no(small_knowledge: KnowledgeBase) -> None:
    away = organisation("away", CHECK, countries=["CZ"], kind="network")
    silent = organisation("silent", CHECK, kind="network")
    here = organisation("here", CHECK, countries=["SK"], kind="network")
    seat = organisation("seat", CHECK, headquarters="SK", countries=["CZ"], kind="network")

    def chosen(*organisations: dict[str, Any]) -> Coalition:
        return ask(recommender(small_knowledge, *organisations), CHECK, size=1, countries=["SK"])

    assert names(chosen(away, here)) == ["here"]
    assert names(chosen(away, silent)) == ["silent"]
    assert names(chosen(silent, here)) == ["here"]
    assert chosen(seat).members[0].from_place is True
    assert chosen(silent).members[0].from_place is None
    assert chosen(away).members[0].from_place is False
    assert texts(chosen(here), "place") == []
    assert texts(chosen(away), "place") == ["Nobody here is known to work in Slovakia."]
    assert texts(chosen(silent), "place") == [
        "Nobody here is known to work in Slovakia. It is not known where Silent works."
    ]


def test_a_seeker_from_the_place_is_enough(small_knowledge: KnowledgeBase) -> None:
    me = organisation("me", AIR, countries=["SK"], kind="network")
    here = organisation("here", CHECK, countries=["SK"], kind="network")
    away = organisation("away", CHECK, countries=["CZ"], kind="broadcaster")
    asked = recommender(small_knowledge, me, here, away)
    coalition = ask(asked, CHECK, size=1, seeker="local:me", countries=["SK"])
    assert names(coalition) == ["away"], "a new sector counts; one more from the place does not"
    assert texts(coalition, "place") == []
    abroad = recommender(small_knowledge, me | {"countries": ["CZ"]}, here, away)
    assert names(ask(abroad, CHECK, size=1, seeker="local:me", countries=["SK"])) == ["here"]


def test_who_carries_more_than_half_is_backed_up_or_told(small_knowledge: KnowledgeBase) -> None:
    great = organisation("great", CHECK, AIR, YOUTH)
    alone = ask(recommender(small_knowledge, great, organisation("hot", "hotline")), CHECK, AIR, YOUTH, "hotline")
    assert texts(alone, "half") == ["Great alone carries 75% of what is covered: plan for the case that it leaves."]
    backed = ask(
        recommender(small_knowledge, great, organisation("hot", "hotline"), organisation("two", CHECK)),
        *(CHECK, AIR, YOUTH, "hotline"),
    )
    assert names(backed) == ["great", "hot", "two"], "the third adds nothing but is a stand-in"
    assert texts(backed, "half") == []
    two = member(backed, "two")
    assert (two.adds, two.alone, two.gain, two.loss) == ((), (), 0.0, 0.0)


def test_a_swap_says_what_would_change(small_knowledge: KnowledgeBase) -> None:
    asked = recommender(
        small_knowledge,
        organisation("air", AIR, YOUTH, kind="broadcaster"),
        organisation("check", CHECK, kind="civil_society"),
        organisation("radio", AIR, kind="funder"),
    )
    coalition = ask(asked, CHECK, AIR, YOUTH, size=2)
    assert set(names(coalition)) == {"air", "check"}
    swap = member(coalition, "air").swap
    assert swap is not None
    assert swap.organisation.id == "local:radio"
    assert swap.coverage == pytest.approx(2 / 3)
    assert (swap.loses, swap.gains) == ((YOUTH,), ())
    assert (swap.loses_sector, swap.gains_sector) == ("media", "funder")
    swapped = ask(asked, CHECK, AIR, YOUTH, size=2, pinned=("local:radio", "local:check"))
    assert swapped.coverage == pytest.approx(swap.coverage)


def test_a_swap_that_gains_says_so(small_knowledge: KnowledgeBase) -> None:
    asked = recommender(small_knowledge, organisation("check", CHECK), organisation("odd"))
    coalition = ask(asked, CHECK, size=1, pinned=("local:odd",))
    assert names(coalition) == ["odd"]
    assert coalition.coverage == 0
    swap = coalition.members[0].swap
    assert swap is not None
    assert (swap.organisation.id, swap.gains, swap.coverage) == ("local:check", (CHECK,), 1.0)


def test_the_members_are_partners_with_their_reasons(small_recommender: Recommender) -> None:
    goal = Goal(text="Verify rumours and air a show on radio")
    (coalition,) = small_recommender.coalition([goal])
    assert set(names(coalition)) >= {"checkers", "radio-one"}
    alone = {partner.organisation.id: partner for partner in small_recommender.partners([goal])[0].partners}
    for each in coalition.members:
        expected = alone[each.organisation.id]
        assert each.partner.reasons == expected.reasons
        assert each.partner.score == pytest.approx(expected.score)


def test_the_exact_choice_says_that_it_is_proven_and_is_never_worse(small_recommender: Recommender) -> None:
    goals = [Goal(text="Verify rumours and reach teenagers"), Goal(text="Give grants of money for a radio programme")]
    fast, proved = small_recommender.coalition(goals, 2), small_recommender.coalition(goals, 2, exact=True)
    assert [each.proven for each in (*fast, *proved)] == [False, False, True, True]
    for one, other in zip(fast, proved, strict=True):
        assert one.value <= other.value + 1e-6
        assert names(one) == names(other)


def test_a_batch_of_coalitions_is_what_each_goal_gets_alone(small_recommender: Recommender) -> None:
    texts = ["Verify rumours", "Reach teenagers in Slovakia", "Ask a donor for grants", "Air a show on radio"]
    goals = [Goal(id=f"g{n}", text=texts[n % 4]) for n in range(GOALS_AT_ONCE + 3)]
    together = small_recommender.coalition(goals, 2)
    assert len(together) == len(goals)
    for goal, batch in zip(goals[-5:], together[-5:], strict=True):
        (single,) = small_recommender.coalition([goal], 2)
        assert batch.understanding.goal == goal
        assert names(batch) == names(single)
    assert small_recommender.coalition([]) == []


def test_never_more_members_than_asked_for(small_recommender: Recommender) -> None:
    goal = Goal(text="Verify rumours, reach teenagers, air a show on radio and ask a donor for grants")
    for size in range(1, 6):
        (coalition,) = small_recommender.coalition([goal], size)
        assert len(coalition.members) <= size
        assert coalition.size == size
    assert set(names(coalition)) >= {"checkers", "scouts", "radio-one", "bank"}


def test_more_room_never_means_fewer_members_or_less_covered(small_recommender: Recommender) -> None:
    goal = Goal(text="Verify rumours, reach teenagers, air a show on radio and ask a donor for grants")
    coalitions = [small_recommender.coalition([goal], size)[0] for size in range(1, 13)]
    counts = [len(coalition.members) for coalition in coalitions]
    assert counts == sorted(counts)
    shares = [coalition.coverage or 0 for coalition in coalitions]
    assert shares == sorted(shares)


@pytest.mark.parametrize("seed", range(8))
def test_arrays_say_of_each_candidate_what_its_record_says(small_knowledge: KnowledgeBase, seed: int) -> None:
    asked = recommender_over(small_knowledge, varied_organisations(random.Random(seed), 40))
    known = asked.knowledge
    needs = [{"capability": "fact_checking"}, {"capability": "broadcasting"}]
    goal = {"text": "A campaign", "needs": needs, "countries": ["SK"], "kinds": ["media"]}
    u = asked.reader.understand([Goal.model_validate(goal)])[0]
    size = len(known.organisations)
    problem = frame_problem(known, u, np.full(size, 0.5, dtype=np.float32), np.ones(size, dtype=bool), 3, range(10))
    strength = {True: 1.0, None: UNKNOWN, False: 0.0}
    for row, brings in zip(problem.rows, problem.cover.brings.tolist(), strict=True):
        each = known.organisations[row]
        held = {"stated": 1.0, "inferred": 0.7}
        offers = {offer.capability: held[offer.basis] for offer in each.offers}
        there = [sector_of(known.organisations[other], known) for other in problem.rows]
        sectors = [float(sector_of(each, known) == code) for code in sorted({*there} - {""})]
        assert brings == [
            pytest.approx(offers.get("fact_checking", 0.0)),
            pytest.approx(offers.get("broadcasting", 0.0)),
            *sectors,
            strength[is_kind(each, "media", known)],
            strength[is_from(each, ("SK",))],
        ]
    part = {row for row, each in enumerate(known.organisations) if each.kind in {"media", "broadcaster"}}
    assert set(problem.rows) <= part | set(range(10)) | set(np.flatnonzero(known.columns.brings.any(axis=1)).tolist())
