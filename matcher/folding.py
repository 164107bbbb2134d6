"""Names as they are compared: without case, accents and punctuation."""

from __future__ import annotations

import re

from matcher.letters import without_accents

LONGEST_NAME = 300  # characters of a text that are compared; comparing takes time with the length
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th", "&": " and "})


def fold(text: str) -> str:
    """Return a name in small letters without accents and punctuation: “Čŕta & Co.” gives “crta and co”."""
    bare = without_accents(text[:LONGEST_NAME].casefold().translate(_LETTERS))
    return " ".join(re.findall(r"[^\W_]+", bare))
