"""Reading records from plain fields, with every fault told as a `Problem`."""

from __future__ import annotations

import re
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from matcher.errors import Problem
from matcher.records import Record
from matcher.sentences import sentence

AnyRecord = TypeVar("AnyRecord", bound=Record)
_EXPECTED = {
    "tuple_type": sentence("expected a list, such as [a, b]"),
    "string_type": sentence("expected text; put it into quotation marks"),
    "model_type": sentence("expected fields and values"),
    "too_short": sentence("is empty; fill it or leave the field out"),
}
_OR_EMPTY = ("literal['']",)  # the branch of `… | Literal[""]`: its other branch tells what is wrong
_UNION_BRANCH = re.compile(r"an id|an organisation|(literal|function-after)\[.*")


def near_word(word: str, known: list[str]) -> str:
    """Return "; did you mean 'x'?" for the known word nearest to a misspelt one, or the known words if few."""
    match = process.extractOne(word.lower(), known, scorer=fuzz.ratio, score_cutoff=60)
    if match:
        return sentence("; did you mean %(word)r?", word=match[0])
    return sentence("; known: %(words)s", words=", ".join(known)) if 0 < len(known) <= 25 else ""


def read_record(kind: type[AnyRecord], fields: Any, where: str) -> tuple[AnyRecord | None, list[Problem]]:
    """Build a record of `kind` from `fields`; return it, or None and what is wrong with it."""
    if not isinstance(fields, dict):
        message = f"expected fields and values, got {type(fields).__name__} {_shown(fields)}"
        return None, [Problem(where, "", message)]
    try:
        return kind.model_validate(fields), []
    except ValidationError as error:
        return None, [_problem(kind, fault, where) for fault in error.errors() if fault["loc"][-1:] != _OR_EMPTY]


def _problem(kind: type[Record], fault: Any, where: str) -> Problem:
    *outer, last = fault["loc"] or ("",)
    location = [part for part in outer if not _names_union_branch(part)]
    if fault["type"] == "extra_forbidden" or not (last == "" or _names_union_branch(last)):
        location.append(last)
    field = re.sub(r"\.\[", "[", ".".join(f"[{p}]" if isinstance(p, int) else str(p) for p in location))
    if fault["type"] == "value_error":
        return Problem(where, field, fault["ctx"]["error"].args[0])
    if fault["type"] == "extra_forbidden":
        known = sorted(_model_at(kind, location[:-1]).model_fields)
        return Problem(
            where, field, sentence("there is no such field%(hint)s", hint=near_word(str(location[-1]), known))
        )
    if fault["type"] == "missing":
        return Problem(where, field, sentence("is required and missing; add it"))
    expected = _EXPECTED.get(fault["type"]) or f"{fault['msg'][0].lower()}{fault['msg'][1:]}"
    return Problem(where, field, sentence("%(what)s: %(text)s", what=_shown(fault["input"]), text=expected))


def _names_union_branch(part: int | str) -> bool:
    """Tell the tag of a union's branch, such as `an id`, from a field's name."""
    return isinstance(part, str) and _UNION_BRANCH.fullmatch(part) is not None


def _model_at(kind: type[Record], location: list[int | str]) -> type[Record]:
    """Return the model of the (nested) record that stands at `location`."""
    model = kind
    for part in location:
        if part in model.model_fields:
            model = _record_in(model.model_fields[str(part)].annotation) or model
    return model


def _record_in(annotation: Any) -> type[Record] | None:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next(filter(None, map(_record_in, get_args(annotation))), None)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
