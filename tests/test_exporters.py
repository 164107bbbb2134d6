"""exporters: matches as fields, CSV, JSON lines and XLSX, column by column, and no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from matcher.exporters import (
    CsvWriter,
    JsonLinesWriter,
    XlsxWriter,
    partner_fields,
    partners_fields,
    practice_fields,
    practices_fields,
    reason_fields,
    understanding_fields,
)
from matcher.reasons import Reason
from matcher.recommender import Recommender
from matcher.records import Goal, Organisation, Practice, Source
from matcher.results import Partner, Partners, Practices, RecommendedPractice, Term, goal_for_practices

COLUMNS = (
    "goal_id, rank, organisation_id, name, score, coverage, relevance, evidence, reciprocity, common_ground, reach, "
    "covers, missing, reason"
).split(", ")
PRACTICE_COLUMNS = "goal_id, rank, practice_id, title, stage, phase, score, text, pitfalls, sources".split(", ")
GOAL = Goal.model_validate(
    {
        "id": "g1",
        "text": "Keep things calm",
        "seeker": {"offers": [{"capability": "hotline", "statement": "We answer."}]},
        "needs": [
            {"capability": "funding", "weight": 0.5},
            {"capability": "hotline"},
            {"capability": "fact_checking"},
            {"capability": "youth_outreach"},
        ],
        "countries": ["SK"],
    }
)
FULL_WIDTH = "\uff1d\uff0b\uff0d\uff20"  # = + - @ as spreadsheet programs of East Asia know them
REASONS = (
    Reason(
        "coverage",
        "Brings: Funding",
        "We pay, “always”.",
        "offers[0].statement",
        "inferred",
        "funding",
        Source(title="The report", locator="page 1"),
    ),
    Reason("reach", "Works in Slovakia", field="countries"),
)


def partner(**changes: Any) -> Partner:
    organisation = Organisation(id="local:x", name="Žluťoučký, “X”")
    return replace(
        Partner(
            rank=1,
            organisation=organisation,
            score=0.4234567,
            terms=(Term("coverage", 0.5, 0.6), Term("relevance", 0.8234567, 0.15), Term("reach", 0.0, 0.25)),
            covers=("funding", "fact_checking"),
            missing=("youth_outreach",),
            reasons=REASONS,
            gains=(),
            unknowns=("where it works",),
            cautions=("It is dormant",),
        ),
        **changes,
    )


def recommended(**fields: Any) -> RecommendedPractice:
    record = {
        "id": "p1",
        "title": "Ask early",
        "text": "Ask early.\nAsk again.",
        "stage": "scoping",
        "phase": "before",
        "pitfalls": ["Too late", "Too much"],
        "sources": [{"title": "The handbook", "locator": "chapter 2", "publisher": "P"}, {"title": "The letter"}],
    }
    note = Practice.model_validate(record | fields)
    return RecommendedPractice(2, note, 0.7654321, (Term("relevance", 0.7654321, 1.0),), REASONS[1])


@pytest.fixture(scope="module")
def empty(small_recommender: Recommender) -> Partners:
    """The goal as understood, without partners."""
    (understanding,) = small_recommender.reader.understand([GOAL])
    return Partners(understanding, (), (understanding.missing[0],), ("Be careful.",))


def result(empty: Partners, *partners: Partner) -> Partners:
    return replace(empty, partners=partners)


def advice(empty: Partners, *practices: RecommendedPractice) -> Practices:
    return Practices(empty.understanding, practices)


def written_csv(*results: Partners) -> str:
    file = io.StringIO()
    writer = CsvWriter(file)
    for each in results:
        writer.write(each, None)
    writer.close()
    return file.getvalue()


def sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_a_partner_has_the_columns_of_the_format_and_the_full_reasons() -> None:
    assert partner_fields(partner(), "g1") == {
        "goal_id": "g1",
        "rank": 1,
        "organisation_id": "local:x",
        "name": "Žluťoučký, “X”",
        "score": 0.423457,
        "coverage": 0.3,
        "relevance": 0.123519,  # .8234567 * .15
        "evidence": 0.0,
        "reciprocity": 0.0,
        "common_ground": 0.0,
        "reach": 0.0,
        "covers": ["funding", "fact_checking"],
        "missing": ["youth_outreach"],
        "reason": "Brings: Funding: “We pay, “always”.”",
        "terms": [
            {"name": "coverage", "value": 0.5, "weight": 0.6, "contribution": 0.3},
            {"name": "relevance", "value": 0.8234567, "weight": 0.15, "contribution": 0.123519},
            {"name": "reach", "value": 0.0, "weight": 0.25, "contribution": 0.0},
        ],
        "reasons": [
            {
                "term": "coverage",
                "text": "Brings: Funding",
                "quote": "We pay, “always”.",
                "field": "offers[0].statement",
                "basis": "inferred",
                "capability": "funding",
                "source": {"title": "The report", "locator": "page 1"},
            },
            {"term": "reach", "text": "Works in Slovakia", "field": "countries"},
        ],
        "gains": [],
        "unknowns": ["where it works"],
        "cautions": ["It is dormant"],
    }


def test_the_columns_of_a_match_come_first_and_in_order() -> None:
    assert list(partner_fields(partner(), "g1"))[: len(COLUMNS)] == COLUMNS


def test_the_reason_is_the_first_one_with_its_quote_if_any() -> None:
    assert partner_fields(partner(reasons=REASONS[1:]), "g")["reason"] == "Works in Slovakia"
    assert partner_fields(partner(reasons=()), "g")["reason"] == ""


def test_the_exported_terms_add_up_to_the_exported_score(small_recommender: Recommender) -> None:
    goal = Goal(text="Verify rumours and reach teenagers in Slovakia", seeker="local:radio-one")
    for each in small_recommender.partners([goal])[0].partners:
        fields = partner_fields(each, "g")
        assert sum(fields[name] for name in COLUMNS[5:11]) == pytest.approx(fields["score"], abs=4e-6)
        assert fields["score"] > 0


def test_a_reason_is_told_without_its_empty_fields() -> None:
    assert reason_fields(Reason("reach", "Works worldwide")) == {"term": "reach", "text": "Works worldwide"}


def test_a_practice_is_told_as_the_format_says() -> None:
    assert practice_fields(recommended()) == {
        "id": "p1",
        "title": "Ask early",
        "stage": "scoping",
        "phase": "before",
        "score": 0.765432,
        "text": "Ask early.\nAsk again.",
        "pitfalls": ["Too late", "Too much"],
        "sources": [
            {"title": "The handbook", "locator": "chapter 2"},
            {"title": "The letter", "locator": ""},
        ],
    }


def test_the_partners_of_a_goal_are_told_with_the_goal_as_understood(empty: Partners) -> None:
    assert partners_fields(result(empty, partner())) == {
        "goal": {
            "id": "g1",
            "text": "Keep things calm",
            "needs": [
                {"capability": "funding", "weight": 0.5, "because": "", "brought_by_seeker": False},
                {"capability": "hotline", "weight": 1.0, "because": "", "brought_by_seeker": True},
                {"capability": "fact_checking", "weight": 1.0, "because": "", "brought_by_seeker": False},
                {"capability": "youth_outreach", "weight": 1.0, "because": "", "brought_by_seeker": False},
            ],
            "countries": ["SK"],
        },
        "notices": ["Be careful."],
        "partners": [partner_fields(partner(), "g1")],
        "uncovered": ["funding"],
        "kinds": [],
        "total": 0,
    }


def test_the_time_of_a_goal_is_told_with_the_words_that_say_so(small_recommender: Recommender) -> None:
    goal = Goal(text="Verify rumours by May 2031, in the Baltics")
    fields = understanding_fields(small_recommender.reader.understand([goal])[0])
    assert fields["when"] == {"start": None, "end": "2031-05-31", "because": "by May 2031"}
    assert fields["regions"] == ["Baltic states"]


def test_the_kinds_of_the_first_partners_lead_to_practices_for_them(empty: Partners) -> None:
    kinds = ["media", "", "police", "media", "school", "funder"]
    organisations = [Organisation(id=f"local:o{row}", name="X", kind=kind) for row, kind in enumerate(kinds)]
    partners = result(empty, *(partner(organisation=each) for each in organisations))
    assert partners.kinds == ("media", "police", "school"), "of the first five"
    assert partners_fields(partners)["kinds"] == ["media", "police", "school"]
    assert goal_for_practices(partners).actors == ("media", "police", "school")
    asked = empty.understanding.goal.model_copy(update={"actors": ("funder",)})
    given = replace(partners, understanding=replace(empty.understanding, goal=asked))
    assert goal_for_practices(given).actors == ("funder",), "what the goal itself says"


def test_the_practices_of_a_goal_are_told_with_the_goal_as_understood(empty: Partners) -> None:
    fields = practices_fields(advice(empty, recommended()))
    assert fields["goal"] == partners_fields(empty)["goal"]
    assert fields["practices"] == [practice_fields(recommended())]
    assert fields["notices"] == []


def test_what_the_api_gives_can_be_written_as_json(small_recommender: Recommender) -> None:
    goal = Goal(text="Verify rumours in Slovakia", seeker="local:scouts")
    partners = partners_fields(small_recommender.partners([goal])[0])
    practices = practices_fields(small_recommender.practices([goal])[0])
    for fields in (partners, practices):
        assert json.loads(json.dumps(fields, allow_nan=False)) == fields
    assert partners["partners"][0]["organisation_id"] == "local:checkers"


def test_csv_has_the_columns_and_values_of_the_format(empty: Partners) -> None:
    rows = list(csv.reader(io.StringIO(written_csv(result(empty, partner(), partner(rank=2))))))
    assert rows[0] == COLUMNS
    assert rows[1] == [
        *("g1", "1", "local:x", "Žluťoučký, “X”", "0.423457"),
        *("0.3", "0.123519", "0.0", "0.0", "0.0", "0.0"),
        *("funding; fact_checking", "youth_outreach", "Brings: Funding: “We pay, “always”.”"),
    ]
    assert [row[1] for row in rows[1:]] == ["1", "2"]


def test_csv_without_matches_has_its_header(empty: Partners) -> None:
    assert written_csv() == ",".join(COLUMNS) + "\n"
    assert written_csv(empty) == ",".join(COLUMNS) + "\n"


def test_csv_keeps_line_breaks_and_quotation_marks_inside_a_cell(empty: Partners) -> None:
    name = 'A "B",\nC'
    text = written_csv(result(empty, partner(organisation=Organisation(id="x", name=name))))
    assert next(csv.DictReader(io.StringIO(text)))["name"] == name


def test_json_lines_hold_one_partner_a_line_with_full_reasons(empty: Partners) -> None:
    file = io.StringIO()
    writer = JsonLinesWriter(file)
    writer.write(result(empty, partner(), partner(rank=2)), None)
    writer.write(empty, None)
    writer.close()
    lines = file.getvalue().removesuffix("\n").split("\n")
    assert [json.loads(line) for line in lines] == [
        partner_fields(partner(), "g1"),
        partner_fields(partner(rank=2), "g1"),
    ]
    assert "Žluťoučký" in lines[0], "readable, not escaped"


def test_xlsx_has_a_sheet_of_partners_and_one_of_practices(empty: Partners, tmp_path: Path) -> None:
    writer = XlsxWriter(tmp_path / "matches.xlsx")
    writer.write(result(empty, partner()), advice(empty, recommended()))
    writer.write(result(empty, partner(rank=2)), None)
    writer.close()
    book = sheets(tmp_path / "matches.xlsx")
    assert list(book) == ["partners", "practices"]
    assert list(book["partners"][0]) == COLUMNS
    assert book["partners"][1] == (
        *("g1", 1, "local:x", "Žluťoučký, “X”", 0.423457),
        *(0.3, 0.123519, 0, 0, 0, 0),
        *("funding; fact_checking", "youth_outreach", "Brings: Funding: “We pay, “always”.”"),
    )
    assert [row[1] for row in book["partners"][1:]] == [1, 2]
    assert list(book["practices"][0]) == PRACTICE_COLUMNS
    assert book["practices"][1:] == [
        (
            *("g1", 2, "p1", "Ask early", "scoping", "before", 0.765432, "Ask early.\nAsk again."),
            *("Too late; Too much", "The handbook, chapter 2; The letter"),
        )
    ]


def test_xlsx_without_matches_has_both_headers(tmp_path: Path) -> None:
    XlsxWriter(tmp_path / "matches.xlsx").close()
    book = sheets(tmp_path / "matches.xlsx")
    assert [[list(row) for row in rows] for rows in book.values()] == [[COLUMNS], [PRACTICE_COLUMNS]]


def test_no_cell_of_an_export_is_a_formula(empty: Partners, tmp_path: Path) -> None:
    evil = "=HYPERLINK(A1)"
    bad = partner(
        organisation=Organisation(id=evil, name=evil),
        covers=(evil, "funding"),
        missing=(evil,),
        reasons=(Reason("reach", evil),),
    )
    note = recommended(id=evil, title=evil, text=evil, stage=evil, pitfalls=[evil], sources=[{"title": evil}])
    (row,) = csv.DictReader(io.StringIO(written_csv(result(empty, bad))))
    spoilt = {name for name, cell in row.items() if cell.startswith("'=HYPERLINK")}
    assert spoilt == {"organisation_id", "name", "covers", "missing", "reason"}
    assert not any(cell.startswith("=") for cell in row.values())

    goal = GOAL.model_copy(update={"id": evil})
    named = replace(empty, understanding=replace(empty.understanding, goal=goal), partners=(bad,))
    assert written_csv(named).split("\n")[1].startswith("'=HYPERLINK(A1),1,")
    writer = XlsxWriter(tmp_path / "matches.xlsx")
    writer.write(named, advice(named, note))
    writer.close()
    cells = [cell for sheet in load_workbook(tmp_path / "matches.xlsx") for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}, "text and numbers, no formula"
    assert sum(str(cell.value).startswith("'=HYPERLINK") for cell in cells) == 6 + 7


def test_json_lines_keep_text_as_it_is(empty: Partners) -> None:
    file = io.StringIO()
    JsonLinesWriter(file).write(result(empty, partner(organisation=Organisation(id="x", name="=1+1"))), None)
    assert json.loads(file.getvalue())["name"] == "=1+1"
