"""What templates need beside their values: names of codes, dates, numbers, Markdown, words for terms."""

from __future__ import annotations

import datetime
import re
from collections.abc import Hashable
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal
from flask import Flask
from flask_babel import format_datetime, get_locale, gettext, ngettext
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from matcher.dates import words
from matcher.dates.when import When
from matcher.records import Source
from matcher.sentences import sentence
from webapp.code_names import country_name, country_names, language_name, language_names
from webapp.knowledge import get_page_parts, get_publisher
from webapp.reader import is_english, reader_language
from webapp.record_fields import input_label, label_of
from webapp.telling import as_sentence, said, small_letters, told, with_commas, with_semicolons

TERM_NAMES = {
    "coverage": sentence("Brings what is missing"),
    "relevance": sentence("Close to your topic"),
    "evidence": sentence("Has done something like it"),
    "ties": sentence("Knows you or your partners"),
    "reciprocity": sentence("Looks for what you bring"),
    "common_ground": sentence("Shares places, languages, themes, values"),
    "reach": sentence("Right place and audience"),
    "capabilities": sentence("Helps with what you need"),
    "actors": sentence("For the partners asked for or at hand"),
}
METHOD_NAMES = {
    "matcher": sentence("Partner Matcher"),
    "hybrid": sentence("Words and meaning together"),
    "dense": sentence("Likeness of meaning alone"),
    "bm25": sentence("Shared words alone"),
    "popularity": sentence("Whoever took part in most"),
}
TERMS_OF_PARTNERING = {
    "no_cost": sentence("partners at no cost"),
    "in_kind": sentence("gives in kind"),
    "funds_others": sentence("funds others"),
    "needs_funding": sentence("needs funding"),
}
REACHES = {
    "local": sentence("local"),
    "national": sentence("national"),
    "regional": sentence("regional"),
    "global": sentence("global"),
}
PHASE_NAMES = {
    "before": sentence("Before the campaign"),
    "during": sentence("During the campaign"),
    "after": sentence("After the campaign"),
    "": sentence("At any time"),
}
_markdown = MarkdownIt("commonmark", {"html": False})  # notes are data: no HTML from them


def register(app: Flask) -> None:
    """Make the filters and names known to every template; what the library says is shown in the reader's language."""
    for filter_ in (
        age,
        citation,
        country_name,
        fixed,
        language_name,
        long_date,
        moment,
        note_html,
        number,
        percent,
        period,
        small_letters,
        with_commas,
        with_semicolons,
    ):
        app.add_template_filter(filter_)
    app.add_template_filter(short_citation)
    app.add_template_filter(term_name)
    app.add_template_filter(term_of_partnering)
    app.add_template_filter(as_sentence)
    app.add_template_filter(told)
    app.add_template_filter(tuple, "tuple")
    app.jinja_env.finalize = told
    app.jinja_env.globals |= {
        "taxonomy": lambda: get_page_parts().taxonomy(),
        "same_for_all": same_for_all,
        "country_names": country_names,
        "language_names": language_names,
        "phase_names": PHASE_NAMES,
        "reaches": REACHES,
        "method_names": METHOD_NAMES,
        "terms_of_partnering": TERMS_OF_PARTNERING,
        "field_label": label_of,
        "input_label": input_label,
        "publishing_failure": lambda: get_publisher().failure,
    }


def same_for_all(name: str, /, **values: Hashable) -> Markup:
    """Return a part of pages that everybody sees alike for these values: a template of `page_parts.FOLDER`."""
    return get_page_parts().rendered(name, **values)


def term_name(name: str) -> str:
    """Return what a term of the score is called on the screen."""
    return said(TERM_NAMES.get(name, name))


def term_of_partnering(code: str) -> str:
    """Return what a way of partnering is called on the screen."""
    return said(TERMS_OF_PARTNERING.get(code, code))


def long_date(text: str) -> str:
    """Write a date of year, month or day precision."""
    return _long_date(text, reader_language())


@lru_cache(maxsize=4096)
def _long_date(text: str, _language: str) -> str:
    return said(words.long_date(text))


def period(when: When) -> str:
    """Write a time from one day to another."""
    return said(words.period(when))


def number(value: float) -> str:
    """Write a number with as many decimals as it has, at most three."""
    if is_english():
        return f"{value:,}" if isinstance(value, int) else f"{value:g}"
    return format_decimal(value, locale=get_locale())


def fixed(value: float, decimals: int) -> str:
    """Write a number with so many decimals."""
    written = f"{value:.{decimals}f}"
    return written if is_english() else _fixed_in(reader_language(), written, decimals)


@lru_cache(maxsize=4096)
def _fixed_in(language: str, written: str, decimals: int) -> str:
    """Return a number that is written in English in another language; pages are full of the same few."""
    return format_decimal(Decimal(written), f"#,##0.{'0' * decimals}", locale=language)


def percent(share: float) -> str:
    """Write a share as a whole number of hundredths."""
    return str(gettext("%(number)s %%", number=number(round(share * 100))))


def age(text: str) -> str:
    """Say how long ago a date is, in whole years."""
    years = (datetime.datetime.now(datetime.UTC).date() - datetime.date.fromisoformat((text + "-01-01")[:10])).days
    years //= 365
    return str(ngettext("%(num)s year ago", "%(num)s years ago", years) if years > 0 else gettext("within a year"))


def moment(text: str) -> str:
    """Write a moment in ISO 8601 to the minute (UTC), in the reader's language."""
    return str(format_datetime(datetime.datetime.fromisoformat(text), "medium"))


def citation(source: Source) -> Markup:
    """Write a source so that a reader can find the place."""
    title = Markup("<cite>{}</cite>").format(source.title)
    if source.url:
        title = Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(source.url, title)
    date = long_date(source.date) if source.date else ""
    return Markup(", ").join([escape(source.author)] * bool(source.author) + [title]) + escape(
        "".join(f", {part}" for part in (source.publisher, date, source.locator) if part)
    )


def short_citation(source: Source) -> str:
    """Write title, year and place of a source on one line; the full citation stands on the record's page."""
    return ", ".join(part for part in (source.title, source.date[:4], source.locator) if part)


def note_html(text: str) -> Markup:
    """Render the Markdown of a note; HTML in it is shown, not run."""
    rendered = _markdown.render(text)
    return Markup(re.sub(r"<(/?)h[1-3]>", r"<\1h4>", rendered))  # noqa: S704  rendered with html=False
