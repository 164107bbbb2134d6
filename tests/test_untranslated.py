"""Nothing on a page escapes translation: with a catalogue that marks every message, no words stand outside marks.

The pages are asked for in French, so that names and dates, which come from the Common Locale Data Repository, are
French; all other words that are neither marked nor from a record, nor typed by the reader, are a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from babel import Locale
from babel.support import NullTranslations
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from matcher.corpus import Corpus
from matcher.directory.census import SECTORS
from matcher.records import Organisation
from matcher.settings import Settings
from tests.conftest import WordsEncoder, build_app, built_workspace
from tests.editor import add_editor, send_fields, sign_in
from webapp import create_app

GOAL = (
    "Verify rumours and air a show on radio in Slovakia and the Baltics by May 2031, in Slovak, for teenagers;"
    " set up a hotline"
)
FRENCH = Locale("fr")
SITE = {"contact": {"website": "https://kestrelwatch.example"}}
MOMENT = r"\d+ [a-zéû]+\.? \d{4}, \d\d:\d\d:\d\d"
TWINS = {"local:kestrel": "survey", "reg:7": "register"}
SHOWN_ATTRIBUTES = {"aria-label", "aria-description", "title", "placeholder", "alt", "aria-roledescription"}
NOT_FOR_PEOPLE = {"script", "style", "code"}  # what stands in <code> is for machines
NOT_PAGES = ("/api/v1", "/static", "/language/")
FOR_ARGUMENTS = {
    "organisation_id": "local:checkers",
    "practice_id": "check-before-airing",
    "record_id": "local:checkers",
    "token": "TOKEN",
    "country": "SK",
    "code": "SK",
    "format_name": "csv",
    "kind": "organisation",
    "secret": "used",
}
STATES = (
    f"/result?goal={GOAL}",
    f"/result?goal={GOAL}&seeker=Checkers&country=SK&language=Slovak&audience=teenagers&on=2031-02&similarity=0.5",
    f"/result?goal={GOAL}&kind=media&brings=We+make+radio&need=hotline",
    "/result?goal=qqqq+wwww",
    "/result?goal=проверка+фактов",
    "/result?goal=",
    "/result?goal=!!!!&seeker=nobody&country=Atlantis&language=Klingon&on=soon&similarity=x&kind=zzz",
    f"/coalition?goal={GOAL}",
    f"/coalition?goal={GOAL}&size=1&without=local:checkers&pin=local:radio-one",
    f"/coalition?goal={GOAL}&size=2&seeker=Checkers&pin=local:bank",
    f"/coalition?goal={GOAL}&size=99&add=nobody",
    f"/coalition?goal={GOAL}&seeker=Checkers&add=Checkers",
    "/coalition?goal=qqqq+wwww",
    "/practices?q=verify+rumours+with+a+donor&actor=media",
    "/practices?stage=scoping&effort=not_stated&phase=before",
    "/practices?stage=zzz",
    "/practices?q=проверка+фактов",
    "/practices?q=!",
    "/organisations?q=check",
    "/organisations?q=zzzz",
    "/organisations/local:silent",
    "/organisations/local:bank",
    "/organisations/local:radio-one",
    "/organisations/local:gone",
    "/organisations/local:chekers",
    "/practices/meet-where-teenagers-are",
    "/practices/ask-for-money-early",
    "/practices/nothing",
    "/nowhere",
    "/shortlist/TOKEN/brief?with=local:checkers",
    "/shortlist/TOKEN/compare?with=local:checkers&with=local:radio-one&with=local:silent",
    "/shortlist/TOKEN/compare?with=local:checkers",
    "/shortlist/unknown",
)


EDITING = (
    "/edit/new/practice",
    "/edit/practice/ask-for-money-early",
    "/history/organisation/local:silent",
    "/history/practice/ask-for-money-early",
    "/identity/records/local:kestrel",
    "/edit/organisation/local:nobody",
)
NOT_RECORDS: tuple[dict[str, str | list[str]], ...] = (
    {"name": "", "contact.website": "http://", "countries": "zzz", "languages": "zzz", "verified_on": "2031-99"},
    {"name": "Left House", "kind": "zzz", "offers[0].capability": "hotline", "offers[0].source": "7"},
    {"name": "Chekers", "countries": "SK"},
    {"name": "Left House", "id": "local:radio-one"},
    {"name": "Left House", "summary": GOAL, "act": "suggest"},
)


class Marked(NullTranslations):
    """A catalogue in which every message is translated into itself between marks."""

    def ugettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ungettext(self, one: str, several: str, number: int) -> str:
        return f"⟦{one if number == 1 else several}⟧"

    def upgettext(self, _: str, message: str) -> str:
        return f"⟦{message}⟧"

    def unpgettext(self, _: str, one: str, several: str, number: int) -> str:
        return self.ungettext(one, several, number)

    gettext, ngettext, pgettext, npgettext = ugettext, ungettext, upgettext, unpgettext


class Reader(HTMLParser):
    """Collects what a person sees or hears: one stream of texts, and the attributes that are read out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.attributes: list[str] = []
        self._hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in NOT_FOR_PEOPLE
        self.attributes += [value or "" for name, value in attrs if name in SHOWN_ATTRIBUTES]
        if tag == "input" and dict(attrs).get("type") in {"submit", "button"}:
            self.attributes.append(dict(attrs).get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in NOT_FOR_PEOPLE

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


def unmarked(page: str) -> Iterator[str]:
    """Yield the pieces of a page's texts that stand outside all marks; a message may hold tags."""
    reader = Reader(page)
    for text in ("\x1f".join(reader.texts), *reader.attributes):
        before, rest = "", text
        while before != rest:
            before, rest = rest, re.sub(r"⟦[^⟦⟧]*⟧", "\x1f", rest)
        yield from (" ".join(piece.split()) for piece in rest.split("\x1f"))


class Known:
    """The words that may stand on a page in any language: of records, of CLDR, and the names of things."""

    def __init__(self, corpus: Corpus) -> None:
        records = [record.model_dump() for record in (*corpus.organisations, *corpus.practices)]
        self._said = [" ".join(text.split()) for text in (GOAL, *strings(records)) if text.strip()]
        names = [*FRENCH.territories.values(), *FRENCH.languages.values(), *FRENCH.months["format"]["wide"].values()]
        names += [
            "CSV",
            "XLSX",
            "JSON lines",
            "JSON-LD",
            "GraphML",
            "Kumu",
            "360Giving",
            "CORDIS",
            "IATI",
            "Open Referral HSDS 3",
        ]  # formats and programs
        names += ["Partner Matcher", "English", "Français", "nDCG@10", "words", *SECTORS]  # the small taxonomy has four
        names += ["zzz", "zzzz", "qqqq wwww", "проверка фактов", "Left House", "Radio week", "We make radio"]  # typed
        names += [
            "ana",
            "http://",
            "2031-99",
            "Kestrel Watch Trust",
            "Kestrel Watch",
            "Chekers",
            *TWINS,
            *TWINS.values(),
            "corpus",
        ]
        longest_first = sorted(map(re.escape, {*names, *self._said}), key=len, reverse=True)
        self._names = re.compile(
            rf"https?://\S+|local:[\w-]+|\d{{8}}T\S+|{MOMENT}|(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.I
        )
        self._rests: dict[str, str] = {}

    def rest(self, piece: str) -> str:
        """Return what is left of a piece without all that is known, "" where no letter is left."""
        if piece not in self._rests:
            bare = re.sub(r"^[\W_]+|[\W_]+$", "", piece)
            is_quoted = len(bare) > 2 and any(bare in said for said in self._said)
            has_words = re.search(r"[^\W\d_]", self._names.sub("", bare))
            self._rests[piece] = piece if has_words and not is_quoted else ""
        return self._rests[piece]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in strings(each))
    elif isinstance(value, list | tuple):
        yield from (text for each in value for text in strings(each))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build_app(tmp_path_factory.mktemp("marked"))


