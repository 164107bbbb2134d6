"""The records: what is accepted, what is normalised, and what is refused with which words."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from matcher.fields import GOAL_LENGTH_LIMIT, clean_text, count_control_characters
from matcher.geography.codes import COUNTRIES
from matcher.problems import read_record
from matcher.records import Activity, Contact, Goal, NeededCapability, Offer, Organisation, Practice, Record, Source

OFFER = {"capability": "hotline", "statement": "We take reports."}


def organisation(**fields: Any) -> Organisation:
    return Organisation.model_validate({"id": "local:x", "name": "X", **fields})


def faults(kind: type[Record], **fields: Any) -> list[str]:
    """Return what is wrong with an organisation, practice or goal that is sound but for `fields`."""
    sound = {
        Organisation: {"id": "local:x", "name": "X"},
        Practice: {"id": "x", "text": "Ask early."},
        Goal: {"text": "reach teenagers"},
        Source: {"title": "Report"},
    }
    record, problems = read_record(kind, {**sound.get(kind, {}), **fields}, "f")
    assert (record is None) == bool(problems)
    return [str(problem) for problem in problems]


# Text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Radio\t", "Radio"),
        ("Rada\u0304r e\u0301", "Radār é"),
        ("a\x00b", "a b"),
        ("a\u202eb\u2066c", "a b c"),
        ("\ufeffa", "a"),
        ("a\ud800b", "a b"),
        ("one\ntwo\r\n\tthree", "one\ntwo\r\n\tthree"),
        ("क्‍ष 👩‍🚒 می‌خواهم", "क्‍ष 👩‍🚒 می‌خواهم"),
        ("\x07\x7f\x9f", ""),
        ("", ""),
    ],
)
def test_text_is_freed_of_control_characters_and_nothing_else(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean
    assert clean_text(clean) == clean


def test_control_characters_are_counted_one_by_one() -> None:
    assert count_control_characters("a\x00\x00b\u202e\ud800\n\t é") == 4
    assert count_control_characters("plain\n") == 0


def test_the_text_of_a_record_is_cleaned() -> None:
    found = organisation(name=" Che\u0301ckers\x00 ", aliases=["\u202eClub"], summary="\ud800")
    assert (found.name, found.aliases, found.summary) == ("Chéckers", ("Club",), "")


@pytest.mark.parametrize("name", ["", "  ", "\x00", "\u202e \ufeff"])
def test_a_required_text_of_which_nothing_is_left_counts_as_empty(name: str) -> None:
    assert faults(Organisation, name=name) == [f"f: name: {name!r}: is empty; fill it or leave the field out"]


# What all records share


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        organisation().name = "Y"


def test_a_key_without_a_value_is_unknown() -> None:
    assert organisation(kind=None, countries=None, headquarters=None, offers=None, contact=None) == organisation()


def test_everything_but_id_and_name_is_unknown_at_first() -> None:
    assert organisation().model_dump(exclude_defaults=True) == {"id": "local:x", "name": "X"}
    assert organisation().status == "unknown"
    assert faults(Organisation, id=None, name=None) == [
        "f: id: is required and missing; add it",
        "f: name: is required and missing; add it",
    ]


@pytest.mark.parametrize("field", ["kind", "summary", "headquarters", "reach", "verified_on"])
def test_an_empty_text_is_unknown_in_every_field_that_may_be_unknown(field: str) -> None:
    assert organisation(**{field: ""}) == organisation()


@pytest.mark.parametrize(
    "record",
    [
        organisation(),
        organisation(
            countries=["no"],
            headquarters="NO",
            reach="global",
            terms=["in_kind"],
            offers=[{**OFFER, "basis": "inferred", "source": 0}],
            activities=[{"title": "Week", "start": 2023, "end": "2023-05", "partners": ["local:y"]}],
            sources=[{"title": "Report", "date": datetime.date(2024, 5, 1)}],
            contact={"website": "https://x.org", "role_email": "office@x.org"},
        ),
        Practice(id="x", text="Ask early.", lead_time_weeks=12, phase="before"),
        Goal(text="reach teenagers"),
        Goal.model_validate({"text": "reach teenagers", "seeker": {"offers": [OFFER]}, "on": "2027"}),
        Goal(text="reach teenagers", seeker="local:x", needs=(NeededCapability(capability="a", weight=0.5),)),
    ],
)
def test_written_out_and_read_back_a_record_is_the_same(record: Record) -> None:
    for text in (record.model_dump_json(), record.model_dump_json(exclude_defaults=True)):
        assert type(record).model_validate_json(text) == record
    assert type(record).model_validate(record.model_dump()) == record


# Countries and languages


def test_norway_is_a_country_in_any_spelling_of_its_code() -> None:
    assert organisation(countries=["NO", "no"], headquarters="No").countries == ("NO", "NO")
    assert organisation(headquarters="no").headquarters == "NO"


def test_the_countries_are_those_of_iso_3166_and_kosovo() -> None:
    assert len(COUNTRIES) == 249 + 1
    assert {"SK", "NO", "XK", "TW", "AQ", "BQ"} <= COUNTRIES.keys()


@pytest.mark.parametrize("code", ["EU", "UN", "ZZ", "UK", "SVK", "", "419"])
def test_what_is_no_country_is_refused_with_an_example(code: str) -> None:
    expected = f"f: countries[1]: {code!r} is not a country code; use ISO 3166-1 alpha-2, such as 'SK'"
    assert faults(Organisation, countries=["SK", code]) == [expected]


@pytest.mark.parametrize(("name", "code"), [("Norway", "NO"), ("slovakia", "SK"), ("åland islands", "AX")])
def test_the_name_of_a_country_is_answered_with_its_code(name: str, code: str) -> None:
    expected = [f"f: countries[0]: {name!r} is not a country code; did you mean {code!r}?"]
    assert faults(Organisation, countries=[name]) == expected


def test_a_wrong_headquarters_is_one_fault_of_the_field_headquarters() -> None:
    expected = ["f: headquarters: 'Norway' is not a country code; did you mean 'NO'?"]
    assert faults(Organisation, headquarters="Norway") == expected


def test_language_tags_are_taken_with_region_and_script() -> None:
    tags = ("en", "pt-BR", "zh-Hant", "sr-Latn-RS", "no", "nb", "ady")
    assert organisation(languages=list(tags)).languages == tags


@pytest.mark.parametrize("tag", ["English", "xx", "zz", "en-", "", "en_US", "pt_BR", "zz-BR", "e n"])
def test_what_is_no_language_tag_is_refused_with_an_example(tag: str) -> None:
    expected = [f"f: languages[0]: {tag!r} is not a language tag; use BCP 47, such as 'en' or 'pt-BR'"]
    assert faults(Organisation, languages=[tag]) == expected


def test_the_language_of_a_tag_is_small_so_that_equal_languages_are_equal() -> None:
    assert organisation(languages=["EN", "Pt-BR"]).languages == ("en", "pt-BR")


# Dates


@pytest.mark.parametrize(
    ("value", "date"),
    [
        (2027, "2027"),
        ("2027", "2027"),
        ("2027-02", "2027-02"),
        ("2028-02-29", "2028-02-29"),
        (datetime.date(2027, 2, 9), "2027-02-09"),
        (datetime.datetime(2027, 2, 9, 23, 59), "2027-02-09"),
        (None, ""),
    ],
)
def test_a_date_may_have_the_precision_of_a_year_a_month_or_a_day(value: object, date: str) -> None:
    assert Source.model_validate({"title": "Report", "date": value}).date == date


@pytest.mark.parametrize(
    "value", [20, 999, 2027.0, True, "27", "2027-2", "2027/02", "2027-02-09T10:00", "May 2027", []]
)
def test_what_is_no_date_is_refused_with_the_three_ways_to_write_one(value: object) -> None:
    assert faults(Source, date=value) == [f"f: date: {value!r} is not a date; write 2027, 2027-02 or 2027-02-09"]


@pytest.mark.parametrize(
    "value", ["2027-13", "2027-00", "2027-02-30", "2027-02-29", "0000", "\uff12\uff10\uff12\uff17"]
)
def test_a_date_that_is_in_no_calendar_is_refused(value: str) -> None:
    expected = [f"f: date: {value!r} is not in the calendar; write 2027, 2027-02 or 2027-02-09"]
    assert faults(Source, date=value) == expected


# Ids and addresses


def test_an_id_has_up_to_200_characters_of_any_script() -> None:
    for record_id in ("x", "GB-CHC-1", "local:žilina-ŠÍP", "x" * 200):
        assert organisation(id=record_id).id == record_id


@pytest.mark.parametrize("record_id", ["", " ", "a b", "a\n", "a\x00", 'a"', "<a>", "a\u00a0b", "x" * 201])
def test_what_cannot_be_an_id_is_refused(record_id: str) -> None:
    expected = f"f: id: {record_id!r} is not an id; use 1 to 200 characters without blanks, such as 'local:globsec'"
    assert faults(Organisation, id=record_id) == [expected]


@pytest.mark.parametrize("invisible", ["\ud800", "\u202e", "\ufeff", "\x7f"])
def test_ids_and_web_addresses_hold_nothing_invisible(invisible: str) -> None:
    assert "is not an id" in faults(Organisation, id=f"local:{invisible}x")[0]
    assert "is not an id" in faults(Goal, seeker=f"local:{invisible}x")[0]
    assert "is not a web address" in faults(Organisation, contact={"website": f"https://x.org/{invisible}"})[0]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://x.org", "x.org", "https://", "https://x y", 'http://"']
)
def test_a_web_address_starts_with_http(address: str) -> None:
    expected = f"{address!r} is not a web address; it starts with http:// or https://"
    assert faults(Organisation, contact={"website": address}) == [f"f: contact.website: {expected}"]
    assert faults(Source, url=address) == [f"f: url: {expected}"]


def test_a_contact_may_be_empty_and_takes_an_address_with_one_at_sign() -> None:
    assert Contact(website="", role_email="") == Contact()
    assert Contact(role_email="office@radio.co.uk").role_email == "office@radio.co.uk"
    for address in ("office", "office@radio", "a@b@c.org", "of fice@radio.org", "office@radio.org\n"):
        found = faults(Organisation, contact={"role_email": address})
        assert [line.startswith(f"f: contact.role_email: {address!r}: ") for line in found] == [True]


# Positions in `sources`


def test_a_source_position_may_point_at_every_source_of_the_record() -> None:
    sources = [{"title": "One"}, {"title": "Two"}]
    found = organisation(sources=sources, offers=[{**OFFER, "source": 0}, {**OFFER, "source": 1}, OFFER])
    assert [offer.source for offer in found.offers] == [0, 1, None]


@pytest.mark.parametrize("part", ["offers", "needs", "activities"])
def test_a_source_position_behind_the_last_source_is_refused(part: str) -> None:
    entry = {"title": "Week"} if part == "activities" else OFFER
    found = faults(Organisation, sources=[{"title": "One"}], **{part: [entry, {**entry, "source": 1}]})
    assert found == [f"f: {part}[1].source is 1, but there are 1 sources; it counts from 0 into `sources`"]


def test_every_source_position_that_is_out_of_range_is_named() -> None:
    activities = [{"title": "Week", "source": 7}]
    found = faults(Organisation, offers=[{**OFFER, "source": 0}, {**OFFER, "source": 3}], activities=activities)
    for place in ("offers[0].source is 0", "offers[1].source is 3", "activities[0].source is 7"):
        assert place in "\n".join(found)


def test_a_source_position_below_zero_is_refused() -> None:
    found = faults(Organisation, sources=[{"title": "One"}], offers=[{**OFFER, "source": -1}])
    assert found == ["f: offers[0].source: -1: input should be greater than or equal to 0"]


# Goals


@pytest.mark.parametrize("text", ["", "   ", "\x00\ud800\u202e"])
def test_a_goal_without_text_is_refused_with_what_to_write(text: str) -> None:
    assert faults(Goal, text=text) == ["f: text is empty; say in a sentence what you want to achieve"]


@pytest.mark.parametrize("text", ["a", "1", "🙂🙂🙂", "?!", "2027", "a 1"])
def test_a_goal_of_one_letter_or_none_is_refused_and_shown(text: str) -> None:
    assert faults(Goal, text=text) == [f"f: text is {text!r}; say in a sentence what you want to achieve"]


@pytest.mark.parametrize("text", ["ab", "a b", "募金", "я ищу"])
def test_a_goal_of_two_letters_is_taken(text: str) -> None:
    assert Goal(text=text).text == text


def test_a_goal_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert len(Goal(text="a" * GOAL_LENGTH_LIMIT).text) == 10_000
    expected = "f: text has 10,001 characters; the limit is 10,000. Keep what you want to achieve, with whom and where"
    assert faults(Goal, text="a" * 10_001) == [expected]


def test_outer_blanks_do_not_count_towards_the_limit() -> None:
    assert len(Goal(text=" " + "a" * 10_000 + "\n").text) == 10_000


def test_control_characters_and_lone_surrogates_in_a_goal_become_blanks() -> None:
    assert Goal(text="reach\x00teenagers \ud83dnow\u202e").text == "reach teenagers  now"
    Goal(text="reach\ud800teenagers").model_dump_json().encode("utf-8")


def test_a_goal_without_the_field_text_says_that_it_is_missing() -> None:
    assert faults(Goal, text=None) == ["f: text: is required and missing; add it"]


def test_a_seeker_may_be_an_id() -> None:
    assert Goal(text="reach teenagers", seeker="local:scouts").seeker == "local:scouts"


def test_a_seeker_may_be_described_without_id_and_name() -> None:
    goal = Goal.model_validate({"text": "reach teenagers", "seeker": {"offers": [OFFER]}})
    expected = Organisation(id="local:seeker", name="You", offers=(Offer.model_validate(OFFER),))
    assert goal.seeker == expected


def test_a_described_seeker_may_leave_id_and_name_empty() -> None:
    goal = Goal.model_validate({"text": "reach teenagers", "seeker": {"id": None, "name": None, "kind": "media"}})
    assert goal.seeker == Organisation(id="local:seeker", name="You", kind="media")


def test_a_described_seeker_keeps_the_id_and_name_that_it_has() -> None:
    goal = Goal.model_validate({"text": "reach teenagers", "seeker": {"id": "local:us", "name": "Us"}})
    assert goal.seeker == Organisation(id="local:us", name="Us")
    assert Goal(text="reach teenagers", seeker=organisation()).seeker == organisation()


def test_the_fields_that_are_given_are_not_changed_by_reading_them() -> None:
    fields = {"text": "reach teenagers", "seeker": {"kind": "media"}}
    Goal.model_validate(fields)
    assert fields == {"text": "reach teenagers", "seeker": {"kind": "media"}}


def test_faults_of_a_seeker_are_told_with_their_field() -> None:
    assert faults(Goal, seeker={"countries": ["Norway"], "offers": [{"capability": "hotline"}]}) == [
        "f: seeker.countries[0]: 'Norway' is not a country code; did you mean 'NO'?",
        "f: seeker.offers[0].statement: is required and missing; add it",
    ]
    assert faults(Goal, seeker="the scouts") == [
        "f: seeker: 'the scouts' is not an id; use 1 to 200 characters without blanks, such as 'local:globsec'"
    ]
    assert faults(Goal, seeker=7) == ["f: seeker: 7: expected fields and values"]


def test_weights_and_limits_are_taken_up_to_their_boundaries() -> None:
    goal = Goal(text="reach teenagers", similarity=1, limit=1000)
    assert (goal.similarity, goal.limit) == (1.0, 1000)
    assert NeededCapability(capability="hotline", weight=1e-9).weight == 1e-9
    assert NeededCapability(capability="hotline").weight == 1.0
    assert Practice(id="x", text="Ask.", lead_time_weeks=520).lead_time_weeks == 520


@pytest.mark.parametrize(
    ("kind", "fields", "start"),
    [
        (Goal, {"similarity": 1.01}, "f: similarity: 1.01: "),
        (Goal, {"similarity": -0.01}, "f: similarity: -0.01: "),
        (Goal, {"similarity": float("nan")}, "f: similarity: nan: "),
        (Goal, {"limit": 0}, "f: limit: 0: "),
        (Goal, {"limit": 1001}, "f: limit: 1001: "),
        (Goal, {"needs": [{"capability": "x", "weight": 0}]}, "f: needs[0].weight: 0: "),
        (Goal, {"needs": [{"capability": "x", "weight": 1.01}]}, "f: needs[0].weight: 1.01: "),
        (Goal, {"needs": [{"capability": "x", "weight": float("nan")}]}, "f: needs[0].weight: nan: "),
        (Practice, {"lead_time_weeks": 0}, "f: lead_time_weeks: 0: "),
        (Practice, {"lead_time_weeks": 521}, "f: lead_time_weeks: 521: "),
        (Practice, {"lead_time_weeks": float("nan")}, "f: lead_time_weeks: nan: "),
    ],
)
def test_a_number_out_of_its_range_is_refused_and_shown(kind: type[Record], fields: dict[str, Any], start: str) -> None:
    assert [line.startswith(start) for line in faults(kind, **fields)] == [True]


def test_activities_name_their_partners_by_id() -> None:
    assert Activity(title="Week", partners=("local:a", "GB-CHC-1")).partners == ("local:a", "GB-CHC-1")
    found = faults(Organisation, activities=[{"title": "Week", "partners": ["local:a", "Radio One"]}])
    assert [line.startswith("f: activities[0].partners[1]: 'Radio One' is not an id") for line in found] == [True]
