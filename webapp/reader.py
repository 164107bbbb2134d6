"""The reader's language during one request, found once: a page asks for it some hundred times."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from babel import Locale
from babel.support import NullTranslations
from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup

from webapp import catalogues


@dataclass(frozen=True)
class _Reader:
    """Who reads: `locale` is None outside of a request."""

    locale: Locale | None
    language: str
    is_english: bool
    messages: NullTranslations

    @classmethod
    def of(cls, locale: Locale | None) -> _Reader:
        language = locale.language if locale else catalogues.LOCALES[0]
        return cls(locale, language, language == catalogues.LOCALES[0], catalogues.translations(language))


_found: ContextVar[_Reader | None] = ContextVar("reader", default=None)  # Flask's g takes ten times as long to ask


def register(app: Flask) -> None:
    """Find the language when a request begins, and let templates translate without asking for it each time."""
    app.before_request(_find)
    app.teardown_request(_forget)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of the extension
        gettext=gettext,
        ngettext=lambda one, several, number: catalogue().ungettext(one, several, number),
        newstyle=True,
        pgettext=pgettext,
        npgettext=lambda context, one, several, number: catalogue().unpgettext(context, one, several, number),
    )
    app.jinja_env.globals |= {"_": shown, "gettext": shown}


def reader_locale() -> Locale | None:
    """Return the reader's language; None outside of a request."""
    return _reader().locale


def reader_language() -> str:
    """Return the code of the reader's language, that of the library outside of a request."""
    return _reader().language


def is_english() -> bool:
    """Whether the reader's language is that in which the library speaks anyway."""
    return _reader().is_english


def catalogue() -> NullTranslations:
    """Return the messages in the reader's language."""
    return _reader().messages


def gettext(text: str) -> str:
    """Return a message in the reader's language."""
    return str(catalogue().ugettext(text))


def pgettext(context: str, text: str) -> str:
    """Return a message in the reader's language, as it is said in a context."""
    return str(catalogue().upgettext(context, text))


def shown(text: str, /, **values: object) -> Markup:
    """Return a message for a page with its `%(name)s` replaced by `values`, escaped where they are no markup.

    Does what Jinja's own gettext does, which asks the page's context for each word; all pages escape.
    """
    return _pattern(catalogue(), text) % values if values else _plain(catalogue(), text)


@lru_cache(maxsize=4096)
def _pattern(messages: NullTranslations, text: str) -> Markup:
    return Markup(messages.ugettext(text))  # noqa: S704  written by us and our translators


@lru_cache(maxsize=4096)
def _plain(messages: NullTranslations, text: str) -> Markup:
    """Return a message into which nothing is put: `%%` stands for `%` in it all the same."""
    return _pattern(messages, text) % {}


def _reader() -> _Reader:
    return _found.get() or _Reader.of(cast(Locale | None, get_locale()))


def _find() -> None:
    _found.set(_Reader.of(get_locale()))


def _forget(_error: BaseException | None) -> None:
    _found.set(None)
