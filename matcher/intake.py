"""Taking an import in: who is here already is recognised, records go into the database, what is one is joined."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.database.rows import Arrival
from matcher.encoders import Encoder
from matcher.identity.matching import Matches
from matcher.identity.recognition import count_joined, join_recognised, recognise
from matcher.importers.imported import Imported
from matcher.importers.report import Tally, tally
from matcher.store import Store


@dataclass(frozen=True)
class Intake:
    """An import beside what became of each of its records, or on a trial run would become."""

    imported: Imported
    arrivals: tuple[Arrival, ...]
    matches: Matches

    @property
    def tally(self) -> Tally:
        """The counts."""
        return tally(self.imported, self.arrivals)


def take_in(
    store: Store, imported: Imported, *, trial: bool = False, matching: bool = True, encoder: Encoder | None = None
) -> Intake:
    """Write what was read from a file, all records at once; on a `trial` nothing is written.

    Organisations that are here from another source are recognised first and joined afterwards, unless `matching` is
    off; with an encoder they are compared by their meaning too.
    """
    matches = recognise(store, imported, encoder) if matching else Matches()
    arrivals = store.receive(imported.records, imported.origin, joins=imported.joins, dry_run=trial)
    if not trial:
        join_recognised(store, matches)
    return Intake(imported, count_joined(arrivals, matches), matches)
