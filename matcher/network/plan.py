"""The plan for a network: who meets whom and why, when and where, and who could not be given anybody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from matcher.directory.columns import Values
from matcher.errors import MatcherError
from matcher.fields import Basis
from matcher.network.benefits import Benefit, benefits
from matcher.network.candidates import Rows
from matcher.network.matching import DEFAULT_SECONDS, Matching, Objective, match
from matcher.network.members import Members
from matcher.network.reciprocity import Exchange, pair_values
from matcher.network.requests import Requests
from matcher.network.timetable import Meeting, Timetable, make_timetable
from matcher.network.unmatched import Unmatched, closed_unmatched, explain_unmatched
from matcher.records import Organisation
from matcher.taxonomy import Taxonomy

LARGEST = 5000  # organisations: the pair values of more would fill the memory of a small server


@dataclass(frozen=True)
class Pair:
    """Two matched organisations. `value`, `first_gain` and `second_gain` lie in [0, 1].

    `first_benefits` say why the first would say yes, `second_benefits` why the second would. `basis` is inferred
    where the best reason of either side is. `meeting` is None where there is no timetable or no place in it; then
    `no_meeting` says why.
    """

    first: Organisation
    second: Organisation
    value: float
    first_gain: float
    second_gain: float
    first_benefits: tuple[Benefit, ...]
    second_benefits: tuple[Benefit, ...]
    must: bool
    meeting: Meeting | None = None
    no_meeting: str = ""

    @property
    def basis(self) -> Basis:
        """Stated where the best reason of each side is stated by both profiles, else inferred."""
        best = [*self.first_benefits[:1], *self.second_benefits[:1]]
        return "stated" if best and all(benefit.basis == "stated" for benefit in best) else "inferred"


@dataclass(frozen=True)
class NetworkPlan:
    """The result for a network: `organisations` took part, `pairs` are sorted by value, the best first."""

    organisations: tuple[Organisation, ...]
    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    matching: Matching
    timetable: Timetable | None


def plan_network(
    members: Members,
    requests: Requests,
    objective: Objective = "total",
    *,
    only: Collection[str] | None = None,
    seconds: float = DEFAULT_SECONDS,
    rounds: int | None = None,
    tables: int | None = None,
) -> NetworkPlan:
    """Match the members (`only` these ids, where given) with each other.

    The value of a pair is the harmonic mean of what each gains from the other (`reciprocity.Exchange`). A timetable
    is made where `rounds` or `tables` is given; pairs that must be and pairs of high value come first. Raises
    InvalidRecordsError where the requests contradict each other, MatcherError where there are too many organisations.
    """
    selected = [row for row, o in enumerate(members.organisations) if only is None or o.id in only]
    rows = np.array([row for row in selected if not members.columns.closed[row]], dtype=np.int64)
    organisations = tuple(members.organisations[row] for row in rows)
    if len(rows) > LARGEST:
        raise MatcherError(f"{len(rows):,} organisations are to be matched; at most {LARGEST:,} can be: select some")
    requests.check({organisation.id: organisation.name for organisation in organisations})
    exchange = Exchange.from_columns(members.columns, members.vectors).take(rows)
    gains = exchange.gains()
    values = pair_values(gains)
    capacities = np.array([requests.capacity(organisation.id) for organisation in organisations], dtype=np.int64)
    row_of = {organisation.id: row for row, organisation in enumerate(organisations)}
    kept_apart = _rows(requests.must_not, row_of)
    matching = match(
        values, capacities, objective, must=_rows(requests.must, row_of), must_not=kept_apart, seconds=seconds
    )
    timetable = _timetable(matching, rounds, tables) if rounds or tables else None
    pairs = _pairs(matching, organisations, exchange, gains, timetable, members.taxonomy)
    closed = [members.organisations[row] for row in selected if members.columns.closed[row]]
    unmatched = explain_unmatched(organisations, exchange, values, capacities, matching, kept_apart)
    return NetworkPlan(organisations, pairs, (*unmatched, *closed_unmatched(closed)), matching, timetable)


def _rows(pairs: Collection[tuple[str, str]], row_of: dict[str, int]) -> Rows:
    """Return pairs of rows, shape (pairs, 2), of those who both take part."""
    known = [(row_of[one], row_of[two]) for one, two in sorted(pairs) if one in row_of and two in row_of]
    return np.array(known, dtype=np.int64).reshape(-1, 2)


def _timetable(matching: Matching, rounds: int | None, tables: int | None) -> Timetable:
    """Make a timetable whose pair numbers are those of the matching."""
    order = np.argsort(~matching.must, kind="stable")
    made = make_timetable(matching.first[order], matching.second[order], rounds, tables)
    return made.renumbered(order.tolist())


def _pairs(
    matching: Matching,
    organisations: tuple[Organisation, ...],
    exchange: Exchange,
    gains: Values,
    timetable: Timetable | None,
    taxonomy: Taxonomy,
) -> tuple[Pair, ...]:
    meetings = {meeting.pair: meeting for meeting in timetable.meetings} if timetable else {}
    reasons = {left.pair: left.why for left in timetable.left_out} if timetable else {}
    return tuple(
        Pair(
            first=organisations[one],
            second=organisations[two],
            value=float(matching.value[number]),
            first_gain=float(gains[one, two]),
            second_gain=float(gains[two, one]),
            first_benefits=benefits(one, two, organisations, exchange, taxonomy),
            second_benefits=benefits(two, one, organisations, exchange, taxonomy),
            must=bool(matching.must[number]),
            meeting=meetings.get(number),
            no_meeting=reasons.get(number, ""),
        )
        for number, (one, two) in enumerate(zip(matching.first.tolist(), matching.second.tolist(), strict=True))
    )
