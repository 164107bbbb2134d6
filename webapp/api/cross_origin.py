"""Letting pages of other sites ask the API (CORS): off unless their origins are given."""

from __future__ import annotations

from flask import Response, request

PREFLIGHT_SECONDS = 3600


class CrossOrigin:
    """Tells browsers which other sites may read the API's answers; no cookies are ever sent along."""

    def __init__(self, origins: tuple[str, ...]) -> None:
        self._origins = frozenset(origins)

    def allow(self, response: Response) -> Response:
        """Add the headers to an answer of the API where the asking page's origin may read it."""
        if not self._origins or not request.path.startswith("/api/"):
            return response
        response.vary.add("Origin")
        origin = request.headers.get("Origin", "")
        if "*" in self._origins or origin.lower() in self._origins:
            response.headers["Access-Control-Allow-Origin"] = "*" if "*" in self._origins else origin
            response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
                response.headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
                response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
        return response
