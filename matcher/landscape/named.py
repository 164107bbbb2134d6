"""An organisation as a link needs it."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.knowledge import KnowledgeBase


@dataclass(frozen=True)
class Named:
    """The id and the name of an organisation."""

    id: str
    name: str


def named(knowledge: KnowledgeBase, row: int) -> Named:
    """Return the id and name of the organisation in a row; its record is not read."""
    return Named(knowledge.organisation_ids[row], knowledge.organisation_names[row])
