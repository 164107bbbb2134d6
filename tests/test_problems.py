"""Reading records from plain fields: every fault with its field, its value and what to do."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.errors import Problem
from matcher.problems import near_word, read_record
from matcher.records import Goal, Organisation, Practice

SOUND: dict[str, Any] = {"id": "local:x", "name": "X"}


def faults(**fields: Any) -> list[str]:
    return [str(problem) for problem in read_record(Organisation, SOUND | fields, "x.yaml")[1]]


@pytest.mark.parametrize("word", ["fundraisng", "FUNDRAISING", "fund_raising"])
def test_the_nearest_known_word_is_offered_whatever_its_case(word: str) -> None:
    assert near_word(word, ["fundraising", "funding", "hotline"]) == "; did you mean 'fundraising'?"


def test_where_no_word_is_near_few_known_words_are_listed() -> None:
    assert near_word("xyz", ["hotline", "radio"]) == "; known: hotline, radio"


def test_many_known_words_are_not_listed() -> None:
    words = [f"capability{number}" for number in range(26)]
    assert near_word("xyz", words) == ""
    assert near_word("xyz", words[:25]) == "; known: " + ", ".join(words[:25])


def test_where_no_word_is_known_there_is_no_list() -> None:
    assert near_word("xyz", []) == ""


def test_sound_fields_give_the_record_and_no_problem() -> None:
    assert read_record(Organisation, SOUND, "x.yaml") == (Organisation(id="local:x", name="X"), [])


def test_a_fault_gives_no_record() -> None:
    record, problems = read_record(Organisation, SOUND | {"kind": 7}, "x.yaml")
    assert record is None
    assert problems == [Problem("x.yaml", "kind", "7: expected text; put it into quotation marks")]


def test_all_faults_of_a_record_are_told_at_once() -> None:
    found = faults(
        name=None,
        countries=["SK", "Norway"],
        reach="worldwide",
        offers=[{"capability": "hotline", "statement": "We listen.", "basis": "guessed"}, {"capability": "radio"}],
        verified_on="yesterday",
        contact={"website": "x.org"},
    )
    assert found == [
        "x.yaml: name: is required and missing; add it",
        "x.yaml: countries[1]: 'Norway' is not a country code; did you mean 'NO'?",
        "x.yaml: reach: 'worldwide': input should be 'local', 'national', 'regional' or 'global'",
        "x.yaml: offers[0].basis: 'guessed': input should be 'stated' or 'inferred'",
        "x.yaml: offers[1].statement: is required and missing; add it",
        "x.yaml: verified_on: 'yesterday' is not a date; write 2027, 2027-02 or 2027-02-09",
        "x.yaml: contact.website: 'x.org' is not a web address; it starts with http:// or https://",
    ]


@pytest.mark.parametrize(
    ("fields", "place", "near"),
    [
        ({"countrys": ["SK"]}, "countrys", "countries"),
        ({"contact": {"web_site": "https://x.org"}}, "contact.web_site", "website"),
        ({"offers": [{"capability": "a", "statement": "b", "basis_": 1}]}, "offers[0].basis_", "basis"),
        ({"activities": [{"title": "a", "partner": []}]}, "activities[0].partner", "partners"),
        ({"role email": "a@b.org"}, "role email", ""),
        ({"veri fied_on": 2027}, "veri fied_on", "verified_on"),
        ({"contact": {"web site": "https://x.org"}}, "contact.web site", "website"),
        ({"an id": 1}, "an id", ""),
    ],
)
def test_an_unknown_field_is_named_with_the_nearest_known_one(fields: Any, place: str, near: str) -> None:
    [found] = faults(**fields)
    assert found.startswith(f"x.yaml: {place}: there is no such field; ")
    if near:
        assert found.endswith(f"; did you mean {near!r}?")


def test_an_unknown_field_of_a_described_seeker_is_compared_with_the_fields_of_an_organisation() -> None:
    seeker = {"offers": [{"capability": "a", "statement": "b", "statment": "c"}]}
    _, problems = read_record(Goal, {"text": "reach teenagers", "seeker": seeker}, "goal")
    expected = "goal: seeker.offers[0].statment: there is no such field; did you mean 'statement'?"
    assert [str(problem) for problem in problems] == [expected]


@pytest.mark.parametrize(("field", "value"), [("phase", "later"), ("effort", "huge"), ("evidence", "rumour")])
def test_a_wrong_choice_is_one_fault_that_lists_the_choices(field: str, value: str) -> None:
    _, problems = read_record(Practice, {"id": "x", "text": "Ask.", field: value}, "x.md")
    assert [problem.field for problem in problems] == [field]
    assert problems[0].message.startswith(f"{value!r}: input should be '")
    assert "literal" not in problems[0].message


def test_text_where_a_list_is_expected_is_not_taken_apart() -> None:
    assert faults(countries="SK") == ["x.yaml: countries: 'SK': expected a list, such as [a, b]"]
    assert faults(aliases="Club") == ["x.yaml: aliases: 'Club': expected a list, such as [a, b]"]


def test_values_of_the_wrong_type_are_not_converted() -> None:
    assert faults(name=1) == ["x.yaml: name: 1: expected text; put it into quotation marks"]
    assert faults(aliases=[None]) == ["x.yaml: aliases[0]: None: expected text; put it into quotation marks"]
    assert faults(contact="x.org") == ["x.yaml: contact: 'x.org': expected fields and values"]
    assert faults(kind={"a": 1}) == ["x.yaml: kind: {'a': 1}: expected text; put it into quotation marks"]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        (None, "NoneType None"),
        ([SOUND], "list [{'id': 'local:x', 'name': 'X'}]"),
        ("x", "str 'x'"),
        (True, "bool True"),
    ],
)
def test_what_holds_no_fields_is_refused_and_shown(fields: Any, shown: str) -> None:
    _, problems = read_record(Organisation, fields, "x.yaml")
    assert [str(problem) for problem in problems] == [f"x.yaml: expected fields and values, got {shown}"]


def test_a_long_value_is_shown_by_its_beginning() -> None:
    [found] = faults(reach="far " * 1000)
    assert found.startswith("x.yaml: reach: 'far far")
    assert "…: input should be" in found
    assert len(found) < 200


def test_a_key_that_is_no_text_is_a_fault_and_no_crash() -> None:
    [problem] = read_record(Organisation, SOUND | {1: 2}, "x.yaml")[1]
    assert "keys should be strings" in problem.message
