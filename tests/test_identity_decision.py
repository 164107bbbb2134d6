"""Deciding who is who: what is joined, what is asked, what is left apart, and why."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from matcher.errors import InvalidRecordsError
from matcher.identity import weights
from matcher.identity.comparison import SIGN_NAMES, Portrait, compare
from matcher.identity.decision import Decision, decide
from matcher.identity.fitting import fit_weights
from matcher.identity.labelled import LabelledPair, read_pairs
from matcher.identity.measurement import measure, wilson_share
from matcher.records import Contact, Identifier, Organisation

NUMBERS = count()  # no two records of these tests have one id
PAIRS = Path(__file__).parent / "data" / "identity_pairs.tsv"


def organisation(name: str, countries: str = "", website: str = "", **identifiers: str) -> Portrait:
    return Portrait(
        Organisation(
            id=f"local:{next(NUMBERS)}",
            name=name,
            countries=tuple(countries.split()),
            contact=Contact(website=website),
            identifiers=tuple(Identifier(scheme=scheme, id=each) for scheme, each in identifiers.items()),
        )
    )


def decided(one: Portrait, other: Portrait) -> Decision:
    there, back = decide(one, other), decide(other, one)
    assert (there.verdict, there.score) == (back.verdict, back.score)
    return there


@pytest.fixture(scope="module")
def pairs() -> tuple[LabelledPair, ...]:
    return read_pairs(PAIRS)


def test_the_same_name_and_domain_in_one_country_is_joined_with_reasons() -> None:
    one = organisation("Radio Bratislava (RB)", "SK", "https://radio-bratislava.sk")
    decision = decided(one, organisation("RADIO BRATISLAVA s.r.o.", "SK", "http://www.radio-bratislava.sk/en"))
    assert decision.verdict == "same"
    assert decision.reasons_for == "same web domain radio-bratislava.sk; same name; both in Slovakia"
    assert decision.reasons_against == ""


def test_a_shared_id_joins_records_of_different_countries_and_domains() -> None:
    one = organisation("Wolfson Foundation", "GB", "https://wolfson.org.uk", ROR="03abc")
    decision = decided(one, organisation("The Wolfson Fndation", "US", "https://wolfson.us", ROR="03ABC "))
    assert (decision.verdict, decision.score) == ("same", 1.0)
    assert decision.reasons_for.startswith("both have the id ror 03abc")


def test_a_shared_id_of_records_with_nothing_else_in_common_is_asked_about() -> None:
    one = organisation("Scouts of Moravia", "CZ", ROR="03abc")
    assert decided(one, organisation("Vienna Chamber of Labour", "AT", ROR="03abc")).verdict == "ask"


def test_another_id_in_the_same_register_is_never_joined_without_asking() -> None:
    one = organisation("Radio Bratislava", "SK", "https://radio.sk", EUTR="1")
    decision = decided(one, organisation("Radio Bratislava", "SK", "https://radio.sk", EUTR="2"))
    assert decision.verdict == "ask"
    assert "different ids in one register: eutr" in decision.reasons_against


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (organisation("University of Leeds", "GB"), organisation("University of Stirling", "GB")),
        (organisation("Chamber of Commerce of Graz", "AT"), organisation("Chamber of Commerce of Linz", "AT")),
        (organisation("Caritas Slovakia", "SK"), organisation("Caritas Austria", "AT")),
        (organisation("Royal College of Art", "GB"), organisation("Royal College of Music", "GB")),
        (
            organisation("European Casino Association (ECA)", "BE", "https://casino.eu"),
            organisation("European Candle Association (ECA)", "BE", "https://candles.eu"),
        ),
        (organisation("Upton (War Memorial)", "GB"), organisation("Ashby (War Memorial)", "GB")),
        (organisation("St Mary's School", "GB"), organisation("St Mary's Hospice", "GB")),
    ],
    ids=lambda portrait: portrait.organisation.name,
)
def test_generic_names_are_left_apart(one: Portrait, other: Portrait) -> None:
    assert decided(one, other).verdict == "different"


@pytest.mark.parametrize(
    ("one", "other", "against"),
    [
        (
            organisation("Ashoka", "AT", "https://ashoka.org"),
            organisation("Ashoka", "US", "https://ashoka.org"),
            "in different countries: Austria and United States",
        ),
        (
            organisation("Radio Bratislava", "SK", "https://one.sk"),
            organisation("Radio Bratislava", "SK", "https://two.sk"),
            "different web domains: one.sk and two.sk",
        ),
        (
            organisation("Stora Enso Oyj", "FI", "https://storaenso.com"),
            organisation("Stora Enso AB", "FI", "https://storaenso.com"),
            "different legal forms: oyj and ab",
        ),
        (organisation("Impala", "FR"), organisation("Impala", "FR"), "others may be called so too"),
    ],
)
def test_the_same_name_with_something_grave_against_it_is_asked_about(
    one: Portrait, other: Portrait, against: str
) -> None:
    decision = decided(one, other)
    assert decision.verdict == "ask"
    assert against in decision.reasons_against


def test_a_telling_name_is_asked_about_whatever_speaks_against_it() -> None:
    one = organisation("Scouts of Upper Moravia", "CZ", "https://one.cz")
    decision = decided(one, organisation("Scouts of Upper Moravia", "AT", "https://two.at"))
    assert decision.verdict == "ask"
    assert decision.score < weights.ASK_FROM


def test_a_department_is_not_its_university() -> None:
    one = organisation("University of Southampton", "GB", "https://soton.ac.uk")
    other = organisation("University of Southampton IT Innovation Centre", "GB", "https://it-innovation.soton.ac.uk")
    decision = decided(one, other)
    assert decision.verdict != "same"
    assert "only in one name: it, innovation, centre" in decision.reasons_against


def test_what_is_unknown_is_no_sign() -> None:
    signs = compare(organisation("Radio Bratislava", "SK"), organisation("Radio Bratislava"))
    assert (signs.same_country, signs.other_country, signs.same_host, signs.other_domain) == (0, 0, 0, 0)
    assert decided(organisation("Radio Bratislava", "SK"), organisation("Radio Bratislava")).verdict != "different"


def test_every_sign_lies_between_0_and_1(pairs: tuple[LabelledPair, ...]) -> None:
    figures = [value for pair in pairs[:100] for value in compare(pair.one, pair.other).figures()]
    assert 0 <= min(figures) < max(figures) <= 1


def test_the_weights_are_those_that_the_training_pairs_give(pairs: tuple[LabelledPair, ...]) -> None:
    fit = fit_weights(pairs)
    assert tuple(weights.WEIGHTS) == SIGN_NAMES
    assert pytest.approx(fit.weights, abs=0.02) == weights.WEIGHTS
    assert (pytest.approx(fit.intercept, abs=0.02), fit.same_from) == (weights.INTERCEPT, weights.SAME_FROM)


def test_the_pairs_are_enough_and_from_every_register(pairs: tuple[LabelledPair, ...]) -> None:
    assert len(pairs) >= 300
    assert {source for pair in pairs for source in pair.sources} == {
        *("eu-transparency-register", "360giving", "ifcn", "hsds", "corpus")
    }
    assert min(sum(pair.same for pair in pairs if pair.is_training is half) for half in (True, False)) >= 100


def test_what_is_joined_without_asking_meets_the_bar_on_pairs_that_were_not_learnt_from(
    pairs: tuple[LabelledPair, ...],
) -> None:
    measured = measure([pair for pair in pairs if not pair.is_training])
    assert measured.precision.value >= 0.98
    assert measured.recall.value >= 0.90


def test_shares_count_pairs_and_have_an_interval(pairs: tuple[LabelledPair, ...]) -> None:
    one = organisation("Radio Bratislava", "SK", "https://radio.sk")
    same = LabelledPair(one, one, True, 1.0, "", ("a", "b"))
    wrong = LabelledPair(one, organisation("Radio Bratislava", "SK", "https://radio.sk/2"), False, 1.0, "", ("a", "b"))
    missed = LabelledPair(one, organisation("Vienna Zoo", "AT"), True, 1.0, "", ("a", "b"))
    measured = measure([same, wrong, missed])
    assert (measured.precision.count, measured.precision.of) == (1, 2)
    assert (measured.recall.count, measured.recall.of) == (1, 2)
    assert [pair for pair, _ in measured.wrong] == [wrong]
    assert [pair for pair, _ in measured.missed] == [missed]
    assert str(wilson_share(9, 10)) == "0.900 [0.596, 0.982] (9 of 10)"
    assert (wilson_share(0, 0).low, wilson_share(0, 0).high) == (0.0, 1.0)


def test_a_wrong_label_says_where(tmp_path: Path) -> None:
    text = PAIRS.read_text(encoding="utf-8").replace("\tsame\t", "\tsmae\t", 1)
    (tmp_path / "pairs.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidRecordsError, match=r"pairs\.tsv:\d+: label: 'smae' is not a label"):
        read_pairs(tmp_path / "pairs.tsv")
