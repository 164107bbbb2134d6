"""The pages: what they show, what they say to bad input, and what keeps them safe."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matcher.dates.when import When
from matcher.dates.words import period
from matcher.evaluation.measured import Measured
from matcher.knowledge import KnowledgeBase
from matcher.recommender import Recommender
from matcher.records import Goal, Organisation
from matcher.settings import Settings
from matcher.workspace import Workspace
from tests.conftest import WordsEncoder, built_workspace
from webapp import create_app

GOAL = "verify rumours on radio for teenagers"


@pytest.fixture
def app(settings: Settings, words_encoder: WordsEncoder) -> Flask:
    built_workspace(settings, words_encoder)
    return create_app(settings, words_encoder)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def text_of(page: str) -> str:
    """Return what a person reads: no tags, one blank between words; marks stand within words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?mark>", "", page))).split())


def message(page: str, field: str) -> str:
    found = re.search(rf'id="{field}-error">([^<]*)<', page)
    return html.unescape(found.group(1)) if found else ""


def partners_on(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/organisations/([^"]+)"', page)


def test_home_has_the_form_and_three_examples(client: FlaskClient) -> None:
    page = client.get("/").text
    for name in ("goal", "seeker", "brings", "country", "language", "on", "audience", "kind"):
        assert f'name="{name}"' in page
    assert page.count('href="/result?goal=') == 3
    assert "6 organisations and 3 practices" in text_of(page)


def test_a_result_shows_the_same_partners_in_the_same_order_as_the_library(
    client: FlaskClient, small_recommender: Recommender
) -> None:
    page = client.get("/result", query_string={"goal": GOAL}).text
    expected = [p.organisation.id for p in small_recommender.partners([Goal(text=GOAL)])[0].partners]
    assert expected[0] == "local:radio-one"
    assert partners_on(page) == expected


def test_a_result_shows_needs_quotes_sources_and_practices(client: FlaskClient) -> None:
    page = client.get("/result", query_string={"goal": GOAL}).text
    shown = text_of(page)
    for need in ("Fact-checking", "Youth outreach", "Broadcasting"):
        assert need in shown
    assert "Brings: Broadcasting Radio One gives air time on radio. The visible report, 2024, page 1" in shown
    assert "Youth outreach inferred" in shown
    assert "Check before airing" in shown
    assert "Pitfall: A rumour on radio cannot be called back." in shown
    assert "The visible handbook, chapter 2" in shown


def test_a_region_and_a_time_are_shown_as_they_were_said(client: FlaskClient) -> None:
    goal = "Verify rumours in the Baltics and in Poland by May 2031"
    shown = text_of(client.get("/result", query_string={"goal": goal}).text)
    assert "Place Baltic states \u00d7 Place Poland \u00d7 " in shown
    assert "When until 31 May 2031 by May 2031 " in shown
    shown = text_of(client.get("/result", query_string={"goal": "Verify rumours"}).text)
    assert "Place Baltic" not in shown
    assert "When until" not in shown


def test_a_time_that_was_read_can_be_corrected(client: FlaskClient) -> None:
    address = {"goal": "Verify rumours by May 2031", "on": "2032-06"}
    page = client.get("/result", query_string=address).text
    assert "When June 2032 " in text_of(page)
    assert 'value="2032-06"' in page
    bad = client.get("/result", query_string=address | {"on": "next June"})
    assert bad.status_code == 422
    assert "next June" in message(bad.text, "on")


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(date(2031, 1, 1), date(2031, 12, 31)), "2031"),
        (When(date(2031, 2, 1), date(2031, 2, 28), "in February"), "February 2031"),
        (When(date(2031, 2, 9), date(2031, 2, 9)), "9 February 2031"),
        (When(None, date(2031, 2, 9)), "until 9 February 2031"),
        (When(date(2031, 2, 9), None), "from 9 February 2031"),
        (When(date(2031, 3, 1), date(2031, 5, 31)), "1 March to 31 May 2031"),
        (When(date(2030, 12, 1), date(2031, 2, 28)), "1 December 2030 to 28 February 2031"),
    ],
)
def test_a_time_is_written_as_short_as_it_is_exact(when: When, words: str) -> None:
    assert period(when) == words


