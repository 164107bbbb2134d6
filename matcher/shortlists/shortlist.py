"""A shortlist: the organisations that somebody means to talk to about one goal, with notes and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Status = Literal["to_contact", "contacted", "agreed", "declined"]
STATUSES: tuple[Status, ...] = get_args(Status)
MOST_ENTRIES = 60
LONGEST_NOTE = 4_000  # characters; a page
LONGEST_NAME = 120
Parameters = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """One organisation of a shortlist; `name` is what it was called when it was put there."""

    organisation_id: str
    name: str
    note: str = ""
    status: Status = "to_contact"


@dataclass(frozen=True)
class Shortlist:
    """A shortlist as it is kept.

    `token` is the secret part of its link. `goal` holds the parameters of the goal form, as they stand in the address
    of a result page. `entries` are in the order that people gave them.
    """

    token: str
    name: str
    goal: Parameters
    entries: tuple[Entry, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the organisations, in order."""
        return tuple(entry.organisation_id for entry in self.entries)

    @property
    def goal_text(self) -> str:
        """The words of the goal."""
        return dict(self.goal).get("goal", "")

    def entry(self, organisation_id: str) -> Entry | None:
        """Return the entry of an organisation, or None where it is not on the list."""
        return next((each for each in self.entries if each.organisation_id == organisation_id), None)

    def chosen(self, ids: tuple[str, ...], most: int) -> tuple[Entry, ...]:
        """Return the entries of `ids`; without any, all that have not declined. At most `most`, in order."""
        wanted = [e for e in self.entries if (e.organisation_id in ids if ids else e.status != "declined")]
        return tuple(wanted[:most])


def moved(ids: tuple[str, ...], organisation_id: str, steps: int) -> list[str]:
    """Return `ids` with one of them moved by `steps` places, towards the front where negative; the ends hold."""
    place = ids.index(organisation_id)
    order = [each for each in ids if each != organisation_id]
    order.insert(max(0, min(place + steps, len(order))), organisation_id)
    return order