@pytest.fixture
def client(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr("webapp.catalogues.translations", lambda _: Marked())
    monkeypatch.setattr("webapp.translation.spoken_locales", lambda: ("en", "fr"))
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    return client


@pytest.fixture
def editor(client: FlaskClient, settings: Settings, words_encoder: WordsEncoder) -> FlaskClient:
    """An editor, who has changed two records and has a pair to decide on; `client` brings the marks."""
    workspace = built_workspace(settings, words_encoder)
    for (record_id, origin), words in zip(TWINS.items(), ("", " Trust"), strict=True):
        twin = {"id": record_id, "name": f"Kestrel Watch{words}", "countries": ["SK"]}
        workspace.store.receive([Organisation.model_validate(twin | SITE)], origin)
    app = create_app(settings, words_encoder)
    add_editor(app)
    editor = app.test_client()
    editor.environ_base = client.environ_base
    sign_in(editor)
    workspace.editing.delete("organisation", "local:silent", None, "ana", "")
    stored = workspace.editing.get("organisation", "local:checkers")
    changed = stored.record.model_copy(update={"summary": "", "countries": ("SK", "CZ")})
    workspace.editing.save(changed, stored.version, "ana", "")
    return editor


@pytest.fixture
def token(app: Flask, client: FlaskClient) -> str:
    """A shortlist of four, one of whom has left the directory."""
    shortlists = app.extensions["library"].workspace.shortlists
    made = shortlists.create("Radio week", [("goal", GOAL), ("seeker", "local:scouts")])
    recommender = app.extensions["library"].recommender()
    for slug in ("checkers", "radio-one", "silent"):
        shortlists.add(made.token, recommender.knowledge.organisation(f"local:{slug}"))
    gone = recommender.knowledge.organisation("local:bank").model_copy(
        update={"id": "local:left", "name": "Left House"}
    )
    shortlists.add(made.token, gone)
    return str(made.token)


def page_rules(app: Flask) -> list[Rule]:
    """Return every address that a person can open."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(NOT_PAGES)
    ]


def plain_addresses(app: Flask) -> list[str]:
    """Return one address of each page."""
    adapter = app.url_map.bind("localhost")
    return [adapter.build(r.endpoint, {name: FOR_ARGUMENTS[name] for name in r.arguments}) for r in page_rules(app)]


def faults(client: FlaskClient, address: str, known: Known) -> list[str]:
    response = client.get(address, follow_redirects=True)
    if response.mimetype != "text/html":
        return []
    found = {known.rest(piece) for piece in unmarked(response.text)} - {""}
    return [f"{address}: {piece}" for piece in sorted(found)]


def test_the_test_finds_what_is_not_marked(small_corpus: Corpus) -> None:
    page = '<p title="Untold">⟦Told <b>Checkers</b> ⟦Hotline⟧⟧ loose words, Slovaquie, Checkers</p><script>no</script>'
    known = Known(small_corpus)
    assert sorted(filter(None, map(known.rest, unmarked(page)))) == ["Untold", "loose words, Slovaquie, Checkers"]


def test_every_address_can_be_filled_in(app: Flask) -> None:
    wanted = {name for rule in page_rules(app) for name in rule.arguments}
    assert wanted <= set(FOR_ARGUMENTS), "say in FOR_ARGUMENTS what stands for it, so that the page is looked at"


def test_no_page_holds_words_that_are_not_translated(
    app: Flask, client: FlaskClient, token: str, small_corpus: Corpus
) -> None:
    known = Known(small_corpus)
    found: list[str] = []
    for address in (*plain_addresses(app), *STATES):
        found += faults(client, address.replace("TOKEN", token), known)
    assert not found, "\n".join(found)


def test_no_page_for_editors_holds_words_that_are_not_translated(
    app: Flask, editor: FlaskClient, small_corpus: Corpus
) -> None:
    known = Known(small_corpus)
    found = [fault for address in (*plain_addresses(app), *EDITING) for fault in faults(editor, address, known)]
    for entered in NOT_RECORDS:
        page = send_fields(editor, "/edit/new/organisation", entered).text
        found += [f"{entered}: {rest}" for rest in {known.rest(piece) for piece in unmarked(page)} - {""}]
    assert not found, "\n".join(found)


def test_no_refusal_holds_words_that_are_not_translated(client: FlaskClient, token: str, small_corpus: Corpus) -> None:
    known = Known(small_corpus)
    signature = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"/shortlist/{token}").text)
    assert signature
    for path, entered in (
        ("entry", {"organisation": "local:checkers", "note": "x" * 5000}),
        ("entry", {"organisation": "local:checkers", "status": "zzz"}),
        ("entry", {"organisation": "local:nobody"}),
        ("rename", {"name": ""}),
        ("open", {}),
    ):
        data = {"csrf_token": signature[1], **entered}
        answer = client.post(f"/shortlist/{token}/{path}", data=data, follow_redirects=True)
        pieces = [piece for piece in unmarked(answer.text) if set(piece) != {"x"}]
        assert not [piece for piece in pieces if known.rest(piece)], path


def test_a_brief_is_written_in_the_language_of_its_reader(
    client: FlaskClient, token: str, small_corpus: Corpus
) -> None:
    known = Known(small_corpus)
    text = client.get(f"/shortlist/{token}/brief.md").text
    bare = re.sub(r"\\(.)", r"\1", text)
    pieces = list(unmarked(re.sub(r"<br>|[|#]|---", "\x1f", bare)))
    assert sorted({known.rest(piece) for piece in pieces} - {""}) == []
