"""network: every export read back, no cell that runs as a formula, a picture whose labels do not cover each other."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import numpy as np
import pytest
from openpyxl import load_workbook

from matcher.corpus import Corpus
from matcher.errors import MatcherError
from matcher.network import NetworkPlan, Requests, plan_network
from matcher.network.layout import place_labels
from matcher.network.tables import (
    CONNECTION_COLUMNS,
    ELEMENT_COLUMNS,
    MEETING_COLUMNS,
    PAIR_COLUMNS,
    UNMATCHED_COLUMNS,
    pair_table,
)
from matcher.network.writers import write_csv, write_plan
from matcher.taxonomy import Taxonomy
from tests.networks import CHECKERS, FOUR, members_of, organisation

SVG = "{http://www.w3.org/2000/svg}"
LONELY = organisation(
    "Lonely", {"hotline": "Calls."}, {"funding": "Grants."}, id="local:a|b", themes=["disinformation"]
)
EVIL = "=HYPERLINK(A1)"


@pytest.fixture(scope="module")
def taxonomy(small_corpus: Corpus) -> Taxonomy:
    return small_corpus.taxonomy


@pytest.fixture(scope="module")
def plan(taxonomy: Taxonomy) -> NetworkPlan:
    return plan_network(members_of(taxonomy, *FOUR, LONELY), Requests(1), rounds=2, tables=1)


@pytest.fixture(scope="module")
def evil_plan(taxonomy: Taxonomy) -> NetworkPlan:
    evil = CHECKERS.model_copy(update={"id": EVIL, "name": EVIL, "summary": EVIL})
    others = [each for each in FOUR if each != CHECKERS]
    lost = LONELY.model_copy(update={"name": "@SUM(A1)"})
    return plan_network(members_of(taxonomy, *others, evil, lost), Requests(1), rounds=2, tables=1)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path)}


def test_csv_holds_the_pairs_with_reasons_round_and_table(
    plan: NetworkPlan, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    assert write_plan(plan, taxonomy, tmp_path / "pairs.csv") == [tmp_path / "pairs.csv"]
    rows = read_csv(tmp_path / "pairs.csv")
    assert tuple(rows[0]) == PAIR_COLUMNS
    assert {(row["a_id"], row["b_id"]) for row in rows} == {
        ("local:checkers", "local:radio"),
        ("local:bank", "local:scouts"),
    }
    assert {(row["round"], row["table"]) for row in rows} == {("1", "1"), ("2", "1")}
    row = next(row for row in rows if row["a_id"] == "local:checkers")
    assert (row["value"], row["a_gain"], row["b_gain"], row["basis"], row["must"]) == (
        "1.0",
        "1.0",
        "1.0",
        "stated",
        "",
    )
    assert row["why_a_would_say_yes"] == (
        "Broadcasting: Checkers looks for it (“Checkers look for air time.”);"
        " Radio brings it (“Radio gives air time.”)."
    )
    assert "“Checkers verify rumours.”" in row["why_b_would_say_yes"]


def test_the_programs_own_pairs_can_be_asked_for(plan: NetworkPlan, taxonomy: Taxonomy, tmp_path: Path) -> None:
    from matcher.network.request_files import read_pairs

    write_plan(plan, taxonomy, tmp_path / "pairs.csv")
    expected = {tuple(sorted((pair.first.id, pair.second.id))) for pair in plan.pairs}
    assert read_pairs(tmp_path / "pairs.csv", str) == expected


def test_xlsx_holds_pairs_timetable_unmatched_and_summary(
    plan: NetworkPlan, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    write_plan(plan, taxonomy, tmp_path / "plan.xlsx")
    book = sheets(tmp_path / "plan.xlsx")
    assert list(book) == ["pairs", "timetable", "unmatched", "summary"]
    assert book["pairs"][0] == PAIR_COLUMNS
    assert len(book["pairs"]) == 3
    assert book["timetable"][0] == MEETING_COLUMNS
    assert [row[:2] for row in book["timetable"][1:]] == [(1, 1), (2, 1)]
    assert book["unmatched"] == [
        UNMATCHED_COLUMNS,
        ("local:a|b", "Lonely", 0, "nobody here needs what it brings"),
    ]
    figures = dict(book["summary"][1:])
    assert (figures["organisations"], figures["pairs"], figures["total value"], figures["gap"]) == (5, 2, 2, 0)


def test_kumu_sheets_refer_to_elements_by_id(plan: NetworkPlan, taxonomy: Taxonomy, tmp_path: Path) -> None:
    files = write_plan(plan, taxonomy, tmp_path / "net.csv", kumu=True)
    assert [path.name for path in files] == ["net-elements.csv", "net-connections.csv"]
    elements, connections = map(read_csv, files)
    assert tuple(elements[0]) == ELEMENT_COLUMNS
    assert tuple(connections[0]) == CONNECTION_COLUMNS
    known = {row["ID"] for row in elements}
    assert known == {*(each.id for each in FOUR), "local:a/b"}, "Kumu would split at the bar"
    assert {row[end] for row in connections for end in ("From", "To")} <= known
    assert {row["Direction"] for row in connections} == {"mutual"}
    by_id = {row["ID"]: row for row in elements}
    assert by_id["local:checkers"]["Tags"] == "Disinformation"
    assert by_id["local:checkers"]["Countries"] == "Slovakia"
    assert by_id["local:a/b"]["Unmatched because"] == "nobody here needs what it brings"
    write_plan(plan, taxonomy, tmp_path / "net.xlsx", kumu=True)
    book = sheets(tmp_path / "net.xlsx")
    assert list(book) == ["Elements", "Connections"]
    assert [row[:2] for row in book["Connections"][1:]] == [(row["From"], row["To"]) for row in connections]
    write_plan(plan, taxonomy, tmp_path / "net.Kumu.xlsx")
    assert sheets(tmp_path / "net.Kumu.xlsx") == book, "the ending says so as well"


def test_graphml_holds_everybody_and_each_pair_with_its_weight(
    plan: NetworkPlan, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    write_plan(plan, taxonomy, tmp_path / "net.graphml")
    graph = nx.read_graphml(tmp_path / "net.graphml")
    assert set(graph) == {each.id for each in (*FOUR, LONELY)}
    assert graph.nodes["local:checkers"]["label"] == "Checkers"
    assert graph.nodes["local:a|b"]["unmatched"] == "nobody here needs what it brings"
    edge = graph.edges["local:checkers", "local:radio"]
    assert (edge["weight"], edge["basis"], edge["must"]) == (1.0, "stated", False)
    assert (edge["a"], edge["b"]) == ("local:checkers", "local:radio")
    assert "“Checkers look for air time.”" in edge["why_a"]
    assert graph.number_of_edges() == 2


def test_no_cell_of_a_table_is_a_formula(evil_plan: NetworkPlan, taxonomy: Taxonomy, tmp_path: Path) -> None:
    write_plan(evil_plan, taxonomy, tmp_path / "plan.xlsx")
    write_plan(evil_plan, taxonomy, tmp_path / "kumu.xlsx", kumu=True)
    for name, count in (("plan.xlsx", 4), ("kumu.xlsx", 4)):
        cells = [c for sheet in load_workbook(tmp_path / name) for row in sheet.iter_rows() for c in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}, "text and numbers, no formula"
        assert sum(str(cell.value).startswith(f"'{EVIL}") for cell in cells) == count
    text = io.StringIO()
    write_csv(pair_table(evil_plan), text)
    cells_of_csv = [cell for row in csv.reader(io.StringIO(text.getvalue())) for cell in row]
    assert not [cell for cell in cells_of_csv if cell.startswith(("=", "@", "+", "-"))]
    assert f"'{EVIL}" in cells_of_csv


def test_the_picture_names_everybody_and_joins_the_pairs(plan: NetworkPlan, taxonomy: Taxonomy, tmp_path: Path) -> None:
    write_plan(plan, taxonomy, tmp_path / "net.svg")
    root = ET.parse(tmp_path / "net.svg").getroot()
    texts = {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}
    assert {"Bank", "Checkers", "Radio", "Scouts"} <= texts
    assert "Without a partner (1): Lonely" in texts
    joined = [line for line in root.iter(f"{SVG}line") if line.find(f"{SVG}title") is not None]
    titles = [line.findtext(f"{SVG}title") or "" for line in joined]
    assert sorted(title.split("\n")[0] for title in titles) == ["Bank and Scouts", "Checkers and Radio"]
    assert all(line.get("stroke-dasharray") is None for line in joined), "stated pairs have solid lines"
    dots = {(dot.get("cx"), dot.get("cy")) for group in root.iter(f"{SVG}g") for dot in group.iter(f"{SVG}circle")}
    assert {(line.get(f"x{end}"), line.get(f"y{end}")) for line in joined for end in (1, 2)} == dots


def test_the_picture_holds_no_script_no_style_and_nothing_from_outside(
    evil_plan: NetworkPlan, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    tag = "<script>alert(1)</script>"
    first = replace(evil_plan.pairs[0], first=evil_plan.pairs[0].first.model_copy(update={"name": tag + "\uffff"}))
    organisations = (first.first, *(o for o in evil_plan.organisations if o.id != first.first.id))
    plan = replace(evil_plan, pairs=(first, *evil_plan.pairs[1:]), organisations=organisations)
    for ending in (".svg", ".graphml"):
        write_plan(plan, taxonomy, tmp_path / f"net{ending}")
    text = (tmp_path / "net.svg").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert not [element.tag for element in ET.fromstring(text).iter() if element.tag[len(SVG) :] in ("script", "style")]
    assert "href" not in text
    assert tag in {label.strip() for _, label in nx.read_graphml(tmp_path / "net.graphml").nodes(data="label")}


def test_the_same_plan_gives_the_same_files(plan: NetworkPlan, taxonomy: Taxonomy, tmp_path: Path) -> None:
    for ending in (".svg", ".graphml", ".csv"):
        for name in ("one", "two"):
            write_plan(plan, taxonomy, tmp_path / f"{name}{ending}")
        assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"two{ending}").read_bytes()


@pytest.mark.parametrize("size", [1, 2, 60, 520])
def test_no_label_covers_another(size: int) -> None:
    graph = nx.gnm_random_graph(size, 2 * size if size > 5 else 0, seed=1)
    boxes = np.column_stack([np.random.default_rng(0).uniform(30, 240, size), np.full(size, 33.0)])
    centres = place_labels(graph, boxes)
    assert centres.shape == (size, 2)
    apart = np.abs(centres[:, None] - centres[None, :]) - (boxes[:, None] + boxes[None, :]) / 2
    covered = (apart < -0.01).all(axis=2)
    np.fill_diagonal(covered, val=False)
    assert not covered.any()


def test_a_picture_of_nobody_can_be_drawn(taxonomy: Taxonomy, tmp_path: Path) -> None:
    nobody = plan_network(members_of(taxonomy, LONELY), Requests())
    write_plan(nobody, taxonomy, tmp_path / "net.svg")
    assert "1 organisations, 0 pairs" in (tmp_path / "net.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "kumu", "told"),
    [
        ("net.pdf", False, "the ending must be one of .csv, .xlsx, .graphml, .svg"),
        ("net.svg", True, "the ending must be one of .csv, .xlsx"),
        ("nowhere/net.svg", False, "no folder"),
    ],
)
def test_what_cannot_be_written_is_told(
    plan: NetworkPlan, taxonomy: Taxonomy, tmp_path: Path, name: str, kumu: bool, told: str
) -> None:
    with pytest.raises(MatcherError, match=told):
        write_plan(plan, taxonomy, tmp_path / name, kumu=kumu)


def test_a_failing_writer_leaves_the_old_file_and_no_litter(
    plan: NetworkPlan, taxonomy: Taxonomy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "net.svg"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("matcher.network.writers.write_picture", fail)
    with pytest.raises(OSError, match="disk full"):
        write_plan(plan, taxonomy, path)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("net.svg", "old")]
