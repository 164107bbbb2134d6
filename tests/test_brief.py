"""The partnership brief: who leads on what, what each gives and gets, by when, and the same in three formats."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from typing import cast

import pytest
from flask.testing import FlaskClient

from matcher.briefs.agreement import AGREEMENT, HEALTH_CHECK
from matcher.briefs.brief import Brief, choose_practices, compose_brief
from matcher.briefs.wording import brief_document
from matcher.corpus import load_corpus
from matcher.documents.document import Document, Paragraph, Points, Table
from matcher.errors import UnknownRecordError
from matcher.goals import Understanding
from matcher.practices.campaign import by_phase
from matcher.reasons import Reason
from matcher.recommender import Recommender
from matcher.records import Goal, Practice
from matcher.results import RecommendedPractice, goal_for_practices
from matcher.settings import Settings
from matcher.workspace import Workspace
from tests.conftest import ROOT, WordsEncoder
from tests.test_documents import docx_texts, markdown_texts
from webapp import create_app

TODAY = date(2026, 11, 21)
GOAL = "verify rumours, engage teenagers and air a show on radio; set up a hotline"
SCOUTS_NEED = "Scouts look for someone who can check claims."


def brief_for(recommender: Recommender, *slugs: str, **goal: str) -> Brief:
    asked = Goal(text=GOAL, **goal)
    found = recommender.describe_partners(asked, [f"local:{slug}" for slug in slugs])
    campaign = recommender.campaign([goal_for_practices(found)])[0]
    return compose_brief("Radio week", found, campaign, TODAY, ["Gone House"])


def document_for(recommender: Recommender, *slugs: str, **goal: str) -> Document:
    return brief_document(brief_for(recommender, *slugs, **goal), recommender.knowledge.taxonomy, TODAY)


def table_of(document: Document, title: str) -> list[list[str]]:
    section = next(each for each in document.sections if each.title == title)
    table = next(block for block in section.blocks if isinstance(block, Table))
    return [["\n".join(cell) for cell in row] for row in table.rows]


def test_partners_come_in_the_order_asked_for_even_those_nobody_would_recommend(small_recommender: Recommender) -> None:
    found = small_recommender.describe_partners(Goal(text=GOAL), ["local:checkers", "local:bank", "local:checkers"])
    assert [(p.rank, p.organisation.name) for p in found.partners] == [(1, "Checkers"), (2, "Bank Foundation")]
    assert found.partners[0].covers == ("fact_checking",)
    assert found.partners[1].covers == ()
    assert {need.capability for need in found.uncovered} == {"broadcasting", "youth_outreach", "hotline"}
    with pytest.raises(UnknownRecordError, match="local:nobody"):
        small_recommender.describe_partners(Goal(text=GOAL), ["local:nobody"])


def test_what_is_described_is_what_is_recommended(small_recommender: Recommender) -> None:
    goal = Goal(text=GOAL)
    for partner in small_recommender.partners([goal])[0].partners:
        described = small_recommender.describe_partners(goal, [partner.organisation.id]).partners[0]
        assert (described.terms, described.reasons) == (partner.terms, partner.reasons)


def test_who_states_an_offer_leads_on_it_and_the_others_help(small_recommender: Recommender) -> None:
    brief = brief_for(small_recommender, "radio-one", "scouts", "checkers")
    roles = {each.organisation.name: (set(each.leads), set(each.supports)) for each in brief.partners}
    assert roles == {
        "Radio One": ({"broadcasting"}, {"youth_outreach"}),  # its youth outreach is only inferred
        "Scouts": ({"youth_outreach"}, set()),
        "Checkers": ({"fact_checking"}, set()),
    }
    assert brief.lead_on("youth_outreach") == ("Scouts", "Radio One")
    assert brief.lead_on("hotline") == ()


def test_what_each_gives_and_gets_stands_with_its_sentence(small_recommender: Recommender) -> None:
    document = document_for(small_recommender, "scouts", "radio-one", seeker="local:checkers")
    assert table_of(document, "Scouts") == [
        [
            "Youth outreach: “Scouts engage teenagers every week.” [1]",
            f"Fact-checking: “{SCOUTS_NEED}” [1]",
        ]
    ]
    assert table_of(document, "Radio One")[0][1] == "What it looks for is not known. Ask what it wants from this."
    assert "(inferred)" in table_of(document, "Radio One")[0][0]
    together = document_for(small_recommender, "scouts", "checkers")
    assert table_of(together, "Scouts")[0][1] == "From Checkers: fact-checking."
    without = document_for(small_recommender, "scouts")
    assert table_of(without, "Scouts")[0][1] == "Also looks for: fact-checking. Who could give that?"


def test_the_needs_say_who_brings_them(small_recommender: Recommender) -> None:
    document = document_for(small_recommender, "scouts", "radio-one", seeker="local:checkers")
    rows = dict(table_of(document, "What the goal needs, and who brings it"))
    assert rows == {
        "Fact-checking": "Checkers (there already)",
        "Youth outreach": "Scouts leads; also Radio One",
        "Broadcasting": "Radio One leads",
        "Hotline": "Nobody yet",
    }


@pytest.mark.parametrize(("name", "said"), [("Radio week", True), (GOAL, False)])
def test_the_goal_is_not_said_twice_where_the_list_bears_its_name(
    small_recommender: Recommender, name: str, said: bool
) -> None:
    brief = replace(brief_for(small_recommender, "scouts"), name=name)
    document = brief_document(brief, small_recommender.knowledge.taxonomy, TODAY)
    assert (Paragraph(GOAL, "lead") in document.opening) is said


def test_the_timeline_counts_back_from_the_day_of_the_goal(small_recommender: Recommender) -> None:
    rows = table_of(document_for(small_recommender, "scouts", on="2027-02-09"), "Timeline")
    assert rows[0][0] == "20 October 2026 (16 weeks before; that is over, begin at once)"
    assert ["9 February 2027", "The day for which all of this is done", "usual order"] in rows
    assert rows[-1][0] == "6 April 2027 (8 weeks after)"
    undated = table_of(document_for(small_recommender, "scouts"), "Timeline")
    assert [row[0] for row in undated[:2]] == ["16 weeks before", "13 weeks before"]
    assert undated[-2][0] == "2 weeks after"


def test_the_time_that_the_text_names_counts_too(small_recommender: Recommender) -> None:
    goal = Goal(text="verify rumours before 10 March 2099")
    found = small_recommender.describe_partners(goal, ["local:checkers"])
    brief = compose_brief("X", found, small_recommender.campaign([goal])[0], TODAY)
    assert brief.day == date(2099, 3, 9)


def test_a_practice_of_the_brief_brings_its_lead_time_and_source(small_recommender: Recommender) -> None:
    goal = Goal(text="ask a donor for grants of money")
    found = small_recommender.describe_partners(goal, ["local:bank"])
    brief = compose_brief("Money", found, small_recommender.campaign([goal])[0], TODAY)
    assert "ask-for-money-early" in [each.practice.id for each in brief.practices]
    document = brief_document(brief, small_recommender.knowledge.taxonomy, TODAY)
    row = next(row for row in table_of(document, "Timeline") if row[1] == "Ask for money early")
    sources = next(each for each in document.sections if each.title == "Sources").blocks[0]
    assert isinstance(sources, Points)
    number = sources.items.index("The visible handbook, chapter 2") + 1
    assert row == ["12 weeks before", "Ask for money early", f"practice [{number}]"]


def test_pitfalls_stand_with_the_practices(small_recommender: Recommender) -> None:
    document = document_for(small_recommender, "checkers", "radio-one")
    assert any("Pitfall: A rumour on radio cannot be called back." in text for text in document.texts())


def test_each_phase_has_its_notes(small_recommender: Recommender) -> None:
    campaign = small_recommender.campaign([Goal(text=GOAL)])[0]
    assert {each.practice.id for each in choose_practices(campaign)} >= {
        "check-before-airing",
        "meet-where-teenagers-are",
    }


def test_what_is_unknown_and_who_is_gone_is_said(small_recommender: Recommender) -> None:
    texts = list(document_for(small_recommender, "silent").texts())
    assert "Not in the directory any more, and left out here: Gone House." in texts
    assert "To be asked: whom it reaches, what it offers to partners and how old this profile is." in texts
    assert "Role: to be found together." in texts
    assert "Kind not known · place not known · profile undated" in texts


def test_every_part_of_the_agreement_has_a_question_and_room(small_recommender: Recommender) -> None:
    rows = table_of(document_for(small_recommender, "scouts"), "Agreement: what to settle")
    assert [row[0] for row in rows] == [
        *("Purpose", "Shared and own objectives", "Roles", "Resources", "Decision-making", "Conflict"),
        *("Communication", "Data", "Exit", "Evaluation"),
    ]
    assert all(row[1].endswith("?") and row[2] == "" for row in rows)


def test_the_ideas_come_from_notes_of_the_corpus() -> None:
    known = {practice.id for practice in load_corpus(ROOT / "corpus").practices}
    assert {each.practice for each in (*AGREEMENT, *HEALTH_CHECK)} <= known


@pytest.fixture
def client(settings: Settings, words_encoder: WordsEncoder) -> FlaskClient:
    workspace = Workspace(settings)
    workspace.synchronise()
    workspace.build(words_encoder, workspace.corpus())
    return create_app(settings, words_encoder).test_client()


@pytest.fixture
def token(settings: Settings, client: FlaskClient) -> str:
    """A list of four, of whom the scouts have declined."""
    workspace = Workspace(settings)
    goal = (("goal", f"{GOAL} <i>*now*</i> | & more"), ("seeker", "Checkers"), ("on", "2027-02-09"))
    made = workspace.shortlists.create("Radio <week>", goal)
    known = {organisation.id: organisation for organisation in workspace.corpus().organisations}
    for slug in ("radio-one", "scouts", "bank", "silent"):
        workspace.shortlists.add(made.token, known[f"local:{slug}"])
    workspace.shortlists.write(made.token, "local:scouts", "PRIVATE NOTE", "declined")
    workspace.shortlists.write(made.token, "local:bank", "PRIVATE NOTE", "agreed")
    return made.token


def html_texts(page: str) -> list[str]:
    """Return what stands in the brief on the page, one text a line."""
    article = page[page.index('<article class="brief">') : page.index("</article>")]
    lines = re.split(r"</?(?:article|h\d|p|li|ul|ol|td|th|tr|thead|tbody|table)(?: [^>]*)?>", article)
    return [html.unescape(line).strip() for line in lines if line.strip()]


def test_the_three_formats_say_the_same(client: FlaskClient, token: str) -> None:
    root = f"/shortlist/{token}/brief"
    shown = html_texts(client.get(root).text)
    assert shown[0] == "Partnership brief: Radio <week>"
    assert shown == markdown_texts(client.get(f"{root}.md").text)
    assert shown == docx_texts(client.get(f"{root}.docx").data)
    assert len(shown) > 80


def test_downloads_are_named_and_typed(client: FlaskClient, token: str) -> None:
    for extension, kind in (("md", "text/markdown; charset=utf-8"), ("docx", "application/vnd.openxmlformats")):
        response = client.get(f"/shortlist/{token}/brief.{extension}")
        assert response.headers["Content-Type"].startswith(kind)
        assert response.headers["Content-Disposition"] == f'attachment; filename="partnership-brief.{extension}"'


def test_the_brief_is_for_those_who_have_not_declined_unless_one_chooses(client: FlaskClient, token: str) -> None:
    def partners(query: str) -> list[str]:
        return re.findall(r"<h3>([^<]+)</h3>", client.get(f"/shortlist/{token}/brief{query}").text)

    assert partners("") == ["Radio One", "Bank Foundation", "Silent House"]
    assert partners("?with=local:scouts&with=local:radio-one") == ["Radio One", "Scouts"]


def test_neither_notes_nor_the_link_are_sent_round(client: FlaskClient, token: str) -> None:
    page = client.get(f"/shortlist/{token}/brief").text
    texts = " ".join(html_texts(page)) + client.get(f"/shortlist/{token}/brief.md").text
    assert "PRIVATE NOTE" not in page
    assert token not in texts


@pytest.mark.parametrize(("path", "query"), [("compare", "?with=local:bank"), ("brief", "?with=local:nobody")])
def test_too_few_are_told(client: FlaskClient, token: str, path: str, query: str) -> None:
    response = client.get(f"/shortlist/{token}/{path}{query}")
    assert response.status_code == 422
    assert "The choice has 1 organisation; choose" in response.text


def test_the_comparison_sets_side_by_side_what_each_brings(client: FlaskClient, token: str) -> None:
    page = client.get(f"/shortlist/{token}/compare?with=local:radio-one&with=local:scouts&with=local:silent").text
    heads = re.findall(r'<th scope="col"><a [^>]+>([^<]+)</a>', page)
    assert heads == ["Radio One", "Scouts", "Silent House"]
    cells = {
        title: [
            " ".join(html.unescape(re.sub(r"<[^>]+>", "", cell)).split())
            for cell in re.findall(r"<td>(.*?)</td>", row, re.DOTALL)
        ]
        for title, row in re.findall(r'<th scope="row">([^<]+)</th>(.*?)</tr>', page, re.DOTALL)
    }
    assert cells["How it stands"] == ["To contact", "Declined", "To contact"]
    assert cells["Kind"] == ["Broadcaster", "Network", "not known"]
    assert cells["Places"] == ["Czechia", "Slovakia", "not known"]
    assert cells["Languages"] == ["Czech", "not known", "not known"]
    assert cells["Youth outreach"] == [
        "Some teenagers listen to Radio One. inferred",
        "Scouts engage teenagers every week.",
        "not stated",
    ]
    assert cells["Hotline"] == ["not stated"] * 3
    assert cells["Looks for what you bring"] == ["not known", f"Fact-checking: {SCOUTS_NEED}", "not known"]
    assert cells["To be asked"][2] == "whom it reaches; what it offers to partners; how old this profile is"
    assert cells["Last verified"] == ["1 May 2024", "1 May 2024", "not known"]


def test_a_document_for_a_goal_without_needs_has_no_table_of_them(small_recommender: Recommender) -> None:
    goal = Goal(text="paint a zebra in every town of scouts")
    found = small_recommender.describe_partners(goal, ["local:scouts"])
    brief = compose_brief("Zebra", found, small_recommender.campaign([goal])[0], TODAY)
    document = brief_document(brief, small_recommender.knowledge.taxonomy, TODAY)
    assert document.sections[0].title == "Partners: what each gives and gets"
    assert document.opening[0] == Paragraph("paint a zebra in every town of scouts", "lead")


def test_of_the_notes_with_a_lead_time_only_the_best_that_fit_are_added() -> None:
    def found(rank: int, score: float, lead: float | None = None) -> RecommendedPractice:
        practice = Practice(id=f"p{rank}", text="Text.", phase="before", lead_time_weeks=lead)
        return RecommendedPractice(rank, practice, score, (), Reason("relevance", ""))

    ranked = [found(1, 0.8), found(2, 0.7), found(3, 0.6), found(4, 0.5, 3), found(5, 0.45, 2), found(6, 0.44, 1)]
    notes = [*ranked, found(7, 0.39, 9)]
    campaign = by_phase(cast(Understanding, None), notes)
    assert [each.rank for each in choose_practices(campaign)] == [1, 2, 4, 5]
    far = by_phase(cast(Understanding, None), [found(1, 0.8), found(2, 0.7), found(3, 0.39, 9)])
    assert [each.rank for each in choose_practices(far)] == [1, 2]