def test_what_nobody_brings_is_said(client: FlaskClient) -> None:
    shown = text_of(client.get("/result", query_string={"goal": "set up a hotline with a radio programme"}).text)
    assert "Still uncovered: Hotline" in shown
    assert "nobody below brings it" in shown


def test_the_points_of_each_partner_add_up_to_the_total(client: FlaskClient) -> None:
    page = client.get("/result", query_string={"goal": GOAL, "seeker": "Checkers", "country": "SK"}).text
    tables = re.findall(r"<table>(.*?)</table>", page, re.DOTALL)
    totals = re.findall(r'class="total">([\d.]+)<', page)
    assert len(tables) == len(totals) == 2
    for table, total in zip(tables, totals, strict=True):
        points = [float(each) for each in re.findall(r"<td>([\d.]+)</td></tr>", table)]
        assert round(sum(points[:-1]), 1) == points[-1] == float(total)


def test_the_seeker_is_subtracted_and_not_shown(client: FlaskClient) -> None:
    page = client.get("/result", query_string={"goal": GOAL, "seeker": "local:checkers"}).text
    assert "local:checkers" not in partners_on(page)
    assert "you bring it" in page


def test_the_seeker_may_be_named_by_name_or_alias_in_any_case(client: FlaskClient) -> None:
    pages = {
        tuple(partners_on(client.get("/result", query_string={"goal": GOAL, "seeker": seeker}).text))
        for seeker in ("local:checkers", "checkers", "THE ČHECK CLUB")
    }
    assert pages == {("local:radio-one", "local:scouts")}


def test_what_a_person_says_to_bring_is_subtracted(client: FlaskClient) -> None:
    page = client.get("/result", query_string={"goal": GOAL, "brings": "Our radio programme"}).text
    need = re.search(r"<strong>Broadcasting</strong>.*?</li>", page, re.DOTALL)
    assert need is not None
    assert "you bring it" in need.group(0)


def test_repeated_parameters_are_all_heard(client: FlaskClient) -> None:
    page = client.get(f"/result?goal={quote(GOAL)}&kind=broadcaster&kind=network&country=SK&country=Czechia").text
    assert set(partners_on(page)) == {"local:radio-one", "local:scouts"}
    assert "Place Slovakia \u00d7 Place Czechia \u00d7" in text_of(page)


@pytest.mark.parametrize(
    ("entered", "field", "parts"),
    [
        ({"goal": ""}, "goal", ("empty", "say in a sentence")),
        ({"goal": "x"}, "goal", ("'x'", "say in a sentence")),
        ({"goal": "\x00\x07"}, "goal", ("empty",)),
        ({"goal": "a" * 50_000}, "goal", ("50,000 characters", "10,000")),
        ({"goal": GOAL, "seeker": "Chekers"}, "seeker", ("'Chekers'", "did you mean Checkers")),
        ({"goal": GOAL, "country": "Narnia"}, "country", ("“Narnia”", "name or its two-letter code")),
        ({"goal": GOAL, "language": "Klingonish"}, "language", ("“Klingonish”", "name or its two-letter code")),
        ({"goal": GOAL, "audience": "yuth"}, "audience", ("'yuth'", "did you mean 'youth'")),
        ({"goal": GOAL, "kind": "medias"}, "kind", ("'medias'", "did you mean 'media'")),
    ],
)
def test_bad_input_gets_a_message_beside_its_field_and_keeps_what_was_entered(
    client: FlaskClient, entered: dict[str, str], field: str, parts: tuple[str, ...]
) -> None:
    response = client.get("/result", query_string=entered)
    assert response.status_code == 422
    for part in parts:
        assert part in message(response.text, field)
    if entered["goal"].isprintable():
        assert entered["goal"] in html.unescape(response.text)
    if field in {"seeker", "country", "language"}:
        assert f'value="{entered[field]}"' in response.text


