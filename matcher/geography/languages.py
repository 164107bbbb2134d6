"""Languages by name: where a text speaks of a language rather than of a nation."""

from __future__ import annotations

import re
from collections.abc import Iterable

from matcher.geography.codes import COUNTRIES, LANGUAGES
from matcher.geography.names import DEMONYMS

_OTHER_NAMES = {
    "fa": ["Farsi", "Dari"],
    "nl": ["Flemish"],
    "zh": ["Mandarin", "Cantonese"],
    "es": ["Castilian"],
    "fil": ["Tagalog"],
    "ro": ["Moldovan"],
    "ga": ["Gaelic"],
    "gn": ["Guaraní"],
}
_RARE = {"Akan", "Afar", "Ewe", "Ido", "Interlingua", "Interlingue", "Latin", "Manx", "Pali", "Volapük"}
# What may follow the name of a language that a sentence ends with or goes on from; a noun may not: “in Polish schools”.
_AFTER = (
    r"(?=\s*(?:$|[.,;:!?)\n/\u2013\u2014-]|(?i:and|or|as|at|about|but|by|for|from|into|on|only|plus|so|than|that|to|too|"
    r"through|via|when|which|who|with|without|within)\b))"
)
_HOW = r"(?:(?:both|clear|easy|fluent|good|little|no|only|plain|simple|some)\s+)"
_SUBJECTS = (
    r"[- ](?:(?i:speaking|language|languages|speakers?|lessons?|courses?|class|classes|subtitles|captions|"
    r"voice-?overs?|translations?|versions?|text|texts|dictionary|teachers?|(?:as a )?mother tongue|dubbing|"
    r"sign language)\b)"
)


def read_languages(text: str) -> tuple[tuple[str, ...], str]:
    """Return the codes of the languages that `text` names, and `text` with those names blanked out."""
    found: set[str] = set()

    def note(match: re.Match[str]) -> str:
        found.update(_CODE_OF[name] for name in _NAME.findall(match[0]))
        return " " * len(match[0])

    for pattern in (_SPEAKING, _LISTED, _ALONE):
        text = pattern.sub(note, text)
    return tuple(code for code in LANGUAGES if code in found), text


def _code_of() -> dict[str, str]:
    names = {name: code for code, name in LANGUAGES.items() if len(code) == 2 or code == "fil"}
    names |= {name: code for code, others in _OTHER_NAMES.items() for name in others}
    return {name: code for name, code in names.items() if name not in {*COUNTRIES.values(), *_RARE}}


def _any_of(names: Iterable[str]) -> str:
    return rf"(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})"


_CODE_OF = _code_of()
_NAME = re.compile(rf"\b{_any_of(_CODE_OF)}\b")
_NATIONS = {word for names in DEMONYMS.values() for word in names.replace("_", " ").split()}
_LIST = rf"{_NAME.pattern}(?:(?:,\s*|\s+)(?:(?:and|or|into|from|to|in)\s+)?{_NAME.pattern})*+"
_SPEAKING = re.compile(rf"{_LIST}{_SUBJECTS}")
_LISTED = re.compile(rf"\b(?i:in|into|speaks?|spoken|speaking|learn|read|from|understand)\s+{_HOW}?{_LIST}{_AFTER}")
# “Arabic”, “Swahili”: no nation is called so, and the word alone is enough.
_ALONE = re.compile(rf"\b{_any_of(name for name in _CODE_OF if name not in _NATIONS and len(name) > 3)}\b")
