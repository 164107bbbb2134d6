"""A plan as tables: pairs, timetable, unmatched, summary, and the two sheets of Kumu."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.files.cells import neutralise
from matcher.geography.codes import COUNTRIES
from matcher.network.benefits import Benefit
from matcher.network.plan import NetworkPlan, Pair
from matcher.records import Organisation
from matcher.taxonomy import Taxonomy

PAIR_COLUMNS = (
    *("a_id", "a_name", "b_id", "b_name", "value", "a_gain", "b_gain", "basis", "must"),
    *("why_a_would_say_yes", "why_b_would_say_yes", "round", "table", "no_meeting"),
)
MEETING_COLUMNS = ("round", "table", "a_id", "a_name", "b_id", "b_name", "value")
UNMATCHED_COLUMNS = ("organisation_id", "name", "candidates", "why")
SUMMARY_COLUMNS = ("what", "figure")
ELEMENT_COLUMNS = ("ID", "Label", "Type", "Description", "Tags", "Countries", "Partners", "Unmatched because")
CONNECTION_COLUMNS = (
    *("From", "To", "Direction", "Type", "Strength", "Basis", "Why A would say yes", "Why B would say yes"),
    *("Round", "Table"),
)
_KUMU_LIST = "|"


@dataclass(frozen=True)
class Table:
    """A named table; cells are text, numbers or None, and no text runs as a formula."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def pair_table(plan: NetworkPlan) -> Table:
    """Return one row a pair, the most valuable first."""
    return _table("pairs", PAIR_COLUMNS, map(_pair_row, plan.pairs))


def timetable_table(plan: NetworkPlan) -> Table:
    """Return one row a meeting, by round and table."""
    met = [(pair.meeting, pair) for pair in plan.pairs if pair.meeting]
    met.sort(key=lambda each: (each[0].round, each[0].table))
    return _table("timetable", MEETING_COLUMNS, ((m.round, m.table, *_ends(p), round(p.value, 6)) for m, p in met))


def unmatched_table(plan: NetworkPlan) -> Table:
    """Return one row for each organisation that got nobody."""
    rows = ((u.organisation.id, u.organisation.name, u.candidates, u.why) for u in plan.unmatched)
    return _table("unmatched", UNMATCHED_COLUMNS, rows)


def summary_table(plan: NetworkPlan) -> Table:
    """Return the figures of the whole: what was sought, what was found, how near the best it is."""
    return _table("summary", SUMMARY_COLUMNS, _summary(plan))


def kumu_tables(plan: NetworkPlan, taxonomy: Taxonomy) -> tuple[Table, Table]:
    """Return the sheets of elements and connections that Kumu imports; connections refer to elements by ID."""
    counts = Counter(end.id for pair in plan.pairs for end in (pair.first, pair.second))
    why = {unmatched.organisation.id: unmatched.why for unmatched in plan.unmatched}
    everybody = {o.id: o for o in (*plan.organisations, *(u.organisation for u in plan.unmatched))}
    elements = (_element_row(o, counts[o.id], why.get(o.id, ""), taxonomy) for o in everybody.values())
    connections = map(_connection_row, plan.pairs)
    return _table("Elements", ELEMENT_COLUMNS, elements), _table("Connections", CONNECTION_COLUMNS, connections)


def told(benefits: Sequence[Benefit]) -> str:
    """Return the reasons of one side as text."""
    return " ".join(f"{benefit}." for benefit in benefits) or "asked for by the organiser; no mutual gain is known"


def _table(name: str, columns: tuple[str, ...], rows: Any) -> Table:
    return Table(name, columns, tuple(tuple(neutralise(cell) for cell in row) for row in rows))


def _ends(pair: Pair) -> tuple[str, ...]:
    return pair.first.id, pair.first.name, pair.second.id, pair.second.name


def _pair_row(pair: Pair) -> tuple[Any, ...]:
    meeting = (pair.meeting.round, pair.meeting.table) if pair.meeting else (None, None)
    gains = (round(number, 6) for number in (pair.value, pair.first_gain, pair.second_gain))
    reasons = (told(pair.first_benefits), told(pair.second_benefits))
    return (*_ends(pair), *gains, pair.basis, "yes" if pair.must else "", *reasons, *meeting, pair.no_meeting)


def _summary(plan: NetworkPlan) -> Iterator[tuple[str, Any]]:
    matching = plan.matching
    yield "objective", matching.objective
    yield "organisations", len(plan.organisations)
    yield "pairs", len(plan.pairs)
    yield "without a partner", len(plan.unmatched)
    yield "total value", round(matching.total, 6)
    if matching.objective != "stable":  # stability is sought, not the total
        yield "no total can exceed", round(matching.bound, 6) if np.isfinite(matching.bound) else "not known"
        yield "gap", round(matching.gap, 6) if np.isfinite(matching.bound) else "not known"
    yield "pairs that rest on something inferred", sum(pair.basis == "inferred" for pair in plan.pairs)
    if plan.timetable:
        yield "rounds", plan.timetable.rounds
        yield "tables in use", max((meeting.table for meeting in plan.timetable.meetings), default=0)
        yield "pairs without a meeting", len(plan.timetable.left_out)
    for notice in matching.notices:
        yield "note", notice


def _element_row(organisation: Organisation, partners: int, why: str, taxonomy: Taxonomy) -> tuple[Any, ...]:
    tags = [taxonomy.name("themes", code) for code in organisation.themes]
    return (
        _kumu(organisation.id),
        organisation.name,
        taxonomy.name("kinds", organisation.kind) or "Organisation",
        organisation.summary,
        _KUMU_LIST.join(map(_kumu, tags)),
        _KUMU_LIST.join(COUNTRIES[code] for code in organisation.countries),
        partners,
        why,
    )


def _connection_row(pair: Pair) -> tuple[Any, ...]:
    meeting = (pair.meeting.round, pair.meeting.table) if pair.meeting else (None, None)
    kind = "Asked for" if pair.must else "Match"
    reasons = (told(pair.first_benefits), told(pair.second_benefits))
    ends = (_kumu(pair.first.id), _kumu(pair.second.id))
    return (*ends, "mutual", kind, round(pair.value, 6), pair.basis, *reasons, *meeting)


def _kumu(text: str) -> str:
    """Kumu takes a bar for the end of one value and the beginning of the next."""
    return text.replace(_KUMU_LIST, "/")
