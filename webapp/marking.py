"""Quotations with their telling part marked."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask
from markupsafe import Markup, escape

from matcher.reasons import Reason
from matcher.texts.quotations import telling_pieces

_MARKED = Markup("<mark>%s</mark>")


def register(app: Flask) -> None:
    """Make the filters known to every template."""
    app.add_template_filter(by_quote)
    app.add_template_filter(marked)


def by_quote(reasons: Iterable[Reason]) -> tuple[list[Reason], list[Reason]]:
    """Divide reasons into those that quote the organisation and those that quote nothing.

    What it looks for is quoted where it is said why it would say yes.
    """
    each = list(reasons)
    return [one for one in each if one.quote and one.term != "reciprocity"], [one for one in each if not one.quote]


def marked(quote: str, asked: Iterable[str], name: str = "") -> Markup:
    """Return what an organisation of this name says, word for word, with the words marked that were asked for."""
    pieces = telling_pieces(quote, asked, name)
    return Markup().join(_MARKED % piece.text if piece.telling else escape(piece.text) for piece in pieces)
