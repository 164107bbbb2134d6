"""Joining two records of one organisation, so that nothing that either says is lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from matcher.records import Activity, Organisation, Source

_SCALARS = ("kind", "summary", "headquarters", "reach", "verified_on")
_LISTS = ("identifiers", "countries", "languages", "audiences", "channels", "themes", "values", "terms")


def join_organisations(one: Organisation, other: Organisation) -> Organisation:
    """Return `one` with what only `other` says; `one` wins where both say something about a single value.

    Lists are united in order, names that differ become aliases, an activity that both hold under one id is taken
    from `other` with the partners of both, and each offer, need and activity keeps its own source. Joining again
    with the same `other` changes nothing.
    """
    sources, moved = _join_sources(one.sources, other.sources)
    fields: dict[str, Any] = {name: getattr(one, name) or getattr(other, name) for name in _SCALARS}
    fields |= {name: _unite(getattr(one, name), getattr(other, name)) for name in _LISTS}
    fields["aliases"] = tuple(alias for alias in _unite(one.aliases, (other.name, *other.aliases)) if alias != one.name)
    for name in ("offers", "needs"):
        fields[name] = _unite(getattr(one, name), (_move(entry, moved) for entry in getattr(other, name)))
    theirs = [_move(activity, moved) for activity in other.activities]
    fields["activities"] = _join_activities(one.activities, theirs)
    fields["status"] = one.status if one.status != "unknown" else other.status
    fields["contact"] = _fill(one.contact, other.contact)
    return one.model_copy(update={**fields, "sources": sources})


def _unite(one: Iterable[Any], other: Iterable[Any]) -> tuple[Any, ...]:
    united = list(one)
    united += [each for each in other if each not in united]
    return tuple(united)


def _fill(one: Any, other: Any) -> Any:
    """Return `one` with its empty fields taken from `other`."""
    empty = {name: getattr(other, name) for name in type(one).model_fields if getattr(one, name) in ("", (), None)}
    return one.model_copy(update=empty)


def _join_sources(one: tuple[Source, ...], other: tuple[Source, ...]) -> tuple[tuple[Source, ...], dict[int, int]]:
    """Unite sources; tell at which position each source of `other` stands now."""
    united = _unite(one, other)
    return united, {position: united.index(source) for position, source in enumerate(other)}


def _move(entry: Any, moved: dict[int, int]) -> Any:
    """Let an offer, need or activity point to its source at the new position."""
    return entry if entry.source is None else entry.model_copy(update={"source": moved[entry.source]})


def _join_activities(one: tuple[Activity, ...], other: Iterable[Activity]) -> tuple[Activity, ...]:
    joined = {activity.id or activity: activity for activity in one}
    for activity in other:
        known = joined.get(activity.id or activity)
        joined[activity.id or activity] = _join_activity(known, activity) if known else activity
    return tuple(joined.values())


def _join_activity(known: Activity, newer: Activity) -> Activity:
    partners = _unite(known.partners, newer.partners)
    filled: Activity = _fill(newer, known)
    return filled.model_copy(update={"partners": partners})
