"""Which records were written when: noted in the same transaction, so that no way of writing can forget it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Integer, String, delete, event, func, insert, inspect, or_, select
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from matcher.database.links import Link
from matcher.database.rows import DELETED, Base, Revision, StoredRecord

LINK = "link"
# Ids in links that changed, or whose record did, of which the namers are looked for, which reads every record.
MOST_LINKED = 50
_AT_ONCE = 400


class Touched(Base):
    """The number of the last write to a record (by its kind) or to a link at one of its ends.

    A table of its own: databases of earlier releases get a table that they lack, but not a column.
    """

    __tablename__ = "touched"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, index=True)


@dataclass(frozen=True)
class TouchedIds:
    """What may read otherwise than before: ids of organisations, and whether any practice does."""

    organisations: frozenset[str]
    practices: bool


def last_number(session: Session) -> int:
    """Return the number of the last write, 0 before the first."""
    return session.scalar(select(func.max(Touched.number))) or 0


def touched_since(session: Session, number: int) -> TouchedIds | None:
    """Return what was written after the write `number`; None where that is not known.

    An organisation counts as written where a record that belongs or belonged to it was, and where a partner that it
    names is read under another id now.
    """
    if not 0 <= number <= last_number(session):
        return None  # the number is of another database
    written: dict[str, set[str]] = defaultdict(set)
    for row in session.execute(select(Touched.id, Touched.kind).where(Touched.number > number)):
        written[row.kind].add(row.id)
    neighbours = _neighbours(session) if written else {}
    # An end of a link that comes or goes is read under another id as well.
    linked = written[LINK] | (written["organisation"] & neighbours.keys())
    if len(linked) > MOST_LINKED:
        return None
    joined = _connected(neighbours, written["organisation"] | written[LINK])
    namers = _connected(neighbours, _naming(session, _connected(neighbours, linked)))
    return TouchedIds(frozenset(joined | namers), bool(written["practice"]))


def _neighbours(session: Session) -> dict[str, set[str]]:
    """Return the ids at the other ends of the links of each id that has any."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for row in session.execute(select(Link.id, Link.into)):
        neighbours[row.id].add(row.into)
        neighbours[row.into].add(row.id)
    return dict(neighbours)


def _connected(neighbours: Mapping[str, set[str]], ids: set[str]) -> set[str]:
    """Return `ids` with every id that links lead to or from, however far."""
    reached, ahead = set(ids), list(ids)
    while ahead:
        new = neighbours.get(ahead.pop(), set()) - reached
        reached |= new
        ahead += new
    return reached


def _naming(session: Session, ids: set[str]) -> set[str]:
    """Return the ids of the records whose text holds any of `ids`, as that of a partner or by chance."""
    if not ids:
        return set()
    holds = or_(*(StoredRecord.body.contains(f'"{each}"', autoescape=True) for each in sorted(ids)))
    return set(session.scalars(select(StoredRecord.id).where(holds)))


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: UOWTransaction) -> None:
    """Note what a flush wrote."""
    changed = [each for each in session.dirty if session.is_modified(each)]
    written = set(_written([*session.new, *changed, *session.deleted]))
    if not written:
        return
    connection = session.connection()
    # Where writers do not wait for each other's transactions to end, they do here, and then see their numbers.
    connection.execute(select(Revision.row).with_for_update())
    number = (connection.scalar(select(func.max(Touched.number))) or 0) + 1
    by_kind: dict[str, list[str]] = defaultdict(list)
    for record_id, kind in sorted(written):
        by_kind[kind].append(record_id)
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            connection.execute(delete(Touched).where(Touched.kind == kind, Touched.id.in_(some)))
            connection.execute(insert(Touched), [{"id": each, "kind": kind, "number": number} for each in some])


def _written(rows: Iterable[object]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if isinstance(row, StoredRecord):
            kinds = inspect(row).attrs.kind.history.sum()
            yield from ((row.id, kind.removeprefix(DELETED)) for kind in {row.kind, *kinds} if kind)
        elif isinstance(row, Link):
            yield from ((row.id, LINK), (row.into, LINK))
