"""What the API says about itself: that it answers, its description (OpenAPI), and a viewer of that."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from webapp.api.directory_answers import Health
from webapp.api.operations import Operations
from webapp.knowledge import get_recommender

operations = Operations("Service")


@operations.get("/health", Health)
def health() -> dict[str, Any]:
    """Say that the server answers, and from which generation of the knowledge base."""
    knowledge = get_recommender().knowledge
    return {
        "status": "ok",
        "version": program_version(),
        "generation": knowledge.name,
        "model": knowledge.encoder.name,
        "organisations": len(knowledge.organisations),
        "practices": len(knowledge.practices),
    }


def program_version() -> str:
    """Return the version of the installed program, "unknown" where it runs from a checkout."""
    try:
        return version("partner-matcher")
    except PackageNotFoundError:
        return "unknown"
