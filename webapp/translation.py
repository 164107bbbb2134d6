"""In which language the pages speak: the one that the reader chose, else the one that the browser asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from urllib.parse import urlsplit

from babel import Locale
from flask import Blueprint, Flask, Response, redirect, request, url_for
from flask_babel import Babel, get_locale
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from webapp import reader
from webapp.catalogues import LOCALES, Catalogues, spoken_locales

COOKIE = "language"
_REMEMBERED = timedelta(days=365)
blueprint = Blueprint("language", __name__)


@dataclass(frozen=True)
class PageLanguage:
    """A language that a reader can choose: its tag, its own name for itself, and the address that chooses it."""

    tag: str
    name: str
    address: str
    is_spoken: bool


def register(app: Flask) -> None:
    """Translate what templates and views wrap in `_`, and say in every page's headers which language it is in."""
    babel = Babel(app, locale_selector=_locale)
    babel.domain_instance = Catalogues()
    reader.register(app)
    app.register_blueprint(blueprint)
    app.jinja_env.globals |= {"get_locale": get_locale, "page_languages": page_languages}
    app.after_request(_name_language)


@blueprint.get("/language/<tag>")
def choose(tag: str) -> AnyResponse:
    """Remember the language that the reader chose, and go back to the page on which it was chosen."""
    if tag not in spoken_locales():
        raise NotFound
    answer = redirect(_own_address(request.args.get("back", "")), 303)
    answer.set_cookie(COOKIE, tag, max_age=_REMEMBERED, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def page_languages() -> list[PageLanguage]:
    """Return the languages to choose from, each with its own name for itself."""
    back = request.full_path.rstrip("?") if request.method == "GET" else url_for("pages.home")
    spoken = get_locale().language
    return [
        PageLanguage(
            tag,
            _own_name(tag),
            url_for("language.choose", tag=tag, back=back),
            tag == spoken,
        )
        for tag in spoken_locales()
    ]


@cache
def _own_name(tag: str) -> str:
    return str(Locale(tag).get_display_name(tag)).capitalize()


def _locale() -> str:
    chosen = request.cookies.get(COOKIE)
    spoken = spoken_locales()
    return chosen if chosen in spoken else request.accept_languages.best_match(spoken) or LOCALES[0]


def _own_address(back: str) -> str:
    """Return an address of this site, whatever was asked for."""
    parts = urlsplit(back)
    path = "/" + parts.path.replace("\\", "/").lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path


def _name_language(response: Response) -> Response:
    """Name the language of a page, and what it depends on; answers for programs are in English."""
    if response.mimetype == "text/html" and request.method != "OPTIONS":
        response.headers.setdefault("Content-Language", str(get_locale()))
        response.vary.update(("Accept-Language", "Cookie"))
    return response
