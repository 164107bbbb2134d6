"""Who is who in an import: what is recognised is joined in the database, what a person decided is carried out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from matcher.database.rows import Arrival
from matcher.encoders import Encoder
from matcher.errors import InvalidRecordsError, Problem
from matcher.identity.matching import Matches, match_organisations
from matcher.identity.review import Ruling
from matcher.identity.vector_blocks import near_pairs
from matcher.importers.imported import Imported
from matcher.store import Store


@dataclass(frozen=True)
class Carried:
    """How many decisions joined two records, told two apart, or had been carried out before."""

    joined: int = 0
    apart: int = 0
    unchanged: int = 0


def recognise(store: Store, imported: Imported, encoder: Encoder | None = None) -> Matches:
    """Find the organisations of an import that are here already; writes nothing.

    With an encoder, records whose texts mean nearly the same are compared too, also across languages.
    """
    known = tuple(store.known())
    near = near_pairs([each.organisation for each in known], imported.records, encoder) if encoder else ()
    return match_organisations(known, imported.records, imported.origin, store.apart(), near)


def join_recognised(store: Store, matches: Matches) -> None:
    """Join what was recognised for sure; the records of the import have to be in the database."""
    for proposal in matches.sure:
        store.merge(proposal.known.ids[0], proposal.incoming.id, str(proposal.decision.reasons_for))


def count_joined(arrivals: Sequence[Arrival], matches: Matches) -> tuple[Arrival, ...]:
    """Return the arrivals with those that were recognised as changes of what is here, not as new organisations."""
    joined = {proposal.incoming.id for proposal in matches.sure}
    return tuple(replace(each, outcome="changed") if each.record_id in joined else each for each in arrivals)


def carry_out(store: Store, rulings: Iterable[Ruling]) -> Carried:
    """Carry out what a person decided; the same decisions again change nothing.

    Raises InvalidRecordsError, changing nothing, where a record is not in the database.
    """
    rulings = tuple(rulings)
    there = {record_id for each in store.known() for record_id in each.ids}
    problems = [
        Problem(f"line {ruling.line}", "id", f"{record_id!r} is not in the database; import its file first")
        for ruling in rulings
        for record_id in (ruling.one, ruling.other)
        if record_id not in there
    ]
    if problems:
        raise InvalidRecordsError(problems)
    joined = [store.merge(each.one, each.other, "decided by a person") for each in rulings if each.same]
    apart = [store.keep_apart(each.one, each.other) for each in rulings if not each.same]
    return Carried(sum(joined), sum(apart), len(rulings) - sum(joined) - sum(apart))
