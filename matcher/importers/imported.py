"""What reading a file gave: records, the rows that could not become one, and what had to be left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from matcher.errors import Problem
from matcher.joining import join_organisations
from matcher.problems import read_record
from matcher.records import Organisation
from matcher.taxonomy import Taxonomy

IMPORT = "import"  # the origin of records whose file or mapping names none: a later import replaces an earlier one
SHOWN_VALUE = 200  # characters of a value in a notice


@dataclass(frozen=True)
class Notice:
    """What was wrong in one place: `line` counts the lines of a text, the rows of a sheet or the entries from 1."""

    line: int
    field: str
    value: str
    reason: str
    file: str = ""


@dataclass(frozen=True)
class Entry:
    """One organisation as a file gives it; `rejected` where the notices make a record impossible."""

    line: int
    fields: dict[str, Any] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    rejected: bool = False
    file: str = ""


@dataclass(frozen=True)
class Imported:
    """What reading a file gave; `read` = records + rejected rows.

    `rejected` holds the faults of each row that is not among `records`, `notices` what was left out of rows that
    are. `origin` is the name under which the store keeps the records. With `joins` each record holds only what
    this file knows of the organisation, such as some of its grants: it is added to what the same origin brought.
    """

    records: tuple[Organisation, ...]
    rejected: tuple[tuple[Notice, ...], ...]
    notices: tuple[Notice, ...]
    origin: str
    joins: bool = False

    @property
    def read(self) -> int:
        """How many organisations and broken rows the file holds."""
        return len(self.records) + len(self.rejected)


def rejection(line: int, field_name: str, value: object, reason: str, file: str = "") -> Entry:
    """Return an entry that is rejected for one reason."""
    return Entry(line, notices=(Notice(line, field_name, shown(value), reason, file),), rejected=True, file=file)


def shown(value: object) -> str:
    """Return `value` as text, cut where it is long."""
    text = "" if value is None else str(value)
    return text if len(text) <= SHOWN_VALUE else f"{text[: SHOWN_VALUE - 1]}…"


def collect(
    entries: Iterable[Entry],
    taxonomy: Taxonomy,
    origin: str,
    *,
    joins: bool = False,
    join_same: bool = False,
    keep_codes: bool = False,
    told: Iterable[Notice] = (),
) -> Imported:
    """Turn entries into validated records.

    An id that comes again is rejected with the line that it stood in first, or with `join_same` joined to it. A
    code that the taxonomy lacks is left out with a notice, or with `keep_codes` kept with one. `told` are notices
    of what belongs to no single entry.
    """
    records: dict[str, Organisation] = {}
    line_of: dict[str, int] = {}
    rejected: list[tuple[Notice, ...]] = []
    notices = list(told)
    for entry in entries:
        organisation, faults = _read(entry)
        if organisation and organisation.id in records and not join_same:
            reason = f"stands in line {line_of[organisation.id]} too; join the rows or give each its own id"
            faults = (Notice(entry.line, "id", organisation.id, reason, entry.file),)
        if organisation is None or faults:
            rejected.append((*entry.notices, *faults))
            continue
        unknown = list(taxonomy.problems(organisation, ""))
        done = "; kept as it is" if keep_codes else "; left out"
        notices += [*entry.notices, *(_notice(problem, organisation.model_dump(), entry, done) for problem in unknown)]
        known = _without(organisation, unknown) if unknown and not keep_codes else organisation
        records[known.id] = join_organisations(records[known.id], known) if known.id in records else known
        line_of[known.id] = entry.line
    return Imported(tuple(records.values()), tuple(rejected), tuple(notices), origin, joins)


def _read(entry: Entry) -> tuple[Organisation | None, tuple[Notice, ...]]:
    if entry.rejected:
        return None, ()
    organisation, problems = read_record(Organisation, entry.fields, "")
    return organisation, tuple(_notice(problem, entry.fields, entry) for problem in problems)


def _notice(problem: Problem, fields: Any, entry: Entry, done: str = "") -> Notice:
    value = shown(value_at(fields, problem.field))
    return Notice(entry.line, problem.field, value, problem.message + done, entry.file)


def value_at(fields: Any, path: str) -> Any:
    """Return what stands at a path such as `activities[0].start`, or "" where nothing does."""
    value = fields
    for part in path.replace("[", ".").replace("]", "").split("."):
        try:
            value = value[int(part)] if isinstance(value, list | tuple) else value[part]
        except (KeyError, IndexError, TypeError, ValueError):
            return ""
    return value


def _without(organisation: Organisation, unknown: Iterable[Problem]) -> Organisation:
    """Take the codes out that the taxonomy lacks; an offer or need goes with its capability."""
    update: dict[str, Any] = {}
    for name, positions in _positions(unknown):
        value = getattr(organisation, name)
        update[name] = "" if isinstance(value, str) else tuple(v for i, v in enumerate(value) if i not in positions)
    return organisation.model_copy(update=update)


def _positions(unknown: Iterable[Problem]) -> Iterator[tuple[str, set[int]]]:
    """Yield each field with the positions in it that the problems name."""
    places: dict[str, set[int]] = {}
    for problem in unknown:
        name, _, rest = problem.field.partition("[")
        places.setdefault(name, set()).update({int(rest.partition("]")[0])} if rest else ())
    yield from places.items()
