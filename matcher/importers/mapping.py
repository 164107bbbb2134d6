"""Mappings: which column of a table becomes which field of an organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from matcher.errors import InvalidRecordsError, Problem
from matcher.fields import RequiredText, Text
from matcher.files.yaml import parse_yaml, read_text
from matcher.importers.dates import DateOrder
from matcher.problems import near_word, read_record
from matcher.records import Activity, Contact, Identifier, Need, Offer, Organisation, Record, Source

IGNORE = "ignore"
SHIPPED = Path(__file__).parent / "mappings"
_PARTS: dict[str, type[Record]] = {
    "identifiers": Identifier,
    "offers": Offer,
    "needs": Need,
    "activities": Activity,
    "sources": Source,
    "contact": Contact,
}
_PATH = re.compile(r"(?P<field>\w+)(?:\[(?P<position>\d{1,3})\])?(?:\.(?P<part>\w+))?")


def _as_text(value: Any) -> Any:
    """Let a YAML number or truth value be the text that stands in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def _with_text_keys(value: Any) -> Any:
    return {_as_text(key): each for key, each in value.items()} if isinstance(value, dict) else value


def _as_rules(value: Any) -> Any:
    """Read `name` as `{field: name}`, and one rule as a list of one."""
    rules = value if isinstance(value, list | tuple) else [value]
    return tuple({"field": rule} if isinstance(rule, str) else rule for rule in rules)


CellText = Annotated[str, BeforeValidator(_as_text)]
CellTexts = Annotated[
    tuple[CellText, ...], BeforeValidator(lambda value: tuple(value) if isinstance(value, list | tuple) else (value,))
]


class Rule(Record):
    """What happens to a column: the field that it fills, and how.

    `separator` cuts a cell into several values, `values` translates them ("" leaves one out, a list gives several),
    `otherwise` says what happens to those that cannot be read, `scheme` names the register of an identifier, and
    `detect` takes the language of the text instead of the text.
    """

    field: RequiredText
    separator: str = ""
    values: Annotated[dict[str, CellTexts], BeforeValidator(_with_text_keys)] = Field(default_factory=dict)
    otherwise: Literal["", "leave_out", "reject"] = ""
    scheme: Text = ""
    detect: bool = False


class Mapping(Record):
    """How the rows of a table become organisations.

    `origin` is the name under which the database keeps them. `templates` compose a field of columns (or of fields
    that are filled already), `constants` give it one value in all rows; `id` is a template too.
    """

    origin: Text = ""
    id: Text = "local:{name|slug}"
    same_id: Literal["reject", "join"] = "reject"
    dates: DateOrder = ""
    encoding: Text = ""
    delimiter: str = ""
    sheet: Text = ""
    header: Annotated[int, Field(ge=0)] = 0
    columns: Annotated[
        dict[str, Annotated[tuple[Rule, ...], BeforeValidator(_as_rules)]], BeforeValidator(_with_text_keys)
    ] = Field(default_factory=dict)
    templates: dict[str, Text] = Field(default_factory=dict)
    constants: dict[str, CellTexts] = Field(default_factory=dict)

    def targets(self) -> Iterator[tuple[str, str]]:
        """Yield each place of the mapping that names a field, with the field's path."""
        for column, rules in self.columns.items():
            yield from ((f"columns.{column}", rule.field) for rule in rules if rule.field != IGNORE)
        yield from ((f"templates.{path}", path) for path in self.templates)
        yield from ((f"constants.{path}", path) for path in self.constants)

    def problems(self, where: str, columns: tuple[str, ...] | None = None) -> Iterator[Problem]:
        """Name each field that does not exist, and each column that the table lacks where `columns` are given."""
        for place, path in self.targets():
            if message := _path_fault(path):
                yield Problem(where, place, message)
        for column in self.columns if columns is not None else ():
            if columns is not None and column not in columns:
                hint = near_word(column, list(columns))
                yield Problem(where, f"columns.{column}", f"the file has no column {column!r}{hint}")


def load_mapping(name: str) -> Mapping:
    """Read a mapping from a YAML file, or one that is shipped by its name; raise InvalidRecordsError."""
    path = SHIPPED / f"{name}.yaml" if name in shipped_mappings() else Path(name)
    mapping, problems = read_record(Mapping, parse_yaml(read_text(path, path.name), path.name), path.name)
    problems = problems or (list(mapping.problems(path.name)) if mapping else [])
    if mapping is None or problems:
        raise InvalidRecordsError(problems)
    return mapping


def shipped_mappings() -> tuple[str, ...]:
    """Return the names of the mappings that come with the project."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


def split_path(path: str) -> tuple[str, int | None, str]:
    """Cut `activities[1].title` into `("activities", 1, "title")`; without a number the position is None."""
    found = _PATH.fullmatch(path)
    if not found:
        return path, None, ""
    return found["field"], int(found["position"]) if found["position"] else None, found["part"] or ""


def is_list(field: str) -> bool:
    """Tell whether a field of an organisation holds several values."""
    info = Organisation.model_fields.get(field)
    return info is not None and str(info.annotation).startswith("tuple[")


def part_of(field: str) -> type[Record] | None:
    """Return the record that stands in a field, such as Activity in `activities`."""
    return _PARTS.get(field)


def _path_fault(path: str) -> str:
    field, position, part = split_path(path)
    if field not in Organisation.model_fields:
        return f"{path!r} is not a field{near_word(field, sorted(Organisation.model_fields))}"
    record = part_of(field)
    if part and record is None:
        return f"{field!r} has no parts, so {path!r} is not a field"
    if part and record and part not in record.model_fields:
        return f"{path!r} is not a field{near_word(part, sorted(record.model_fields))}"
    if position is not None and not is_list(field):
        return f"{field!r} holds one value, so {path!r} has no position"
    if record is Contact and not part:
        return f"{path!r} has parts; write contact.website or contact.role_email"
    return ""
