"""Reading the exchange formats: organisations and goals as JSON lines, and the BEIR layout."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from matcher.errors import InvalidRecordsError, Problem
from matcher.problems import read_record
from matcher.records import Goal, Organisation, Practice, Record
from matcher.taxonomy import Taxonomy

AnyRecord = TypeVar("AnyRecord", bound=Record)


@dataclass(frozen=True)
class ReadLine(Generic[AnyRecord]):
    """One line of an exchange file: the record, or None and what is wrong with it."""

    number: int
    record: AnyRecord | None
    problems: tuple[Problem, ...] = ()


def read_lines(kind: type[AnyRecord], lines: Iterable[str | bytes], where: str) -> Iterator[ReadLine[AnyRecord]]:
    """Read one record from each line; blank lines are passed over. Reads lazily: memory does not grow."""
    for number, line in enumerate(lines, start=1):
        if _is_blank(line):
            continue
        place = f"{where}:{number}"
        try:
            fields = _parse(line, number)
        except ValueError as error:
            yield ReadLine(number, None, (Problem(place, "", str(error)),))
            continue
        record, problems = read_record(kind, fields, place)
        yield ReadLine(number, record, tuple(problems))


def read_organisations(path: Path) -> tuple[Organisation, ...]:
    """Read organisations.jsonl; raise InvalidRecordsError with every fault."""
    return _read_all(Organisation, path)


def read_goals(path: Path, taxonomy: Taxonomy) -> tuple[Goal, ...]:
    """Read goals.jsonl and check its codes; raise InvalidRecordsError with every fault."""
    goals = _read_all(Goal, path)
    problems = [problem for goal in goals for problem in taxonomy.problems(goal, f"{path.name}: {goal.id}")]
    if problems:
        raise InvalidRecordsError(problems)
    return goals


def read_documents(path: Path) -> tuple[Practice, ...]:
    """Read the corpus.jsonl of a BEIR folder; a document stands for a practice note."""
    return tuple(_read_beir(Practice, path, _practice_fields))


def read_queries(path: Path) -> tuple[Goal, ...]:
    """Read the queries.jsonl of a BEIR folder; a query stands for a goal."""
    return tuple(_read_beir(Goal, path, lambda fields: {"id": fields["_id"], "text": fields["text"]}))


def _practice_fields(fields: dict[str, Any]) -> dict[str, Any]:
    title, text = fields.get("title") or "", fields.get("text") or ""
    return {"id": fields["_id"], "title": title, "text": next((t for t in (text, title) if str(t).strip()), "-")}


def _read_all(kind: type[AnyRecord], path: Path) -> tuple[AnyRecord, ...]:
    with _open(path) as file:
        read = list(read_lines(kind, file, path.name))
    problems = [problem for line in read for problem in line.problems]
    records = [line.record for line in read if line.record is not None]
    seen: set[str] = set()
    for line in read:
        record_id = getattr(line.record, "id", None)
        if record_id in seen:
            problems.append(Problem(f"{path.name}:{line.number}", "id", f"{record_id!r} stands here twice"))
        if record_id:
            seen.add(record_id)
    if problems:
        raise InvalidRecordsError(problems)
    return tuple(records)


def _read_beir(
    kind: type[AnyRecord], path: Path, fields_of: Callable[[dict[str, Any]], dict[str, Any]]
) -> Iterator[AnyRecord]:
    with _open(path) as file:
        for number, line in enumerate(file, start=1):
            if _is_blank(line):
                continue
            place = f"{path.name}:{number}"
            try:
                fields = fields_of(_parse(line, number))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                message = f"not a document or query with `_id` and `text`: {error}"
                raise InvalidRecordsError([Problem(place, "", message)]) from error
            record, problems = read_record(kind, fields, place)
            if record is None:
                raise InvalidRecordsError(problems)
            yield record


def _is_blank(line: str | bytes) -> bool:
    return line.strip() in ("", b"", "\ufeff", b"\xef\xbb\xbf")


def _open(path: Path) -> Any:
    try:
        return path.open("rb")
    except OSError as error:
        raise InvalidRecordsError([Problem(str(path), "", f"cannot be read: {error.strerror}")]) from error


def _parse(line: str | bytes, number: int) -> Any:
    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
        text = text.rstrip("\r\n")  # else the end of a line that is cut off counts as a line of its own
        return json.loads(text.removeprefix("\ufeff") if number == 1 else text)
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        shown = text.strip()
        shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
        raise ValueError(f"not JSON at column {error.colno} ({error.msg}): {shown}; write one object a line") from error
    except RecursionError as error:
        raise ValueError("nested too deeply to be a record") from error
