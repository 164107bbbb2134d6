"""The fields of records: texts, ids, countries, languages, dates and addresses, cleaned and checked.

Each type reads a value as outside data writes it and returns it in one form, or raises ValueError with a sentence that
says what is wrong and what to write instead.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Annotated, Literal

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from matcher.geography.codes import COUNTRIES, LANGUAGES
from matcher.sentences import amount, sentence

NOT_STATED = "not_stated"  # in a filter: of which the fact is not known
WORLDWIDE = "worldwide"  # in a filter of countries: with a global reach
GOAL_LENGTH_LIMIT = 10_000  # characters; a page of a proposal has about 3,000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return `text` in Unicode normal form C, without invisible control characters and outer blanks."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", text)).strip()


def count_control_characters(text: str) -> int:
    """Count the characters that `clean_text` replaces."""
    return len(_CONTROL.findall(text))


def check_goal_text(text: str) -> None:
    """Raise ValueError where the cleaned text of a goal says nothing or says too much."""
    letters = sum(character.isalpha() for character in text)
    if not text:
        raise ValueError(sentence("text is empty; say in a sentence what you want to achieve"))
    if letters < 2:
        raise ValueError(sentence("text is %(text)r; say in a sentence what you want to achieve", text=text))
    if len(text) > GOAL_LENGTH_LIMIT:
        raise ValueError(
            sentence(
                "text has %(number)s characters; the limit is %(limit)s. Keep what you want to achieve, with whom"
                " and where",
                number=amount(len(text)),
                limit=amount(GOAL_LENGTH_LIMIT),
            )
        )


def _country(code: str) -> str:
    if code.upper() not in COUNTRIES:
        near = next((c for c, name in COUNTRIES.items() if name.casefold() == code.casefold()), None)
        hint = (
            sentence("; did you mean %(word)r?", word=near)
            if near
            else sentence("; use ISO 3166-1 alpha-2, such as 'SK'")
        )
        raise ValueError(sentence("%(code)r is not a country code%(hint)s", code=code, hint=hint))
    return code.upper()


def _language(tag: str) -> str:
    try:
        known = str(Locale.parse(tag, sep="-").language) in LANGUAGES
    except (UnknownLocaleError, ValueError):
        known = tag.lower() in LANGUAGES and "_" not in tag
    if not known:
        raise ValueError(sentence("%(tag)r is not a language tag; use BCP 47, such as 'en' or 'pt-BR'", tag=tag))
    language, *rest = tag.split("-")
    return "-".join([language.lower(), *rest])


def _country_filter(code: str) -> str:
    return code if code in {NOT_STATED, WORLDWIDE} else _country(code)


def _language_filter(tag: str) -> str:
    return tag if tag == NOT_STATED else _language(tag).split("-", maxsplit=1)[0]


def _partial_date(value: object) -> object:
    """Accept a date object, a year as a number, or text; return ISO text of year, month or day precision."""
    if value == "":
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    text = str(value)
    if isinstance(value, bool) or not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        raise ValueError(sentence("%(date)r is not a date; write 2027, 2027-02 or 2027-02-09", date=value))
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError as error:
        raise ValueError(
            sentence("%(date)r is not in the calendar; write 2027, 2027-02 or 2027-02-09", date=value)
        ) from error
    return text


def _identifier(text: str) -> str:
    if _CONTROL.search(text) or not re.fullmatch(r"[^\s<>\"]{1,200}", text):
        raise ValueError(
            sentence("%(id)r is not an id; use 1 to 200 characters without blanks, such as 'local:globsec'", id=text)
        )
    return text


def _web_address(text: str) -> str:
    if text and (_CONTROL.search(text) or not re.fullmatch(r"https?://[^\s<>\"]+", text)):
        raise ValueError(sentence("%(address)r is not a web address; it starts with http:// or https://", address=text))
    return text


Text = Annotated[str, AfterValidator(clean_text)]
RequiredText = Annotated[str, AfterValidator(clean_text), Field(min_length=1)]
RecordId = Annotated[str, AfterValidator(_identifier), Field(json_schema_extra={"pattern": r'^[^\s<>"]{1,200}$'})]
Country = Annotated[str, AfterValidator(_country), Field(json_schema_extra={"enum": list(COUNTRIES)})]
Language = Annotated[
    str, AfterValidator(_language), Field(json_schema_extra={"pattern": "^[A-Za-z]{2,3}([-_.@][A-Za-z0-9@._-]+)*$"})
]
PartialDate = Annotated[
    str,
    BeforeValidator(_partial_date),
    WithJsonSchema({"type": ["string", "integer"], "pattern": "^([0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?)?$"}),
]
WebAddress = Annotated[
    str, AfterValidator(_web_address), Field(json_schema_extra={"pattern": r'^(https?://[^\s<>"]+)?$'})
]
CountryFilter = Annotated[
    str, AfterValidator(_country_filter), Field(json_schema_extra={"enum": [*COUNTRIES, WORLDWIDE, NOT_STATED]})
]
LanguageFilter = Annotated[
    str,
    AfterValidator(_language_filter),
    Field(json_schema_extra={"pattern": f"^({NOT_STATED}|[A-Za-z]{{2,3}}([-_.@][A-Za-z0-9@._-]+)*)$"}),
]
YearFilter = Annotated[str, Field(pattern=rf"^([0-9]{{4}}|{NOT_STATED})$")]
Ignored = Annotated[
    str, Field(pattern=r"^(when|(country|region|language|audience|channel|theme|value|kind|need):[^\x00-\x1f]{1,100})$")
]
Codes = tuple[RequiredText, ...]
Basis = Literal["stated", "inferred"]
Reach = Literal["local", "national", "regional", "global"]
Terms = Literal["no_cost", "in_kind", "funds_others", "needs_funding"]
Status = Literal["active", "dormant", "closed", "unknown"]
Phase = Literal["before", "during", "after"]
Effort = Literal["low", "medium", "high"]
Evidence = Literal["advice", "example", "research", "evaluation"]
