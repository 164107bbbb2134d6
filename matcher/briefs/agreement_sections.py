"""The sections of a brief that partners fill in themselves: the skeleton of an agreement, and the health check."""

from __future__ import annotations

from matcher.briefs.agreement import AGREEMENT, HEALTH_CHECK
from matcher.documents.document import Paragraph, Points, Section, Table
from matcher.sentences import sentence

_ON_AGREEMENT = sentence(
    "One question for each part. Answer them together, in your own words; this is not legal advice."
)
_ON_HEALTH = sentence(
    "Each partner answers alone, from 1 (not at all) to 5 (fully). Then compare: talk first about what you see"
    " differently."
)


def agreement_sections() -> tuple[Section, Section]:
    """Return the parts of an agreement with room to fill, and the questions of the health check."""
    parts = Table(
        (sentence("Part"), sentence("Question"), sentence("What we agree")),
        tuple(((part.name,), (part.question,), ()) for part in AGREEMENT),
    )
    questions = Points(tuple(each.question for each in HEALTH_CHECK))
    return (
        Section(sentence("Agreement: what to settle"), (Paragraph(_ON_AGREEMENT, "quiet"), parts)),
        Section(sentence("Health check"), (Paragraph(_ON_HEALTH, "quiet"), questions)),
    )
