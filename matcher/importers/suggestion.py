"""Guessing a mapping from the headers and values of a table, and writing it out for correction."""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import islice
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from matcher.importers.dates import guess_order
from matcher.importers.headers import field_of_header
from matcher.importers.identifiers import scheme_of_column
from matcher.importers.mapping import IGNORE, Mapping, Rule
from matcher.importers.tables import Table
from matcher.importers.values import CellReader, is_code
from matcher.importers.vocabulary import Vocabulary
from matcher.taxonomy import Taxonomy

SAMPLE = 1000  # rows
MOST = 0.8  # share of the values of a column that must read well for a guess from values alone
FEW = 5  # values that are too few to contradict a header
SEPARATORS = (";", "|", "\n", ",")
LIST_OF_CODES = 40  # different unknown words up to which they are written out for translation
LONG_TEXT = 80  # characters on average
_ROLE = re.compile(
    r"(?:mailto:)?(?:info|contact|office|mail|hello|hi|press|media|admin|secretariat|secretary|team|support|enquiries"
    r"|general|kontakt|kancelaria|sekretariat|contacto|contatti|contact-us|post|postmaster|welcome|ask|eu)@",
    re.IGNORECASE,
)
_SINGLE = {"name", "id", "kind", "headquarters", "reach", "status", "verified_on"}
# Fields that values alone can suggest.
_BY_VALUES = ("contact.website", "countries", "kind", "themes", "audiences")


def suggest(table: Table, taxonomy: Taxonomy) -> Mapping:
    """Return a mapping for `table`; columns that it cannot tell are ignored."""
    sample = Sample(table, taxonomy)
    rules = {column: sample.rule(column) for column in table.columns}
    ignored = [column for column in table.columns if rules[column].field == IGNORE]
    if ignored and not _fills(rules, "name"):
        rules[ignored.pop(0)] = Rule(field="name")
    longest = max(ignored, key=sample.length, default="")
    if longest and sample.length(longest) >= LONG_TEXT and not _fills(rules, "summary"):
        rules[longest] = Rule(field="summary")
    columns: dict[str, tuple[Rule, ...]] = {column: (rule,) for column, rule in rules.items()}
    summary = next((column for column, rule in rules.items() if rule.field == "summary"), "")
    if summary and not _fills(rules, "languages"):
        columns[summary] = (rules[summary], Rule(field="languages", detect=True))
    dates = [text for column, rule in rules.items() if _is_date(rule) for text in sample.texts[column]]
    return Mapping(columns=columns, dates=guess_order(dates))


def write_mapping(table: Table, taxonomy: Taxonomy) -> str:
    """Return the suggested mapping as YAML, each column with an example of what stands in it."""
    mapping, sample = suggest(table, taxonomy), Sample(table, taxonomy)
    columns = CommentedMap()
    for column, rules in mapping.columns.items():
        written = [_written(rule, sample.unread(column, rule)) for rule in rules]
        columns[column] = written[0] if len(written) == 1 else written
        columns.yaml_set_comment_before_after_key(column, before=sample.example(column), indent=2)
    document = CommentedMap({"origin": mapping.origin, "id": mapping.id, "same_id": mapping.same_id})
    document |= {"dates": mapping.dates, "columns": columns, "templates": {}, "constants": {}}
    document.yaml_set_start_comment(_EXPLANATION)
    stream = io.StringIO()
    yaml = YAML()
    yaml.width = 120
    yaml.dump(document, stream)
    return stream.getvalue()


_EXPLANATION = """Columns to fields of an organisation. Correct the guesses; `ignore` leaves a column out.
A column takes a field's name, or {field, separator, values, otherwise, scheme, detect}, or a list of these:
separator cuts a cell into values; values translates them ("" leaves one out, a list gives several);
otherwise is leave_out or reject; scheme names the register of an identifier; detect takes the text's language.
Nested fields: contact.website, activities[0].title, sources[0].title. origin names the register; id is a template
such as "reg:{Number}" or "local:{name|slug}"; same_id is reject or join; dates is day_first or month_first.
templates: field to text with {columns}; constants: field to the value of all rows.
"""


