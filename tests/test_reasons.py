"""reasons: each quotes the record word for word, names its source, and says what is unknown or against."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.geography.codes import COUNTRIES
from matcher.goals import Understanding
from matcher.reasons import (
    LONGEST_QUOTE,
    Reason,
    cautions,
    context_reasons,
    coverage_reasons,
    evidence_reason,
    practice_reason,
    quote_for,
    reciprocity_reasons,
    relevance_reason,
    unknowns,
)
from matcher.recommender import Recommender
from matcher.records import Goal, Organisation, Practice, Source
from matcher.taxonomy import Taxonomy

REPORT = {"title": "The report", "locator": "page 1"}
LETTER = {"title": "The letter"}
CALM = "Keep things calm"


@pytest.fixture(scope="module")
def taxonomy(small_recommender: Recommender) -> Taxonomy:
    return small_recommender.knowledge.taxonomy


def organisation(**fields: Any) -> Organisation:
    return Organisation.model_validate({"id": "local:x", "name": "X", "sources": [REPORT, LETTER], **fields})


def practice(**fields: Any) -> Practice:
    return Practice.model_validate({"id": "p", "text": "Ask early.", **fields})


def understand(recommender: Recommender, text: str = CALM, **fields: Any) -> Understanding:
    return recommender.reader.understand([Goal.model_validate({"text": text, **fields})])[0]


def needing(recommender: Recommender, *capabilities: str, **fields: Any) -> Understanding:
    return understand(recommender, needs=[{"capability": capability} for capability in capabilities], **fields)


def test_coverage_quotes_the_offer_with_its_basis_and_source(
    small_recommender: Recommender, taxonomy: Taxonomy
) -> None:
    offers = [
        {"capability": "hotline", "statement": "X takes calls.", "source": 0},
        {"capability": "funding", "statement": "X may pay.", "basis": "inferred", "source": 1},
    ]
    assert list(coverage_reasons(organisation(offers=offers), needing(small_recommender, "funding"), taxonomy)) == [
        Reason(
            term="coverage",
            text="Brings: Funding",
            quote="X may pay.",
            field="offers[1].statement",
            basis="inferred",
            capability="funding",
            source=Source(title="The letter"),
        )
    ]


def test_coverage_quotes_what_is_stated_rather_than_inferred(
    small_recommender: Recommender, taxonomy: Taxonomy
) -> None:
    offers = [
        {"capability": "funding", "statement": "X may pay.", "basis": "inferred"},
        {"capability": "funding", "statement": "X pays."},
        {"capability": "funding", "statement": "X pays twice."},
    ]
    (reason,) = coverage_reasons(organisation(offers=offers), needing(small_recommender, "funding"), taxonomy)
    assert (reason.quote, reason.field, reason.basis, reason.source) == (
        "X pays.",
        "offers[1].statement",
        "stated",
        None,
    )


def test_coverage_names_the_most_needed_first_and_not_what_the_seeker_brings(
    small_recommender: Recommender, taxonomy: Taxonomy
) -> None:
    codes = ("fact_checking", "funding", "hotline")
    offers = [{"capability": code, "statement": f"X: {code}."} for code in codes]
    seeker = {"offers": [{"capability": "funding", "statement": "We pay."}]}
    needs = [
        {"capability": "hotline", "weight": 0.9},
        {"capability": "funding", "weight": 0.8},
        {"capability": "broadcasting", "weight": 0.7},
        {"capability": "fact_checking", "weight": 0.6},
    ]
    u = understand(small_recommender, needs=needs, seeker=seeker)
    reasons = list(coverage_reasons(organisation(offers=offers), u, taxonomy))
    assert [reason.capability for reason in reasons] == ["hotline", "fact_checking"]


def test_reciprocity_quotes_the_need_that_the_seeker_meets(small_recommender: Recommender, taxonomy: Taxonomy) -> None:
    needs = [
        {"capability": "hotline", "statement": "X lacks a line."},
        {"capability": "fact_checking", "statement": "X may lack facts.", "basis": "inferred"},
        {"capability": "fact_checking", "statement": "X lacks facts.", "source": 0},
    ]
    u = understand(small_recommender, seeker="local:checkers")
    assert list(reciprocity_reasons(organisation(needs=needs), u, taxonomy)) == [
        Reason(
            term="reciprocity",
            text="Looks for what you bring: Fact-checking",
            quote="X lacks facts.",
            field="needs[2].statement",
            basis="stated",
            capability="fact_checking",
            source=Source.model_validate(REPORT),
        )
    ]


def test_without_a_seeker_there_is_no_reciprocity(small_recommender: Recommender, taxonomy: Taxonomy) -> None:
    needs = [{"capability": "hotline", "statement": "X lacks a line."}]
    assert list(reciprocity_reasons(organisation(needs=needs), understand(small_recommender), taxonomy)) == []


def test_evidence_tells_what_was_done_when_and_with_whom(small_recommender: Recommender) -> None:
    activity = {
        "title": "Calm week",
        "summary": "Noise first. Things were calm then. The end.",
        "start": "2019-03",
        "end": 2020,
        "partners": ["local:y", "local:stranger"],
        "source": 1,
    }
    done = organisation(activities=[{"title": "Other"}, activity])
    assert evidence_reason(
        done, 1, understand(small_recommender), {"local:y": "Why", "local:stranger": "local:stranger"}.__getitem__
    ) == Reason(
        term="evidence",
        text="Has done something like it: Calm week (2019 to 2020), with Why and local:stranger",
        quote="Things were calm then.",
        field="activities[1].summary",
        source=Source(title="The letter"),
    )


def test_evidence_without_a_summary_quotes_the_title(small_recommender: Recommender) -> None:
    done = organisation(activities=[{"title": "Calm week", "start": 2019, "end": "2019-12-24"}])
    assert evidence_reason(done, 0, understand(small_recommender), str) == Reason(
        term="evidence",
        text="Has done something like it: Calm week (2019)",
        quote="Calm week",
        field="activities[0].title",
    )


def test_evidence_without_dates_and_partners_is_the_title_alone(small_recommender: Recommender) -> None:
    done = organisation(activities=[{"title": "Calm week"}])
    reason = evidence_reason(done, 0, understand(small_recommender), str)
    assert reason.text == "Has done something like it: Calm week"


def test_long_lists_of_partners_are_cut_after_five(small_recommender: Recommender) -> None:
    def told(count: int) -> str:
        done = organisation(activities=[{"title": "T", "partners": [f"p{each}" for each in range(count)]}])
        return evidence_reason(done, 0, understand(small_recommender), str).text.partition("with ")[2]

    assert told(1) == "p0"
    assert told(2) == "p0 and p1"
    assert told(5) == "p0, p1, p2, p3 and p4"
    assert told(7) == "p0, p1, p2, p3, p4 and 2 more"


def test_relevance_quotes_the_closest_sentence_of_the_profile(small_recommender: Recommender) -> None:
    record = organisation(summary="We sing. We keep every thing calm! We dance.")
    assert relevance_reason(record, "profile", 0, understand(small_recommender)) == Reason(
        term="relevance",
        text="Its profile is close to your goal",
        quote="We keep every thing calm!",
        field="summary",
        source=Source.model_validate(REPORT),
    )


def test_relevance_quotes_an_offer(small_recommender: Recommender) -> None:
    offer = {"capability": "hotline", "statement": "X takes calls.", "basis": "inferred", "source": 1}
    assert relevance_reason(organisation(offers=[offer]), "offer", 0, understand(small_recommender)) == Reason(
        term="relevance",
        text="Close to your goal",
        quote="X takes calls.",
        field="offers[0].statement",
        basis="inferred",
        capability="hotline",
        source=Source(title="The letter"),
    )


def test_a_name_alone_is_no_quotation(small_recommender: Recommender) -> None:
    assert relevance_reason(organisation(), "profile", 0, understand(small_recommender)) is None


def test_context_names_every_thing_that_is_shared(small_recommender: Recommender, taxonomy: Taxonomy) -> None:
    record = organisation(
        countries=["SK", "PL", "CZ"],
        audiences=["parents", "youth"],
        languages=["en", "sk-SK", "cs"],
        themes=["child_safety", "disinformation"],
        values=["independence"],
    )
    u = understand(
        small_recommender,
        "Keep independent newsrooms calm about rumours",
        countries=["CZ", "SK", "US"],
        audiences=["youth"],
        languages=["cs", "sk"],
    )
    reasons = list(context_reasons(record, u, taxonomy))
    assert {reason.field: reason.term for reason in reasons} == {
        "countries": "reach",
        "audiences": "reach",
        "languages": "common_ground",
        "themes": "common_ground",
        "values": "common_ground",
    }
    texts = {reason.field: reason.text for reason in reasons}
    assert texts["countries"] == "Works in Czechia and Slovakia"
    assert texts["audiences"] == "Reaches young people"
    assert texts["themes"] == "Shares your themes: Disinformation"
    assert texts["values"] == "Shares your values: Independence"
    assert "Slovak and Czech" in texts["languages"]
    assert "English" not in texts["languages"]
    assert {reason.quote for reason in reasons} == {""}, "a code is a fact, not a sentence"


def test_context_is_shared_with_the_seeker_too(small_recommender: Recommender, taxonomy: Taxonomy) -> None:
    record = organisation(languages=["sk"], themes=["disinformation", "child_safety"], values=["independence"])
    reasons = context_reasons(record, understand(small_recommender, seeker="local:checkers"), taxonomy)
    texts = {reason.field: reason.text for reason in reasons}
    assert set(texts) == {"languages", "themes", "values"}
    assert "Slovak" in texts["languages"]
    assert texts["themes"] == "Shares your themes: Disinformation"


def test_the_goals_languages_count_before_the_seekers(small_recommender: Recommender, taxonomy: Taxonomy) -> None:
    u = understand(small_recommender, seeker="local:checkers", languages=["cs"])
    fields = [reason.field for reason in context_reasons(organisation(languages=["sk"]), u, taxonomy)]
    assert "languages" not in fields


def test_a_global_reach_is_told_where_no_place_is_named(small_recommender: Recommender, taxonomy: Taxonomy) -> None:
    u = understand(small_recommender, countries=["SK"])

    def told(**fields: Any) -> list[tuple[str, str]]:
        return [(reason.text, reason.field) for reason in context_reasons(organisation(**fields), u, taxonomy)]

    assert told(reach="global") == [("Works worldwide", "reach")]
    assert told(reach="global", countries=["US"]) == [("Works worldwide", "reach")]
    assert told(reach="global", countries=["SK"]) == [("Works in Slovakia", "countries")]
    assert told(reach="regional") == []


def test_nothing_is_shared_with_a_goal_that_says_nothing(small_recommender: Recommender, taxonomy: Taxonomy) -> None:
    record = organisation(
        countries=["SK"], reach="global", audiences=["youth"], languages=["sk"], themes=["disinformation"]
    )
    assert list(context_reasons(record, understand(small_recommender), taxonomy)) == []


def test_unknown_is_said_where_the_goal_asks_and_the_record_is_silent(small_recommender: Recommender) -> None:
    u = understand(small_recommender, countries=["SK"], languages=["sk"], audiences=["youth"], kinds=["funder"])
    assert list(unknowns(organisation(), u)) == [
        "where it works",
        "which languages it works in",
        "whom it reaches",
        "what kind of organisation it is",
        "what it offers to partners",
        "how old this profile is",
    ]


def test_what_the_goal_does_not_ask_for_is_not_told_as_unknown(small_recommender: Recommender) -> None:
    assert list(unknowns(organisation(), understand(small_recommender))) == [
        "what it offers to partners",
        "how old this profile is",
    ]


def test_a_record_that_tells_all_leaves_nothing_unknown(small_recommender: Recommender) -> None:
    u = understand(small_recommender, countries=["SK"], languages=["sk"], audiences=["youth"], kinds=["funder"])
    full = {
        "countries": ["US"],
        "languages": ["en"],
        "audiences": ["parents"],
        "kind": "media",
        "offers": [{"capability": "hotline", "statement": "X takes calls."}],
        "verified_on": "2024-05",
    }
    assert list(unknowns(organisation(**full), u)) == []
    worldwide = {name: value for name, value in full.items() if name != "countries"} | {"reach": "global"}
    assert list(unknowns(organisation(**worldwide), u)) == []


def test_other_places_speak_against_an_organisation(small_recommender: Recommender) -> None:
    u = understand(small_recommender, countries=["SK"])
    assert list(cautions(organisation(countries=["CZ", "PL"]), u)) == ["Its profile names Czechia and Poland only"]
    six = ["CZ", "PL", "HU", "AT", "DE", "FR"]
    assert list(cautions(organisation(countries=six), u)) == [
        "Its profile names Czechia, Poland, Hungary, Austria, Germany and 1 more only"
    ]
    assert list(cautions(organisation(countries=["CZ", "SK"]), u)) == []
    assert list(cautions(organisation(countries=["CZ"], reach="global"), u)) == []
    assert list(cautions(organisation(countries=["CZ"]), understand(small_recommender))) == []


def test_other_languages_speak_against_an_organisation(small_recommender: Recommender) -> None:
    u = understand(small_recommender, languages=["pt-BR"])
    assert list(cautions(organisation(languages=["en", "sk"]), u)) == ["Its profile names other languages only"]
    assert list(cautions(organisation(languages=["en", "pt-PT"]), u)) == []


def test_dormancy_speaks_against_an_organisation(small_recommender: Recommender) -> None:
    assert list(cautions(organisation(status="dormant"), understand(small_recommender))) == ["It is dormant"]


def test_silence_speaks_against_nobody(small_recommender: Recommender) -> None:
    u = understand(small_recommender, countries=["SK"], languages=["sk"], audiences=["youth"], kinds=["funder"])
    assert list(cautions(organisation(), u)) == []


def test_a_practice_says_what_it_helps_with_and_quotes_its_closest_sentence(
    small_recommender: Recommender, taxonomy: Taxonomy
) -> None:
    note = practice(
        title="T",
        text="Ask first. Keep calm in all things. Thank last.",
        capabilities=["hotline", "funding", "broadcasting"],
        sources=[REPORT, LETTER],
    )
    u = needing(small_recommender, "funding", "hotline", "fact_checking")
    assert practice_reason(note, u, taxonomy) == Reason(
        term="relevance",
        text="Helps with: Hotline and Funding",
        quote="Keep calm in all things.",
        field="text",
        source=Source.model_validate(REPORT),
    )


def test_a_practice_that_helps_with_nothing_needed_is_close_to_the_goal(
    small_recommender: Recommender, taxonomy: Taxonomy
) -> None:
    reason = practice_reason(practice(capabilities=["hotline"]), needing(small_recommender, "funding"), taxonomy)
    assert (reason.text, reason.quote, reason.source) == ("Close to your goal", "Ask early.", None)


def test_the_quote_is_the_sentence_that_shares_most_words() -> None:
    text = "Radio is nice. Rumours on the radio: verify them! Verify nothing."
    assert quote_for(text, "verify a rumour on radio") == "Rumours on the radio: verify them!"


def test_of_equally_close_sentences_the_first_is_quoted() -> None:
    assert quote_for("One sings. Two dance.", "Verify rumours") == "One sings."


def test_a_text_without_words_gives_an_empty_quote() -> None:
    assert quote_for("", "Verify rumours") == ""


def test_a_long_sentence_is_cut_at_a_word() -> None:
    text = f"It {'really ' * 100}ends"
    quote = quote_for(text, "really")
    assert len(quote) <= LONGEST_QUOTE
    assert len(quote) > LONGEST_QUOTE - len("really ")
    assert text.startswith(quote)
    assert quote.endswith("really")


def test_a_sentence_of_just_the_longest_length_stays_whole() -> None:
    text = "a" * LONGEST_QUOTE
    assert quote_for(text, "b") == text
    assert quote_for(text + "a", "b") == text


@pytest.mark.parametrize("text", ["First line\nsecond line. Third.", "One?  Two!\r\n\r\nThree…  four", "  x  "])
def test_every_quote_is_a_verbatim_part(text: str) -> None:
    for goal in ("second", "three", "four", "nothing"):
        assert quote_for(text, goal) in text


def test_every_country_can_be_named(small_recommender: Recommender, taxonomy: Taxonomy) -> None:
    for code, name in COUNTRIES.items():
        u = understand(small_recommender, countries=[code])
        assert [r.text for r in context_reasons(organisation(countries=[code]), u, taxonomy)] == [f"Works in {name}"]
