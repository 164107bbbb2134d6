"""The fields of an organisation that a column of a table can fill, and the lists that some of them are read by."""

from __future__ import annotations

from flask_babel import gettext as _

from matcher.importers.mapping import IGNORE, Mapping, Rule, split_path
from matcher.importers.values import is_code
from matcher.records import Organisation
from webapp.record_fields import input_label

DETECTED = "languages:detected"  # the choice that takes the language of a text instead of the text
PATHS = (
    *("name", "aliases", "id", "identifiers", "kind", "status", "summary"),
    *("countries", "headquarters", "languages", "reach", "audiences", "channels", "themes", "values", "terms"),
    *("offers", "needs", "activities"),
    *("activities[0].title", "activities[0].start", "activities[0].end", "activities[0].summary"),
    *("activities[0].partners", "contact.website", "contact.role_email", "verified_on"),
    *("sources[0].title", "sources[0].url", "sources[0].date", "sources[0].publisher"),
)


def choices(mapping: Mapping) -> list[tuple[str, str]]:
    """Return each field with what it is called: the usual ones, and those that `mapping` has besides."""
    more = dict.fromkeys(path for _place, path in mapping.targets() if path not in PATHS)
    fields = [(path, str(input_label("organisation", path))) for path in (*PATHS, *more)]
    return [(IGNORE, _("Leave this column out")), *fields, (DETECTED, _("Languages, told by this text"))]


def choice_of(rule: Rule) -> str:
    """Return the choice that a rule stands for."""
    return DETECTED if rule.field == "languages" and rule.detect else rule.field


def list_of(path: str) -> str:
    """Return the list of the taxonomy that reads a field, "" where none does."""
    field, _position, _part = split_path(path)
    return Organisation.TAXONOMY_FIELDS.get(field, "") if is_code(path) else ""
