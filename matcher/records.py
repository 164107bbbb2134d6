"""The records: organisations, practices and goals, frozen and validated field by field.

An empty field means that the fact is unknown, never that the answer is no. Codes of the controlled lists are
checked by `taxonomy.Taxonomy.problems`, so that outside data with codes of its own can still be read.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Annotated, Any, ClassVar, Literal

from babel import Locale, UnknownLocaleError
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)

from matcher.sentences import Name, amount, sentence

NOT_STATED = "not_stated"  # in a filter: of which the fact is not known
WORLDWIDE = "worldwide"  # in a filter of countries: with a global reach
GOAL_LENGTH_LIMIT = 10_000  # characters; a page of a proposal has about 3,000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
LANGUAGES = Locale("en").languages
# Babel's territories hold groupings and reserved codes beside the countries of ISO 3166-1.
_NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
COUNTRIES: dict[str, str] = {
    code: name
    for code, name in Locale("en").territories.items()
    if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_COUNTRIES
}


def country_name(code: str) -> Name:
    """Return the name of a country."""
    return Name.of("countries", code, COUNTRIES[code])


def language_name(code: str) -> Name:
    """Return the name of a language, or its code where it has none."""
    return Name.of("languages", code, LANGUAGES.get(code, code))


def clean_text(text: str) -> str:
    """Return `text` in Unicode normal form C, without invisible control characters and outer blanks."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", text)).strip()


def count_control_characters(text: str) -> int:
    """Count the characters that `clean_text` replaces."""
    return len(_CONTROL.findall(text))


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
Codes = tuple[RequiredText, ...]
Basis = Literal["stated", "inferred"]
Reach = Literal["local", "national", "regional", "global"]
Terms = Literal["no_cost", "in_kind", "funds_others", "needs_funding"]
Status = Literal["active", "dormant", "closed", "unknown"]
Phase = Literal["before", "during", "after"]
Effort = Literal["low", "medium", "high"]
Evidence = Literal["advice", "example", "research", "evaluation"]


class Record(BaseModel):
    """What all records share: frozen, no field that we do not know, no silent conversion of lists."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, fields: Any) -> Any:
        """Read a YAML key without a value as unknown."""
        if isinstance(fields, dict):
            return {name: value for name, value in fields.items() if value is not None}
        return fields


class Source(Record):
    """Where a fact stands, so that a reader can find the place."""

    title: RequiredText
    author: Text = ""
    publisher: Text = ""
    date: PartialDate = ""
    locator: Text = ""
    url: WebAddress = ""


class Identifier(Record):
    """A register's id of an organisation; `scheme` is an org-id.guide prefix, ROR or EU-PIC."""

    scheme: RequiredText
    id: RequiredText


class Offer(Record):
    """A capability that an organisation brings, with the sentence that says so.

    `source` is the position of the source in the record's `sources`.
    """

    capability: RequiredText
    statement: RequiredText
    basis: Basis = "stated"
    source: Annotated[int, Field(ge=0, strict=True)] | None = None


class Need(Offer):
    """A capability that an organisation looks for, with the sentence that says so."""


class Activity(Record):
    """Something that an organisation did."""

    id: Text = ""
    title: RequiredText
    summary: Text = ""
    start: PartialDate = ""
    end: PartialDate = ""
    partners: tuple[RecordId, ...] = ()
    source: Annotated[int, Field(ge=0, strict=True)] | None = None


