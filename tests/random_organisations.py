"""Random organisations for property tests: every field, with the texts that spoil spreadsheets."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from matcher.fields import clean_text
from matcher.records import Activity, Contact, Identifier, Need, Offer, Organisation, Source

TRAPS = ["=1+1", "'=1", "-", "n/a", "?", "a; b", "; ", "[1]", "[x", "<b>bold</b> &amp;", "_x000D_", "a\r\nb\rc", "＝1"]  # noqa: RUF001
TRAPS += [
    "007",
    "1e5",
    "2020-01-01",
    "TRUE",
    "#REF!",
    '"',
    'a","b',
    "a\tb",
    "\ufffe\uffff",
    "😀" * 3,
    "سلام عليكم",
    "@x",
    "+1",
]
texts = (st.sampled_from(TRAPS) | st.text(max_size=30)).map(clean_text)
required = texts.filter(bool)
ids = st.from_regex(r"[!#-;=?-~Ž]{1,30}", fullmatch=True)
dates = st.sampled_from(["", "2019", "2020-02", "2020-02-29"])
addresses = st.sampled_from(["", "https://example.org/a?b=1;c", "http://münchen.example"])
emails = st.sampled_from(["", "office@example.org", "=x@example.org", "+1@example.org"])
countries = st.sampled_from(["SK", "NO", "FR", "NA"])


def lists(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=3).map(tuple)


sources = st.builds(Source, title=required, author=texts, publisher=texts, date=dates, locator=texts, url=addresses)
identifiers = st.builds(Identifier, scheme=required, id=required)


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    named = draw(lists(sources))
    source = st.sampled_from([None, *range(len(named))])
    basis = st.sampled_from(["stated", "inferred"])
    entry = {"capability": required, "statement": required, "basis": basis, "source": source}
    activity = st.builds(
        Activity, id=texts, title=required, summary=texts, start=dates, end=dates, partners=lists(ids), source=source
    )
    return Organisation(
        id=draw(ids),
        name=draw(required),
        kind=draw(texts),
        summary=draw(texts),
        headquarters=draw(st.just("") | countries),
        reach=draw(st.sampled_from(["", "local", "global"])),
        countries=draw(lists(countries)),
        languages=draw(lists(st.sampled_from(["en", "sk", "pt-BR", "no"]))),
        terms=draw(lists(st.sampled_from(["no_cost", "in_kind"]))),
        **{name: draw(lists(required)) for name in ("aliases", "audiences", "channels", "themes", "values")},
        offers=draw(lists(st.builds(Offer, **entry))),
        needs=draw(lists(st.builds(Need, **entry))),
        activities=draw(lists(activity)),
        identifiers=draw(lists(identifiers)),
        sources=named,
        verified_on=draw(dates),
        status=draw(st.sampled_from(["unknown", "active", "closed"])),
        contact=Contact(website=draw(addresses), role_email=draw(emails)),
    )
