"""A goal's text in pieces that are each about one thing: what is wanted, and what the seeker says that it has."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matcher.passages import split_sentences

_BREAKS = re.compile(
    r"[.;:!?\n,()]|\b(?:and|or|with|without|using|by|to|through|before|after|for|in|of|but|on|who|that|where|whether"
    r"|against|from|about|via|so)\b",
    re.IGNORECASE,
)
_HAVE = re.compile(
    r"\bwe\s+(?:already\s+)?(?:have|bring|offer|own|run|are|can\s+(?:offer|provide))\b|\bour own\b", re.I
)
_LACK = re.compile(r"\b(?:but|need|lack|no|without|looking|want)\b", re.IGNORECASE)
FEWEST_LETTERS = 4


@dataclass(frozen=True)
class Pieces:
    """Sentences and clauses of a goal, each once: what is wanted, and what the seeker says that it has.

    `request` is the text without what the seeker has; all of it where nothing else would be left.
    """

    wanted: tuple[str, ...]
    owned: tuple[str, ...]
    request: str


def split_goal(text: str) -> Pieces:
    """Sort the sentences and clauses of a goal by what is wanted and what the seeker says that it has."""
    wanted: list[str] = []
    owned: list[str] = []
    requests: list[str] = []
    for sentence in split_sentences(text):
        have = _HAVE.search(sentence)
        lack = _LACK.search(sentence, have.end()) if have else None
        start, end = (have.start(), lack.start() if lack else len(sentence)) if have else (0, 0)
        owned += with_clauses(sentence[start:end].strip())
        for rest in (sentence[:start].strip(" ,"), sentence[end:].strip(" ,")):
            if len(rest) >= FEWEST_LETTERS:
                requests.append(rest)
                wanted += with_clauses(rest)
    request = " ".join(requests) if owned and requests else text
    return Pieces(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(owned)), request)


def with_clauses(sentence: str) -> list[str]:
    """Return a sentence and its clauses; nothing for an empty one."""
    return [sentence, *split_clauses(sentence)] if sentence else []


def split_clauses(sentence: str) -> list[str]:
    """Split a sentence at commas and small words, so that each clause is about one thing; drop tiny ones."""
    return [piece.strip() for piece in _BREAKS.split(sentence) if len(piece.strip()) >= FEWEST_LETTERS]
