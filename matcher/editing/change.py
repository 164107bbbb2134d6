"""A change that someone made to a record by hand, and the fields in which it differs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matcher.records import Organisation, Practice

LONGEST_REASON = 300  # characters


@dataclass(frozen=True)
class Difference:
    """One field that two versions of a record say differently: what only the former and only the latter says.

    Both are empty where a list has another order.
    """

    field: str
    removed: tuple[Any, ...]
    added: tuple[Any, ...]


@dataclass(frozen=True)
class Change:
    """One change: `number` counts the changes of the record from 1; `before` and `after` are JSON, None: no record.

    `made` is the time in ISO 8601 (UTC), `by` the name of an account.
    """

    record_id: str
    number: int
    kind: str
    made: str
    by: str
    reason: str
    before: str | None
    after: str | None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What the change changed, in the order of the fields."""
        return tuple(differences(_fields(self.before), _fields(self.after)))

    @property
    def name(self) -> str:
        """What the record was called last."""
        fields = _fields(self.after) or _fields(self.before)
        return str(fields.get("name") or fields.get("title") or self.record_id)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield the fields in which two versions differ, as plain fields without defaults."""
    order = dict.fromkeys([*Organisation.model_fields, *Practice.model_fields])
    for name in sorted(before.keys() | after.keys(), key=list(order).index):
        one, other = before.get(name), after.get(name)
        if one != other:
            said, says = _values(one), _values(other)
            yield Difference(
                name, tuple(each for each in said if each not in says), tuple(each for each in says if each not in said)
            )


def record_differences(before: Organisation | Practice, after: Organisation | Practice) -> tuple[Difference, ...]:
    """Return the fields in which two records differ."""
    one, other = (json.loads(each.model_dump_json(exclude_defaults=True)) for each in (before, after))
    return tuple(differences(one, other))


def _values(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _fields(body: str | None) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(body) if body else {}
    return fields
