"""What keeps the pages safe: headers, a content security policy without inline code, the signing key."""

from __future__ import annotations

import os
import secrets

from flask import Blueprint, Flask, Response

from matcher.settings import Settings


def policy(frame_ancestors: str = "'none'") -> str:
    """Return the content security policy of a page; `frame_ancestors` are the sites that may show it in a frame."""
    return "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "script-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {frame_ancestors}",
        )
    )


HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


_PRIVATE_HEADERS = {
    "Referrer-Policy": "no-referrer",  # the address is the key
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "private, no-cache",
}


def keep_private(blueprint: Blueprint) -> None:
    """Have no page of a blueprint indexed, stored on the way, or named to other sites."""

    @blueprint.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(_PRIVATE_HEADERS)
        return response


def register(app: Flask) -> None:
    """Add the headers to every answer."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def secret_key(settings: Settings) -> str:
    """Return the key that signs forms: the setting's, or one that is made once and kept in the data folder."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data / "secret_key"
    settings.data.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text(encoding="utf-8").strip()
        if kept:
            return kept
        descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC)
    key = secrets.token_hex(32)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(key)
    return key
