"""What templates need beside their values: names of codes, dates, Markdown, words for terms."""

from __future__ import annotations

import datetime
import re

from babel import Locale
from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from matcher.date_words import long_date, period
from matcher.records import COUNTRIES, Source
from webapp.goal_form import LANGUAGES
from webapp.knowledge import get_recommender

TERM_NAMES = {
    "coverage": "Brings what is missing",
    "relevance": "Close to your topic",
    "evidence": "Has done something like it",
    "ties": "Knows you or your partners",
    "reciprocity": "Looks for what you bring",
    "common_ground": "Shares places, languages, themes, values",
    "reach": "Right place and audience",
    "capabilities": "Helps with what you need",
    "actors": "For the partners asked for or at hand",
}
TERMS_OF_PARTNERING = {
    "no_cost": "partners at no cost",
    "in_kind": "gives in kind",
    "funds_others": "funds others",
    "needs_funding": "needs funding",
}
_markdown = MarkdownIt("commonmark", {"html": False})  # notes are data: no HTML from them


def register(app: Flask) -> None:
    """Make the filters and names known to every template."""
    app.add_template_filter(country_name)
    app.add_template_filter(language_name)
    app.add_template_filter(long_date)
    app.add_template_filter(period)
    app.add_template_filter(age)
    app.add_template_filter(citation)
    app.add_template_filter(short_citation)
    app.add_template_filter(note_html)
    app.add_template_filter(term_name)
    app.jinja_env.globals |= {
        "taxonomy": lambda: get_recommender().knowledge.taxonomy,
        "countries": COUNTRIES,
        "languages": LANGUAGES,
        "terms_of_partnering": TERMS_OF_PARTNERING,
    }


def country_name(code: str) -> str:
    """Return the name of a country."""
    return COUNTRIES.get(code, code)


def language_name(tag: str) -> str:
    """Return the name of a language."""
    names = Locale("en").languages
    return str(names.get(tag) or names.get(tag.split("-", maxsplit=1)[0], tag))


def term_name(name: str) -> str:
    """Return what a term of the score is called on the screen."""
    return TERM_NAMES.get(name, name)


def age(text: str) -> str:
    """Say how long ago a date is, in whole years."""
    years = (datetime.datetime.now(datetime.UTC).date() - datetime.date.fromisoformat((text + "-01-01")[:10])).days
    years //= 365
    return f"{years} year{'s' if years != 1 else ''} ago" if years > 0 else "within a year"


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
