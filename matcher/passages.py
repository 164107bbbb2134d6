"""Record to passages: the only place that decides which texts are embedded and searched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from matcher.records import Organisation, Practice
from matcher.taxonomy import Taxonomy

# Raise this number whenever a record would give other passages or chunks: knowledge bases built before are
# then rebuilt.
RECIPE_VERSION = 2
CHUNK_WORDS = 170  # the bundled model reads 256 word pieces, about 180 English words
Part = Literal["profile", "offer", "need", "activity", "note", "pitfall"]


@dataclass(frozen=True)
class Passage:
    """One text of a record; `position` counts the offers, needs, activities or pitfalls from 0."""

    part: Part
    position: int
    text: str


def organisation_passages(organisation: Organisation, taxonomy: Taxonomy) -> Iterator[Passage]:
    """Yield the profile, each offer, need and activity of an organisation."""
    kind = taxonomy.name("kinds", organisation.kind)
    themes = ", ".join(taxonomy.name("themes", code) for code in organisation.themes)
    names = [organisation.name, *organisation.aliases]
    yield Passage("profile", 0, _sentences(" / ".join(names), kind, organisation.summary, themes))
    for position, offer in enumerate(organisation.offers):
        if offer.basis == "inferred" and _is_said(offer.statement, organisation):
            continue  # its words are in another passage already
        yield Passage("offer", position, offer.statement)
    for position, need in enumerate(organisation.needs):
        yield Passage("need", position, need.statement)
    for position, activity in enumerate(organisation.activities):
        yield Passage("activity", position, _sentences(activity.title, activity.summary))


def _is_said(statement: str, organisation: Organisation) -> bool:
    return statement in organisation.summary or any(statement == each.title for each in organisation.activities)


def practice_passages(practice: Practice) -> Iterator[Passage]:
    """Yield the note and each pitfall of a practice."""
    yield Passage("note", 0, _sentences(practice.title, practice.text))
    for position, pitfall in enumerate(practice.pitfalls):
        yield Passage("pitfall", position, pitfall)


def split_sentences(text: str) -> list[str]:
    """Split `text` after sentence ends and at blank lines; each piece is a verbatim part, and no word is lost."""
    pieces = re.split(r"(?<=[.!?…。؟])\s+|\n\s*\n\s*", text.strip())
    return [piece.rstrip() for piece in pieces if piece]


def chunk_text(text: str, words: int = CHUNK_WORDS) -> list[str]:
    """Split `text` into chunks of at most `words` words, at sentence ends where there are any."""
    tokens = text.split()
    if len(tokens) <= words:  # nearly all are
        return [" ".join(tokens)]
    chunks: list[str] = []
    current: list[str] = []
    for sentence in split_sentences(text):
        tokens = sentence.split()
        if current and len(current) + len(tokens) > words:
            chunks.append(" ".join(current))
            current = []
        current += tokens
        while len(current) > words:
            chunks.append(" ".join(current[:words]))
            current = current[words:]
    return [*chunks, " ".join(current)]


def _sentences(*texts: str) -> str:
    return ". ".join(text.strip().removesuffix(".") for text in texts if text.strip())
