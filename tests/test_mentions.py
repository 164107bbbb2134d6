"""mentions: which places, languages and words of the taxonomy a text names."""

from __future__ import annotations

import pytest

from matcher.corpus import Corpus
from matcher.geography.codes import COUNTRIES
from matcher.texts.mentions import MentionReader, Mentions


@pytest.fixture(scope="module")
def reader(small_corpus: Corpus) -> MentionReader:
    return MentionReader(small_corpus.taxonomy)


def test_the_name_of_a_country_means_this_country_and_no_other(reader: MentionReader) -> None:
    understood = {code: reader.read(f"We work in {name} now.").countries for code, name in COUNTRIES.items()}
    assert understood == {code: (code,) for code in COUNTRIES}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("the UK", "GB"),
        ("Scotland", "GB"),
        ("Northern Ireland", "GB"),
        ("the USA", "US"),
        ("the U.S.", "US"),
        ("the United States of America", "US"),
        ("the Czech Republic", "CZ"),
        ("Turkey", "TR"),
        ("Myanmar", "MM"),
        ("Burma", "MM"),
        ("Côte d'Ivoire", "CI"),
        ("the Democratic Republic of the Congo", "CD"),
        ("the Republic of Ireland", "IE"),
        ("Bosnia and Herzegovina", "BA"),
        ("Trinidad and Tobago", "TT"),
        ("Hong Kong", "HK"),
        ("Macau", "MO"),
        ("Holland", "NL"),
    ],
)
def test_countries_are_found_by_other_names_too(reader: MentionReader, name: str, code: str) -> None:
    assert reader.read(f"A campaign in {name}, next year.").countries == (code,)


def test_several_countries_come_in_the_order_of_their_list(reader: MentionReader) -> None:
    assert reader.read("From Slovakia and Poland to Czechia, and Poland again").countries == ("CZ", "PL", "SK")


def test_ireland_beside_northern_ireland_is_both(reader: MentionReader) -> None:
    assert reader.read("Between Northern Ireland and Ireland").countries == ("GB", "IE")


@pytest.mark.parametrize("text", ["Roast a turkey.", "in slovakia", "Omanisation", "Nigeriana", "", "SK"])
def test_common_words_and_parts_of_words_are_not_countries(reader: MentionReader, text: str) -> None:
    assert reader.read(text).countries == ()


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Publish it in Polish.", ("pl",)),
        ("In Polish, for everyone", ("pl",)),
        ("Translate it into Slovak", ("sk",)),
        ("People who speak Hungarian", ("hu",)),
        ("Polish-speaking pupils", ("pl",)),
        ("the Slovak language", ("sk",)),
        ("Czech speakers", ("cs",)),
        ("in Ukrainian and Russian", ("ru", "uk")),
    ],
)
def test_languages_are_found_where_the_text_speaks_of_language(
    reader: MentionReader, text: str, languages: tuple[str, ...]
) -> None:
    assert reader.read(text).languages == languages


def test_a_region_stands_beside_its_countries(reader: MentionReader) -> None:
    read = reader.read("Newsrooms in the Baltics and in Poland")
    assert read.countries == ("EE", "LT", "LV", "PL")
    assert read.regions == ("Baltic states",)
    assert read.by_region == ("EE", "LT", "LV")
    assert read.named_countries == ("PL",)
    assert read.places == (frozenset({"PL"}), frozenset({"EE", "LT", "LV"}))
    assert read.place_names == ("Baltic states", "Poland")


def test_a_country_of_a_region_that_is_named_itself_stands_for_it(reader: MentionReader) -> None:
    read = reader.read("The Baltics, above all Latvia")
    assert read.countries == ("EE", "LT", "LV")
    assert read.by_region == ("EE", "LT")
    assert read.places == (frozenset({"LV"}),)
    assert reader.read("The Baltics, and all of Europe").places == (frozenset({"EE", "LT", "LV"}),)


def test_given_countries_take_the_place_of_regions_too(reader: MentionReader) -> None:
    read = reader.read("Radio in the Baltics").in_countries(("SK",))
    assert read == Mentions(countries=("SK",), channels=("radio",))


def test_a_language_is_not_taken_for_its_country(reader: MentionReader) -> None:
    read = reader.read("Spanish-speaking pupils in Moldovan schools")
    assert read.languages == ("es",)
    assert read.countries == ("MD",)


@pytest.mark.parametrize("text", ["A Polish newsroom", "polish the text in polish", "in Polishland", ""])
def test_a_nationality_alone_is_not_a_language(reader: MentionReader, text: str) -> None:
    assert reader.read(text).languages == ()


def test_words_of_every_list_are_found_by_name_and_by_example(reader: MentionReader) -> None:
    text = "An independent foundation and NGOs fight RUMOURS on Radio, among teenagers and parents."
    assert reader.read(text) == Mentions(
        audiences=("youth", "parents"),
        channels=("radio",),
        themes=("disinformation",),
        values=("independence",),
        kinds=("civil_society", "funder"),
    )


def test_words_of_a_list_are_found_whole_only(reader: MentionReader) -> None:
    assert reader.read("godmothers, radiology, NGOish networking, subfoundations") == Mentions()


def test_codes_come_in_the_order_of_their_list(reader: MentionReader) -> None:
    assert reader.read("mothers before teenagers").audiences == ("youth", "parents")


def test_a_phrase_is_found_as_a_phrase(reader: MentionReader) -> None:
    assert reader.read("report illegal content").themes == ("child_safety",)
    assert reader.read("illegal, says the content").themes == ()


def test_a_text_that_mentions_nothing_has_no_codes(reader: MentionReader) -> None:
    assert reader.read("Make the town calm") == Mentions()
    assert reader.read("") == Mentions()


def test_letters_that_match_others_are_found_in_any_script(reader: MentionReader) -> None:
    plain = reader.read("Work with teenagers")
    assert plain.audiences
    assert reader.read("Work with teenager\u017f").audiences == plain.audiences, "the long s of old prints"
