"""Joining two records of one organisation: what either says stays, with its own source."""

from __future__ import annotations

from matcher.joining import join_organisations
from matcher.records import Activity, Contact, Need, Offer, Organisation, Source

REGISTER, SURVEY = Source(title="Register"), Source(title="Survey")
ONE = Organisation(
    id="local:a",
    name="A",
    aliases=("AA",),
    summary="Ours.",
    countries=("SK",),
    offers=(Offer(capability="radio", statement="A broadcasts.", source=0),),
    activities=(Activity(id="p1", title="Quiz", partners=("local:b",), source=0),),
    sources=(REGISTER,),
    contact=Contact(website="https://a.example"),
)
OTHER = Organisation(
    id="local:a",
    name="A Ltd",
    aliases=("AA", "A"),
    summary="Theirs.",
    kind="media",
    countries=("AT", "SK"),
    needs=(Need(capability="money", statement="A needs money.", source=1),),
    activities=(
        Activity(id="p1", title="The quiz", start="2020", partners=("local:c",), source=0),
        Activity(title="Fair", source=1),
    ),
    sources=(REGISTER, SURVEY),
    status="active",
    contact=Contact(website="https://other.example", role_email="info@a.example"),
)


def test_lists_grow_and_single_values_that_are_known_stay() -> None:
    joined = join_organisations(ONE, OTHER)
    assert (joined.name, joined.aliases) == ("A", ("AA", "A Ltd"))
    assert (joined.summary, joined.kind, joined.status) == ("Ours.", "media", "active")
    assert joined.countries == ("SK", "AT")
    assert joined.contact == Contact(website="https://a.example", role_email="info@a.example")


def test_each_part_keeps_its_own_source() -> None:
    one = ONE.model_copy(update={"sources": (SURVEY,)})
    joined = join_organisations(one, OTHER)
    assert joined.sources == (SURVEY, REGISTER)
    assert joined.sources[joined.offers[0].source or 0] == SURVEY
    assert joined.sources[joined.needs[0].source or 0] == SURVEY
    assert [joined.sources[activity.source or 0] for activity in joined.activities] == [REGISTER, SURVEY]


def test_an_activity_of_one_id_is_one_with_the_partners_of_both() -> None:
    assert join_organisations(ONE, OTHER).activities == (
        Activity(id="p1", title="The quiz", start="2020", partners=("local:b", "local:c"), source=0),
        Activity(title="Fair", source=1),
    )


def test_joining_again_changes_nothing() -> None:
    joined = join_organisations(ONE, OTHER)
    assert join_organisations(joined, OTHER) == joined
    assert join_organisations(joined, joined) == joined
    assert Organisation.model_validate(joined.model_dump()) == joined
