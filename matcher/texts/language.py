"""The language that a text is written in."""

from __future__ import annotations

from functools import cache
from typing import Any

SHORTEST_TEXT = 25  # letters; shorter texts are names as often as sentences
SURE = 0.9  # probability under the model


def detect_language(text: str) -> str:
    """Return the BCP 47 tag of the language of `text`, or "" where it is short or uncertain.

    The model is that of langid.py (Lui and Baldwin, 2012), which ships with py3langid and works offline.
    """
    if sum(character.isalpha() for character in text) < SHORTEST_TEXT:
        return ""
    tag, probability = _identifier().classify(text)
    return str(tag) if probability >= SURE else ""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  the model takes a second to load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
