"""Goals as rows of a table: CSV, TSV or XLSX with one goal a row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matcher.errors import InvalidRecordsError, Problem
from matcher.exchange import ReadLine
from matcher.importers.bundles import open_bundle
from matcher.importers.tables import Row, open_table
from matcher.importers.vocabulary import Vocabulary
from matcher.problems import near_word, read_record
from matcher.records import Goal
from matcher.taxonomy import Taxonomy

SUFFIXES = (".csv", ".tsv", ".xlsx")
_PLAIN = ("id", "text", "seeker", "on", "similarity", "limit")
_LISTS = ("countries", "languages", "audiences", "kinds", "actors", "exclude", "needs")
COLUMNS = (*_PLAIN, "brings", *_LISTS)
_OTHER_NAMES = {"goal": "text", "country": "countries", "language": "languages", "audience": "audiences"}
_OTHER_NAMES |= {"kind": "kinds", "need": "needs", "capabilities": "needs", "date": "on"}
_LEFT_OUT = "#"
_NUMBERS: dict[str, type] = {"similarity": float, "limit": int}


def read_goal_table(path: Path, taxonomy: Taxonomy) -> Iterator[ReadLine[Goal]]:
    """Yield one goal a row, or what is wrong with it; reads CSV row by row.

    Columns are those of goals.jsonl; lists are separated by semicolons, codes may be written as names, a need may
    end in its weight (`funding: 0.5`), and `brings` describes a seeker that is not in the directory. A column whose
    name begins with # is left out. Raises InvalidRecordsError for a table without texts or with a column of no field.
    """
    table = open_table(open_bundle(path))
    fields = {column: _field(column) for column in table.columns if not column.startswith(_LEFT_OUT)}
    problems = [
        Problem(path.name, column, f"is no column of goals{near_word(column, list(COLUMNS))}; or write #{column}")
        for column, field in fields.items()
        if field not in COLUMNS
    ]
    if "text" not in fields.values():
        problems.append(Problem(path.name, "text", "there is no such column; write the goals into one called text"))
    if problems:
        raise InvalidRecordsError(problems)
    vocabulary = Vocabulary(taxonomy)
    for row in table.rows():
        yield _read_row(row, fields, vocabulary, f"{path.name}:{row.line}")


def _field(column: str) -> str:
    name = column.strip().casefold()
    return _OTHER_NAMES.get(name, name)


def _read_row(row: Row, columns: dict[str, str], vocabulary: Vocabulary, where: str) -> ReadLine[Goal]:
    problems = [Problem(where, "", row.fault)] if row.fault else []
    fields: dict[str, Any] = {}
    for column, field in columns.items():
        if (text := str(row.cells.get(column, "")).strip()) and field != "brings":
            try:
                fields[field] = _value(field, text, vocabulary)
            except ValueError as error:
                problems.append(Problem(where, column, f"{text!r} {error}"))
        elif text:
            fields.setdefault("seeker", {"summary": text})
    if problems:
        return ReadLine(row.line, None, tuple(problems))
    goal, faults = read_record(Goal, fields, where)
    return ReadLine(row.line, goal, tuple(faults))


def _value(field: str, text: str, vocabulary: Vocabulary) -> Any:
    if field in _NUMBERS:
        try:
            return _NUMBERS[field](text)
        except ValueError as error:
            raise ValueError("is not a number") from error
    if field not in _LISTS:
        return text
    return [_code(field, part.strip(), vocabulary) for part in text.split(";") if part.strip()]


def _code(field: str, word: str, vocabulary: Vocabulary) -> Any:
    if field == "countries":
        return vocabulary.country(word)
    if field == "languages":
        return vocabulary.language(word)
    if field == "needs":
        return _need(word, vocabulary)
    return word if field == "exclude" else vocabulary.term("kinds" if field == "actors" else field, word)


def _need(word: str, vocabulary: Vocabulary) -> dict[str, Any]:
    name, _, weight = word.partition(":")
    code = vocabulary.term("capabilities", name.strip())
    return {"capability": code} | ({"weight": float(weight)} if weight.strip() else {})
