"""The page of organisations: fifty at a time, with ways on that keep what was chosen."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from matcher.knowledge import KnowledgeBase
from matcher.records import Organisation
from matcher.settings import read_settings
from tests.conftest import SMALL_CORPUS, WordsEncoder
from webapp import create_app

NAMES = [f"Club {number:03}" for number in range(120)]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, small_knowledge: KnowledgeBase) -> FlaskClient:
    """A hundred and twenty clubs, every second one in Slovakia and of civil society, in no order."""
    data: Path = tmp_path_factory.mktemp("many")
    clubs = tuple(
        Organisation(
            id=f"local:c{number}",
            name=name,
            kind="civil_society" if number % 2 else "media",
            countries=("SK",) if number % 2 else (),
            summary="We meet & talk.",
        )
        for number, name in reversed(list(enumerate(NAMES)))
    )
    corpus = replace(small_knowledge.corpus, organisations=clubs)
    KnowledgeBase.build(corpus, WordsEncoder(), classifier=small_knowledge.classifier).save(data / "generations")
    settings = read_settings({}, data=str(data), corpus=str(SMALL_CORPUS), model="words")
    return create_app(settings, WordsEncoder()).test_client()


def listed(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/organisations/[^"]+">([^<]+)</a>', page)


def ways_on(page: str) -> dict[str, str]:
    return {rel: html.unescape(address) for rel, address in re.findall(r'rel="(prev|next)" href="([^"]+)"', page)}


def status(page: str) -> str:
    found = re.search(r'<p role="status">(.*?)</p>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found.group(1)).split()) if found else ""


def test_the_first_page_shows_fifty_by_name_and_the_way_on(client: FlaskClient) -> None:
    page = client.get("/organisations").text
    assert listed(page) == NAMES[:50]
    assert ways_on(page) == {"next": "/organisations?start=50"}
    assert status(page) == "120 organisations 1 to 50 are shown."
    assert "Show 50 more" in page


def test_the_last_page_shows_the_rest_and_the_way_back(client: FlaskClient) -> None:
    page = client.get("/organisations?start=100").text
    assert listed(page) == NAMES[100:]
    assert ways_on(page) == {"prev": "/organisations?start=50"}
    assert "Show 20 more" in client.get("/organisations?start=50").text


def test_a_page_in_between_has_both_ways_and_the_first_has_a_plain_address(client: FlaskClient) -> None:
    assert ways_on(client.get("/organisations?start=50").text) == {
        "prev": "/organisations",
        "next": "/organisations?start=100",
    }


def test_the_ways_on_keep_what_was_chosen(client: FlaskClient) -> None:
    page = client.get("/organisations?kind=civil_society&country=sk&q=we+%26").text
    assert listed(page) == NAMES[1:100:2]
    following = ways_on(page)["next"]
    assert following == "/organisations?q=we+%26&kind=civil_society&country=SK&start=50"
    assert listed(client.get(following).text) == NAMES[101::2]
    assert ways_on(client.get(following).text)["prev"] == "/organisations?q=we+%26&kind=civil_society&country=SK"


def test_downloads_and_chips_are_of_the_whole_list(client: FlaskClient) -> None:
    page = client.get("/organisations?kind=civil_society&start=50").text
    addresses = [html.unescape(each) for each in re.findall(r'href="(/download/[^"]+/jsonl(?:\?[^"]*)?)"', page)]
    assert addresses == ["/download/organisations/jsonl?kind=civil_society"]
    assert len(client.get(addresses[0]).text.splitlines()) == 60
    assert 'class="chip" href="/organisations"' in page


def test_a_place_behind_the_end_leads_to_the_beginning(client: FlaskClient) -> None:
    page = client.get("/organisations?kind=media&start=60")
    assert page.status_code == 200
    assert listed(page.text) == []
    notice = (
        '<a href="/organisations?kind=media">The list ends before this. Show it from the beginning: 60 organisations'
    )
    assert notice in page.text
    assert status(page.text).startswith("60 organisations")


@pytest.mark.parametrize("start", ["-1", "x", "", "9" * 40, "٣"])
def test_what_is_no_place_is_the_beginning(client: FlaskClient, start: str) -> None:
    assert listed(client.get("/organisations", query_string={"start": start}).text) == NAMES[:50]
