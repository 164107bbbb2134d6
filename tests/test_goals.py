"""goals: what a goal needs, what its seeker brings, its context, and what is said of a goal that cannot be matched."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from matcher.corpus import Corpus
from matcher.dates.when import When
from matcher.encoders import Vectors
from matcher.errors import GoalError
from matcher.goals import MOST_NEEDS, GoalReader, Understanding, UnderstoodNeed
from matcher.knowledge import KnowledgeBase
from matcher.records import Goal
from matcher.taxonomy import Taxonomy
from matcher.texts.clauses import split_clauses
from tests.conftest import WordsEncoder

CHECKING = {"capability": "fact_checking", "statement": "We check claims."}


class CountingEncoder(WordsEncoder):
    """Counts how often it is asked."""

    calls = 0

    def encode_queries(self, texts: list[str]) -> Vectors:
        self.calls += 1
        return super().encode_queries(texts)


@pytest.fixture(scope="module")
def reader(small_knowledge: KnowledgeBase) -> GoalReader:
    return GoalReader(small_knowledge)


NEED_FUNDING = [{"capability": "funding"}]


def understand(reader: GoalReader, text: str, **fields: Any) -> Understanding:
    return reader.understand([Goal.model_validate({"text": text, **fields})])[0]


def told(understood: Understanding) -> dict[str, Any]:
    """Return everything but the vector, which cannot be compared by ==."""
    return {name: value for name, value in vars(understood).items() if name != "vector"}


def codes(needs: tuple[UnderstoodNeed, ...]) -> list[str]:
    return [need.capability for need in needs]


def test_needs_are_read_from_the_text_with_the_words_that_say_so(reader: GoalReader) -> None:
    needs = understand(reader, "Verify more rumours together. Set up a hotline next spring, in the capital!").needs
    assert {need.capability: need.because for need in needs} == {
        "fact_checking": "Verify more rumours together.",
        "hotline": "Set up a hotline next spring",
    }


def test_the_most_needed_comes_first(reader: GoalReader) -> None:
    needs = understand(reader, "Set up a hotline, give grants and verify rumours.").needs
    assert sorted(codes(needs)) == ["fact_checking", "funding", "hotline"]
    weights = [need.weight for need in needs]
    assert weights == sorted(weights, reverse=True)
    assert min(weights) >= 0.5
    assert max(weights) <= 1


def test_because_quotes_the_goal_word_for_word(reader: GoalReader) -> None:
    texts = [
        "Verify rumours before the election; air a show on radio (television too)!",
        "To verify rumours we have a radio station but need teenagers",
        "Teenagers matter: we have grants, but need a hotline.",
        "We have a radio programme, we have a radio programme but need grants.",
        "Reach teenagers.\n\nWe are a donor with money\nbut lack a hotline. Verify rumours!",
    ]
    for text in texts:
        understood = understand(reader, text)
        assert understood.needs
        for need in understood.needs:
            assert need.because
            assert need.because in text
        for because in understood.brought.values():
            assert because in text


def test_a_goal_has_a_bounded_number_of_needs(small_corpus: Corpus, words_encoder: WordsEncoder) -> None:
    words = "amber birch cedar dahlia elder fern ginger hazel iris juniper".split()
    fields = small_corpus.taxonomy.model_dump()
    fields["capabilities"] = [
        {"code": word, "name": word, "group": "work", "examples": [f"{word} {word}", f"grow {word}", f"sell {word}"]}
        for word in words
    ]
    corpus = Corpus(Taxonomy.model_validate(fields), (), ())
    reader = GoalReader(KnowledgeBase.build(corpus, words_encoder))
    # Each word is a clause of its own here, so that all ten are recognised.
    needs = understand(reader, ". ".join(f"grow {word} and sell {word}" for word in words)).needs
    assert len(needs) == len(set(codes(needs))) == MOST_NEEDS == 8


def test_what_we_have_is_brought_and_what_we_need_is_needed(reader: GoalReader) -> None:
    understood = understand(reader, "We have a radio station but need to verify rumours")
    assert understood.brought == {"broadcasting": "We have a radio station"}
    assert codes(understood.needs) == ["fact_checking"]
    assert codes(understood.missing) == ["fact_checking"]


@pytest.mark.parametrize(
    "text",
    [
        "We already have a radio station. Verify rumours!",
        "We run a radio station, but lack someone to verify rumours",
        "We can offer a radio programme and are looking for help to verify rumours",
        "We are a radio station and want to verify rumours",
        "Our own radio programme exists, no one can verify rumours",
        "Verify rumours: we own a radio station.",
    ],
)
def test_there_are_many_ways_to_say_we_have(reader: GoalReader, text: str) -> None:
    understood = understand(reader, text)
    assert list(understood.brought) == ["broadcasting"]
    assert codes(understood.missing) == ["fact_checking"]


def test_someone_elses_possession_is_not_ours(reader: GoalReader) -> None:
    assert understand(reader, "They have a radio station").brought == {}


def test_the_seekers_offers_are_subtracted(reader: GoalReader) -> None:
    understood = understand(reader, "Verify rumours, and set up a hotline", seeker="local:checkers")
    assert sorted(codes(understood.needs)) == ["fact_checking", "hotline"]
    assert codes(understood.missing) == ["hotline"]
    assert codes(understood.already_there) == ["fact_checking"]
    assert understood.brought == {"fact_checking": "Checkers verify rumours within a day."}
    assert understood.seeker
    assert understood.seeker.name == "Checkers"


def test_a_known_seeker_has_its_row_and_a_described_one_has_none(
    reader: GoalReader, small_knowledge: KnowledgeBase
) -> None:
    row = understand(reader, "Verify rumours", seeker="local:scouts").seeker_row
    assert row is not None
    assert small_knowledge.organisations[row].id == "local:scouts"
    described = understand(reader, "Verify rumours", seeker={"name": "Us"})
    assert described.seeker_row is None
    assert described.seeker
    assert described.seeker.name == "Us"
    assert understand(reader, "Verify rumours").seeker is None


def test_a_seeker_without_offers_brings_what_its_summary_says(reader: GoalReader) -> None:
    seeker = {"summary": "Together in the capital. Radio and television are our trade."}
    understood = understand(reader, "Verify rumours", seeker=seeker)
    assert understood.brought == {"broadcasting": "Radio and television are our trade."}


def test_the_summary_of_a_seeker_with_offers_is_not_guessed_from(reader: GoalReader) -> None:
    seeker = {"summary": "Radio and television are our trade.", "offers": [CHECKING]}
    assert understand(reader, "Set up a hotline", seeker=seeker).brought == {"fact_checking": "We check claims."}


def test_given_needs_are_taken_as_they_are(reader: GoalReader) -> None:
    needs = [{"capability": "hotline", "weight": 0.3}, {"capability": "funding"}]
    understood = understand(reader, "Verify rumours", needs=needs)
    assert understood.needs == (UnderstoodNeed("hotline", 0.3), UnderstoodNeed("funding", 1.0))
    assert understood.notices == ()


def test_what_the_seeker_brings_is_subtracted_from_given_needs_too(reader: GoalReader) -> None:
    needs = [{"capability": "broadcasting"}, {"capability": "funding"}]
    understood = understand(reader, "We have a radio station.", needs=needs)
    assert codes(understood.needs) == ["broadcasting", "funding"]
    assert codes(understood.missing) == ["funding"]


def test_a_need_that_is_given_twice_counts_once_with_its_larger_weight(reader: GoalReader) -> None:
    needs = [
        {"capability": "hotline", "weight": 0.9},
        {"capability": "funding"},
        {"capability": "hotline", "weight": 0.3},
    ]
    understood = understand(reader, "Verify rumours", needs=needs)
    assert understood.needs == (UnderstoodNeed("hotline", 0.9), UnderstoodNeed("funding", 1.0))


def test_the_context_is_read_from_the_text(reader: GoalReader) -> None:
    mentions = understand(reader, "Reach teenagers in Slovakia and Czechia over radio, in Slovak").mentions
    assert mentions.countries == ("CZ", "SK")
    assert mentions.languages == ("sk",)
    assert mentions.audiences == ("youth",)
    assert mentions.channels == ("radio",)


def test_the_goals_own_fields_win_over_its_text(reader: GoalReader) -> None:
    mentions = understand(
        reader,
        "Reach teenagers in Slovakia, in Slovak, about rumours",
        countries=["PL"],
        languages=["pt-BR", "en"],
        audiences=["parents"],
    ).mentions
    assert mentions.countries == ("PL",)
    assert mentions.languages == ("pt", "en"), "without their region"
    assert mentions.audiences == ("parents",)
    assert mentions.themes == ("disinformation",), "what the goal's fields do not say is read from its text"


def test_given_countries_win_over_a_region_of_the_text(reader: GoalReader) -> None:
    mentions = understand(reader, "Radio in the Balkans", countries=["PL"]).mentions
    assert (mentions.countries, mentions.regions, mentions.by_region) == (("PL",), (), ())


def test_the_time_is_read_from_the_text_as_it_is_meant_today(reader: GoalReader) -> None:
    goal = Goal(text="Verify rumours before Safer Internet Day")
    (understood,) = reader.understand([goal], today=date(2026, 11, 21))
    assert understood.when == When(None, date(2027, 2, 8), "before Safer Internet Day")
    assert understand(reader, "Verify rumours").when is None


def test_the_goals_own_date_wins_over_its_text(reader: GoalReader) -> None:
    understood = understand(reader, "Verify rumours in March", on="2031-05")
    assert understood.when == When(date(2031, 5, 1), date(2031, 5, 31))


def test_the_vector_is_that_of_what_is_asked_for(reader: GoalReader, words_encoder: WordsEncoder) -> None:
    understood = understand(reader, "Verify rumours. We have a radio station.")
    assert understood.request == "Verify rumours."
    np.testing.assert_allclose(understood.vector, words_encoder.encode_queries(["Verify rumours."])[0], atol=1e-6)


def test_the_vector_leans_towards_the_needs_that_a_person_gave(
    reader: GoalReader, words_encoder: WordsEncoder, small_knowledge: KnowledgeBase
) -> None:
    funding = next(term for term in small_knowledge.taxonomy.capabilities if term.code == "funding")
    described = words_encoder.encode_queries([f"{funding.name}: {funding.definition}"])[0]
    alone, drawn = (understand(reader, "Verify rumours", needs=needs).vector for needs in ([], NEED_FUNDING))
    assert drawn @ described > alone @ described + 0.2
    assert drawn @ alone > drawn @ described, "the text counts more"
    assert np.linalg.norm(drawn) == pytest.approx(1)


@pytest.mark.parametrize(
    "text", ["Проверить слухи перед выборами", "在选举前核实谣言", "تحقق من الشائعات", "Επαλήθευση φημών NGO"]
)
def test_a_script_other_than_latin_gives_a_notice(reader: GoalReader, text: str) -> None:
    notices = understand(reader, text, needs=[{"capability": "fact_checking"}]).notices
    assert len(notices) == 1
    assert notices[0].startswith("The text is in a script that the language model reads poorly.")
    assert notices[0].endswith("if you say the goal in English.")


@pytest.mark.parametrize(
    "text", ["Žilina: über Łódź, năm nay, çok", "Verify rumours (слухи) 2027!", "ab 12345 !!!!!!!!"]
)
def test_latin_letters_with_any_marks_give_no_notice_about_the_script(reader: GoalReader, text: str) -> None:
    assert understand(reader, text, needs=[{"capability": "fact_checking"}]).notices == ()


def test_a_goal_without_a_recognised_need_gives_a_notice_that_says_what_to_do(reader: GoalReader) -> None:
    understood = understand(reader, "Paint a zebra")
    assert understood.needs == ()
    assert len(understood.notices) == 1
    assert understood.notices[0].startswith("No capability was recognised in this goal")
    assert "Say what is needed, for example fact-checking" in understood.notices[0]


def test_both_notices_are_given_where_both_hold(reader: GoalReader) -> None:
    assert len(understand(reader, "деревья").notices) == 2


def test_the_shortest_goals_are_read(reader: GoalReader) -> None:
    assert understand(reader, "aid").needs == ()
    assert understand(reader, "we have").brought == {}


def test_an_unknown_seeker_is_told_with_the_nearest_name(reader: GoalReader) -> None:
    with pytest.raises(GoalError) as caught:
        understand(reader, "Verify rumours", seeker="local:chekers")
    assert caught.value.field == "seeker"
    assert caught.value.message == (
        "no organisation has the id or name 'local:chekers'; did you mean Checkers (local:checkers)?"
    )
    assert str(caught.value) == f"seeker: {caught.value.message}"


def test_an_unknown_seeker_that_is_like_no_other_gets_no_hint(reader: GoalReader) -> None:
    with pytest.raises(GoalError) as caught:
        reader.check(Goal(text="Verify rumours", seeker="org:qqqqqq"))
    assert caught.value.message == "no organisation has the id or name 'org:qqqqqq'"


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        (
            {"needs": [{"capability": "funding"}, {"capability": "fact_cheking"}]},
            "needs",
            "'fact_cheking' is not a capability; did you mean 'fact_checking'?",
        ),
        ({"audiences": ["yuth"]}, "audiences", "'yuth' is not an audience; did you mean 'youth'?"),
        ({"kinds": ["fundr"]}, "kinds", "'fundr' is not a kind; did you mean 'funder'?"),
    ],
)
def test_a_misspelt_code_is_told_with_its_field_and_the_nearest_one(
    reader: GoalReader, fields: dict[str, Any], field: str, message: str
) -> None:
    with pytest.raises(GoalError) as caught:
        understand(reader, "Verify rumours", **fields)
    assert caught.value.field == field
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"needs": [{"capability": "fact_cheking", "statement": "We seek it."}]}, "needs[0].capability"),
        ({"offers": [CHECKING, CHECKING | {"capability": "fact_cheking"}]}, "offers[1].capability"),
    ],
)
def test_a_misspelt_code_of_a_described_seeker_is_the_seekers_fault(
    reader: GoalReader, fields: dict[str, Any], place: str
) -> None:
    with pytest.raises(GoalError) as caught:
        understand(reader, "Verify rumours", seeker=fields)
    assert caught.value.field == "seeker"
    assert caught.value.message == f"{place}: 'fact_cheking' is not a capability; did you mean 'fact_checking'?"


def test_check_returns_the_seeker(reader: GoalReader) -> None:
    known = reader.check(Goal(text="Verify rumours", seeker="local:bank"))
    assert known
    assert known.name == "Bank Foundation"
    assert reader.check(Goal(text="Verify rumours")) is None


def test_all_goals_are_read_with_one_call_of_the_encoder(small_corpus: Corpus) -> None:
    encoder = CountingEncoder()
    reader = GoalReader(KnowledgeBase.build(small_corpus, encoder))
    encoder.calls = 0
    reader.understand([Goal(text="Verify rumours. Give grants."), Goal(text="Set up a hotline, with teenagers")])
    assert encoder.calls == 1


def test_goals_are_read_together_as_each_by_itself(reader: GoalReader) -> None:
    goals = [
        Goal(id="a", text="Verify rumours in Slovakia, and set up a hotline", seeker="local:checkers"),
        Goal(id="b", text="We have a radio station but need grants"),
        Goal(id="c", text="деревья", countries=("SK",)),
    ]
    for together, goal in zip(reader.understand(goals), goals, strict=True):
        alone = reader.understand([goal])[0]
        np.testing.assert_allclose(together.vector, alone.vector, atol=1e-6)
        assert told(together) == told(alone)


def test_no_goals_give_no_understandings(reader: GoalReader) -> None:
    assert reader.understand([]) == []


def test_a_sentence_is_split_into_clauses_at_commas_and_small_words() -> None:
    assert split_clauses("Verify rumours, give grants and reach teenagers before the election in town") == [
        "Verify rumours",
        "give grants",
        "reach teenagers",
        "the election",
        "town",
    ]


def test_tiny_clauses_are_dropped_and_words_are_not_cut() -> None:
    assert split_clauses("a, abc, abcd, Bytes Andorra format") == ["abcd", "Bytes Andorra format"]
    assert split_clauses("") == []
    assert split_clauses(" , . ") == []
