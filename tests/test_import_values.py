"""What single cells mean: dates, HTML, countries, languages, codes, identifiers."""

from __future__ import annotations

import pytest

from matcher.corpus import Corpus
from matcher.importers.dates import AMBIGUOUS, DateOrder, guess_order, read_date
from matcher.importers.identifiers import identifier_of, read_identifier, scheme_of_column
from matcher.importers.mapping import Rule
from matcher.importers.markup import strip_markup
from matcher.importers.values import CellReader
from matcher.importers.vocabulary import Vocabulary
from matcher.texts.language import detect_language

# Dates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023", "2023"),
        ("2023-07", "2023-07"),
        ("2023-07-06", "2023-07-06"),
        ("2023-07-06T10:30:45.123Z", "2023-07-06"),
        ("2023-07-06 00:00:00", "2023-07-06"),
        ("2023/7/6", "2023-07-06"),
        ("22/03/2018", "2018-03-22"),
        ("03/22/2018", "2018-03-22"),
        ("6.7.2023", "2023-07-06"),
        ("05/05/2018", "2018-05-05"),
        ("6 July 2023", "2023-07-06"),
        ("July 6th, 2023", "2023-07-06"),
        ("Jul 2023", "2023-07"),
        ("45113", "2023-07-06"),  # Excel's count of days
        ("45113.5", "2023-07-06"),
    ],
)
def test_a_date_is_read(text: str, date: str) -> None:
    assert read_date(text) == (date, "")


@pytest.mark.parametrize(
    ("order", "read"),
    [("day_first", ("2018-04-03", "")), ("month_first", ("2018-03-04", "")), ("", ("2018", AMBIGUOUS))],
)
def test_a_date_of_which_day_and_month_cannot_be_told_is_known_to_the_year(
    order: DateOrder, read: tuple[str, str]
) -> None:
    assert read_date("03/04/2018", order) == read


@pytest.mark.parametrize("text", ["soon", "31/02/2018", "2018-13-01", "13/13/2018", "123", "99999", ""])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        read_date(text)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["01/02/2010", "13/02/2010"], "day_first"),
        (["01/02/2010", "02/13/2010"], "month_first"),
        (["01/02/2010"], ""),
        (["13/02/2010", "02/13/2010"], ""),
        (["2010-02-13"], ""),
        ([], ""),
    ],
)
def test_the_order_is_guessed_where_one_date_decides(texts: list[str], order: str) -> None:
    assert guess_order(texts) == order


# HTML


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>One &amp; two</p><p>three</p>", "One & two\n\nthree"),
        ("one<br/>two<BR>three", "one\ntwo\nthree"),
        ("<b>bold</b>ly &lt; 5&nbsp;%", "boldly < 5 %"),
        ("a<script>alert(1)</script><style>b{}</style>c<!-- no -->", "ac"),
        ("Marks &amp; Spencer", "Marks & Spencer"),
        ("x <a href='https://a.example'>link</a>", "x link"),
    ],
)
def test_html_becomes_text(text: str, plain: str) -> None:
    assert strip_markup(text) == plain


@pytest.mark.parametrize("text", ["a < b & c > d", "AT&T this&that&notes", "<3", "broken <b", "two\n\n  spaces", ""])
def test_text_that_is_no_html_stays_as_it_is(text: str) -> None:
    assert strip_markup(text) == text


def test_what_only_looks_like_a_tag_stays() -> None:
    assert strip_markup("<b>Dear</b> <your name>, a&b") == "Dear <your name>, a&b"


# Words


@pytest.mark.parametrize(
    ("words", "code"),
    [("sk", "SK"), ("UK", "GB"), ("EL", "GR"), ("Deutschland", "DE"), ("Österreich", "AT"), ("côte d'ivoire", "CI"),
     ("Bosnia and Herzegovina", "BA"), ("Czech Republic", "CZ"), ("REPUBLIC OF MOLDOVA", "MD"), ("Norge", "NO")],
)  # fmt: skip
def test_a_country_is_read_by_code_or_name(words: str, code: str) -> None:
    assert Vocabulary.country(words) == code


@pytest.mark.parametrize(
    ("words", "tag"),
    [("en", "en"), ("pt-BR", "pt-BR"), ("eng", "en"), ("ger", "de"), ("Deutsch", "de"), ("français", "fr"),
     ("Serbian", "sr")],
)  # fmt: skip
def test_a_language_is_read_by_tag_code_or_name(words: str, tag: str) -> None:
    assert Vocabulary.language(words) == tag


