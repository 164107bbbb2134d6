"""Who may have a fact, told by arrays: nothing is read of a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from matcher.directory.columns import CodeColumn, Mask, Values
from matcher.directory.listings import FOLDED, key
from matcher.folding import fold
from matcher.knowledge import KnowledgeBase
from matcher.reconciliation.properties import PROPERTIES
from matcher.records import Organisation

Fields = dict[str, Any]
_CODED: Mapping[str, tuple[Callable[[KnowledgeBase], CodeColumn], Callable[[str], Fields]]] = {
    "country": (lambda known: known.columns.countries, lambda code: {"countries": [code]}),
    "headquarters": (lambda known: known.columns.headquarters, lambda code: {"headquarters": code}),
    "kind": (lambda known: known.columns.kinds, lambda code: {"kind": code}),
    "language": (lambda known: known.columns.languages, lambda code: {"languages": [code]}),
    "offer": (lambda known: _held(known, known.columns.brings), lambda code: {"offers": [_entry(code)]}),
    "need": (lambda known: _held(known, known.columns.seeks), lambda code: {"needs": [_entry(code)]}),
    "audience": (lambda known: known.columns.audiences, lambda code: {"audiences": [code]}),
    "theme": (lambda known: known.columns.themes, lambda code: {"themes": [code]}),
}


def may_agree(knowledge: KnowledgeBase, given: Mapping[str, Sequence[str]]) -> Mask:
    """Return everybody who can agree with all properties that are given, and maybe others, shape (organisations,).

    `given` maps ids of PROPERTIES to values, any of which will do; of some properties nothing is known without reading.
    """
    possible = np.ones(len(knowledge.organisations), dtype=bool)
    for pid, values in given.items():
        if pid in _CODED:
            column, fields = _CODED[pid]
            held = column(knowledge)
            possible &= held.has_any([code for code in held.codes if _agrees(knowledge, pid, fields(code), values)])
        elif pid == "identifier":
            possible &= _with_identifier(knowledge, values)
    return possible


def _agrees(knowledge: KnowledgeBase, pid: str, fields: Fields, values: Sequence[str]) -> bool:
    """Tell whether an organisation with nothing but these fields agrees; a language may be asked for with a region."""
    one = Organisation.model_validate({"id": "local:one", "name": "one"} | fields)
    wanted = [*values, *(fold(value).partition(" ")[0] for value in values)]
    return bool(PROPERTIES[pid].agrees(one, knowledge.taxonomy, wanted))


def _with_identifier(knowledge: KnowledgeBase, values: Sequence[str]) -> Mask:
    found = np.zeros(len(knowledge.organisations), dtype=bool)
    for value in values:
        found[knowledge.listings.keys.rows_of(key(FOLDED, fold(value)))] = True
    return found


def _held(knowledge: KnowledgeBase, strengths: Values) -> CodeColumn:
    codes = {code: column for column, code in enumerate(knowledge.taxonomy.terms("capabilities"))}
    return CodeColumn(codes, strengths > 0)


def _entry(code: str) -> Fields:
    return {"capability": code, "statement": "-"}
