"""Names, web domains and words of organisations: what is made alike, and what is kept apart."""

from __future__ import annotations

import pytest

from matcher.identity.domains import Domain, read_domain
from matcher.identity.likeness import likeness, word_weights
from matcher.identity.names import Names, read_names
from matcher.identity.words import legal_forms, name_words
from matcher.records import Organisation


def names(name: str, *aliases: str) -> Names:
    return read_names(Organisation(id="local:a", name=name, aliases=aliases))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GLOBSEC", "Globsec"),
        ("Ustanak zdravlja, d.o.o.", "Ustanak Zdravlja"),
        ("Nadácia Łódź", "Fundacja Lodz"),
        ("Stiftung Lesen e. V.", "Foundation Lesen"),
        ("Acme S.p.A.", "ACME"),
        ("ASBL Maison", "Maison"),
        ("The Royal Society", "Royal Society"),
        ("Rock & Roll Ltd.", "Rock and Roll Limited"),
        ("Kölner Verein", "Kolner Association"),
        ("L\u2019Europe", "L'Europe"),
    ],
)
def test_case_accents_legal_forms_and_small_words_do_not_count(one: str, other: str) -> None:
    assert name_words(one) == name_words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Radio One", "Radio Two"), ("University of Leeds", "University of Stirling"), ("Solidar", "Solidar Foundation")],
)
def test_words_that_tell_organisations_apart_stay(one: str, other: str) -> None:
    assert name_words(one) != name_words(other)


def test_a_name_of_nothing_but_a_legal_form_is_not_emptied() -> None:
    assert name_words("AG") == ("ag",)
    assert name_words("The") == ("the",)


def test_the_same_legal_form_in_two_languages_is_one() -> None:
    assert legal_forms("Actie vzw") == legal_forms("Action a.s.b.l.") == {"asbl"}
    assert legal_forms("Stora Oyj") == {"oyj"}
    assert legal_forms("Radio (Ltd)") == frozenset()


def test_a_short_name_in_parentheses_or_before_a_dash_is_one_of_its_own() -> None:
    expected = Names(
        full=(("european", "federation", "journalists"),),
        inside=(),
        short=frozenset({"efj"}),
        initials=frozenset({"efj", "efoj"}),
        legal_forms=frozenset(),
    )
    assert names("European Federation of Journalists (EFJ)") == expected
    assert names("EFJ - European Federation of Journalists") == expected
    assert names("EFJ-European Federation of Journalists") == expected
    assert names("European Federation of Journalists", "EFJ") == expected


def test_what_stands_in_parentheses_is_a_name_of_second_rank() -> None:
    read = names("Wood Council (Deutscher Holzwirtschaftsrat e.V.)")
    assert (read.full, read.inside) == ((("wood", "council"),), (("german", "holzwirtschaftsrat"),))


def test_a_place_in_parentheses_stays_in_the_name() -> None:
    assert names("Caritas (Vienna)").full == (("caritas", "vienna"),)
    assert names("Friends of the Earth (Germany)").full == (("friends", "earth", "german"),)


def test_the_short_name_of_a_department_stays_in_the_name() -> None:
    assert names("Institute of Water - CNR").full == (("institute", "water", "cnr"),)


def test_a_name_of_one_word_counts_beside_longer_aliases() -> None:
    assert names("Maldita.es", "Maldito Bulo").full == (("maldita",), ("maldito", "bulo"))


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://www.ox.ac.uk/research", Domain("ox.ac.uk", "ox.ac.uk")),
        ("http://chem.ox.ac.uk", Domain("chem.ox.ac.uk", "ox.ac.uk")),
        ("https://hindi.news.in/x", Domain("hindi.news.in", "news.in")),
        ("HTTP://WWW.Radio.SK", Domain("radio.sk", "radio.sk")),
        ("https://www.facebook.com/radio.two/", Domain("facebook.com/radio.two", "facebook.com/radio.two")),
        ("https://www.facebook.com", Domain()),
        ("", Domain()),
        ("https://localhost/", Domain()),
        ("http://[broken", Domain()),
    ],
)
def test_a_domain_is_what_someone_registered_and_a_page_where_everyone_has_one(website: str, domain: Domain) -> None:
    assert read_domain(website) == domain


def test_rare_words_tell_more_than_common_ones() -> None:
    weight = word_weights().weight
    assert weight("european") < weight("publishers") < weight("globsec")
    rare = likeness(("globsec", "institute"), ("globsec", "forum"))
    common = likeness(("globsec", "institute"), ("avaaz", "institute"))
    assert rare.words > 0.7
    assert common.words < 0.3


def test_a_misspelt_word_is_the_same_and_a_short_one_is_not() -> None:
    assert likeness(("pagella", "politica"), ("pagella", "politca")).words > 0.9
    assert likeness(("radio", "one"), ("radio", "ona")).other > 0.2


def test_likeness_is_symmetric_and_full_for_the_same() -> None:
    one, other = ("hydrogen", "european", "research"), ("hydrogen", "european")
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one)[:2] == (1.0, 1.0)
    assert likeness(one, other).extra > 0 == likeness(one, other).other
