"""Parts of pages that all readers of a language see alike: made once, and never another language's or reader's."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale

from tests.conftest import ROOT, build_app
from webapp.facet_names import facet_value_name
from webapp.knowledge import Library, get_page_parts
from webapp.page_parts import FOLDER, PageParts

TEMPLATES = sorted((ROOT / "webapp" / "templates" / FOLDER).glob("*.html"))
OF_ONE_READER = r"\b(request|session|g|csrf_token|editor|open_shortlist|page_languages|get_locale)\b"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build_app(tmp_path_factory.mktemp("parts"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def library(app: Flask) -> Library:
    found: Library = app.extensions["library"]
    return found


@pytest.fixture
def parts(app: Flask) -> PageParts:
    with app.test_request_context():
        return get_page_parts()


def test_a_part_is_made_once_for_a_language_and_for_the_values_that_it_shows(app: Flask, parts: PageParts) -> None:
    with app.test_request_context():
        english = parts.rendered("options", list="kinds", besides=())
        assert '<option value="funder">' in english
        assert parts.rendered("options", list="kinds", besides=()) is english
        assert '<option value="funder">' not in parts.rendered("options", list="kinds", besides=("funder",))
        with force_locale("fr"):
            french = parts.rendered("countries")
            assert "Allemagne" in french
        assert "Germany" in parts.rendered("countries")
        assert "Allemagne" not in parts.rendered("countries")


def test_what_a_request_makes_long_is_not_kept(app: Flask, parts: PageParts) -> None:
    with app.test_request_context():
        long = {"list": "kinds", "name": "kind", "checked": ("funder", "x" * 1_000)}
        first = parts.rendered("boxes", **long)
        assert 'value="funder" checked' in first
        assert parts.rendered("boxes", **long) == first
        assert parts.rendered("boxes", **long) is not first


def test_names_of_codes_are_in_the_language_of_each_reader(app: Flask, parts: PageParts) -> None:
    for language, name in (
        ("en", "Broadcasting"),
        ("fr", "Diffusion à la radio ou à la télévision"),
        ("en", "Broadcasting"),
    ):
        with app.test_request_context(), force_locale(language):
            assert parts.taxonomy().name("capabilities", "broadcasting") == name
            assert parts.taxonomy().terms("capabilities")["broadcasting"].name == name
            assert parts.taxonomy().name("capabilities", "juggling") == "juggling"


def test_a_newer_generation_has_parts_of_its_own(app: Flask, library: Library, parts: PageParts) -> None:
    assert library.page_parts(parts.knowledge) is parts
    newer = replace(parts.knowledge, name="gen-000002")
    vars(newer)["organisation_names"] = ("Only One",)
    with app.test_request_context():
        assert "Radio One" in parts.rendered("seekers")
        assert re.findall(r'value="([^"]+)"', library.page_parts(newer).rendered("seekers")) == ["Only One"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_what_is_kept_asks_for_nothing_of_one_reader(path: Path) -> None:
    code = " ".join(re.findall(r"{[{%](.*?)[%}]}", path.read_text(encoding="utf-8"), re.DOTALL))
    assert not re.search(OF_ONE_READER, re.sub(r'"[^"]*"', "", code))


def test_the_main_menu_marks_the_page_and_begins_where_the_site_begins(client: FlaskClient) -> None:
    def menu(path: str, root: str = "") -> str:
        page = client.get(path, environ_overrides={"SCRIPT_NAME": root}).text
        return page[page.index("<nav") : page.index("</nav>")]

    assert '<a href="/about" aria-current="page">' in menu("/about")
    assert '<a href="/practices" aria-current="page">' in menu("/practices")
    assert menu("/practices").count("aria-current") == 1
    assert '<a href="/matcher/about" aria-current="page">' in menu("/about", "/matcher")
    assert menu("/no-such-page").count("aria-current") == 0


@pytest.mark.parametrize(
    ("facet", "code", "english", "french"),
    [
        ("kinds", "broadcaster", "Broadcaster", "Radio ou télévision"),
        ("countries", "DE", "Germany", "Allemagne"),
        ("countries", "worldwide", "Worldwide", "Monde entier"),
        ("languages", "de", "German", "allemand"),
        ("terms", "no_cost", "partners at no cost", "partenariat sans frais"),
        ("verified_since", "2020", "2020", "2020"),
        ("terms", "not_stated", "Not stated", "Non précisé"),
    ],
)
def test_values_of_facets_are_named_in_the_language_of_the_reader(
    app: Flask, facet: str, code: str, english: str, french: str
) -> None:
    for language, name in (("en", english), ("fr", french)):
        with app.test_request_context(), force_locale(language):
            assert facet_value_name(code, facet) == name
