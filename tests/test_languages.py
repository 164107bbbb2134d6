"""languages: where a text speaks of a language, and where of people or places."""

from __future__ import annotations

import pytest

from matcher.geography.languages import read_languages


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Spanish-speaking audiences", ("es",)),
        ("English lessons", ("en",)),
        ("Verify images in Hindi and English", ("en", "hi")),
        ("in Dutch and need it in Polish, Arabic and Ukrainian", ("ar", "nl", "pl", "uk")),
        ("patients who speak no German.", ("de",)),
        ("Infographics in plain Dutch", ("nl",)),
        ("Translate fact-checks from English into Maltese", ("en", "mt")),
        ("Swahili radio", ("sw",)),
        ("clips in Guaraní", ("gn",)),
        ("Courses for refugees who learn Norwegian, plus a handbook", ("no",)),
    ],
)
def test_languages_are_named(text: str, codes: tuple[str, ...]) -> None:
    assert read_languages(text)[0] == codes


@pytest.mark.parametrize(
    "text",
    ["Moldovan schools", "in Polish schools", "Italian and Spanish media", "in Italian and Spanish media", "Latin"],
)
def test_what_is_said_of_people_and_things_is_no_language(text: str) -> None:
    assert read_languages(text) == ((), text)


def test_names_of_languages_are_taken_out_and_the_rest_stays() -> None:
    _, rest = read_languages("Spanish-speaking pupils in Peru")
    assert rest.split() == ["pupils", "in", "Peru"]
