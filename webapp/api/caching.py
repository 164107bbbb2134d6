"""ETags: an answer to GET is the same as long as the generation and the address are."""

from __future__ import annotations

import hashlib

from flask import Response, request

from webapp.knowledge import get_recommender


def add_validators(response: Response) -> Response:
    """Give a good answer to GET its ETag; answer 304 where the client says that it has it already."""
    if request.method not in {"GET", "HEAD"} or response.status_code != 200:
        return response
    response.headers["Cache-Control"] = "no-cache"  # keep it, but ask before it is used
    if not response.headers.get("ETag"):  # a record as it is stored brings its own
        response.set_etag(_tag(), weak=True)
    response.make_conditional(request)
    return response


def _tag() -> str:
    """Return the digest of the generation's content, the host and the address."""
    knowledge = get_recommender().knowledge
    parts = (knowledge.name, knowledge.manifest.model_dump_json(), request.url)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
