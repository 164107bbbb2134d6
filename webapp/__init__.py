"""The web application: thin views over one `Recommender` (read, call, render)."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

from matcher.encoders import Encoder
from matcher.settings import Settings
from webapp import access, editors, errors, facet_names, marking, rendering, security, shortlist_memory, translation
from webapp.api import blueprint as api
from webapp.knowledge import Library
from webapp.views import (
    account,
    brief,
    coalition,
    downloads,
    editing,
    export,
    feedback,
    for_editors,
    history,
    identity,
    imports,
    landscape,
    mistake_reports,
    pages,
    reports,
    shortlist,
)

csrf = CSRFProtect()
VIEWS = (
    pages,
    coalition,
    shortlist,
    brief,
    downloads,
    mistake_reports,
    feedback,
    landscape,
    account,
    editing,
    history,
    identity,
    imports,
    export,
    reports,
    for_editors,
)


def create_app(settings: Settings, encoder: Encoder) -> Flask:
    """Make the application; it serves the current generation in the data folder, and the next when there is one."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = security.secret_key(settings)
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000  # bytes of a request; a goal has at most some ten thousand
    app.config["CORS_ORIGINS"] = settings.cors_origins
    app.config["READING"] = settings.reading
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions["library"] = Library(settings, encoder)
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a note may be written for hours; the token ends with the session
    app.config["WTF_CSRF_SSL_STRICT"] = False  # a page under a private link tells no referrer; the token is checked
    editors.register(app)
    access.register(app, closed=settings.reading == "signed_in")
    csrf.init_app(app)
    for view in VIEWS:
        app.register_blueprint(view.blueprint)
    csrf.exempt(api.register(app, settings.cors_origins))  # questions without cookies: nothing is changed by them
    translation.register(app)
    rendering.register(app)
    marking.register(app)
    facet_names.register(app)
    shortlist_memory.register(app)
    errors.register(app)
    security.register(app)
    return app
