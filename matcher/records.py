"""The records: organisations, practices and goals, frozen and validated field by field.

An empty field means that the fact is unknown, never that the answer is no. Codes of the controlled lists are
checked by `taxonomy.Taxonomy.problems`, so that outside data with codes of its own can still be read.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from matcher.fields import (
    Basis,
    Codes,
    Country,
    CountryFilter,
    Effort,
    Evidence,
    Ignored,
    Language,
    LanguageFilter,
    PartialDate,
    Phase,
    Reach,
    RecordId,
    RequiredText,
    Status,
    Terms,
    Text,
    WebAddress,
    YearFilter,
    check_goal_text,
)


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
    countries: tuple[CountryFilter, ...] = ()
    languages: tuple[LanguageFilter, ...] = ()
    audiences: Codes = ()
    terms: tuple[Terms | Literal["not_stated"], ...] = ()
    verified_since: tuple[YearFilter, ...] = ()


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
        check_goal_text(self.text)
        return self
