"""Letters without their accents, and names as ids can hold them."""

from __future__ import annotations

import re
import unicodedata

LONGEST_SLUG = 180  # characters; an id has at most 200


def without_accents(text: str) -> str:
    """Return `text` without the marks on its letters, which stand for themselves afterwards: “Č” gives “C”."""
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


def slug(text: str) -> str:
    """Return `text` as an id can hold it: lower case, without accents, words joined by hyphens."""
    return "-".join(re.findall(r"[^\W_]+", without_accents(text.casefold())))[:LONGEST_SLUG].strip("-")
