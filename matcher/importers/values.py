"""One cell's text to one value of a field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, get_args

from matcher.fields import Basis, Reach, Status, Terms
from matcher.importers.dates import DateOrder, read_date
from matcher.importers.identifiers import read_identifier
from matcher.importers.mapping import Rule, split_path
from matcher.importers.markup import strip_markup
from matcher.importers.vocabulary import Vocabulary
from matcher.problems import near_word
from matcher.texts.language import detect_language

_CODES = ("audiences", "channels", "themes", "values")
_WORDS = {"reach": get_args(Reach), "terms": get_args(Terms), "status": get_args(Status), "basis": get_args(Basis)}
_DATES = ("verified_on", "start", "end", "date")
_ADDRESSES = ("website", "url")
_VERBATIM = ("id", "partners", "scheme", "source")
_BARE_DOMAIN = re.compile(r"[^\s/:@]+\.[a-zA-Z]{2,}(?:[/:?#]\S*)?")


@dataclass(frozen=True)
class Value:
    """What a cell says; `remark` tells what of it could not be taken."""

    value: Any
    remark: str = ""


@dataclass(frozen=True)
class CellReader:
    """Reads cells for fields."""

    vocabulary: Vocabulary
    dates: DateOrder = ""

    def read(self, rule: Rule, text: str) -> Value:
        """Return the value of `text` for the rule's field; raise ValueError with what is wrong with it."""
        field, _, part = split_path(rule.field)
        if rule.detect:
            return Value(detect_language(strip_markup(text)))
        leaf = part or field
        if leaf in _DATES:
            return Value(*read_date(text, self.dates))
        if not part and field in ("identifiers", "activities", "sources", "offers", "needs"):
            return Value(self._whole(field, rule, text))
        return Value(self._plain(leaf, text))

    def _whole(self, field: str, rule: Rule, text: str) -> dict[str, Any]:
        """Read a text that stands for a whole part: an identifier, a title, a capability."""
        if field == "identifiers":
            return read_identifier(text, rule.scheme)
        if field in ("offers", "needs"):
            return {"capability": self.vocabulary.term("capabilities", text), "statement": strip_markup(text)}
        return {"title": strip_markup(text)}

    def _plain(self, leaf: str, text: str) -> str:
        if leaf in ("countries", "headquarters"):
            return self.vocabulary.country(text)
        if leaf == "languages":
            return self.vocabulary.language(text)
        if leaf in _CODES:
            return self.vocabulary.term(leaf, text)
        if leaf in ("kind", "capability"):
            return self.vocabulary.term("kinds" if leaf == "kind" else "capabilities", text)
        if leaf in _WORDS:
            return _one_of(_WORDS[leaf], text)
        return _address(leaf, text) if leaf in (*_ADDRESSES, "role_email") else _text(leaf, text)


def is_code(path: str) -> bool:
    """Tell whether a field takes codes of the controlled lists: words that they lack are no fault of a row."""
    field, _, part = split_path(path)
    return field in (*_CODES, "kind", "offers", "needs") and part in ("", "capability")


def _one_of(words: tuple[str, ...], text: str) -> str:
    word = re.sub(r"[\s-]+", "_", text.strip().lower())
    if word not in words:
        raise ValueError(f"is none of {', '.join(words)}{near_word(word, list(words)) if len(words) > 25 else ''}")
    return word


def _address(leaf: str, text: str) -> str:
    text = text.strip()
    if leaf == "role_email":
        address = text.removeprefix("mailto:")
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", address):
            raise ValueError("is not an e-mail address")
        return address
    address = (
        f"https://{text}" if _BARE_DOMAIN.fullmatch(text) else re.sub(r"(?i)^https?:", lambda s: s[0].lower(), text)
    )
    if not re.fullmatch(r"https?://[^\s<>\"]+", address):
        raise ValueError("is not a web address; it starts with http:// or https://")
    return address


def _text(leaf: str, text: str) -> str:
    return text.strip() if leaf in _VERBATIM else strip_markup(text)