class Sample:
    """The first rows of a table, by column: `cells` as they are, `texts` without those that are empty."""

    def __init__(self, table: Table, taxonomy: Taxonomy) -> None:
        rows = list(islice((row for row in table.rows() if not row.fault), SAMPLE))
        self.cells = {column: [row.cells[column] for row in rows if column in row.cells] for column in table.columns}
        self.texts = {column: _texts(cells) for column, cells in self.cells.items()}
        self._reader = CellReader(Vocabulary(taxonomy), "day_first")

    def rule(self, column: str) -> Rule:
        """Return what a column seems to be."""
        if not self.texts[column]:
            return Rule(field=field_of_header(column) or IGNORE)
        scheme = scheme_of_column(column)
        if (field := field_of_header(column)) and self._plausible(field, column):
            return Rule(field=field, separator=self.separator(field, column))
        if scheme is not None:
            return Rule(field="identifiers", scheme=scheme, otherwise="" if scheme else "leave_out")
        for field in _BY_VALUES:
            separator = self.separator(field, column)
            if self._share_read(Rule(field=field), column, separator) >= MOST:
                return Rule(field=field, separator=separator)
        return Rule(field=IGNORE)

    def unread(self, column: str, rule: Rule) -> list[str]:
        """Return the different words of a column of codes that cannot be read, the most frequent first."""
        if rule.field == IGNORE or not is_code(rule.field):
            return []
        words = Counter(part for text in self.texts[column] for part in _cut(text, rule.separator))
        unknown = [word for word, _ in words.most_common() if not self._reads(rule, word)]
        return unknown if len(unknown) <= LIST_OF_CODES else []

    def length(self, column: str) -> float:
        """Return how many characters the texts of a column have, on average."""
        texts = self.texts[column]
        return sum(map(len, texts)) / len(texts) if texts else 0.0

    def example(self, column: str) -> str:
        """Return the first value of a column, cut where it is long."""
        text = " ".join(next(iter(self.texts[column]), "(empty)").split())
        return text if len(text) <= 90 else f"{text[:89]}…"

    def _plausible(self, field: str, column: str) -> bool:
        """Tell whether the values contradict what the header says."""
        if field == "contact.role_email":
            return column == field or self._share_of_roles(column) >= MOST
        if field in ("name", "aliases", "summary", "id", "activities", "partners") or "." in field:
            return True
        if is_code(field) or len(self.texts[column]) < FEW:
            return True
        return self._share_read(Rule(field=field), column, self.separator(field, column)) > 1 - MOST

    def _share_of_roles(self, column: str) -> float:
        """Return the share of addresses that are an office's: those of persons are never taken by a guess."""
        texts = self.texts[column]
        return sum(bool(_ROLE.match(text)) for text in texts) / len(texts) if texts else 0.0

    def separator(self, field: str, column: str) -> str:
        """Return the separator with which most of the parts can be read, or "" where cells hold one value."""
        if field in _SINGLE or "." in field or field == "summary":
            return ""
        present = [each for each in SEPARATORS if any(each in text for text in self.texts[column])]
        if field in ("aliases", "activities", "partners"):  # commas stand inside of names
            return next((each for each in present if each != ","), "")
        return max(["", *present], key=lambda each: self._share_read(Rule(field=field), column, each))

    def _share_read(self, rule: Rule, column: str, separator: str) -> float:
        parts = [part for text in self.texts[column] for part in _cut(text, separator)]
        return sum(self._reads(rule, part) for part in parts) / len(parts) if parts else 0.0

    def _reads(self, rule: Rule, text: str) -> bool:
        try:
            self._reader.read(rule, text)
        except ValueError:
            return False
        return True


def _fills(rules: dict[str, Rule], field: str) -> bool:
    return any(rule.field == field for rule in rules.values())


def _is_date(rule: Rule) -> bool:
    return rule.field.rpartition(".")[2] in ("verified_on", "start", "end", "date")


def _texts(cells: list[Any]) -> list[str]:
    return [str(part) for cell in cells for part in (cell if isinstance(cell, list) else [cell]) if part]


def _cut(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()] if separator else [text]


def _written(rule: Rule, unread: list[str]) -> Any:
    fields = rule.model_dump(exclude_defaults=True)
    if unread:
        fields["values"] = dict.fromkeys(unread, "")
    return fields["field"] if set(fields) == {"field"} else fields