class Contact(Record):
    """Public ways to reach an organisation; never a person's."""

    website: WebAddress = ""
    role_email: Annotated[str, Field(pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")] = ""


class Organisation(Record):
    """An organisation: what it is, what it brings, what it looks for, what it did."""

    TAXONOMY_FIELDS: ClassVar[dict[str, str]] = {
        "kind": "kinds",
        "audiences": "audiences",
        "channels": "channels",
        "themes": "themes",
        "values": "values",
        "offers": "capabilities",
        "needs": "capabilities",
    }

    id: RecordId
    name: RequiredText
    aliases: tuple[RequiredText, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    kind: Text = ""
    summary: Text = ""
    countries: tuple[Country, ...] = ()
    headquarters: Country | Literal[""] = ""
    reach: Reach | Literal[""] = ""
    languages: tuple[Language, ...] = ()
    audiences: Codes = ()
    channels: Codes = ()
    themes: Codes = ()
    values: Codes = ()
    terms: tuple[Terms, ...] = ()
    offers: tuple[Offer, ...] = ()
    needs: tuple[Need, ...] = ()
    activities: tuple[Activity, ...] = ()
    sources: tuple[Source, ...] = ()
    verified_on: PartialDate = ""
    status: Status = "unknown"
    contact: Contact = Contact()

    @model_validator(mode="after")
    def _sources_exist(self) -> Organisation:
        wrong = [
            f"{part}[{position}].source is {entry.source}"
            for part in ("offers", "needs", "activities")
            for position, entry in enumerate(getattr(self, part))
            if entry.source is not None and entry.source >= len(self.sources)
        ]
        if wrong:
            there = f"there are {len(self.sources)} sources; it counts from 0 into `sources`"
            raise ValueError(f"{', '.join(wrong)}, but {there}")
        return self


class Practice(Record):
    """A best-practice note: one piece of advice, when and with whom it applies, its pitfalls and sources."""

    TAXONOMY_FIELDS: ClassVar[dict[str, str]] = {
        "stage": "stages",
        "capabilities": "capabilities",
        "actors": "kinds",
        "themes": "themes",
        "audiences": "audiences",
    }

    id: RecordId
    title: Text = ""
    text: RequiredText
    stage: Text = ""
    phase: Phase | Literal[""] = ""
    capabilities: Codes = ()
    actors: Codes = ()
    themes: Codes = ()
    audiences: Codes = ()
    lead_time_weeks: Annotated[float, Field(gt=0, le=520)] | None = None
    effort: Effort | Literal[""] = ""
    evidence: Evidence | Literal[""] = ""
    pitfalls: tuple[RequiredText, ...] = ()
    sources: tuple[Source, ...] = ()


Seeker = Annotated[
    Annotated[RecordId, Tag("an id")] | Annotated[Organisation, Tag("an organisation")],
    Discriminator(lambda value: "an id" if isinstance(value, str) else "an organisation"),
]


def name_described(fields: Any, part: str) -> Any:
    """Give an organisation that is described under `part` of `fields` an id and a name where it has none."""
    if isinstance(fields, dict) and isinstance(fields.get(part), dict):
        described = {name: value for name, value in fields[part].items() if value is not None}
        return {**fields, part: {"id": "local:seeker", "name": "You", **described}}
    return fields


class NeededCapability(Record):
    """A capability that a goal needs; `weight` in (0, 1] says how much."""

    capability: RequiredText
    weight: Annotated[float, Field(gt=0, le=1)] = 1.0


class Filters(Record):
    """What partners must be: one of the values of each field that has any. `not_stated` means: it is not known.

    A kind includes its narrower ones. `verified_since` are years; the earliest counts. Filters say whom to show;
    they are no term of a score, unlike the context of a goal. Among many organisations they let the search look
    deeper at those whom they leave.
    """

    kinds: Codes = ()
    countries: tuple[
        Annotated[
            str, AfterValidator(_country_filter), Field(json_schema_extra={"enum": [*COUNTRIES, WORLDWIDE, NOT_STATED]})
        ],
        ...,
    ] = ()
    languages: tuple[
        Annotated[
            str,
            AfterValidator(_language_filter),
            Field(json_schema_extra={"pattern": f"^({NOT_STATED}|[A-Za-z]{{2,3}}([-_.@][A-Za-z0-9@._-]+)*)$"}),
        ],
        ...,
    ] = ()
    audiences: Codes = ()
    terms: tuple[Terms | Literal["not_stated"], ...] = ()
    verified_since: tuple[Annotated[str, Field(pattern=rf"^([0-9]{{4}}|{NOT_STATED})$")], ...] = ()


Ignored = Annotated[
    str, Field(pattern=r"^(when|(country|region|language|audience|channel|theme|value|kind|need):[^\x00-\x1f]{1,100})$")
]


class Goal(Record):
    """What someone wants to achieve, and the context in which they want it.

    `needs` that are given are taken as they are; an empty list means that they are read from the text. `ignore` names
    what is read from the text and not meant: `country:SK`, `region:Europe`, `need:hotline`, `when`. `filters` limit
    who is shown, from place `offset` on.
    `kinds` are the only kinds of partners that are wanted; `actors` are those of the partners at hand, for whom
    practices are wanted. `similarity` runs from 0 (complementary partners) to 1 (similar organisations).
    """

    id: RecordId = "goal"
    text: Text
    seeker: Seeker | None = None
    needs: tuple[NeededCapability, ...] = ()
    countries: tuple[Country, ...] = ()
    languages: tuple[Language, ...] = ()
    audiences: Codes = ()
    themes: Codes = ()
    ignore: tuple[Ignored, ...] = ()
    kinds: Codes = ()
    filters: Filters = Filters()
    actors: Codes = ()
    exclude: tuple[RecordId, ...] = ()
    on: PartialDate = ""
    similarity: Annotated[float, Field(ge=0, le=1)] = 0.0
    limit: Annotated[int, Field(ge=1, le=1000)] = 10
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0

    @model_validator(mode="before")
    @classmethod
    def _name_described_seeker(cls, fields: Any) -> Any:
        """Let a seeker that is described on the spot do without id and name."""
        return name_described(fields, "seeker")

    @model_validator(mode="after")
    def _text_can_be_matched(self) -> Goal:
        letters = sum(character.isalpha() for character in self.text)
        if not self.text:
            raise ValueError(sentence("text is empty; say in a sentence what you want to achieve"))
        if letters < 2:
            raise ValueError(sentence("text is %(text)r; say in a sentence what you want to achieve", text=self.text))
        if len(self.text) > GOAL_LENGTH_LIMIT:
            raise ValueError(
                sentence(
                    "text has %(number)s characters; the limit is %(limit)s. Keep what you want to achieve, with whom"
                    " and where",
                    number=amount(len(self.text)),
                    limit=amount(GOAL_LENGTH_LIMIT),
                )
            )
        return self
