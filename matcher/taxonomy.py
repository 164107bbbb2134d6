"""The controlled lists: capabilities, kinds, audiences, channels, themes, values and stages."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from matcher.errors import InvalidRecordsError, Problem
from matcher.fields import NOT_STATED, RequiredText, Text
from matcher.files.yaml import parse_yaml, read_text
from matcher.problems import near_word, read_record
from matcher.records import Goal, Organisation, Practice, Record
from matcher.sentences import Name, Sentence, sentence

ListName = Literal["capabilities", "kinds", "audiences", "channels", "themes", "values", "stages"]
LISTS: tuple[ListName, ...] = ("capabilities", "kinds", "audiences", "channels", "themes", "values", "stages")
_ONE_OF: dict[str, Sentence] = {
    "capabilities": sentence("a capability"),
    "kinds": sentence("a kind"),
    "audiences": sentence("an audience"),
    "channels": sentence("a channel"),
    "themes": sentence("a theme"),
    "values": sentence("a value"),
    "stages": sentence("a stage"),
}
_GOAL_FIELDS = {
    "needs": "capabilities",
    "audiences": "audiences",
    "themes": "themes",
    "kinds": "kinds",
    "actors": "kinds",
}
_FILTER_FIELDS = {"kinds": "kinds", "audiences": "audiences"}


class Term(Record):
    """One entry of a controlled list.

    `broader` is the code of the wider term; `iati` and `sdg` are the codes of IATI's OrganisationType list and
    of the 2030 Agenda; `examples` are the words by which people name it.
    """

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: RequiredText
    definition: Text = ""
    group: Text = ""
    broader: Text = ""
    iati: Text = ""
    sdg: Text = ""
    examples: tuple[RequiredText, ...] = ()


class ExampleGoal(Record):
    """A goal from which reading goals is learnt: `needs` maps each needed capability to the words that say so."""

    text: RequiredText
    needs: dict[str, RequiredText] = Field(default_factory=dict)


class _Shared(Record):
    """What the file of capabilities holds beside them."""

    groups: dict[str, str] = Field(default_factory=dict)
    context: tuple[RequiredText, ...] = ()


class Taxonomy(Record):
    """All controlled lists, each in the order of its file.

    `groups` names the groups of capabilities; `context` holds phrases that name no capability (times, places,
    filler), from which the classifier learns what to leave alone. `goals` are examples with the needs that they state.
    """

    groups: dict[str, str]
    context: tuple[RequiredText, ...] = ()
    capabilities: tuple[Term, ...]
    kinds: tuple[Term, ...]
    audiences: tuple[Term, ...]
    channels: tuple[Term, ...]
    themes: tuple[Term, ...]
    values: tuple[Term, ...]
    stages: tuple[Term, ...]
    goals: tuple[ExampleGoal, ...] = ()

    def terms(self, list_name: str) -> dict[str, Term]:
        """Return the terms of one list by code."""
        return self._by_code[list_name]

    def name(self, list_name: str, code: str) -> str:
        """Return the name of a code, or the code itself where the list does not hold it."""
        term = self._by_code[list_name].get(code)
        return Name.of(list_name, code, term.name) if term else code

    @cached_property
    def _by_code(self) -> dict[str, dict[str, Term]]:
        return {name: {term.code: term for term in getattr(self, name)} for name in LISTS}

    def with_narrower(self, list_name: str, code: str) -> frozenset[str]:
        """Return `code` and all codes that are narrower than it."""
        narrower = {term.code for term in self._by_code[list_name].values() if term.broader == code}
        return frozenset({code}).union(*(self.with_narrower(list_name, each) for each in narrower))

    def broadest(self, list_name: str, code: str) -> str:
        """Return the code at the top of the branch in which `code` stands."""
        term = self._by_code[list_name].get(code)
        return self.broadest(list_name, term.broader) if term and term.broader else code

    def problems(self, record: Organisation | Practice | Goal, where: str) -> Iterator[Problem]:
        """Name every code of `record` that the lists do not hold, with the nearest that they do."""
        if not isinstance(record, Goal):
            yield from self._unknown_codes(record, record.TAXONOMY_FIELDS, where)
            return
        yield from self._unknown_codes(record, _GOAL_FIELDS, where)
        for problem in self._unknown_codes(record.filters, _FILTER_FIELDS, where, {NOT_STATED}):
            yield Problem(where, f"filters.{problem.field}", problem.message)
        if isinstance(record.seeker, Organisation):
            yield from self.problems(record.seeker, f"{where}: seeker")

    def _unknown_codes(
        self, record: Record, fields: dict[str, str], where: str, besides: Container[str] = ()
    ) -> Iterator[Problem]:
        for field, list_name in fields.items():
            for place, code in _codes(record, field):
                if code not in self._by_code[list_name] and code not in besides:
                    hint = near_word(code, list(self._by_code[list_name]))
                    hint = hint or sentence("; take one of %(file)s", file=f"taxonomy/{list_name}.yaml")
                    one = _ONE_OF[list_name]
                    yield Problem(
                        where, place, sentence("%(code)r is not %(one)s%(hint)s", code=code, one=one, hint=hint)
                    )


def _codes(record: Record, field: str) -> Iterator[tuple[str, str]]:
    value = getattr(record, field)
    if isinstance(value, str):
        if value:
            yield field, value
        return
    for position, entry in enumerate(value):
        if isinstance(entry, str):
            yield f"{field}[{position}]", entry
        else:
            yield f"{field}[{position}].capability", entry.capability


def load_taxonomy(folder: Path) -> Taxonomy:
    """Read the lists from `folder`, one YAML file each; raise InvalidRecordsError with every fault."""
    problems: list[Problem] = []
    lists: dict[str, tuple[Term, ...]] = {}
    groups: dict[str, str] = {}
    context: tuple[str, ...] = ()
    for name in LISTS:
        where = f"{folder.name}/{name}.yaml"
        try:
            entries = parse_yaml(read_text(folder / f"{name}.yaml", where), where)
        except InvalidRecordsError as error:
            problems.extend(error.problems)
            continue
        if name == "capabilities" and isinstance(entries, dict):
            shared, faults = read_record(_Shared, {key: entries.get(key) for key in _Shared.model_fields}, where)
            problems.extend(faults)
            groups, context = (shared.groups, shared.context) if shared else ({}, ())
            entries = entries.get("capabilities")
        lists[name], faults = _read_terms(entries, where)
        problems.extend(faults)
    problems.extend(_structural_problems(lists, groups, folder.name))
    goals, faults = _read_goals(folder / "goals.jsonl", {term.code for term in lists.get("capabilities", ())})
    problems.extend(faults)
    if problems:
        raise InvalidRecordsError(problems)
    return Taxonomy.model_validate({"groups": groups, "context": context, "goals": goals, **lists})


def _read_goals(path: Path, capabilities: set[str]) -> tuple[list[ExampleGoal], list[Problem]]:
    """Read the example goals, one JSON object a line; a taxonomy can do without them."""
    goals: list[ExampleGoal] = []
    problems: list[Problem] = []
    lines = read_text(path, path.name).splitlines() if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        where = f"{path.parent.name}/{path.name}:{number}"
        try:
            fields = json.loads(line)
        except ValueError as error:
            problems.append(Problem(where, "", f"this line is not JSON ({error})"))
            continue
        goal, faults = read_record(ExampleGoal, fields, where)
        problems.extend(faults)
        if goal is None:
            continue
        for code, words in goal.needs.items():
            if code not in capabilities:
                hint = near_word(code, sorted(capabilities)) or "; take one of capabilities.yaml"
                problems.append(Problem(where, f"needs.{code}", f"{code!r} is not a capability{hint}"))
            if words not in goal.text:
                problems.append(Problem(where, f"needs.{code}", f"{words!r} does not stand in the text; quote it"))
        goals.append(goal)
    return goals, problems


def _read_terms(entries: object, where: str) -> tuple[tuple[Term, ...], list[Problem]]:
    if not isinstance(entries, list):
        return (), [Problem(where, "", "expected a list of entries, each with code and name")]
    terms, problems = [], []
    for position, entry in enumerate(entries):
        term, faults = read_record(Term, entry, f"{where}: [{position}]")
        problems.extend(faults)
        if term:
            terms.append(term)
    return tuple(terms), problems


def _structural_problems(lists: dict[str, tuple[Term, ...]], groups: dict[str, str], folder: str) -> Iterator[Problem]:
    for name, terms in lists.items():
        codes = [term.code for term in terms]
        broader = {term.code: term.broader for term in terms}
        for term in terms:
            where = f"{folder}/{name}.yaml"
            if codes.count(term.code) > 1:
                yield Problem(where, term.code, "this code stands in the list twice; rename or join them")
            if term.broader and term.broader not in codes:
                hint = near_word(term.broader, codes)
                yield Problem(where, f"{term.code}.broader", f"{term.broader!r} is not in this list{hint}")
            if _runs_in_a_circle(term.code, broader):
                message = f"{term.broader!r} leads back to {term.code!r}; take one of the steps out"
                yield Problem(where, f"{term.code}.broader", message)
            if name == "capabilities" and term.group not in groups:
                hint = near_word(term.group, list(groups)) or "; add it to `groups`"
                yield Problem(where, f"{term.code}.group", f"{term.group!r} is not a group{hint}")


def _runs_in_a_circle(code: str, broader: dict[str, str]) -> bool:
    seen: set[str] = set()
    step = broader[code]
    while step and step not in seen:
        if step == code:
            return True
        seen.add(step)
        step = broader.get(step, "")
    return False
