"""In which language a page speaks, and that catalogues are whole: placeholders, marks, nothing missing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import translate
from babel.messages.catalog import Catalog
from babel.support import NullTranslations
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale

from matcher.dates.words import long_date
from matcher.geography.codes import country_name
from matcher.sentences import Name, amount, counted, in_small_letters, joined, listed, sentence, small
from tests.conftest import build_app
from webapp.catalogues import LOCALES, catalogue_path
from webapp.code_names import country_code
from webapp.telling import as_sentence, said, with_commas, with_semicolons

FRENCH = {
    "Brings: %(what)s": "Apporte : %(what)s",
    "Fact-checking": "Vérification des faits",
    "%(number)s more": "%(number)s autres",
    "%(number)s week": "%(number)s semaine",
}


class French(NullTranslations):
    """A catalogue of a few messages."""

    def ugettext(self, message: str) -> str:
        return FRENCH.get(message, message)

    def ungettext(self, one: str, _: str, number: int) -> str:
        return FRENCH.get(one, one) + ("" if number == 1 else "s")

    def upgettext(self, context: str, message: str) -> str:
        return f"{FRENCH[message]}" if context == "capabilities" else message

    gettext, pgettext = ugettext, upgettext


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build_app(tmp_path_factory.mktemp("spoken"))


@pytest.fixture
def client(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(
        "webapp.catalogues.translations", lambda locale: French() if locale == "fr" else NullTranslations()
    )
    monkeypatch.setattr("webapp.translation.spoken_locales", lambda: ("en", "fr", "ar"))
    return app.test_client()


def opening(client: FlaskClient, asked: str = "") -> str:
    page = client.get("/about", headers={"Accept-Language": asked} if asked else {}).text
    return page[page.index("<html") : page.index("<head")].strip()


@pytest.mark.parametrize(
    ("asked", "tag", "direction"),
    [
        ("", "en", "ltr"),
        ("fr-CH,en;q=.5", "fr", "ltr"),
        ("ar", "ar", "rtl"),
        ("de,en;q=.1", "en", "ltr"),
        ("xx", "en", "ltr"),
    ],
)
def test_a_page_speaks_the_language_that_the_browser_asks_for(
    client: FlaskClient, asked: str, tag: str, direction: str
) -> None:
    assert opening(client, asked) == f'<html lang="{tag}" dir="{direction}">'


def test_a_language_that_was_chosen_comes_before_the_browsers(client: FlaskClient) -> None:
    answer = client.get("/language/fr?back=/organisations?q=check")
    assert (answer.status_code, answer.location) == (303, "/organisations?q=check")
    assert opening(client, "ar").startswith('<html lang="fr"')
    assert client.get("/language/de").status_code == 404


@pytest.mark.parametrize("back", ["https://elsewhere.example/a", "//elsewhere.example/a", "/\\elsewhere.example/a", ""])
def test_a_choice_never_leads_to_another_site(client: FlaskClient, back: str) -> None:
    assert client.get("/language/fr", query_string={"back": back}).location in {"/a", "/", "/elsewhere.example/a"}


def test_a_page_names_its_language_and_what_it_depends_on_and_the_api_does_not(client: FlaskClient) -> None:
    page = client.get("/about", headers={"Accept-Language": "fr"})
    assert page.headers["Content-Language"] == "fr"
    assert {"Accept-Language", "Cookie"} <= set(page.vary)
    answer = client.get("/api/v1/health", headers={"Accept-Language": "fr"})
    assert "Content-Language" not in answer.headers


def test_the_api_speaks_english_to_everybody(client: FlaskClient) -> None:
    asked = {"text": "verify rumours", "countries": ["SK"]}
    answers = [client.post("/api/v1/partners", json=asked, headers={"Accept-Language": a}) for a in ("en", "fr")]
    assert answers[0].status_code == 200
    assert answers[0].json == answers[1].json


def test_what_the_library_says_is_said_again_from_its_parts(app: Flask, client: FlaskClient) -> None:
    name = Name.of("capabilities", "fact_checking", "Fact-checking")
    brings = sentence("Brings: %(what)s", what=name)
    texts = [
        brings,
        small(name),
        listed(["a", "b", country_name("DE")], most=2),
        counted("%(number)s week", "%(number)s weeks", 3, number=amount(1234.5, "short")),
        joined(" + ", (name, "x")),
        long_date("2027-02-09"),
        "Brings: data of a record",
    ]
    assert brings == "Brings: Fact-checking"
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert [said(text).replace("\u202f", " ") for text in texts] == [
            "Apporte : Vérification des faits",
            "vérification des faits",
            "a, b et 1 autres",
            "1 234,5 semaines",
            "Vérification des faits + x",
            "9 février 2027",
            "Brings: data of a record",
        ]
        assert as_sentence(brings) == "Apporte : Vérification des faits."
    with app.test_request_context():
        assert [said(text) for text in texts] == texts


def test_the_template_of_the_catalogues_is_up_to_date() -> None:
    assert translate.is_up_to_date(translate.collected()), "run scripts/translate.py update"


@pytest.mark.parametrize("locale", [each for each in LOCALES[1:] if catalogue_path(each).is_file()] or [None])
def test_a_catalogue_is_whole(locale: str | None) -> None:
    if locale is None:
        pytest.skip("there is no catalogue yet")
    assert list(translate.faults(translate.collected(), translate.read_catalogue(catalogue_path(locale), locale))) == []


@pytest.mark.parametrize(
    ("text", "flags", "fault"),
    [
        ("<a>%(name)s</a> bringt", (), ""),
        ("", (), "missing"),
        ("<a>%(name)s</a>", ("fuzzy",), "fuzzy"),
        ("<a>%(nom)s</a>", (), "placeholder"),
        ("%(name)s", (), "other marks"),
    ],
)
def test_what_is_wrong_with_a_translation_is_told(text: str, flags: tuple[str, ...], fault: str) -> None:
    template, catalogue = Catalog(), Catalog("fr")
    template.add("<a>%(name)s</a> brings")
    catalogue.add("<a>%(name)s</a> brings", text, flags=flags)
    found = list(translate.faults(template, catalogue))
    assert len(found) == bool(fault)
    assert all(fault in each for each in found)


def test_a_locale_that_is_not_spoken_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert translate.main(["check", "xx"]) == 1
    assert capsys.readouterr().err == "xx: not a locale of the pages; they are fr, es, ar\n"
    assert Path(translate.TEMPLATE).is_file()


def test_names_stand_in_small_letters_but_for_those_of_capitals() -> None:
    assert in_small_letters("LGBTI people and NGO Networks on YouTube") == "LGBTI people and NGO networks on YouTube"
    assert small(Name.of("kinds", "ai", "AI Company")) == "AI company"


@pytest.mark.parametrize(
    ("locale", "day", "said_so"),
    [("fr", "2027-02", "février 2027"), ("es", "2027-02-09", "9 de febrero de 2027"), ("ar", "2027-02", "فبراير 2027")],
)
def test_a_day_is_said_in_the_order_of_its_language(app: Flask, locale: str, day: str, said_so: str) -> None:
    with app.test_request_context(), force_locale(locale):
        assert said(long_date(day)) == said_so


def test_rows_have_the_commas_of_their_language(app: Flask) -> None:
    names = [country_name("SK"), "Radio One"]
    for locale, commas, semicolons in (
        ("en", "Slovakia, Radio One", "Slovakia; Radio One"),
        ("ar", "سلوفاكيا، Radio One", "سلوفاكيا؛ Radio One"),
    ):
        with app.test_request_context(), force_locale(locale):
            assert (with_commas(names), with_semicolons(names), with_commas([])) == (commas, semicolons, "")
            assert said(joined(", ", names)) == commas


@pytest.mark.parametrize("name", ["Slovakia", "slovaquie", "Eslovaquia", "سلوفاكيا", "sk", "SK"])
def test_a_country_is_known_by_its_name_in_every_language_of_the_pages(name: str) -> None:
    assert country_code(name) == "SK"
    assert country_code(f"{name}x") == ""


def test_messages_inside_other_messages_are_collected() -> None:
    program = b'sentence("%(a)s leads", a=joined("; ", [counted("%(n)s day", "%(n)s days", 2), said(sentence(x))]))'
    keywords = {"sentence", "counted"}
    found = [(name, texts) for _line, name, texts, _ in translate.calls(io.BytesIO(program), keywords, (), {})]
    assert found == [
        ("sentence", ["%(a)s leads"]),
        ("counted", ["%(n)s day", "%(n)s days", None]),
        ("sentence", [None]),
    ]


def test_the_page_of_an_error_speaks_the_readers_language(client: FlaskClient) -> None:
    page = client.put("/about", headers={"Accept-Language": "ar"})
    assert page.status_code == 405
    assert "The method is not allowed" not in page.text
