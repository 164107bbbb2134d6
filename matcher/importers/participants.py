"""Organisations that did something together, collected from records of projects and grants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from matcher.importers.imported import Entry, Notice, rejection
from matcher.problems import read_record
from matcher.records import Activity

_LISTS = ("aliases", "identifiers", "countries", "languages", "terms", "themes")


@dataclass
class _Known:
    """What the file has said of one organisation so far."""

    line: int
    file: str
    fields: dict[str, Any]


class Participants:
    """Collects what a file says of each organisation, what each did with whom, and in `notices` what was left out."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self._known: dict[str, _Known] = {}
        self._activities: dict[str, Activity] = {}
        self._took_part: dict[str, dict[str, None]] = {}
        self._rejected: list[Entry] = []

    def meet(self, fields: dict[str, Any], line: int, file: str = "") -> str:
        """Take what one row says of an organisation and return its id.

        What was said before stays, lists grow, and another name becomes an alias.
        """
        record_id = str(fields["id"])
        known = self._known.setdefault(record_id, _Known(line, file, {"id": record_id}))
        for name, value in fields.items():
            if name in _LISTS:
                there = known.fields.setdefault(name, [])
                there += [each for each in value if each not in there]
            elif value:
                known.fields.setdefault(name, value)
        alias, aliases = fields.get("name"), known.fields.setdefault("aliases", [])
        if alias and alias != known.fields["name"] and alias not in aliases:
            aliases.append(alias)
        return record_id

    def act(self, fields: dict[str, Any], participants: Iterable[str], line: int, file: str = "") -> None:
        """Let `participants` have done something together; something that is no activity is a rejected row."""
        activity, problems = read_record(Activity, fields, "")
        if activity is None:
            problem = problems[0]
            value = fields.get(problem.field, "")
            self.reject(line, problem.field, value, problem.message, file)
            return
        key = activity.id or str(len(self._activities))
        self._activities.setdefault(key, activity)
        self._took_part.setdefault(key, {}).update(dict.fromkeys(participants))

    def reject(self, line: int, field_name: str, value: object, reason: str, file: str = "") -> None:
        """Tell that a row gives no organisation or activity."""
        self._rejected.append(rejection(line, field_name, value, reason, file))

    def entries(self) -> Iterator[Entry]:
        """Yield the rejected rows, and each organisation with its activities in order of their start."""
        yield from self._rejected
        activities: dict[str, list[Activity]] = {}
        for key, participants in self._took_part.items():
            for participant in participants:
                partners = tuple(other for other in participants if other != participant)
                activity = self._activities[key].model_copy(update={"partners": partners})
                activities.setdefault(participant, []).append(activity)
        for record_id, known in self._known.items():
            # Without a start an activity stands last; the order does not depend on that in the file.
            mine = sorted(activities.get(record_id, ()), key=lambda each: (each.start or "9", each.id, each.title))
            yield Entry(known.line, {**known.fields, "activities": tuple(mine)}, file=known.file)
