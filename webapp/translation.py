"""In which language the pages speak."""

from __future__ import annotations

from flask import Flask, request
from flask_babel import Babel

LOCALES = ("en",)  # the first is spoken to those who ask for none of them


def register(app: Flask) -> None:
    """Translate what templates and views wrap in `_`, into the language that the reader's browser asks for."""
    Babel(app, locale_selector=_asked_for)


def _asked_for() -> str:
    return request.accept_languages.best_match(LOCALES) or LOCALES[0]
