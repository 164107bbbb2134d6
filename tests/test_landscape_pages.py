"""The pages of the landscape: what they say, where their links lead, and what they weigh."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.conftest import build_app

PAGES = ("/landscape", "/landscape/SK", "/landscape/coverage", "/landscape/map", "/landscape/network")
HEAVIEST = 200_000  # bytes, compressed


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with build_app(tmp_path_factory.mktemp("landscape")).test_client() as client:
        yield client


def text_of(page: str) -> str:
    """Return what a person reads: no tags, one blank between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def addresses(page: str, start: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r'href="([^"]+)"', page) if found.startswith(start)]


def listed(client: FlaskClient, address: str) -> list[str]:
    """Return the ids on a page of organisations."""
    return re.findall(r'<h2><a href="/organisations/([^"]+)"', client.get(address).text)


def test_the_world_counts_and_leads_to_countries(client: FlaskClient) -> None:
    page = client.get("/landscape").text
    assert "Slovakia: 2 organisations" in page
    assert "Czechia: 1 organisation" in page
    assert re.findall(r'<th scope="row"><a href="/landscape/(..)">', page) == ["SK", "CZ"]
    assert "Of 3 organisations no country is known." in text_of(page)
    assert '<a href="/landscape/SK" tabindex="-1"' in page
    assert "Slovakia: 1 activity" in client.get("/landscape?by=activities").text
    assert 'viewBox="440 18 190 108"' in client.get("/landscape?part=europe&by=nonsense").text


