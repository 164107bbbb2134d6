"""dates: the time that a text names, as its words mean it on a given day."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.dates.when import When, read_when, when_given

TODAY = date(2026, 11, 21)  # a Saturday


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "start", "end", "because"),
    [
        ("Ready before Safer Internet Day, please", "", "2027-02-08", "before Safer Internet Day"),
        ("Celebrate Safer Internet Day", "2027-02-09", "2027-02-09", "Safer Internet Day"),
        ("An event for World Press Freedom Day", "2027-05-03", "2027-05-03", "for World Press Freedom Day"),
        ("on International Fact-Checking Day", "2027-04-02", "2027-04-02", "on International Fact-Checking Day"),
        ("for Women\u2019s Day", "2027-03-08", "2027-03-08", "for Women\u2019s Day"),
        ("in the run-up to the European elections", "", "2029-05-31", "in the run-up to the European elections"),
        ("A campaign in the spring", "2027-03-01", "2027-05-31", "in the spring"),
        ("this winter", "2026-12-01", "2027-02-28", "this winter"),
        ("in winter 2027/28", "2027-12-01", "2028-02-29", "in winter 2027/28"),
        ("A campaign in March.", "2027-03-01", "2027-03-31", "in March"),
        ("in November", "", "2026-11-30", "in November"),
        ("Ljubljana, October; a hall", "2027-10-01", "2027-10-31", "October"),
        ("next May", "2027-05-01", "2027-05-31", "next May"),
        ("mid-March", "2027-03-11", "2027-03-21", "mid-March"),
        ("by June 2027", "", "2027-06-30", "by June 2027"),
        ("by the end of March", "", "2027-03-31", "by the end of March"),
        ("before the end of the year", "", "2026-12-31", "before the end of the year"),
        ("on 9 February 2027", "2027-02-09", "2027-02-09", "on 9 February 2027"),
        ("February 9th, 2027", "2027-02-09", "2027-02-09", "February 9th, 2027"),
        ("the 9th of February", "2027-02-09", "2027-02-09", "9th of February"),
        ("12\u201314 March 2027", "2027-03-12", "2027-03-14", "12\u201314 March 2027"),
        ("2027-03-01", "2027-03-01", "2027-03-01", "2027-03-01"),
        ("on 29 February", "2028-02-29", "2028-02-29", "on 29 February"),
        ("Do it next year", "2027-01-01", "2027-12-31", "next year"),
        ("first half of next year", "2027-01-01", "2027-06-30", "first half of next year"),
        ("in Q2 2027", "2027-04-01", "2027-06-30", "in Q2 2027"),
        ("in 2027\u20132028", "2027-01-01", "2028-12-31", "in 2027\u20132028"),
        ("within three months", "", "2027-02-21", "within three months"),
        ("over the next 2 years", "", "2028-11-21", "over the next 2 years"),
        ("We launch in two weeks", "", "2026-12-05", "in two weeks"),
        ("next week", "2026-11-23", "2026-11-29", "next week"),
        ("next month", "2026-12-01", "2026-12-31", "next month"),
        ("from March to May", "2027-03-01", "2027-05-31", "from March to May"),
        ("from November to February 2028", "2027-11-01", "2028-02-29", "from November to February 2028"),
        ("between 3 May and 12 May", "2027-05-03", "2027-05-12", "between 3 May and 12 May"),
        ("starting in May", "2027-05-01", "", "starting in May"),
        ("after Easter 2027", "2027-03-29", "", "after Easter 2027"),
        ("The law will be changed in March", "2027-03-01", "2027-03-31", "in March"),
        ("coastal towns, 2027", "2027-01-01", "2027-12-31", "2027"),
        ("Elections 2027", "2027-01-01", "2027-12-31", "Elections 2027"),
        ("Founded in 2019, we act in 2027", "2027-01-01", "2027-12-31", "in 2027"),
    ],
)
def test_words_name_a_time(text: str, start: str, end: str, because: str) -> None:
    assert read_when(text, TODAY) == When(day(start), day(end), because)


@pytest.mark.parametrize(
    "text",
    [
        *("", "since 2020", "the 2024 elections", "last autumn", "lessons from 2016", "Safer Internet Day 2026"),
        *(
            "We may march",
            "May I ask",
            "March with us",
            "University strategy 2030",
            "they spring up",
            "April Jones",
            "spring boots",
            "volunteers for summer camp",
            "learn not to fall",
        ),
        *("2027 volunteers", "in the 2030s", "aged 16 to 20", "24/7", "31 June 2027", "30 February", "over two years"),
        *("What changed in ten years?", "The paper died in March", "call 116 111", "a three-year study", "each month"),
    ],
)
def test_the_past_and_false_friends_are_no_time(text: str) -> None:
    assert read_when(text, TODAY) is None


def test_words_without_a_year_mean_their_next_occurrence() -> None:
    assert read_when("on 3 May", date(2027, 5, 3)) == When(None, date(2027, 5, 3), "on 3 May")
    assert read_when("on 3 May", date(2027, 5, 4)) == When(date(2028, 5, 3), date(2028, 5, 3), "on 3 May")


def test_what_has_begun_is_open_at_its_start() -> None:
    assert read_when("this year", TODAY) == When(None, date(2026, 12, 31), "this year")


def test_the_first_time_that_is_not_over_is_taken() -> None:
    read = read_when("In 2024 we began. Ready by March; the fair is in June", TODAY)
    assert read == When(None, date(2027, 3, 31), "by March")


def test_a_given_date_is_as_long_as_it_is_exact() -> None:
    assert when_given("2027") == When(date(2027, 1, 1), date(2027, 12, 31))
    assert when_given("2027-02") == When(date(2027, 2, 1), date(2027, 2, 28))
    assert when_given("2027-02-09") == When(date(2027, 2, 9), date(2027, 2, 9))
    assert when_given("") is None


@pytest.mark.parametrize("text", ["in " * 2000, "9 " * 2000, "the next " * 1000, "May " * 1000, "in the end of " * 500])
def test_long_texts_are_read_quickly(text: str) -> None:
    assert read_when(text, TODAY) is None or text.startswith("May")
