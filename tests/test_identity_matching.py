"""Recognising in an import what is here already: candidates, rivals, registers, and what a person decided."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from matcher.database.links import Known
from matcher.errors import InvalidRecordsError
from matcher.identity.blocks import candidate_pairs
from matcher.identity.comparison import Portrait
from matcher.identity.matching import Matches, match_organisations
from matcher.identity.recognition import Carried, carry_out, recognise
from matcher.identity.review import COLUMNS, Ruling, read_review, write_review
from matcher.identity.vector_blocks import near_pairs
from matcher.importers.imported import IMPORT, Imported
from matcher.records import Contact, Identifier, Organisation
from matcher.store import Store
from tests.conftest import WordsEncoder


def organisation(slug: str, name: str, countries: str = "SK", website: str = "") -> Organisation:
    return Organisation(
        id=slug,
        name=name,
        countries=tuple(countries.split()),
        contact=Contact(website=website and f"https://{website}"),
    )


def known(record: Organisation, origin: str = "corpus", *more_ids: str) -> Known:
    return Known(record, (record.id, *more_ids), frozenset({origin}))


RADIO = organisation("local:radio", "Radio Bratislava", website="radio-bratislava.sk")
SAME_RADIO = organisation("reg:1", "Radio Bratislava s.r.o.", website="radio-bratislava.sk")
SCOUTS = organisation("local:scouts", "Scouts of Moravia", "CZ")
UNSURE_SCOUTS = organisation("reg:2", "Scouts of Moravia", "AT")


def pairs(matches: Matches) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    sure, unsure = ([(each.known.ids[0], each.incoming.id) for each in some] for some in (matches.sure, matches.unsure))
    return sure, unsure


def test_the_sure_one_is_joined_and_the_unsure_one_asked_about() -> None:
    matches = match_organisations([known(RADIO), known(SCOUTS)], [SAME_RADIO, UNSURE_SCOUTS], "reg")
    assert pairs(matches) == ([("local:radio", "reg:1")], [("local:scouts", "reg:2")])
    assert "in different countries" in matches.unsure[0].decision.reasons_against


@pytest.mark.parametrize(
    "incoming",
    [
        organisation("reg:1", "Something Else", website="radio-bratislava.sk"),
        organisation("reg:1", "Rádio Bratislava"),
        organisation("reg:1", "RB - Radio Bratislavaa", "AT"),
        organisation("reg:1", "RadioBratislava"),
    ],
    ids=["domain", "name", "misspelt, elsewhere", "cut differently"],
)
def test_pairs_that_share_anything_telling_are_compared(incoming: Organisation) -> None:
    crowd = [Portrait(organisation(f"local:{n}", f"Choir Number {n}")) for n in range(5)]
    assert (5, 0) in set(candidate_pairs([*crowd, Portrait(RADIO)], [Portrait(incoming)]))


def test_pairs_that_share_a_common_word_alone_are_not_compared() -> None:
    crowd = [Portrait(organisation(f"local:{n}", f"European Association Q{n}x", "BE")) for n in range(100)]
    assert not list(candidate_pairs(crowd, [Portrait(organisation("reg:1", "European Association Zebra", "BE"))]))


def test_two_records_that_fit_one_are_asked_about() -> None:
    twin = SAME_RADIO.model_copy(update={"id": "reg:9"})
    matches = match_organisations([known(RADIO)], [SAME_RADIO, twin], "reg")
    assert pairs(matches) == ([], [("local:radio", "reg:1"), ("local:radio", "reg:9")])
    assert "another record fits as well" in matches.unsure[0].decision.reasons_against


def test_one_record_that_fits_two_is_asked_about() -> None:
    twin = RADIO.model_copy(update={"id": "local:radio-2"})
    matches = match_organisations([known(RADIO), known(twin)], [SAME_RADIO], "reg")
    assert pairs(matches) == ([], [("local:radio", "reg:1"), ("local:radio-2", "reg:1")])


def test_one_register_knows_its_own_organisations_apart() -> None:
    assert pairs(match_organisations([known(RADIO, "reg")], [SAME_RADIO], "reg")) == ([], [])
    joined = Known(RADIO, ("local:radio", "reg:7"), frozenset({"corpus", "reg"}))
    assert pairs(match_organisations([joined], [SAME_RADIO], "reg")) == ([], [("local:radio", "reg:1")])


def test_two_spreadsheets_are_two_sources_though_both_are_just_imports() -> None:
    sure, _ = pairs(match_organisations([known(RADIO, IMPORT)], [SAME_RADIO], IMPORT))
    assert sure == [("local:radio", "reg:1")]


def test_rows_of_one_file_are_not_joined_to_each_other() -> None:
    assert pairs(match_organisations([known(RADIO, IMPORT)], [RADIO, SAME_RADIO], IMPORT)) == ([], [])


def test_another_row_of_a_file_whose_row_was_joined_before_is_asked_about() -> None:
    joined = Known(RADIO, ("local:radio", "row:1"), frozenset({"corpus", IMPORT}))
    rows = [SAME_RADIO.model_copy(update={"id": "row:1"}), SAME_RADIO.model_copy(update={"id": "row:2"})]
    assert pairs(match_organisations([joined], rows, IMPORT)) == ([], [("local:radio", "row:2")])


def test_what_is_one_already_or_was_told_apart_is_not_proposed() -> None:
    assert pairs(match_organisations([known(RADIO, "corpus", "reg:1")], [SAME_RADIO], "reg")) == ([], [])
    apart = frozenset({frozenset({"reg:7", "reg:1"})})
    assert pairs(match_organisations([known(RADIO, "corpus", "reg:7")], [SAME_RADIO], "reg", apart)) == ([], [])


def test_the_id_of_a_record_that_was_merged_elsewhere_is_recognised() -> None:
    merged = RADIO.model_copy(update={"identifiers": (Identifier(scheme="record-id", id="reg:1"),)})
    incoming = organisation("reg:1", "Radio Bratislava Foundation", "SK")
    matches = match_organisations([known(merged)], [incoming], "reg")
    assert pairs(matches)[0] == [("local:radio", "reg:1")]
    assert "both have the id record-id reg:1" in matches.sure[0].decision.reasons_for


def test_near_texts_are_candidates_though_no_word_of_the_names_is_shared() -> None:
    here = organisation("local:a", "Bund Industrie").model_copy(
        update={"summary": "Factories of metal, glass, paper, textiles and steel in many towns."}
    )
    other = organisation("local:b", "Scouts").model_copy(update={"summary": "Camps for children in summer."})
    incoming = organisation("reg:1", "Fed Manufacturers").model_copy(update={"summary": here.summary})
    assert list(near_pairs([other, here], [incoming], WordsEncoder())) == [("local:a", "reg:1")]
    assert list(near_pairs([], [incoming], WordsEncoder())) == []


# Review


def test_a_review_comes_back_with_what_was_decided(tmp_path: Path) -> None:
    risky = UNSURE_SCOUTS.model_copy(update={"name": "=Scouts of Moravia"})
    matches = match_organisations([known(SCOUTS)], [risky], "reg")
    file = io.StringIO()
    write_review(file, matches.unsure)
    rows = list(csv.DictReader(io.StringIO(file.getvalue())))
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["decision"], rows[0]["id_here"], rows[0]["id_new"]) == ("", "local:scouts", "reg:2")
    assert rows[0]["name_new"] == "'=Scouts of Moravia"
    assert "different countries: Czechia and Austria" in rows[0]["against"]
    path = tmp_path / "review.csv"
    path.write_text(file.getvalue())
    assert read_review(path) == ()
    path.write_text(file.getvalue().replace("\n,", "\n Same,", 1))
    assert read_review(path) == (Ruling("local:scouts", "reg:2", True, 2),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("decision,id_here,id_new\nsmae,a,b\n", "review.csv:2: decision: 'smae' is no decision; did you mean 'same'?"),
        ("decision,id_here,id_new\nsame,,b\n", "review.csv:2: id_here: is empty"),
        ("decision,id_here\nsame,a\n", "there is no column id_new"),
    ],
)
def test_a_review_that_cannot_be_read_says_where(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "review.csv").write_text(text)
    with pytest.raises(InvalidRecordsError, match=message.replace("?", r"\?")):
        read_review(tmp_path / "review.csv")


def test_decisions_are_carried_out_once_and_all_or_nothing() -> None:
    store = Store("sqlite://")
    store.receive([RADIO, SCOUTS, SAME_RADIO, UNSURE_SCOUTS], "import")
    rulings = (Ruling("local:radio", "reg:1", True, 2), Ruling("local:scouts", "reg:2", False, 3))
    with pytest.raises(InvalidRecordsError, match=r"line 9: id: 'reg:404' is not in the database"):
        carry_out(store, (*rulings, Ruling("local:radio", "reg:404", True, 9)))
    assert len(list(store.organisations())) == 4
    assert carry_out(store, rulings) == Carried(joined=1, apart=1)
    revision = store.revision()
    assert carry_out(store, rulings) == Carried(unchanged=2)
    assert store.revision() == revision
    imported = Imported((UNSURE_SCOUTS,), (), (), "reg")
    assert recognise(store, imported) == Matches()
    assert next(store.known()).ids == ("local:radio", "reg:1")
