"""Coalitions as fields, JSON lines and a sheet, with nothing that runs as a formula."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from matcher.coalitions.coalition import Coalition
from matcher.exports.coalitions import (
    COALITION_COLUMNS,
    CoalitionJsonLinesWriter,
    CoalitionXlsxWriter,
    coalition_fields,
)
from matcher.recommender import Recommender
from matcher.records import Goal


@pytest.fixture(scope="module")
def coalition(small_recommender: Recommender) -> Coalition:
    """Checkers and Radio One for a goal that needs a hotline too, which nobody open brings; Scouts are pinned."""
    needs = [{"capability": code} for code in ("fact_checking", "broadcasting", "hotline")]
    goal = Goal.model_validate({"id": "g1", "text": "Keep things calm", "needs": needs, "countries": ["SK"]})
    return small_recommender.coalition([goal], 3, ["local:scouts"])[0]


def test_the_fields_say_who_covers_what(coalition: Coalition) -> None:
    fields = coalition_fields(coalition)
    assert [each["organisation_id"] for each in fields["members"]] == [
        each.organisation.id for each in coalition.members
    ]
    assert (fields["goal"]["id"], fields["size"], fields["proven"]) == ("g1", 3, False)
    assert fields["coverage"] == pytest.approx(2 / 3, abs=1e-6)
    assert fields["uncovered"] == ["hotline"]
    assert fields["sectors"] == ["civil_society", "media"]
    assert fields["missing_sectors"] == ["funder"]
    by_id = {each["organisation_id"]: each for each in fields["members"]}
    checkers, scouts = by_id["local:checkers"], by_id["local:scouts"]
    assert (checkers["brings"], checkers["adds"], checkers["alone"]) == (
        {"fact_checking": 1.0},
        ["fact_checking"],
        ["fact_checking"],
    )
    assert checkers["loss"] == pytest.approx(1 / 3, abs=1e-6)
    assert checkers["reasons"][0]["quote"] == "Checkers verify rumours within a day."
    assert (checkers["pinned"], scouts["pinned"]) == (False, True)
    assert (checkers["from_place"], by_id["local:radio-one"]["from_place"]) == (True, False)
    json.dumps(fields)


def test_json_lines_hold_a_list_of_members(coalition: Coalition) -> None:
    file = io.StringIO()
    CoalitionJsonLinesWriter(file).write_coalition(coalition)
    line = json.loads(file.getvalue())
    assert line["goal_id"] == "g1"
    assert {member["organisation_id"] for member in line["coalition"]} == {
        "local:checkers",
        "local:radio-one",
        "local:scouts",
    }
    assert line["uncovered"] == ["hotline"]


def sheet(path: Path, *coalitions: Coalition) -> list[dict[str, Any]]:
    writer = CoalitionXlsxWriter(path)
    for each in coalitions:
        writer.write_coalition(each)
    writer.close()
    book = load_workbook(path)
    assert book.sheetnames == ["partners", "practices", "coalition"]
    header, *rows = book["coalition"].iter_rows(values_only=True)
    assert header == COALITION_COLUMNS
    return [dict(zip(COALITION_COLUMNS, row, strict=True)) for row in rows]


def test_the_sheet_has_a_row_a_member_and_the_whole_in_the_first(tmp_path: Path, coalition: Coalition) -> None:
    rows = sheet(tmp_path / "m.xlsx", coalition)
    assert [(row["goal_id"], row["rank"]) for row in rows] == [("g1", 1), ("g1", 2), ("g1", 3)]
    assert rows[0]["uncovered"] == "hotline"
    assert [row["coverage"] for row in rows[1:]] == [None, None]
    checkers = next(row for row in rows if row["name"] == "Checkers")
    assert (checkers["brings"], checkers["adds"], checkers["sector"]) == (
        "fact_checking",
        "fact_checking",
        "civil_society",
    )


def test_a_goal_without_members_has_a_row_too(tmp_path: Path, small_recommender: Recommender) -> None:
    goal = Goal.model_validate({"id": "g2", "text": "Keep things calm", "needs": [{"capability": "hotline"}]})
    (row,) = sheet(tmp_path / "m.xlsx", *small_recommender.coalition([goal]))
    assert (row["goal_id"], row["organisation_id"], row["coverage"], row["uncovered"]) == ("g2", None, 0, "hotline")


def test_no_cell_runs_as_a_formula(tmp_path: Path, coalition: Coalition) -> None:
    first = coalition.members[0]
    evil = first.organisation.model_copy(update={"name": "=1+1"})
    object.__setattr__(first.partner, "organisation", evil)
    assert sheet(tmp_path / "m.xlsx", coalition)[0]["name"] == "'=1+1"
