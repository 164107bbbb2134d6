"""Letters without their accents."""

from __future__ import annotations

import unicodedata


def without_accents(text: str) -> str:
    """Return `text` without the marks on its letters, which stand for themselves afterwards: “Č” gives “C”."""
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