def test_a_small_country_is_a_circle(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    (folder / "organisations").mkdir(parents=True)
    (folder / "organisations" / "malta.yaml").write_text("id: local:malta\nname: Malta House\ncountries: [MT]\n")
    (folder / "practices").mkdir()
    (folder / "taxonomy").symlink_to(Path(__file__).parent / "small_corpus" / "taxonomy")
    page = build_app(tmp_path / "data", corpus=str(folder)).test_client().get("/landscape").text
    assert re.search(r'href="/landscape/MT"[^>]*><circle class="step-1"', page)


def test_a_country_names_its_white_spots_and_who_could_help(client: FlaskClient) -> None:
    shown = text_of(client.get("/landscape/sk").text)
    assert "2 organisations 1 activity 2 capabilities stated 3 white spots" in shown
    assert "Fact-checking 1" in shown
    assert "Rumours week 2023 Checkers , Radio One" in shown
    assert "Broadcasting Radio One 1 in a neighbouring country, 0 working worldwide" in shown
    assert "Funding Bank Foundation 0 in neighbouring countries, 1 working worldwide" in shown
    assert "Hotline nobody known" in shown, "the only hotline has closed"


def test_a_white_spot_leads_to_partners_who_fill_it(client: FlaskClient) -> None:
    page = client.get("/landscape/SK").text
    (address,) = [each for each in addresses(page, "/result?") if "broadcasting" in each]
    asked = parse_qs(urlsplit(address).query)
    assert asked == {
        "goal": ["Find a partner for broadcasting in Slovakia"],
        "need": ["broadcasting"],
        "country": ["SK"],
    }
    result = client.get(address)
    assert result.status_code == 200
    assert re.findall(r'<h3><a href="/organisations/([^"]+)"', result.text)[0] == "local:radio-one"


def test_a_large_country_shows_its_first_and_says_how_many_more(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.views.landscape.MOST_SHOWN", 1)
    page = client.get("/landscape/SK").text
    assert "Checkers and 1 more: see all" in text_of(page)
    assert "/organisations?kind=civil_society&country=SK" in addresses(page, "/organisations?")


def test_a_country_without_organisations_is_told_and_no_country_is_not_found(client: FlaskClient) -> None:
    page = client.get("/landscape/ZW")
    assert page.status_code == 200
    assert "nobody has entered one" in text_of(page.text)
    assert [client.get(f"/landscape/{code}").status_code for code in ("QQ", "slovakia", "S")] == [404, 404, 404]


@pytest.mark.parametrize("query", ["", "?country=SK", "?theme=disinformation&rows=total&columns=total"])
def test_each_number_of_the_matrix_is_the_length_of_its_list(client: FlaskClient, query: str) -> None:
    page = client.get(f"/landscape/coverage{query}").text
    cells = re.findall(r'<td[^>]*><a href="(/organisations\?[^"]+)" aria-label="(\d+):', page)
    assert cells
    for address, number in cells:
        assert len(listed(client, html.unescape(address))) == int(number), address


def test_the_matrix_tells_stated_from_inferred(client: FlaskClient) -> None:
    page = client.get("/landscape/coverage").text
    assert re.search(r'<td class="stated"><a href="[^"]*kind=civil_society&amp;capability=youth_outreach"', page)
    assert re.search(r'<td class="inferred"><a href="[^"]*kind=media&amp;capability=youth_outreach"', page)
    assert 'aria-sort="ascending"' in client.get("/landscape/coverage?rows=media").text


def test_choices_are_chips_that_can_be_taken_away(client: FlaskClient) -> None:
    page = client.get("/organisations?kind=civil_society&capability=fact_checking&country=sk&q=hoaxes").text
    assert listed(client, "/organisations?kind=civil_society&capability=fact_checking&country=sk") == ["local:checkers"]
    chips = [html.unescape(each) for each in re.findall(r'class="chip" href="([^"]+)"', page)]
    assert chips == [
        "/organisations?q=hoaxes&capability=fact_checking&country=SK",
        "/organisations?q=hoaxes&kind=civil_society&country=SK",
        "/organisations?q=hoaxes&kind=civil_society&capability=fact_checking",
    ]
    assert '<input type="hidden" name="country" value="SK">' in page
    assert "1 organisation with “hoaxes”" in text_of(page)


def test_the_download_holds_what_the_page_lists(client: FlaskClient) -> None:
    page = client.get("/organisations?capability=fact_checking&theme=disinformation").text
    address = addresses(page, "/download/organisations/jsonl?")[0]
    assert [line.split('"')[3] for line in client.get(address).text.splitlines()] == ["local:checkers"]


def test_who_says_too_little_is_counted(client: FlaskClient) -> None:
    page = client.get("/organisations?capability=hotline").text
    assert "1 more organisation does not say enough of itself to tell." in text_of(page)


def test_every_point_of_the_map_is_in_the_list_and_out_of_the_tab_order(client: FlaskClient) -> None:
    page = client.get("/landscape/map").text
    points = re.findall(r'<a href="(/organisations/[^"]+)" tabindex="-1"', page)
    assert len(points) == 6
    assert sorted(re.findall(r'<li><a href="(/organisations/[^"]+)">', page)) == sorted(points)
    assert "two main axes only" in text_of(page), "six are too few for a map that is learnt"
    assert "1 organisation" in text_of(client.get("/landscape/map?kind=media").text)


def test_the_network_of_all_and_of_one(client: FlaskClient) -> None:
    page = client.get("/landscape/network").text
    assert "2 organisations with a known partner." in text_of(page)
    assert "Checkers and Radio One: 1 shared activity" in html.unescape(page)
    one = client.get("/landscape/network?of=The Čheck Club").text
    assert "Who works with Checkers" in text_of(one)
    assert "1 known partner." in text_of(one)
    lonely = client.get("/landscape/network?of=Scouts").text
    assert "No activity of it with a partner of the directory is known." in text_of(lonely)
    assert client.get("/landscape/network?of=Nobody").status_code == 404


def test_the_network_as_files(client: FlaskClient) -> None:
    graph = client.get("/landscape/network?format=graphml")
    assert graph.mimetype == "application/graphml+xml"
    assert b"local:checkers" in graph.data
    table = client.get("/landscape/network?of=Checkers&format=kumu")
    assert table.text.splitlines() == [
        "From,To,Direction,Type,Strength",
        "Checkers,Radio One,undirected,shared activities,1",
    ]
    assert "who-works-with-whom.csv" in table.headers["Content-Disposition"]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_is_heavy_and_each_leads_to_the_others(client: FlaskClient, page: str) -> None:
    answer = client.get(page)
    assert len(gzip.compress(answer.data)) < HEAVIEST
    assert 'tabindex="0"' in answer.text
    for other in PAGES:
        if other != "/landscape/SK":
            assert f'href="{other}"' in answer.text