def test_all_messages_come_at_once(client: FlaskClient) -> None:
    page = client.get("/result", query_string={"goal": "x", "seeker": "nobody", "country": "Narnia"}).text
    assert all(message(page, field) for field in ("goal", "seeker", "country"))


def test_control_characters_are_left_out_and_told(client: FlaskClient) -> None:
    response = client.get("/result", query_string={"goal": f"verify\x07 rumours \u202eon radio {GOAL}"})
    assert response.status_code == 200
    assert "2 invisible control characters in your text were left out" in response.text


@pytest.mark.parametrize("text", ["تحقق من الشائعات مع الشباب", "проверка фактов для подростков", "青少年事实核查"])
def test_other_scripts_get_a_page_and_a_notice(client: FlaskClient, text: str) -> None:
    response = client.get("/result", query_string={"goal": text})
    assert response.status_code == 200
    assert text in response.text
    assert "script that the language model reads poorly" in text_of(response.text)


def test_a_filter_that_leaves_nobody_offers_a_way_out(client: FlaskClient) -> None:
    response = client.get("/result", query_string={"goal": GOAL, "kind": "funder"})
    assert response.status_code == 200
    assert "No organisation fits all that you ask for." in response.text
    way_out = re.search(r'href="([^"]+)">For every kind of partner: (\d+) organisation', response.text)
    assert way_out is not None
    assert way_out.group(1) == f"/result?goal={GOAL.replace(' ', '+')}"
    assert int(way_out.group(2)) == len(partners_on(client.get(way_out.group(1)).text)) > 0


def test_what_people_enter_is_never_run(client: FlaskClient) -> None:
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> verify rumours"
    for url in ("/result", "/practices", "/organisations"):
        page = client.get(url, query_string={"goal": attack, "q": attack, "seeker": attack}).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_organisation_page_shows_everything_with_sources(client: FlaskClient) -> None:
    shown = text_of(client.get("/organisations/local:checkers").text)
    for part in (
        "Checkers Also known as The Čheck Club Civil society organisation",
        "Slovakia",
        "1 May 2024",
        "Checkers verify rumours within a day.",
        "Rumours week 2023",
        "With Radio One",
        "The visible report",
    ):
        assert part in shown


def test_an_organisation_is_shown_with_who_brings_what_it_looks_for_and_practices(client: FlaskClient) -> None:
    shown = text_of(client.get("/organisations/local:scouts").text)
    first = shown.split("Who brings what it looks for ")[1]
    assert first.startswith("Checkers Fact-checking")
    assert "Practices for it Check before airing" in shown
    assert "Who brings what it looks for" not in client.get("/organisations/local:bank").text


def test_an_organisation_is_linked_data_for_search_engines(client: FlaskClient) -> None:
    block = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', client.get("/organisations/local:scouts").text
    )
    assert block
    told = json.loads(block[1])
    assert (told["@context"], told["name"]) == ("https://schema.org", "Scouts")
    assert told["@id"] == "http://localhost/organisations/local:scouts"
    assert "check claims" in json.dumps(told["seeks"])


def test_a_result_links_to_its_downloads(client: FlaskClient) -> None:
    page = client.get("/result", query_string={"goal": GOAL, "country": "SK"}).text
    links = re.findall(r'href="(/download/result/[^"]+)"', page)
    assert len(links) == 6
    table = client.get(html.unescape(links[0])).text
    shown = re.findall(r'<h3><a href="/organisations/([^"?]+)', page)
    assert [line.split(",")[2] for line in table.splitlines()[1:]] == shown


