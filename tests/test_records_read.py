"""Every page and answer reads the records that it shows, and no others, however many there are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from matcher.knowledge import KnowledgeBase
from matcher.records import Organisation
from matcher.rows.lines import LineFile
from matcher.settings import read_settings
from tests.conftest import SMALL_CORPUS, WordsEncoder
from webapp import create_app

COUNT = 400
GOAL = quote("verify rumours on radio for teenagers in Slovakia")
QUERY = quote('{"q0": {"query": "Club 7", "limit": 3}}')
BY_FACT = quote('{"q0": {"properties": [{"pid": "country", "v": "CZ"}], "limit": 3}}')


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, small_knowledge: KnowledgeBase) -> Flask:
    """Four hundred clubs in four countries, each with an activity that it shared with the next."""
    data: Path = tmp_path_factory.mktemp("many")
    clubs = tuple(
        Organisation.model_validate(
            {
                "id": f"local:c{number}",
                "name": f"Club {number} of {'radio' if number % 9 == 0 else 'reading'}",
                "kind": ("civil_society", "media", "funder", "")[number % 4],
                "countries": [("SK", "CZ", "AT", "HU")[number // 3 % 4]],
                "summary": f"We meet in town {number}.",
                "languages": ["sk"],
                "offers": [
                    {
                        "capability": ("fact_checking", "broadcasting", "youth_outreach")[number % 3],
                        "statement": f"We do it in town {number}.",
                        "basis": "stated",
                    }
                ],
                "activities": [
                    {"title": f"Fair {number}", "start": "2020", "partners": [f"local:c{(number + 1) % COUNT}"]}
                ],
            }
        )
        for number in range(COUNT)
    )
    corpus = replace(small_knowledge.corpus, organisations=clubs)
    KnowledgeBase.build(corpus, WordsEncoder(), classifier=small_knowledge.classifier).save(data / "generations")
    return create_app(read_settings({}, data=str(data), corpus=str(SMALL_CORPUS), model="words"), WordsEncoder())


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 0),
        (f"/result?goal={GOAL}", 40),
        (f"/result?goal={GOAL}&seeker=club+7+of+reading", 40),
        (f"/result?goal={GOAL}&only_country=SK&start=10", 40),
        (f"/coalition?goal={GOAL}", 40),
        (f"/coalition?goal={GOAL}&add=Club+9+of+radio", 40),
        ("/organisations", 50),
        ("/organisations?q=radio&country=SK&start=0", 50),
        ("/organisations?start=350", 50),
        ("/organisations/local:c7", 20),
        ("/organisations/local:nobody", 0),
        ("/practices", 0),
        ("/coverage", 0),
        ("/landscape", 0),
        ("/landscape/SK", 4 * 40 + 40),
        ("/landscape/coverage?country=SK", 0),
        ("/landscape/map", 0),
        ("/landscape/network", 80),
        ("/landscape/network?of=local:c7", 10),
        ("/about", 0),
        ("/report/local:c7", 1),
        ("/api/v1/health", 0),
        ("/api/v1/openapi.json", 1),
        ("/api/v1/organisations?limit=5", 5),
        ("/api/v1/organisations?q=radio&limit=5&unknown=include", 5),
        ("/api/v1/organisations/local:c7", 1),
        ("/api/v1/reconcile", 0),
        (f"/api/v1/reconcile?queries={QUERY}", 100),
        (f"/api/v1/reconcile?queries={BY_FACT}", 100),
        ("/api/v1/reconcile/suggest/entity?prefix=club", 20),
        ("/api/v1/reconcile/preview?id=local:c7", 1),
        ("/download/organisations/csv?q=radio&country=SK", 15),
    ],
)
def test_a_page_reads_what_it_shows(app: Flask, monkeypatch: pytest.MonkeyPatch, address: str, most: int) -> None:
    read: list[int] = []
    read_line = LineFile._read_line

    def counted(lines: LineFile[object], place: int) -> object:
        line = read_line(lines, place)
        if isinstance(line, Organisation):
            read.append(place)
        return line

    monkeypatch.setattr(LineFile, "_read_line", counted)
    organisations = app.extensions["library"].recommender().knowledge.organisations
    monkeypatch.setattr(organisations, "_line", organisations._read_line)  # nothing stays read from test to test
    answer = app.test_client().get(address)
    assert answer.status_code == (404 if "nobody" in address else 302 if "add=" in address else 200)
    assert len(set(read)) <= most
