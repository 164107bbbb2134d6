"""Opinions: kept, changed, withdrawn, exported, never read by the ranking, and without a word on whose they are."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from werkzeug.test import TestResponse

from matcher.errors import FeedbackError
from matcher.feedback.keeping import Feedback
from matcher.feedback.opinion import Opinion
from matcher.settings import Settings
from matcher.workspace import Workspace
from tests.conftest import ROOT, WordsEncoder, built_workspace
from webapp import create_app
from webapp.cli import main

GOAL = "verify rumours on radio"
ADDRESS = "goal=verify+rumours+on+radio&only_kind=broadcaster&offset=0"
FIRST = Opinion(GOAL, "local:radio-one", "useful", 1, "gen-000001", "2026-11-21T10:00:00+00:00")


@pytest.fixture
def feedback(tmp_path: Path) -> Feedback:
    return Feedback(create_engine(f"sqlite:///{tmp_path / 'opinions.sqlite'}"))


@pytest.fixture
def workspace(settings: Settings, words_encoder: WordsEncoder) -> Workspace:
    return built_workspace(settings, words_encoder)


@pytest.fixture
def app(workspace: Workspace, words_encoder: WordsEncoder) -> Flask:
    return create_app(workspace.settings, words_encoder)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_an_opinion_is_found_by_whoever_gave_it_and_by_nobody_else(feedback: Feedback) -> None:
    feedback.give("mine", FIRST)
    asked = ["local:radio-one", "local:bank"]
    assert feedback.given("mine", GOAL, asked) == {"local:radio-one": FIRST}
    assert feedback.given("yours", GOAL, asked) == {}
    assert feedback.given("mine", "another goal", asked) == {}


def test_another_opinion_of_the_same_person_takes_its_place_and_that_of_others_stands_beside_it(
    feedback: Feedback,
) -> None:
    changed = replace(FIRST, verdict="not_useful", given_at="2026-11-21T11:00:00+00:00")
    other = replace(FIRST, given_at="2026-11-21T12:00:00+00:00")
    feedback.give("mine", FIRST)
    feedback.give("mine", changed)
    feedback.give("yours", other)
    assert feedback.opinions() == [changed, other]
    assert feedback.counts() == {"useful": 1, "not_useful": 1}


def test_an_opinion_can_be_withdrawn_by_whoever_gave_it_alone(feedback: Feedback) -> None:
    feedback.give("mine", FIRST)
    feedback.withdraw("yours", GOAL, "local:radio-one")
    assert feedback.opinions() == [FIRST]
    feedback.withdraw("mine", GOAL, "local:radio-one")
    feedback.withdraw("mine", GOAL, "local:radio-one")
    assert feedback.opinions() == []


@pytest.mark.parametrize(("wrong", "field"), [({"verdict": "great"}, "verdict"), ({"rank": 0}, "rank")])
def test_what_cannot_be_is_refused(feedback: Feedback, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(FeedbackError) as caught:
        feedback.give("mine", replace(FIRST, **wrong))
    assert caught.value.field == field
    assert feedback.opinions() == []


def test_the_database_holds_nothing_that_leads_to_a_person(feedback: Feedback) -> None:
    feedback.give("mine", FIRST)
    feedback.give("mine", replace(FIRST, organisation_id="local:bank", rank=2))
    with feedback._engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(text("select * from opinions")).mappings()]
    assert {*rows[0]} == {"key", "goal", "organisation_id", "verdict", "rank", "generation", "given_at"}
    assert "mine" not in json.dumps(rows)
    assert len({row["key"] for row in rows}) == 2, "two opinions of one person have nothing in common"


def give(client: FlaskClient, verdict: str, organisation: str = "local:radio-one", **more: str) -> TestResponse:
    page = client.get("/result", query_string={"goal": GOAL}).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    entered = {"address": ADDRESS, "organisation": organisation, "rank": "1", "verdict": verdict} | more
    return client.post("/feedback", data={"csrf_token": token.group(1)} | entered)


def pressed(client: FlaskClient) -> list[str]:
    page = client.get("/result", query_string={"goal": GOAL}).text
    return re.findall(r'aria-pressed="true" aria-label="([^"]+)"', page)


def test_an_opinion_is_given_changed_and_taken_back_on_the_page(client: FlaskClient, workspace: Workspace) -> None:
    assert pressed(client) == []
    response = give(client, "useful")
    assert response.status_code == 303
    assert response.location == f"/result?{ADDRESS}#at-local%3Aradio-one"
    assert pressed(client) == ["Useful: Radio One"]
    [kept] = workspace.feedback.opinions()
    assert (kept.goal, kept.organisation_id, kept.rank, kept.generation) == (GOAL, "local:radio-one", 1, "gen-000001")
    give(client, "not_useful")
    assert pressed(client) == ["Not useful: Radio One"]
    give(client, "none")
    assert pressed(client) == []
    assert workspace.feedback.opinions() == []


def test_the_buttons_of_all_partners_belong_to_one_form_and_name_their_partner(
    client: FlaskClient, workspace: Workspace
) -> None:
    page = client.get("/result", query_string={"goal": "verify rumours on radio for teenagers"}).text
    found = re.findall(r'form="opining" formaction="([^"]+)" name="verdict" value="useful"', page)
    ids = re.findall(r'id="at-([^"]+)"', page)
    assert len(found) == len(ids) >= 3
    assert page.count('<form id="opining"') == page.count('<form id="adding"') == 1
    assert page.count('name="csrf_token"') == 2, "those of the two forms"
    form = dict(re.findall(r'name="(csrf_token|address)" value="([^"]+)"', page.split('<form id="opining"')[1]))
    address = html.unescape(form["address"])
    client.post(html.unescape(found[2]), data={**form, "address": address, "verdict": "useful"})
    assert [(kept.organisation_id, kept.rank) for kept in workspace.feedback.opinions()] == [(ids[2], 3)]


def test_others_do_not_see_it_and_the_order_stays(app: Flask, client: FlaskClient) -> None:
    before = re.findall(r'id="at-([^"]+)"', client.get("/result", query_string={"goal": GOAL}).text)
    give(client, "not_useful", before[0])
    assert pressed(app.test_client()) == []
    after = re.findall(r'id="at-([^"]+)"', client.get("/result", query_string={"goal": GOAL}).text)
    assert after == before


@pytest.mark.parametrize(
    ("entered", "status", "told"),
    [
        ({"verdict": "great"}, 422, "The verdict is “great”; it is useful or not_useful."),
        ({"verdict": "useful", "rank": "first"}, 422, "The rank is “first”; it is a whole number from 1."),
        ({"verdict": "useful", "organisation": "local:nobody"}, 404, "There is nothing here"),
        ({"verdict": "useful", "address": "goal=x"}, 422, "say in a sentence"),
    ],
)
def test_a_bad_opinion_is_told(
    client: FlaskClient, workspace: Workspace, entered: dict[str, str], status: int, told: str
) -> None:
    response = give(client, **entered)
    assert response.status_code == status
    assert told in response.text
    assert workspace.feedback.opinions() == []


def test_nothing_is_kept_without_the_token_of_the_form(client: FlaskClient, workspace: Workspace) -> None:
    entered = {"address": ADDRESS, "organisation": "local:radio-one", "rank": "1", "verdict": "useful"}
    assert client.post("/feedback", data=entered).status_code == 400
    assert workspace.feedback.opinions() == []


def test_the_command_writes_one_opinion_a_line(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    workspace.feedback.give("mine", FIRST)
    assert main(["feedback", "--data", str(workspace.settings.data)]) == 0
    written = capsys.readouterr()
    assert [json.loads(line) for line in written.out.splitlines()] == [vars(FIRST)]
    assert written.err == "1 useful, 0 not useful\n"


def test_no_ranking_reads_opinions() -> None:
    readers = {
        path.stem
        for path in (ROOT / "matcher").rglob("*.py")
        if path.parent.name != "feedback"
        if re.search(r"import.*(?:Feedback|Opinion)\b|matcher\.feedback", path.read_text(encoding="utf-8"))
    }
    assert readers == {"workspace"}