def test_a_mistake_is_reported_and_kept(app: Flask, client: FlaskClient) -> None:
    reports = app.extensions["library"].workspace.mistake_reports
    link = re.search(r'href="(/report/[^"]+)"', client.get("/organisations/local:scouts").text)
    assert link
    form = client.get(link.group(1)).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token
    assert client.post(link.group(1), data={"wish": "removal", "text": "Gone."}).status_code == 400
    entered = {"csrf_token": token.group(1), "wish": "removal", "text": "We dissolved.", "reply_to": "nowhere"}
    refused = client.post(link.group(1), data=entered)
    assert refused.status_code == 422
    assert "We dissolved." in refused.text
    assert "&#39;nowhere&#39;; an e-mail address has an @" in refused.text
    assert reports.open() == ()
    sent = client.post(link.group(1), data=entered | {"reply_to": "desk@scouts.example"}, follow_redirects=True)
    assert "Thank you." in sent.text
    (report,) = reports.open()
    assert (report.record_id, report.wish, report.text) == ("local:scouts", "removal", "We dissolved.")
    assert report.reply_to == "desk@scouts.example"


def test_a_practice_can_be_reported_and_an_unknown_record_cannot(client: FlaskClient) -> None:
    assert "Check before airing" in client.get("/report/check-before-airing").text
    assert client.get("/report/local:nobody").status_code == 404


def test_an_organisation_of_which_little_is_known_says_so(client: FlaskClient) -> None:
    shown = text_of(client.get("/organisations/local:silent").text)
    for part in ("Kind not known", "Place not known", "No summary is known", "not known what this organisation offers"):
        assert part in shown


def test_the_practice_page_shows_text_pitfalls_and_source(client: FlaskClient) -> None:
    shown = text_of(client.get("/practices/check-before-airing").text)
    for part in ("Delivering", "before the campaign", "Pitfalls A rumour on radio", "The visible handbook , chapter 2"):
        assert part in shown


def test_practices_are_searched_and_listed_by_stage(client: FlaskClient) -> None:
    found = client.get("/practices", query_string={"q": "grants from a donor"}).text
    assert re.findall(r'<h3><a href="/practices/([^"]+)"', found)[0] == "ask-for-money-early"
    assert "Scoping 1" in text_of(client.get("/practices").text)
    assert client.get("/practices", query_string={"q": "x"}).status_code == 422


def test_organisations_are_found_by_name_alias_and_summary(client: FlaskClient) -> None:
    for words, count in (("čheck", 1), ("scouts town", 1), ("zzz", 0), ("", 6)):
        page = client.get("/organisations", query_string={"q": words}).text
        assert len(re.findall(r'<h2><a href="/organisations/', page)) == count


def test_the_coverage_page_counts_what_is_there(client: FlaskClient) -> None:
    shown = text_of(client.get("/coverage").text)
    assert "6 organisations and 3 practices" in shown
    assert "Fact-checking 1 0 1" in shown  # Checkers offer it, Scouts look for it
    assert "Youth outreach 1 1 0" in shown
    assert "Civil society organisation + Media organisation 0 1" in shown  # one note, on delivering
    assert "Slovakia 2 0 0 0" in shown  # Checkers and Scouts, both civil society


def test_the_method_page_shows_the_weights_in_force(client: FlaskClient) -> None:
    shown = text_of(client.get("/about").text)
    assert "Brings what is missing 15 %" in shown
    measured = Measured.shipped().sets[0]
    best = max(measured.ndcg.values(), key=lambda figure: figure.value)
    assert f"Partners for {measured.goals} judged goals Method nDCG@10 Partner Matcher {best.value:.2f} (" in shown


