"""Quotations with their telling part marked."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask
from markupsafe import Markup, escape

from matcher.quotations import telling_pieces


def register(app: Flask) -> None:
    """Make the filter known to every template."""
    app.add_template_filter(marked)


def marked(quote: str, asked: Iterable[str], name: str = "") -> Markup:
    """Return what an organisation of this name says, word for word, with the words marked that were asked for."""
    pieces = telling_pieces(quote, asked, name)
    return Markup().join(Markup("<mark>{}</mark>").format(p.text) if p.telling else escape(p.text) for p in pieces)
