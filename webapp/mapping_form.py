"""The form of a mapping: what stands in it for a file, and the mapping that was sent with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from matcher.errors import InvalidRecordsError, Problem
from matcher.importers.mapping import IGNORE, Mapping, Rule
from matcher.importers.suggestion import Sample
from matcher.importers.tables import Table
from matcher.importers.unread import unread_words
from matcher.problems import read_record
from matcher.sentences import sentence
from matcher.taxonomy import Taxonomy
from webapp.mapping_fields import DETECTED, choice_of, list_of

SAMPLES = 3  # values of a column that are shown
SHOWN_SAMPLE = 80  # characters of each
WORDS = 100  # words of a column that are asked about, the most frequent first
SPARE = 2  # empty rows for constants
SEPARATORS = {"": "", "semicolon": ";", "comma": ",", "bar": "|", "line": "\n", "slash": "/", "tab": "\t"}
_OF_FILE = ("origin", "id", "same_id", "dates")


@dataclass(frozen=True)
class Word:
    """A word that a controlled list does not know (`count` times in the file), and the code it stands for, or ""."""

    text: str
    code: str = ""
    count: int = 0


@dataclass(frozen=True)
class ColumnRule:
    """One rule of a column: the names of its inputs end in `place`; the first of a column shows `samples`."""

    place: str
    column: str
    rule: Rule
    samples: tuple[str, ...]
    words: tuple[Word, ...]
    left: int = 0  # words that are not asked about

    @property
    def choice(self) -> str:
        """What is chosen for the field."""
        return choice_of(self.rule)

    @property
    def separator(self) -> str:
        """The name of the separator, the separator itself where it is none of the usual ones."""
        return next((name for name, sign in SEPARATORS.items() if sign == self.rule.separator), self.rule.separator)

    @property
    def list_name(self) -> str:
        """The list of the taxonomy that reads the words."""
        return list_of(self.rule.field)


@dataclass(frozen=True)
class MappingForm:
    """The rules of all columns, in their order, and the fields that have one value in all rows."""

    mapping: Mapping
    rows: tuple[ColumnRule, ...]
    constants: tuple[tuple[str, str], ...]


def mapping_form(mapping: Mapping, table: Table, taxonomy: Taxonomy) -> MappingForm:
    """Return the form for a table as a mapping has it now."""
    sample = Sample(table, taxonomy)
    unread = unread_words(table, mapping, taxonomy)
    rows = []
    for position, column in enumerate(table.columns):
        for number, rule in enumerate(mapping.columns.get(column) or (Rule(field=IGNORE),)):
            words = unread.get((column, number), Counter())
            samples = _samples(sample.texts[column]) if number == 0 else ()
            known = tuple(_translated(rule))
            asked = tuple(Word(text, count=count) for text, count in words.most_common(WORDS))
            rows.append(
                ColumnRule(f"{position}:{number}", column, rule, samples, asked + known, len(words) - len(asked))
            )
    constants = [(path, "\n".join(values)) for path, values in mapping.constants.items()]
    return MappingForm(mapping, tuple(rows), (*constants, *[("", "")] * SPARE))


def read_mapping_form(mapping: Mapping, table: Table, taxonomy: Taxonomy, entered: MultiDict[str, str]) -> Mapping:
    """Return `mapping` after what was entered; raise InvalidRecordsError with every fault of it."""
    sample = Sample(table, taxonomy)
    columns = {}
    for position, column in enumerate(table.columns):
        rules = mapping.columns.get(column) or (Rule(field=IGNORE),)
        columns[column] = tuple(
            _rule(rule, column, f"{position}:{number}", entered, sample) for number, rule in enumerate(rules)
        )
    fields: dict[str, Any] = mapping.model_dump()
    fields["columns"] = {name: tuple(rule.model_dump() for rule in rules) for name, rules in columns.items()}
    fields |= {name: entered[name].strip() for name in _OF_FILE if name in entered}
    fields["constants"] = dict(_constants(entered))
    read, problems = read_record(Mapping, fields, "")
    problems = [*problems, *(read.problems("", table.columns) if read else ()), *(_nameless(read) if read else ())]
    if read is None or problems:
        raise InvalidRecordsError(problems)
    return read


def unanswered(form: MappingForm, entered: MultiDict[str, str]) -> bool:
    """Tell whether the form asks about words that the one that was sent did not ask about."""
    return any(
        any(not word.code and word.count for word in row.words) and entered.get(f"asked:{row.place}") != row.rule.field
        for row in form.rows
    )


def _rule(rule: Rule, column: str, place: str, entered: MultiDict[str, str], sample: Sample) -> Rule:
    """Return a rule after what was entered; with another field it begins anew, and its separator is guessed."""
    choice = entered.get(f"field:{place}", choice_of(rule))
    separator = _separator(entered.get(f"separator:{place}"), rule)
    scheme = entered.get(f"scheme:{place}", rule.scheme).strip()
    if choice == choice_of(rule):
        values = rule.values | dict(_words(place, entered)) if list_of(rule.field) else rule.values
        return rule.model_copy(update={"separator": separator, "scheme": scheme, "values": values})
    if choice == DETECTED:
        return Rule(field="languages", detect=True)
    if separator == rule.separator and choice != IGNORE:
        separator = sample.separator(choice, column)
    return Rule(field=choice or IGNORE, separator=separator)


def _separator(entered: str | None, rule: Rule) -> str:
    return rule.separator if entered is None else SEPARATORS.get(entered, entered)


def _words(place: str, entered: MultiDict[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for word, code in zip(entered.getlist(f"word:{place}"), entered.getlist(f"code:{place}"), strict=False):
        yield word.replace("\r\n", "\n"), (code,)


def _constants(entered: MultiDict[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path, text in zip(entered.getlist("constant-field"), entered.getlist("constant-value"), strict=False):
        values = tuple(line.strip() for line in text.splitlines() if line.strip())
        if path and values:
            yield path, values


def _translated(rule: Rule) -> Iterator[Word]:
    """Yield the words of a controlled list that the rule translates into one code or leaves out."""
    if list_of(rule.field):
        yield from (Word(text, codes[0]) for text, codes in rule.values.items() if len(codes) == 1)


def _samples(texts: list[str]) -> tuple[str, ...]:
    plain = (" ".join(text.split()) for text in texts)
    cut = (text if len(text) <= SHOWN_SAMPLE else f"{text[: SHOWN_SAMPLE - 1]}…" for text in plain)
    return tuple(dict.fromkeys(cut))[:SAMPLES]


def _nameless(mapping: Mapping) -> Iterator[Problem]:
    if "name" not in {path for _place, path in mapping.targets()}:
        yield Problem("", "", sentence("No column gives the name. Every organisation needs one: choose its column."))
