"""Reading the exchange formats: good lines are read, and bad ones are named by their number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.corpus import Corpus
from matcher.errors import InvalidRecordsError, Problem
from matcher.exchange import (
    ReadLine,
    read_documents,
    read_goals,
    read_lines,
    read_organisations,
    read_queries,
)
from matcher.records import Goal, NeededCapability, Organisation, Practice

A = '{"id": "local:a", "name": "A"}'
B = '{"id": "local:b", "name": "B"}'
ORGANISATION_A = Organisation(id="local:a", name="A")
ORGANISATION_B = Organisation(id="local:b", name="B")


def read(*lines: str | bytes) -> list[ReadLine[Organisation]]:
    return list(read_lines(Organisation, lines, "x.jsonl"))


def fault(line: str | bytes) -> str:
    """Return what is wrong with a line that stands between two good ones, which are read all the same."""
    first, bad, last = read(A, line, B)
    assert (first, last) == (ReadLine(1, ORGANISATION_A), ReadLine(3, ORGANISATION_B))
    assert (bad.number, bad.record, len(bad.problems)) == (2, None, 1)
    return str(bad.problems[0])


def faults_of_file(path: Path) -> list[str]:
    with pytest.raises(InvalidRecordsError) as caught:
        read_organisations(path)
    return [str(problem) for problem in caught.value.problems]


# Lines


def test_each_line_is_a_record_with_its_number() -> None:
    assert read(A, B.encode()) == [ReadLine(1, ORGANISATION_A), ReadLine(2, ORGANISATION_B)]


def test_no_lines_give_no_records() -> None:
    assert read() == []


def test_blank_lines_are_passed_over_and_counted() -> None:
    lines: list[str | bytes] = ["\n", A, "  \t\r\n", b"\n", b"", B]
    assert read(*lines) == [ReadLine(2, ORGANISATION_A), ReadLine(6, ORGANISATION_B)]


def test_lines_are_read_one_by_one() -> None:
    asked = []

    def lines() -> Iterator[str]:
        for line in (A, "broken", B):
            asked.append(line)
            yield line

    reading = read_lines(Organisation, lines(), "x.jsonl")
    assert asked == []
    assert next(reading).record == ORGANISATION_A
    assert asked == [A]


def test_a_byte_order_mark_before_the_first_record_does_no_harm() -> None:
    expected = [ReadLine(1, ORGANISATION_A), ReadLine(2, ORGANISATION_B)]
    assert read(b"\xef\xbb\xbf" + A.encode(), B.encode()) == expected
    assert read("\ufeff" + A, B) == expected


@pytest.mark.parametrize("blank", [b"\xef\xbb\xbf\r\n", b"\xef\xbb\xbf", "\ufeff\n"])
def test_a_first_line_of_nothing_but_a_byte_order_mark_is_blank(blank: str | bytes) -> None:
    assert read(blank, A) == [ReadLine(2, ORGANISATION_A)]


def test_a_line_that_is_no_json_is_named_with_column_and_beginning() -> None:
    expected = "x.jsonl:2: not JSON at column 21 (Expecting property name enclosed in double quotes)"
    found = fault('{"id": "local:c",   name: "C"}\n')
    assert found == f'{expected}: {{"id": "local:c",   name: "C"}}; write one object a line'


def test_of_a_long_line_only_the_beginning_is_shown() -> None:
    found = fault("x" * 1000)
    assert found == f"x.jsonl:2: not JSON at column 1 (Expecting value): {'x' * 57}…; write one object a line"


def test_two_objects_on_one_line_are_refused() -> None:
    assert fault(f"{A} {B}").startswith("x.jsonl:2: not JSON at column 32 (Extra data): ")


@pytest.mark.parametrize(
    ("line", "shown"), [("[1]", "list [1]"), ("null", "NoneType None"), ('"x"', "str 'x'"), ("7", "int 7")]
)
def test_json_that_is_no_object_is_refused(line: str, shown: str) -> None:
    assert fault(line) == f"x.jsonl:2: expected fields and values, got {shown}"


def test_bytes_that_are_no_utf8_are_named_by_their_position() -> None:
    expected = "x.jsonl:2: byte 28 is not UTF-8; save the file as UTF-8"
    assert fault('{"id": "local:c", "name": "Čechy"}'.encode("cp1250").replace(b'"\xc8', b' "\xc8')) == expected


@pytest.mark.parametrize("depth", [500, 900, 1_000, 10_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_deep_nesting_is_a_fault_of_its_line_and_no_crash(depth: int, opening: str, closing: str) -> None:
    nested = opening * depth + "1" + closing * depth
    for line in (f'{{"id": "local:c", "name": {nested}}}', f'{{"id": "local:c", "name": "C", "aliases": {nested}}}'):
        found = fault(line)
        assert found.startswith("x.jsonl:2: ")
        assert len(found) < 300
    if depth >= 10_000:
        assert fault(nested) == "x.jsonl:2: nested too deeply to be a record"


def test_a_number_without_end_is_a_fault_of_its_line() -> None:
    assert fault(f'{{"id": {"9" * 5000}}}').startswith("x.jsonl:2: Exceeds the limit")


def test_every_fault_of_a_record_is_told_with_its_line() -> None:
    [line] = read('{"id": "a b", "name": "A", "countries": ["Norway"], "kinds": "media"}')
    assert line.record is None
    assert [str(problem) for problem in line.problems] == [
        "x.jsonl:1: id: 'a b' is not an id; use 1 to 200 characters without blanks, such as 'local:globsec'",
        "x.jsonl:1: countries[0]: 'Norway' is not a country code; did you mean 'NO'?",
        "x.jsonl:1: kinds: there is no such field; did you mean 'kind'?",
    ]


def test_an_escaped_lone_surrogate_in_a_text_becomes_a_blank() -> None:
    assert read('{"id": "local:a", "name": "A\\ud800", "summary": "\\ud83d\\ude42"}')[0].record == Organisation(
        id="local:a", name="A", summary="🙂"
    )


# Files of organisations and goals


def test_organisations_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "organisations.jsonl"
    path.write_text(f"{B}\n\n{A}")
    assert read_organisations(path) == (ORGANISATION_B, ORGANISATION_A)


def test_what_was_written_as_json_lines_is_read_back(tmp_path: Path, small_corpus: Corpus) -> None:
    path = tmp_path / "organisations.jsonl"
    path.write_text("".join(f"{organisation.model_dump_json()}\n" for organisation in small_corpus.organisations))
    assert read_organisations(path) == small_corpus.organisations


def test_an_empty_file_holds_no_organisations(tmp_path: Path) -> None:
    path = tmp_path / "organisations.jsonl"
    path.write_bytes(b"")
    assert read_organisations(path) == ()


def test_all_bad_lines_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "organisations.jsonl"
    lines = [A, "{", '{"name": "C", "reach": "far"}', B, A, '{"id": "local:d", "name": "\xff"}']
    path.write_bytes("\n".join(lines).encode("latin-1"))
    assert faults_of_file(path) == [
        "organisations.jsonl:2: not JSON at column 2 (Expecting property name enclosed in double quotes): {;"
        " write one object a line",
        "organisations.jsonl:3: id: is required and missing; add it",
        "organisations.jsonl:3: reach: 'far': input should be 'local', 'national', 'regional' or 'global'",
        "organisations.jsonl:6: byte 27 is not UTF-8; save the file as UTF-8",
        "organisations.jsonl:5: id: 'local:a' stands here twice",
    ]


def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "gone.jsonl"
    assert faults_of_file(path) == [f"{path}: cannot be read: No such file or directory"]
    assert faults_of_file(tmp_path) == [f"{tmp_path}: cannot be read: Is a directory"]


def test_goals_are_read_with_needs_and_seeker(tmp_path: Path, small_corpus: Corpus) -> None:
    path = tmp_path / "goals.jsonl"
    path.write_text(
        '{"id": "g1", "text": "reach teenagers", "needs": [{"capability": "hotline", "weight": 0.5}]}\n'
        '{"id": "g2", "text": "check claims", "seeker": "local:scouts", "limit": 3}\n'
        '{"id": "g3", "text": "find money", "seeker": {"kind": "media"}}\n'
    )
    assert read_goals(path, small_corpus.taxonomy) == (
        Goal(id="g1", text="reach teenagers", needs=(NeededCapability(capability="hotline", weight=0.5),)),
        Goal(id="g2", text="check claims", seeker="local:scouts", limit=3),
        Goal(id="g3", text="find money", seeker=Organisation(id="local:seeker", name="You", kind="media")),
    )


def test_misspelt_codes_of_all_goals_are_named_at_once(tmp_path: Path, small_corpus: Corpus) -> None:
    path = tmp_path / "goals.jsonl"
    path.write_text(
        '{"id": "g1", "text": "reach teenagers", "audiences": ["yuoth"]}\n'
        '{"id": "g2", "text": "reach teenagers", "seeker": {"kind": "founder"}}\n'
    )
    with pytest.raises(InvalidRecordsError) as caught:
        read_goals(path, small_corpus.taxonomy)
    assert [str(problem) for problem in caught.value.problems] == [
        "goals.jsonl: g1: audiences[0]: 'yuoth' is not an audience; did you mean 'youth'?",
        "goals.jsonl: g2: seeker: kind: 'founder' is not a kind; did you mean 'funder'?",
    ]


def test_goals_without_ids_stand_in_each_others_way(tmp_path: Path, small_corpus: Corpus) -> None:
    path = tmp_path / "goals.jsonl"
    path.write_text('{"text": "reach teenagers"}\n{"text": "check claims"}\n')
    with pytest.raises(InvalidRecordsError) as caught:
        read_goals(path, small_corpus.taxonomy)
    assert caught.value.problems == (Problem("goals.jsonl:2", "id", "'goal' stands here twice"),)


# The BEIR layout


def test_a_document_stands_for_a_practice(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text(
        '\ufeff{"_id": "d1", "title": "Ask early", "text": "Donors decide in May.", "metadata": {"url": ""}}\n\n'
        '{"_id": "d2", "text": "Ask late."}\n'
        '{"_id": "d3", "title": "Only a title", "text": ""}\n'
        '{"_id": "d4", "title": null, "text": null}\n'
    )
    assert read_documents(path) == (
        Practice(id="d1", title="Ask early", text="Donors decide in May."),
        Practice(id="d2", text="Ask late."),
        Practice(id="d3", title="Only a title", text="Only a title"),
        Practice(id="d4", text="-"),
    )


def test_a_query_stands_for_a_goal(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text('{"_id": "q1", "text": "reach teenagers", "metadata": {}}\n{"_id": "q2", "text": "check claims"}\n')
    assert read_queries(path) == (Goal(id="q1", text="reach teenagers"), Goal(id="q2", text="check claims"))


@pytest.mark.parametrize(
    "line",
    [
        {"text": "reach teenagers"},
        {"_id": 7, "text": "reach teenagers"},
        {"_id": "q 1", "text": "reach teenagers"},
        {"_id": "q1", "text": 7},
        ["q1", "reach teenagers"],
        None,
    ],
)
def test_a_line_that_is_no_document_and_no_query_is_named(tmp_path: Path, line: object) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text('{"_id": "q0", "text": "check claims"}\n' + json.dumps(line) + "\n")
    with pytest.raises(InvalidRecordsError, match=r"^lines\.jsonl:2: "):
        read_documents(path)
    with pytest.raises(InvalidRecordsError, match=r"^lines\.jsonl:2: "):
        read_queries(path)


@pytest.mark.parametrize("text", ["", "  ", "x", None])
def test_a_query_that_cannot_be_a_goal_is_named(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text(json.dumps({"_id": "q1", "text": text}))
    with pytest.raises(InvalidRecordsError, match=r"^queries\.jsonl:1: "):
        read_queries(path)


def test_a_query_without_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text('{"_id": "q1"}')
    with pytest.raises(InvalidRecordsError, match=r"^queries\.jsonl:1: .*text"):
        read_queries(path)


def test_a_document_without_title_and_text_is_empty_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"_id": "d1"}\n{"_id": "d2", "text": "  ", "title": " "}\n')
    assert read_documents(path) == (Practice(id="d1", text="-"), Practice(id="d2", text="-"))


def test_a_line_of_the_beir_layout_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(b'{"_id": "d1", "text": "a"}\nbroken\n')
    with pytest.raises(InvalidRecordsError, match=r"^corpus\.jsonl:2: .*not JSON at column 1"):
        read_documents(path)
