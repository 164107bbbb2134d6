"""The words of a table that the controlled lists do not know, to be translated by a person."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from matcher.importers.mapping import IGNORE, Mapping, Rule
from matcher.importers.tables import Table
from matcher.importers.values import CellReader, is_code
from matcher.importers.vocabulary import Vocabulary
from matcher.taxonomy import Taxonomy

ROWS = 10_000  # rows that are looked at: the answer is waited for
Place = tuple[str, int]  # a column, and which of its rules


def unread_words(table: Table, mapping: Mapping, taxonomy: Taxonomy) -> dict[Place, Counter[str]]:
    """Count, for each rule of a controlled list, the words that neither the list nor the rule's `values` read.

    Only places with such words are in the answer. Looks at the first ROWS rows.
    """
    reader = CellReader(Vocabulary(taxonomy), mapping.dates)
    rules = {
        (column, number): rule
        for column, some in mapping.columns.items()
        for number, rule in enumerate(some)
        if rule.field != IGNORE and is_code(rule.field)
    }
    words = _words(table, rules)
    unread = {place: _unread(rules[place], counted, reader) for place, counted in words.items()}
    return {place: counted for place, counted in unread.items() if counted}


def cut(cell: object, separator: str) -> list[str]:
    """Return the texts of a cell: of a list, or of a text with a separator, each part."""
    if isinstance(cell, list):
        return [str(each) for each in cell if isinstance(each, str | int | float) and str(each)]
    if isinstance(cell, dict):
        return []
    parts = str(cell).split(separator.strip() or separator) if separator else [str(cell)]
    return [part.strip() for part in parts if part.strip()]


def _words(table: Table, rules: dict[Place, Rule]) -> dict[Place, Counter[str]]:
    words: dict[Place, Counter[str]] = {place: Counter() for place in rules}
    for row in islice(table.rows(), ROWS) if rules else ():
        for (column, number), rule in rules.items():
            if column in row.cells:
                words[column, number].update(cut(row.cells[column], rule.separator))
    return words


def _unread(rule: Rule, words: Counter[str], reader: CellReader) -> Counter[str]:
    return Counter({word: words[word] for word in words if word not in rule.values and not _reads(rule, word, reader)})


def _reads(rule: Rule, word: str, reader: CellReader) -> bool:
    if word.startswith(("[", "{")):
        return True  # parts written as JSON
    try:
        reader.read(rule, word)
    except ValueError:
        return False
    return True
