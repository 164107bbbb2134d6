"""Rows of a table to organisations, by a mapping."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from matcher.importers.imported import Entry, Notice, rejection, shown
from matcher.importers.mapping import IGNORE, Mapping, Rule, is_list, part_of, split_path
from matcher.importers.tables import Row
from matcher.importers.values import CellReader, is_code
from matcher.importers.vocabulary import Vocabulary
from matcher.letters import slug

_SLOT = re.compile(r"\{([^{}|]+)(?:\|(slug|lower|bare))?\}")


def map_rows(rows: Iterable[Row], mapping: Mapping, vocabulary: Vocabulary) -> Iterator[Entry]:
    """Yield one entry for each row."""
    reader = CellReader(vocabulary, mapping.dates)
    for row in rows:
        if row.fault:
            yield rejection(row.line, "", "", row.fault)
        else:
            yield _Draft(row, mapping, reader).entry()


@dataclass
class _Draft:
    """One organisation while its row is read."""

    row: Row
    mapping: Mapping
    reader: CellReader
    fields: dict[str, Any] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    faults: list[Notice] = field(default_factory=list)

    def entry(self) -> Entry:
        """Read the whole row."""
        for column, rules in self.mapping.columns.items():
            for rule in rules:
                if rule.field != IGNORE and column in self.row.cells:
                    self._take(rule, self.row.cells[column])
        for path, values in self.mapping.constants.items():
            for value in values:
                self._take(Rule(field=path), value)
        for path, template in {**self.mapping.templates, "id": self.mapping.id}.items():
            if filled := self._fill(template):
                self._take(Rule(field=path), filled)
        self._check_required()
        if self.faults:
            return Entry(self.row.line, notices=tuple(self.faults), rejected=True)
        return Entry(self.row.line, _without_gaps(self.fields), tuple(self.notices))

    def _take(self, rule: Rule, cell: Any) -> None:
        for value in _opened(rule.field, cell) or _split(cell, rule.separator):
            if isinstance(value, dict) and part_of(rule.field) and is_list(rule.field):
                place(self.fields, rule.field, value)
                continue
            if isinstance(value, dict | list):
                self._tell(self.faults, rule, str(value), f"expected text, got {type(value).__name__}")
                continue
            for text in rule.values.get(str(value), (str(value),)):
                self._take_text(rule, text, translated=str(value) in rule.values)

    def _take_text(self, rule: Rule, text: str, *, translated: bool) -> None:
        if not text:
            return
        try:
            read = self.reader.read(rule, text)
        except ValueError as error:
            lenient = rule.otherwise == "leave_out" or (not rule.otherwise and is_code(rule.field) and not translated)
            self._tell(self.notices if lenient else self.faults, rule, text, str(error))
            return
        if read.remark:
            self._tell(self.notices, rule, text, read.remark)
        if read.value:
            place(self.fields, rule.field, read.value)

    def _tell(self, notices: list[Notice], rule: Rule, text: str, reason: str) -> None:
        notices.append(Notice(self.row.line, rule.field, shown(text), reason))

    def _fill(self, template: str) -> str:
        """Return the template with its slots filled, or "" where one of them is unknown."""
        known = {name: str(self.row.cells.get(name) or self.fields.get(name) or "") for name, _ in _slots(template)}
        if not all(known.values()):
            return ""
        return _SLOT.sub(lambda slot: _shaped(known[slot[1].strip()], slot[2]), template)

    def _check_required(self) -> None:
        for name in ("name", "id"):
            if not self.fields.get(name) and not any(fault.field == name for fault in self.faults):
                reason = "is required and empty; fill its cell or correct the mapping"
                self.faults.append(Notice(self.row.line, name, "", reason))


def place(fields: dict[str, Any], path: str, value: Any) -> None:
    """Put a value into a field: appended to a list, joined to a summary; a single value that is there stays."""
    name, position, part = split_path(path)
    if part and is_list(name):
        entries = fields.setdefault(name, [])
        entries += [{} for _ in range((position or 0) + 1 - len(entries))]
        place_part(entries[position or 0], part, value)
    elif part:
        place_part(fields.setdefault(name, {}), part, value)
    elif is_list(name):
        if value not in fields.setdefault(name, []):
            fields[name].append(value)
    elif name == "summary" and name in fields:
        fields[name] = f"{fields[name]}\n\n{value}"
    else:
        fields.setdefault(name, value)


def place_part(entry: dict[str, Any], part: str, value: Any) -> None:
    """Put a value into a part of a field, such as an activity's title or its partners."""
    if part == "partners":
        entry.setdefault(part, []).append(value)
    elif part == "source":
        entry.setdefault(part, int(value) if str(value).isdecimal() else value)
    else:
        entry.setdefault(part, value)


def template_columns(template: str) -> list[str]:
    """Return the names that a template's slots ask for."""
    return [name for name, _ in _slots(template)]


def _slots(template: str) -> list[tuple[str, str]]:
    return [(slot[1].strip(), slot[2] or "") for slot in _SLOT.finditer(template)]


def _shaped(text: str, shape: str | None) -> str:
    if shape == "slug":
        return slug(text)
    if shape == "bare":  # without the register before it, as in eutr:123
        return text.rpartition(":")[2]
    return text.lower() if shape == "lower" else text


def _opened(path: str, cell: Any) -> list[Any]:
    """Return the parts that a cell holds as JSON, such as activities in a CSV file, or nothing."""
    if not (part_of(path) and is_list(path) and isinstance(cell, str) and cell.startswith(("[", "{"))):
        return []
    try:
        parts = json.loads(cell)
    except (json.JSONDecodeError, RecursionError):
        return []
    return parts if isinstance(parts, list) else [parts]


def _split(cell: Any, separator: str) -> list[Any]:
    if isinstance(cell, list):
        return [each for each in cell if each not in ("", None)]
    if not separator:
        return [cell]
    return [part.strip() for part in str(cell).split(separator.strip() or separator) if part.strip()]


def _without_gaps(fields: dict[str, Any]) -> dict[str, Any]:
    """Drop parts that a row leaves empty, such as a second activity without title."""
    kept = dict(fields)
    for name, entries in fields.items():
        if part_of(name) and isinstance(entries, list):
            kept[name] = [entry for entry in entries if entry]
    return kept
