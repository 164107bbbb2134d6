"""Reading YAML: nothing is reinterpreted, nothing is lost, and every fault names file and line."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from matcher.errors import InvalidRecordsError
from matcher.files.yaml import parse_yaml, read_text


def fault(text: str) -> str:
    with pytest.raises(InvalidRecordsError) as caught:
        parse_yaml(text, "x.yaml")
    assert len(caught.value.problems) == 1
    return str(caught.value)


def test_norway_stays_a_country_and_on_and_off_stay_words() -> None:
    text = "countries: [NO, SE]\nNO: yes\nradio: on\nhotline: off\nlanguages: [no]"
    expected = {"countries": ["NO", "SE"], "NO": "yes", "radio": "on", "hotline": "off", "languages": ["no"]}
    assert parse_yaml(text, "x.yaml") == expected


def test_numbers_with_colons_or_leading_noughts_are_not_reinterpreted() -> None:
    assert parse_yaml("start: 12:30\nsdg: '16.10'", "x.yaml") == {"start": "12:30", "sdg": "16.10"}


def test_truth_numbers_dates_and_nothing_are_what_they_look_like() -> None:
    text = "yes: true\nyear: 2020\nday: 2020-06-03\nmonth: 2020-06\nempty:\ntext: 'true'"
    assert parse_yaml(text, "x.yaml") == {
        "yes": True,
        "year": 2020,
        "day": datetime.date(2020, 6, 3),
        "month": "2020-06",
        "empty": None,
        "text": "true",
    }


def test_an_empty_document_holds_nothing() -> None:
    assert parse_yaml("", "x.yaml") is None
    assert parse_yaml("# only a remark\n", "x.yaml") is None


def test_a_key_that_stands_twice_is_refused_with_its_second_line() -> None:
    expected = "x.yaml: line 3: 'countries' stands here twice; join the two"
    assert fault("countries: [SK]\nname: X\ncountries: [CZ]\n") == expected


def test_a_key_that_stands_twice_is_found_at_any_depth() -> None:
    assert fault("offers:\n  - {capability: a, capability: b}\n") == (
        "x.yaml: line 2: 'capability' stands here twice; join the two"
    )
    assert fault("2020: a\n2020: b\n") == "x.yaml: line 2: '2020' stands here twice; join the two"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name: X\nlist: [a, b\n", 3),
        ("name: X\n\tkind: y\n", 2),
        ("name: a: b\n", 1),
        ("a: 1\nb: *gone\n", 2),
        ("--- 1\n--- 2\n", 2),
        ("name: X\nrun: !!python/object/apply:os.system [ls]\n", 2),
        ("name: !person X\n", 1),
        ('name: "X\n', 2),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_line(text: str, line: int) -> None:
    assert fault(text).startswith(f"x.yaml: line {line}: not valid YAML: ")


@pytest.mark.parametrize(
    "text",
    [
        "day: 2020-06-31",
        "name: a\x00b",
        "number: " + "9" * 5000,
        "a: " + "[" * 1500,
        "a: " + "{b: " * 1500,
        "a: !!bool maybe",
        "a: !!int many",
        'a: "\\UFFFFFFFF"',
        "? {a: 1}\n: 2",
    ],
)
def test_whatever_else_cannot_be_read_is_told_with_the_file(text: str) -> None:
    found = fault(text)
    assert found.startswith("x.yaml: ")
    assert "not valid YAML: " in found


def test_a_file_is_read_as_utf8(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("name: Žilina\r\nkind: médium\r\n".encode())
    assert read_text(path, "x.yaml") == "name: Žilina\nkind: médium\n"


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: X\n")
    assert read_text(path, "x.yaml") == "name: X\n"


def test_a_file_in_another_encoding_is_refused_with_the_first_byte_at_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("name: Žilina".encode("cp1250"))
    with pytest.raises(InvalidRecordsError) as caught:
        read_text(path, "organisations/x.yaml")
    assert str(caught.value) == "organisations/x.yaml: byte 6 is not UTF-8; save the file as UTF-8"


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "gone.yaml", "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(InvalidRecordsError) as caught:
            read_text(path, "organisations/x.yaml")
        assert str(caught.value) == f"organisations/x.yaml: cannot be read: {reason}"
