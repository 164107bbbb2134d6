"""Tables of any layout: encodings, delimiters, headers, sheets, broken rows; nothing is swallowed."""

# ruff: noqa: RUF001  letters of several scripts are what is tested

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from matcher.errors import InvalidRecordsError
from matcher.files.cells import neutralise
from matcher.importers.bundles import open_bundle
from matcher.importers.tables import Layout, Row, Table, open_table

TEXT = "Name;Land;Notiz\nMüller-Stiftung;DE;Größe – schön\nÉlan;FR;naïveté\n"
ROWS = [
    Row(2, {"Name": "Müller-Stiftung", "Land": "DE", "Notiz": "Größe – schön"}),
    Row(3, {"Name": "Élan", "Land": "FR", "Notiz": "naïveté"}),
]


def table_of(path: Path, content: str | bytes, layout: Layout | None = None) -> Table:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_table(open_bundle(path), layout=layout)


def sheet(path: Path, *rows: list[object], title: str = "Sheet") -> Path:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    table = table_of(tmp_path / "t.csv", TEXT.encode(encoding))
    assert table.columns == ("Name", "Land", "Notiz")
    assert list(table.rows()) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_of_json_lines_is_found(tmp_path: Path, encoding: str) -> None:
    lines = "".join(json.dumps({"name": name}, ensure_ascii=False) + "\n" for name in ("Müller", "Café Élan"))
    rows = list(table_of(tmp_path / "t.jsonl", lines.encode(encoding)).rows())
    assert rows == [Row(1, {"name": "Müller"}), Row(2, {"name": "Café Élan"})]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1250", "Jméno\nČlověk v tísni, žluťoučký kůň\n"),
        ("cp1251", "Имя\nФонд развития гражданского общества\n"),
        ("cp1253", "Όνομα\nΕλληνική Ένωση Δικαιωμάτων του Ανθρώπου\n"),
    ],
)
def test_other_code_pages_are_told_by_their_letters(tmp_path: Path, encoding: str, text: str) -> None:
    head, value = text.splitlines()
    table = table_of(tmp_path / "t.csv", text.encode(encoding), Layout(delimiter=";"))
    assert list(table.rows()) == [Row(2, {head: value})]


def test_a_given_encoding_wins(tmp_path: Path) -> None:
    text = "Név;Ország\nŐrség;HU\n"  # as Windows-1252 this would be "Õrség"
    rows = table_of(tmp_path / "t.csv", text.encode("cp1250"), Layout(encoding="cp1250")).rows()
    assert list(rows) == [Row(2, {"Név": "Őrség", "Ország": "HU"})]


def test_an_encoding_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecordsError, match="'utf-99' is not an encoding"):
        table_of(tmp_path / "t.csv", TEXT, Layout(encoding="utf-99"))


def test_one_bad_byte_in_a_utf8_file_spoils_one_row(tmp_path: Path) -> None:
    text = "name;land\n" + "".join(f"Größe {n} äöü;DE\n" for n in range(10))
    content = text.encode() + b"Caf\xe9;FR\n" + "Übung;AT\n".encode()
    rows = list(table_of(tmp_path / "t.csv", content).rows())
    assert [row.line for row in rows if row.fault] == [12]
    assert "0xe9" in rows[10].fault
    assert rows[11] == Row(13, {"name": "Übung", "land": "AT"})


# CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    lines = [["name", "land", "note"], ["A", "DE", "x"], ["B", "FR", "y"]]
    table = table_of(tmp_path / "t.txt", "".join(delimiter.join(line) + "\n" for line in lines))
    assert [row.cells for row in table.rows()] == [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_commas_inside_of_cells_do_not_hide_the_semicolons(tmp_path: Path) -> None:
    table = table_of(tmp_path / "t.csv", "name;note\nA;one, two, three\nB;four, five\n")
    assert table.columns == ("name", "note")


def test_quoted_line_breaks_stay_in_their_cell_and_lines_are_counted(tmp_path: Path) -> None:
    rows = list(table_of(tmp_path / "t.csv", 'name,note\r\nA,"one\r\ntwo"\r\n\r\nB,"say ""hi"""\r\n').rows())
    assert rows == [Row(2, {"name": "A", "note": "one\r\ntwo"}), Row(5, {"name": "B", "note": 'say "hi"'})]


def test_a_quotation_mark_that_is_never_closed_swallows_nothing(tmp_path: Path) -> None:
    rows = list(table_of(tmp_path / "t.csv", 'name,note\nA,x\nB,"open\nC,y\nD,z\n').rows())
    assert [(row.line, row.cells.get("name"), bool(row.fault)) for row in rows] == [
        (2, "A", False),
        (3, None, True),
        (4, "C", False),
        (5, "D", False),
    ]
    assert "quotation marks" in rows[1].fault


def test_a_row_that_is_too_long_is_a_fault_and_a_short_one_is_not(tmp_path: Path) -> None:
    rows = list(table_of(tmp_path / "t.csv", "name,note\nA,x,extra\nB\nC,y,\n").rows())
    assert rows == [
        Row(2, fault="has 3 cells, but there are 2 columns"),
        Row(3, {"name": "B"}),
        Row(4, {"name": "C", "note": "y"}),
    ]


def test_a_title_above_the_table_is_no_header(tmp_path: Path) -> None:
    table = table_of(tmp_path / "t.csv", "Our partners\n\nname,land,note\nA,DE,x\n")
    assert table.columns == ("name", "land", "note")
    assert list(table.rows()) == [Row(4, {"name": "A", "land": "DE", "note": "x"})]


def test_columns_of_the_same_name_or_of_none_are_told_apart(tmp_path: Path) -> None:
    assert table_of(tmp_path / "t.csv", "name,note,note,,x\nA,1,2,3,4\n").columns == (
        "name", "note", "note (2)", "column 4", "x",
    )  # fmt: skip


@pytest.mark.parametrize("cell", ["", " ", "-", "n/a", "N/A", "NULL", "?"])
def test_a_cell_that_says_nothing_is_empty(tmp_path: Path, cell: str) -> None:
    assert list(table_of(tmp_path / "t.csv", f"name,note\nA,{cell}\n").rows()) == [Row(2, {"name": "A"})]


@pytest.mark.parametrize("text", ["=1+1", "-5 % of members", "@work", "+421", "＝x", "'=1", "A"])
def test_what_an_export_made_harmless_reads_back(tmp_path: Path, text: str) -> None:
    table = table_of(tmp_path / "t.csv", f"name,note\nA,{neutralise(text)}\n")
    assert [row.cells["note"] for row in table.rows()] == [text]
    path = sheet(tmp_path / "t.xlsx", ["name", "note"], ["A", neutralise(text)])
    assert [row.cells["note"] for row in open_table(open_bundle(path)).rows()] == [text]


# XLSX


def test_a_workbook_gives_dates_whole_numbers_and_truth_values_as_text(tmp_path: Path) -> None:
    day = datetime.datetime(2023, 7, 6)
    path = sheet(tmp_path / "t.xlsx", ["name", "day", "number", "half", "yes"], ["A", day, 5.0, 0.5, True], [], ["B"])
    assert list(open_table(open_bundle(path)).rows()) == [
        Row(2, {"name": "A", "day": "2023-07-06", "number": "5", "half": "0.5", "yes": "true"}),
        Row(4, {"name": "B"}),
    ]


def test_the_first_sheet_with_rows_is_read_unless_one_is_named(tmp_path: Path) -> None:
    book = Workbook()
    for title in ("first", "second"):
        one = book.create_sheet(title)
        one.append(["name"])
        one.append([title])
    book.save(tmp_path / "t.xlsx")  # its own first sheet is empty
    bundle = open_bundle(tmp_path / "t.xlsx")
    assert [row.cells["name"] for row in open_table(bundle).rows()] == ["first"]
    assert [row.cells["name"] for row in open_table(bundle, layout=Layout(sheet="second")).rows()] == ["second"]
    with pytest.raises(InvalidRecordsError, match="there is no sheet 'third'"):
        open_table(bundle, layout=Layout(sheet="third"))


def test_a_workbook_is_known_by_what_it_is_not_by_its_name(tmp_path: Path) -> None:
    path = sheet(tmp_path / "t.xlsx", ["name"], ["A"]).rename(tmp_path / "t.csv")
    assert [row.cells["name"] for row in open_table(open_bundle(path)).rows()] == ["A"]


# JSON


def test_nested_objects_become_dotted_columns(tmp_path: Path) -> None:
    fields = {"name": "A", "contact": {"website": "https://a.example"}, "tags": ["x", "y"], "none": None}
    table = table_of(tmp_path / "t.json", json.dumps([fields]))
    assert list(table.rows()) == [Row(1, {"name": "A", "contact.website": "https://a.example", "tags": ["x", "y"]})]


def test_a_line_that_is_no_json_is_one_fault(tmp_path: Path) -> None:
    rows = list(table_of(tmp_path / "t.jsonl", '{"name": "A"}\n{"name": \n[1]\n\n{"name": "B"}\n').rows())
    assert [(row.line, bool(row.fault)) for row in rows] == [(1, False), (2, True), (3, True), (5, False)]


# Files that cannot be read


@pytest.mark.parametrize("content", [b"", b"{\n}\n", b"[]", b"[1, 2", b"\n\n"])
def test_a_file_without_a_table_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InvalidRecordsError) as caught:
        table_of(tmp_path / "t.txt", content)
    assert "t.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bytes_that_fit_no_encoding_are_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecordsError, match=r"t\.csv: cannot be read as utf-16-le"):
        table_of(tmp_path / "t.csv", "name\n".encode("utf-16-le") + b"\x00\xd8" * 3)


def test_a_broken_workbook_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecordsError, match=r"t\.xlsx: is not a readable workbook"):
        table_of(tmp_path / "t.xlsx", b"PK\x03\x04 this is cut off")
