"""exports: what is exported comes back as it was; every format says what it can, and no e-mail unless asked for."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from matcher.corpus import Corpus
from matcher.errors import MatcherError
from matcher.exports import FORMATS, LOSSLESS, format_of_name, write_organisations
from matcher.exports.graph import results_graph
from matcher.exports.graphml import write_graphml
from matcher.exports.kumu import write_kumu
from matcher.exports.schema_org import organisation_document, schema_type
from matcher.importers import guess_format, read
from matcher.recommender import Recommender
from matcher.records import Goal, Organisation
from matcher.settings import Settings
from matcher.workspace import Workspace
from tests.conftest import records_by_id
from tests.random_organisations import organisations

NAMES = {name: f"organisations{form.ending}" for name, form in FORMATS.items()}
FULL = records_by_id(
    {
        "id": "local:radio",
        "name": "Radio",
        "aliases": ["=CMD()", "Rádio"],
        "identifiers": [{"scheme": "GB-CHC", "id": "123"}, {"scheme": "ROR", "id": "0abc"}],
        "kind": "broadcaster",
        "summary": "Talks; sings.",
        "countries": ["SK", "CZ"],
        "headquarters": "SK",
        "languages": ["sk"],
        "themes": ["disinformation"],
        "audiences": ["youth"],
        "offers": [{"capability": "broadcasting", "statement": "We give air time.", "source": 0}],
        "needs": [{"capability": "funding", "statement": "We look for money.", "basis": "inferred"}],
        "activities": [
            {"id": "p1", "title": "On air", "start": "2020", "partners": ["local:fund", "local:gone"], "source": 0}
        ],
        "sources": [{"title": "Report", "publisher": "Press", "date": "2021", "locator": "page 1"}],
        "contact": {"website": "https://radio.example", "role_email": "office@radio.example"},
    },
    {
        "id": "local:fund",
        "name": "Fund|One",
        "activities": [
            {"id": "p1", "title": "On air", "partners": ["local:radio"]},
            {"id": "p2", "title": "Off air", "partners": ["local:radio"]},
        ],
    },
)


def written(some: list[Organisation], corpus: Corpus, name: str, *, contacts: bool = False) -> bytes:
    file = io.BytesIO()
    write_organisations(some, corpus.taxonomy, name, file, contacts=contacts)
    return file.getvalue()


def read_back(content: bytes, corpus: Corpus, name: str, folder: Path) -> list[Organisation]:
    path = folder / NAMES[name]
    path.write_bytes(content)
    imported = read(path, corpus.taxonomy)
    assert imported.rejected == ()
    return list(imported.records)


@pytest.mark.parametrize("name", LOSSLESS)
@given(some=st.lists(organisations(), min_size=1, max_size=3, unique_by=lambda each: each.id))
@hypothesis_settings(
    max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck), derandomize=True
)
def test_whatever_is_exported_is_imported_as_it_was(name: str, some: list[Organisation], small_corpus: Corpus) -> None:
    with TemporaryDirectory() as folder:
        content = written(some, small_corpus, name, contacts=True)
        assert read_back(content, small_corpus, name, Path(folder)) == some


@pytest.mark.parametrize("name", LOSSLESS)
def test_a_format_is_known_by_itself(name: str, tmp_path: Path, small_corpus: Corpus) -> None:
    path = tmp_path / NAMES[name]
    path.write_bytes(written(FULL, small_corpus, name))
    assert guess_format(path) == ("organisations" if name == "jsonl" else "organisations-table")


@pytest.mark.parametrize("name", LOSSLESS)
def test_a_knowledge_base_of_an_export_is_the_same(
    name: str, tmp_path: Path, settings: Settings, small_corpus: Corpus
) -> None:
    there = Workspace(settings)
    there.synchronise()
    exported = list(there.store.organisations())
    here = Workspace(settings.__class__(**{**vars(settings), "data": tmp_path / "other"}))
    here.store.receive(
        read_back(written(exported, small_corpus, name, contacts=True), small_corpus, name, tmp_path), "import"
    )
    here.store.synchronise(there.store.practices())
    assert here.corpus().fingerprint == there.corpus().fingerprint
    assert list(here.store.organisations()) == exported


@pytest.mark.parametrize("name", FORMATS)
def test_an_email_address_stands_nowhere_unless_asked_for(name: str, small_corpus: Corpus) -> None:
    def texts(content: bytes) -> str:
        if not content.startswith(b"PK"):
            return content.decode()
        return str([list(sheet.values) for sheet in load_workbook(io.BytesIO(content))])

    asked = texts(written(FULL, small_corpus, name, contacts=True))
    assert "office@" not in texts(written(FULL, small_corpus, name))
    assert ("office@radio.example" in asked) == (not FORMATS[name].is_graph)
    assert ("https://radio.example" in asked) == (not FORMATS[name].is_graph)


def test_no_cell_runs_as_a_formula(small_corpus: Corpus) -> None:
    [fund, radio] = csv.DictReader(io.StringIO(written(FULL, small_corpus, "csv").decode()))
    assert radio["aliases"] == "'=CMD(); Rádio"
    assert fund["aliases"] == ""
    assert "contact.role_email" not in radio
    sheet = load_workbook(io.BytesIO(written(FULL, small_corpus, "xlsx")))["organisations"]
    assert all(cell.data_type in "sn" for row in sheet.iter_rows() for cell in row)
    assert sheet["C3"].value == "'=CMD(); Rádio"


@pytest.mark.parametrize("summary", ["x" * 40_000, "😀" * 30_000, "=\r" * 20_000 + "="])
@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_text_too_long_for_a_cell_goes_on_in_the_next_column(
    name: str, summary: str, tmp_path: Path, small_corpus: Corpus
) -> None:
    some = [Organisation(id="local:a", name="A", summary=summary), Organisation(id="local:b", name="B")]
    content = written(some, small_corpus, name)
    assert read_back(content, small_corpus, name, tmp_path) == some
    if name == "xlsx":
        header, first, _ = load_workbook(io.BytesIO(content))["organisations"].values
        assert header[4:6] == ("summary", "summary (2)")
        assert max(len(str(cell).encode("utf-16-le")) // 2 for cell in first) <= 32_767


def test_a_row_that_breaks_the_format_is_rejected_and_the_rest_goes_in(tmp_path: Path, small_corpus: Corpus) -> None:
    lines = written(FULL, small_corpus, "csv").decode().splitlines()
    lines[1] = lines[1].replace('"[', '"[{', 1)
    lines[2] = lines[2].replace('"SK; CZ"', '"Slovakia"')
    (tmp_path / "o.csv").write_text("\n".join([*lines, '"local:b"' + ',"B"' + ',""' * 20]))
    imported = read(tmp_path / "o.csv", small_corpus.taxonomy)
    assert [each.id for each in imported.records] == ["local:b"]
    faults = [faults[0] for faults in imported.rejected]
    assert faults[0].reason.startswith("activities is not JSON: ")
    assert (faults[1].line, faults[1].field, faults[1].value) == (3, "countries[0]", "Slovakia")
    assert "did you mean 'SK'?" in faults[1].reason


# Linked data


def test_an_organisation_is_told_in_the_words_of_schema_org(small_corpus: Corpus) -> None:
    def name(code: str, of: str = "capabilities") -> str:
        return small_corpus.taxonomy.name(of, code)

    document = organisation_document(FULL[1], small_corpus.taxonomy, lambda each: f"https://x.example/{each}")
    assert document == {
        "@context": "https://schema.org",
        "@type": "NewsMediaOrganization",
        "@id": "https://x.example/local:radio",
        "name": "Radio",
        "alternateName": ["=CMD()", "Rádio"],
        "description": "Talks; sings.",
        "url": "https://radio.example",
        "email": "office@radio.example",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "partner-matcher", "value": "local:radio"},
            {"@type": "PropertyValue", "propertyID": "GB-CHC", "value": "123"},
            {"@type": "PropertyValue", "propertyID": "ROR", "value": "0abc"},
        ],
        "address": {"@type": "PostalAddress", "addressCountry": "SK"},
        "areaServed": [
            {"@type": "Country", "name": "Slovakia", "identifier": "SK"},
            {"@type": "Country", "name": "Czechia", "identifier": "CZ"},
        ],
        "knowsLanguage": ["sk"],
        "knowsAbout": [term("themes", "disinformation", small_corpus)],
        "keywords": [term("audiences", "youth", small_corpus)],
        "makesOffer": [
            {
                "@type": "Offer",
                "description": "We give air time.",
                "category": "stated",
                "itemOffered": {"@type": "Service", "name": name("broadcasting"), "serviceType": "broadcasting"},
            }
        ],
        "seeks": [
            {
                "@type": "Demand",
                "description": "We look for money.",
                "category": "inferred",
                "itemOffered": {"@type": "Service", "name": name("funding"), "serviceType": "funding"},
            }
        ],
        "event": [
            {
                "@type": "Event",
                "identifier": "p1",
                "name": "On air",
                "startDate": "2020",
                "contributor": [
                    {"@type": "Organization", "@id": "https://x.example/local:fund"},
                    {"@type": "Organization", "@id": "https://x.example/local:gone"},
                ],
            }
        ],
        "subjectOf": [
            {
                "@type": "CreativeWork",
                "name": "Report",
                "publisher": {"@type": "Organization", "name": "Press"},
                "datePublished": "2021",
                "pagination": "page 1",
            }
        ],
    }


def term(of: str, code: str, corpus: Corpus) -> dict[str, str]:
    return {
        "@type": "DefinedTerm",
        "name": corpus.taxonomy.name(of, code),
        "termCode": code,
        "inDefinedTermSet": of,
    }


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("civil_society", "NGO"), ("fact_checker", "NGO"), ("police", "GovernmentOrganization"), ("", "Organization")],
)
def test_a_narrower_kind_has_the_type_of_its_broader_one(
    kind: str, expected: str, shipped_recommender: Recommender
) -> None:
    assert schema_type(kind, shipped_recommender.knowledge.taxonomy) == expected


def test_a_file_of_linked_data_is_one_graph_whose_parts_refer_to_each_other(small_corpus: Corpus) -> None:
    document = json.loads(written(FULL, small_corpus, "jsonld"))
    assert document["@context"] == "https://schema.org"
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert list(nodes) == ["#local%3Afund", "#local%3Aradio"]
    assert nodes["#local%3Afund"]["event"][0]["contributor"] == [{"@type": "Organization", "@id": "#local%3Aradio"}]
    assert json.loads(written([], small_corpus, "jsonld"))["@graph"] == []


def test_an_organisation_of_360giving_has_its_ids_and_names(small_corpus: Corpus) -> None:
    fund, radio = json.loads(written(FULL, small_corpus, "360giving"))
    assert fund == {"id": "local:fund", "name": "Fund|One"}
    assert radio == {
        "id": "GB-CHC-123",
        "name": "Radio",
        "alternateName": "=CMD()",
        "description": "Talks; sings.",
        "charityNumber": "123",
        "addressCountry": "SK",
        "url": "https://radio.example",
    }


# Graphs


def sheets(content: bytes) -> dict[str, list[dict[str, Any]]]:
    book = load_workbook(io.BytesIO(content))
    rows = {sheet.title: list(sheet.values) for sheet in book}
    return {title: [dict(zip(lines[0], line, strict=True)) for line in lines[1:]] for title, lines in rows.items()}


def test_who_worked_together_is_joined_by_the_number_of_activities(small_corpus: Corpus) -> None:
    found = sheets(written(FULL, small_corpus, "kumu"))
    assert [(each["ID"], each["Label"]) for each in found["Elements"]] == [
        ("local:fund", "Fund|One"),
        ("local:radio", "Radio"),
        ("local:gone", "local:gone"),
    ]
    assert [tuple(each.values()) for each in found["Connections"]] == [
        ("local:fund", "local:radio", "mutual", "Worked together", 2, None, "On air; Off air"),
        ("local:gone", "local:radio", "mutual", "Worked together", 1, None, "On air"),
    ]
    graph = nx.read_graphml(io.BytesIO(written(FULL, small_corpus, "graphml")))
    assert graph.edges["local:fund", "local:radio"]["weight"] == 2
    assert graph.nodes["local:radio"]["countries"] == "SK CZ"


def test_goals_are_joined_to_their_partners(small_recommender: Recommender) -> None:
    results = small_recommender.partners(
        [Goal(id="local:bank", text="verify rumours on radio"), Goal(id="g2", text="a donor")]
    )
    graph = results_graph(results, small_recommender.knowledge.taxonomy)
    file = io.BytesIO()
    write_graphml(graph, file)
    drawn = nx.read_graphml(io.BytesIO(file.getvalue()))
    expected = {
        (f"goal:{result.understanding.goal.id}", partner.organisation.id): (partner.rank, round(partner.score, 6))
        for result in results
        for partner in result.partners
    }
    assert {(a, b): (fields["rank"], fields["weight"]) for a, b, fields in drawn.edges(data=True)} == expected
    assert drawn.nodes["goal:g2"]["kind"] == "Goal"
    file = io.BytesIO()
    write_kumu(graph, file)
    assert {each["Direction"] for each in sheets(file.getvalue())["Connections"]} == {"directed"}


def test_characters_that_xml_does_not_allow_are_left_out_of_graphml(small_corpus: Corpus) -> None:
    odd = Organisation(id="local:a", name="A\uffff")
    assert ET.fromstring(written([odd], small_corpus, "graphml")) is not None


# Formats


@pytest.mark.parametrize(
    ("file", "name"), [("a.CSV", "csv"), ("a.kumu.xlsx", "kumu"), ("b.xlsx", "xlsx"), ("a.json", "360giving")]
)
def test_the_ending_of_a_file_tells_its_format(file: str, name: str) -> None:
    assert format_of_name(file) == name


def test_an_unknown_format_is_told(small_corpus: Corpus) -> None:
    with pytest.raises(MatcherError, match=r"'a\.pdf': the ending must be one of \.csv"):
        format_of_name("a.pdf")
    with pytest.raises(MatcherError, match="'jsnl' is not a format; did you mean 'jsonl'"):
        written([], small_corpus, "jsnl")