@pytest.mark.parametrize("words", ["Atlantis", "XX", "EU"])
def test_what_is_no_country_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="is not a country"):
        Vocabulary.country(words)


def test_a_code_is_read_by_code_name_or_example(small_corpus: Corpus) -> None:
    vocabulary = Vocabulary(small_corpus.taxonomy)
    term = small_corpus.taxonomy.kinds[0]
    for words in (term.code, term.name.upper(), *term.examples):
        assert vocabulary.term("kinds", words) == term.code
    with pytest.raises(ValueError, match=r"is none of taxonomy/kinds\.yaml"):
        vocabulary.term("kinds", "Verein zur Förderung")


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("contact.website", "www.example.org/a", "https://www.example.org/a"),
        ("contact.website", "HTTP://Example.org", "http://Example.org"),
        ("contact.role_email", "mailto:info@example.org", "info@example.org"),
        ("reach", "National", "national"),
        ("terms", "in-kind", "in_kind"),
        ("summary", "<p>Hi</p>", "Hi"),
        ("activities[0].start", "22/03/2018", "2018-03-22"),
        ("activities[0].partners", "local:a<b", "local:a<b"),
        ("activities", "Roadshow", {"title": "Roadshow"}),
        ("identifiers", "Q42", {"scheme": "WIKIDATA", "id": "Q42"}),
    ],
)
def test_a_cell_is_read_for_its_field(small_corpus: Corpus, field: str, text: str, value: object) -> None:
    assert CellReader(Vocabulary(small_corpus.taxonomy)).read(Rule(field=field), text).value == value


@pytest.mark.parametrize(
    ("field", "text"),
    [("contact.website", "on request"), ("contact.role_email", "call us"), ("reach", "wide"), ("identifiers", "12")],
)
def test_a_cell_that_does_not_fit_its_field_is_refused(small_corpus: Corpus, field: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"^is "):
        CellReader(Vocabulary(small_corpus.taxonomy)).read(Rule(field=field), text)


# Languages of texts


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("We teach parents and teachers how to recognise false news on the internet.", "en"),
        ("Wir zeigen Eltern und Lehrkräften, wie man falsche Nachrichten im Internet erkennt.", "de"),
        ("Učíme rodičov a učiteľov, ako rozpoznať falošné správy na internete.", "sk"),
        ("Globsec", ""),
        ("12345 67890 !!!", ""),
    ],
)
def test_the_language_of_a_text_is_detected_where_it_is_long_enough(text: str, tag: str) -> None:
    assert detect_language(text) == tag


# Identifiers


@pytest.mark.parametrize(
    ("text", "scheme", "number"),
    [
        ("https://ror.org/05a28rw58", "ROR", "05a28rw58"),
        ("05a28rw58", "ROR", "05a28rw58"),
        ("http://www.wikidata.org/entity/Q42", "WIKIDATA", "Q42"),
        ("GB-CHC-1156077", "GB-CHC", "1156077"),
        ("XM-DAC-41304", "XM-DAC", "41304"),
        ("grid.5216.0", "GRID", "grid.5216.0"),
    ],
)
def test_an_identifier_is_recognised_by_its_form(text: str, scheme: str, number: str) -> None:
    assert read_identifier(text) == {"scheme": scheme, "id": number}


@pytest.mark.parametrize(("text", "number"), [("1156077", "1156077"), ("GB-CHC-1156077", "1156077")])
def test_an_identifier_of_a_given_scheme_needs_no_form(text: str, number: str) -> None:
    assert read_identifier(text, "GB-CHC") == {"scheme": "GB-CHC", "id": number}


def test_only_ids_of_org_id_guide_are_identifiers_themselves() -> None:
    assert identifier_of("GB-CHC-1156077") == [{"scheme": "GB-CHC", "id": "1156077"}]
    assert identifier_of("360G-wolfson:org-13177") == []
    assert identifier_of("local:globsec") == []


@pytest.mark.parametrize(
    ("name", "scheme"),
    [("ROR ID", "ROR"), ("wikidata_qid", "WIKIDATA"), ("Charity Number", "GB-CHC"), ("PIC", "EU-PIC"),
     ("org_id", ""), ("Topic", None), ("name", None)],
)  # fmt: skip
def test_the_scheme_is_known_by_the_name_of_the_column(name: str, scheme: str | None) -> None:
    assert scheme_of_column(name) == scheme