@pytest.mark.parametrize("url", ["/nothing", "/organisations/local:nobody", "/practices/none"])
def test_what_is_not_there_gets_a_page_not_a_trace(client: FlaskClient, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 404
    assert "There is nothing here" in response.text
    assert "Traceback" not in response.text


def test_a_fault_of_ours_gets_a_page_and_a_line_in_the_log(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(Recommender, "partners", fail)
    response = app.test_client().get("/result", query_string={"goal": GOAL})
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    assert "the disk is gone" not in response.text
    assert "the disk is gone" in caplog.text


@pytest.mark.parametrize("url", ["/", f"/result?goal={quote(GOAL)}", "/nothing", "/static/style.css"])
def test_every_answer_has_the_security_headers(client: FlaskClient, url: str) -> None:
    with client.get(url) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_change_without_a_token_is_refused(app: Flask) -> None:
    @app.post("/change")
    def change() -> str:
        return "changed"

    response = app.test_client().post("/change")
    assert response.status_code == 400
    assert "changed" not in response.text


def test_the_signing_key_is_made_once_and_private(settings: Settings, app: Flask, words_encoder: WordsEncoder) -> None:
    key = settings.data / "secret_key"
    assert key.stat().st_mode & 0o077 == 0
    assert create_app(settings, words_encoder).config["SECRET_KEY"] == app.config["SECRET_KEY"] == key.read_text()


def test_a_new_generation_is_served_without_a_restart(
    app: Flask, settings: Settings, words_encoder: WordsEncoder
) -> None:
    client = app.test_client()
    assert client.get("/organisations/local:checkers").status_code == 200
    workspace = Workspace(settings)
    workspace.store.edit(Organisation(id="local:checkers", name="Checkers Reborn"))
    workspace.build(words_encoder, workspace.corpus())
    assert "Checkers Reborn" in client.get("/organisations/local:checkers").text


def test_a_damaged_new_generation_leaves_the_old_one_serving(
    app: Flask, settings: Settings, words_encoder: WordsEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    workspace = Workspace(settings)
    workspace.store.edit(Organisation(id="local:checkers", name="Checkers Reborn"))
    folder: Path = workspace.build(words_encoder, workspace.corpus())
    (folder / "organisations.jsonl").write_text("{}")
    page = app.test_client().get("/organisations/local:checkers")
    assert page.status_code == 200
    assert "Reborn" not in page.text
    assert "organisations.jsonl has SHA-256" in caplog.text


def test_a_generation_of_another_model_leaves_the_old_one_serving(
    app: Flask, settings: Settings, small_knowledge: KnowledgeBase, caplog: pytest.LogCaptureFixture
) -> None:
    other = KnowledgeBase.build(small_knowledge.corpus, WordsEncoder("another"))
    other.save(Workspace(settings).root)
    assert app.test_client().get("/").status_code == 200
    assert "asked for model fingerprint" in caplog.text


def test_corrected_needs_are_taken_instead_of_those_read_from_the_text(client: FlaskClient) -> None:
    page = client.get("/result", query_string={"goal": GOAL, "need": ["funding", "", "funding"]}).text
    assert "What it needs, as you say" in page
    assert re.findall(r'<option value="([^"]+)" selected', page) == ["funding:1"]
    assert "local:bank" in partners_on(page)
    assert "Brings: Funding" in text_of(page)
    assert "Brings: Fact-checking" not in text_of(page)
    assert "need=" not in re.search(r'<a href="([^"]+)">Read them from the text again', page).group(1)  # type: ignore[union-attr]


def test_each_understood_need_can_be_weighed_or_dropped(client: FlaskClient) -> None:
    page = client.get("/result", query_string={"goal": GOAL, "country": "SK"}).text
    chosen = re.findall(r'<option value="(\w+):([\d.]+)" selected', page)
    assert {code for code, _weight in chosen} == {"fact_checking", "youth_outreach", "broadcasting"}
    for code, _weight in chosen:
        assert f'<option value="{code}:0">Not needed' in page
    assert '<input type="hidden" name="country" value="SK">' in page
    assert "Read them from the text again" not in page


def test_a_need_that_is_not_in_the_list_is_told(client: FlaskClient) -> None:
    response = client.get("/result", query_string={"goal": GOAL, "need": "fact_chekking"})
    assert response.status_code == 422
    assert "fact_chekking" in response.text


def test_the_slider_ranks_who_is_like_the_seeker(client: FlaskClient) -> None:
    page = client.get(
        "/result", query_string={"goal": "Reach teenagers", "seeker": "local:radio-one", "similarity": "1"}
    )
    assert 'name="similarity" min="0" max="1" step="0.25" value="1"' in page.text
    refused = client.get("/result", query_string={"goal": "Reach teenagers", "similarity": "much"})
    assert refused.status_code == 422
    assert "“much” is not a number from 0 to 1." in refused.text
