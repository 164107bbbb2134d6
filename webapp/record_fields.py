"""The fields of records as forms show them: under which name, with which input, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from flask_babel import lazy_gettext as _

Input = Literal[
    "text",
    "area",
    "lines",
    "choice",
    "choices",
    "country",
    "countries",
    "languages",
    "organisations",
    "number",
    "source",
]
Label = Any  # text, or text that is translated when it is shown (flask_babel.LazyString)


@dataclass(frozen=True)
class Field:
    """One field: `path` is its place in the record (in a row: within the entry) and the name of its input.

    `choices` names a list of the taxonomy, or holds codes with what they are called.
    """

    path: str
    label: Label
    input: Input = "text"
    hint: Label = ""
    choices: str | tuple[tuple[str, Label], ...] = ()
    required: bool = False
    wide: bool = False
    blank: bool = True  # whether a choice may be left open


@dataclass(frozen=True)
class Rows:
    """A list of entries of several fields, such as the offers."""

    path: str
    fields: tuple[Field, ...]
    one: Label


@dataclass(frozen=True)
class Section:
    """Fields and rows under one heading; `folded` where few records fill them."""

    title: Label
    fields: tuple[Field, ...] = ()
    rows: Rows | None = None
    hint: Label = ""
    folded: bool = False


REACH = (
    ("local", _("Local")),
    ("national", _("National")),
    ("regional", _("Several countries")),
    ("global", _("Worldwide")),
)
TERMS = (
    ("no_cost", _("Partners at no cost")),
    ("in_kind", _("Gives in kind")),
    ("funds_others", _("Funds others")),
    ("needs_funding", _("Needs funding")),
)
STATUS = (("active", _("Active")), ("dormant", _("Dormant")), ("closed", _("Closed")))
BASIS = (("stated", _("Stated")), ("inferred", _("Inferred")))
PHASES = (
    ("before", _("Before the campaign")),
    ("during", _("During the campaign")),
    ("after", _("After the campaign")),
)
EFFORT = (("low", _("Low")), ("medium", _("Medium")), ("high", _("High")))
EVIDENCE = (
    ("advice", _("Somebody's advice")),
    ("example", _("A reported example")),
    ("research", _("Research")),
    ("evaluation", _("An evaluation")),
)
_DATE = _("2027, 2027-02 or 2027-02-09")
_COMMAS = _("Names or codes, with commas between several.")
_LINES = _("One on each line.")
_SOURCE = Field("source", _("Source"), "source", _("Its number below."))
_CAPABILITY = (
    Field("capability", _("Capability"), "choice", choices="capabilities"),
    Field("basis", _("Basis"), "choice", choices=BASIS, blank=False),
    _SOURCE,
    Field("statement", _("The sentence that says so"), "area", wide=True),
)
_SOURCES = Section(
    _("Sources"),
    rows=Rows(
        "sources",
        (
            Field("title", _("Title"), wide=True),
            Field("author", _("Author")),
            Field("publisher", _("Publisher")),
            Field("date", _("Date"), hint=_DATE),
            Field("locator", _("Place in it"), hint=_("Such as: page 12, paragraph 3.")),
            Field("url", _("Address"), wide=True),
        ),
        _("Source"),
    ),
    hint=_("Where the facts stand, so that a reader can find the place."),
)

ORGANISATION = (
    Section(
        _("Who it is"),
        (
            Field("name", _("Name"), required=True, wide=True),
            Field("kind", _("Kind"), "choice", choices="kinds"),
            Field("status", _("Status"), "choice", choices=STATUS),
            Field("summary", _("Summary"), "area", _("In plain words, at most 120 of them."), wide=True),
            Field("aliases", _("Also known as"), "lines", _LINES),
        ),
    ),
    Section(
        _("Where, for whom, about what"),
        (
            Field("countries", _("Countries where it works"), "countries", _COMMAS),
            Field("headquarters", _("Headquarters"), "country", _("A country.")),
            Field("languages", _("Languages"), "languages", _COMMAS),
            Field("reach", _("Reach"), "choice", choices=REACH),
            Field("audiences", _("Audiences"), "choices", choices="audiences"),
            Field("channels", _("Channels"), "choices", choices="channels"),
            Field("themes", _("Themes"), "choices", choices="themes"),
            Field("values", _("Values"), "choices", choices="values"),
            Field("terms", _("How it partners"), "choices", choices=TERMS),
        ),
    ),
    Section(_("What it brings"), rows=Rows("offers", _CAPABILITY, _("Offer"))),
    Section(_("What it looks for"), rows=Rows("needs", _CAPABILITY, _("Need"))),
    Section(
        _("What it did"),
        rows=Rows(
            "activities",
            (
                Field("title", _("Title"), wide=True),
                Field("start", _("From"), hint=_DATE),
                Field("end", _("To"), hint=_DATE),
                _SOURCE,
                Field("summary", _("Summary"), "area", wide=True),
                Field("partners", _("With"), "organisations", _("Names or ids of organisations, one on each line.")),
                Field("id", _("Id"), hint=_("Of a register, where there is one.")),
            ),
            _("Activity"),
        ),
    ),
    _SOURCES,
    Section(
        _("How to reach it, and in which registers it stands"),
        (
            Field("contact.website", _("Website")),
            Field("contact.role_email", _("Email"), hint=_("Of an office, never of a person.")),
            Field("verified_on", _("Last checked"), hint=_DATE),
        ),
        Rows("identifiers", (Field("scheme", _("Register")), Field("id", _("Id"))), _("Id in a register")),
    ),
)

PRACTICE = (
    Section(
        _("The advice"),
        (
            Field("title", _("Title"), wide=True),
            Field("text", _("Text"), "area", _("What to do, when, with whom. Markdown."), required=True, wide=True),
            Field("pitfalls", _("Pitfalls"), "lines", _LINES, wide=True),
        ),
    ),
    Section(
        _("When it helps"),
        (
            Field("stage", _("Stage"), "choice", choices="stages"),
            Field("phase", _("Phase"), "choice", choices=PHASES),
            Field("lead_time_weeks", _("Weeks ahead"), "number"),
            Field("effort", _("Effort"), "choice", choices=EFFORT),
            Field("evidence", _("Rests on"), "choice", choices=EVIDENCE),
            Field("actors", _("Whom it joins"), "choices", choices="kinds"),
            Field("capabilities", _("Helps with"), "choices", choices="capabilities"),
            Field("themes", _("Themes"), "choices", choices="themes"),
            Field("audiences", _("Audiences"), "choices", choices="audiences"),
        ),
    ),
    _SOURCES,
)
SECTIONS = {"organisation": ORGANISATION, "practice": PRACTICE}


def label_of(kind: str, name: str) -> Label:
    """Return what a field of a record is called: of a list of entries, its heading."""
    for section in SECTIONS[kind]:
        if section.rows and section.rows.path == name:
            return section.rows.one if section.fields else section.title
        for field in section.fields:
            if field.path == name:
                return field.label
    return {"id": _("Id"), "contact": _("How to reach it")}.get(name, name)


def input_label(kind: str, name: str) -> str:
    """Return what an input is called, such as “Offer 2: Capability”; the name of one that no form shows."""
    path, bracket, rest = name.partition("[")
    for section in SECTIONS[kind]:
        if bracket and section.rows and section.rows.path == path:
            number, _bracket, inner = rest.partition("].")
            label = next((str(each.label) for each in section.rows.fields if each.path == inner), inner)
            what = f"{section.rows.one} {int(number) + 1}"
            return str(_("%(what)s: %(text)s", what=what, text=label))
    return str(label_of(kind, name))
