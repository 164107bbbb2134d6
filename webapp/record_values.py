"""From what stands in an input to the value of a record's field, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from matcher.geography.codes import COUNTRIES, LANGUAGES
from webapp.code_names import country_code, country_name, language_code, language_name
from webapp.record_fields import Field

NameOf = Callable[[str], str]  # from what is typed for an organisation to its id


class Unreadable(Exception):  # noqa: N818  it is told beside the input, and no fault of ours
    """What was typed cannot be read; `instead` stands for it, so that the other inputs are looked at too."""

    def __init__(self, message: str, instead: Any) -> None:
        self.instead = instead
        super().__init__(message)


def read_input(field: Field, typed: list[str], name_of: NameOf, sources: Mapping[str, int]) -> Any:
    """Return the value that was typed; raise Unreadable with the value seen and what to do.

    `sources` gives the position of each filled row of sources by its number on the page, from 1.
    """
    text = typed[0].strip().replace("\r\n", "\n") if typed else ""
    if field.input == "choices":
        return [code for code in typed if code]
    if field.input in {"lines", "organisations"}:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return [name_of(line) for line in lines] if field.input == "organisations" else lines
    if field.input in {"country", "countries", "languages"}:
        codes = [_code(word.strip(), field.input) for word in text.replace("،", ",").split(",") if word.strip()]
        return codes if field.input != "country" else (codes or [""])[0]
    if field.input == "number":
        return _number(text)
    if field.input == "source":
        return _source(text, sources)
    return text


def shown(field: Field, value: Any) -> list[str]:
    """Return what stands in the input of a value."""
    if field.input == "choices":
        return list(value)
    return ["" if value is None else _SHOWN.get(field.input, str)(value)]


_SHOWN: dict[str, Callable[[Any], str]] = {
    "lines": "\n".join,
    "organisations": "\n".join,
    "countries": lambda codes: ", ".join(country_name(code) for code in codes),
    "country": country_name,
    "languages": lambda tags: ", ".join(language_name(tag) if tag in LANGUAGES else tag for tag in tags),
    "source": lambda position: str(position + 1),
    "number": lambda number: f"{number:g}",
}


def _code(word: str, kind: str) -> str:
    """Return the code of a country's or language's name, in any language of the pages; what is none as it is."""
    known = LANGUAGES if kind == "languages" else COUNTRIES
    if word in known or word.upper() in known or word.lower() in known:
        return word
    by_name = next((code for code, name in known.items() if str(name).casefold() == word.casefold()), "")
    return by_name or (language_code(word) if kind == "languages" else country_code(word)) or word


def _number(text: str) -> float | str:
    if not text:
        return ""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise Unreadable(_("“%(value)s” is not a number.", value=text), "") from None


def _source(text: str, sources: Mapping[str, int]) -> int | str:
    if not text:
        return ""
    if text not in sources:
        raise Unreadable(_("There is no source %(value)s below; fill it, or choose another.", value=text), "")
    return sources[text]
