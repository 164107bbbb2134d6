"""Which records are of one organisation: links from record to record, and pairs that were told apart.

Merging changes no record: it writes a link, and whoever reads organisations gets the records of one organisation as
one. So each record keeps following its own origin, and a link that is taken away leaves nothing behind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Boolean, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from matcher.database.rows import Base, StoredRecord, find_rows
from matcher.errors import UnknownRecordError
from matcher.joining import join_organisations
from matcher.records import Activity, Identifier, Organisation

RECORD_ID = "record-id"  # the scheme under which a merged record's id stays findable


class Link(Base):
    """One record that belongs to another one; `folded` where an edit has already taken in what it says."""

    __tablename__ = "links"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    into: Mapped[str] = mapped_column(String(200), index=True)
    evidence: Mapped[str] = mapped_column(default="")
    folded: Mapped[bool] = mapped_column(Boolean, default=False)


class Apart(Base):
    """Two records that a person has told apart, the lesser id first: they are not proposed again."""

    __tablename__ = "set_apart"

    one: Mapped[str] = mapped_column(String(200), primary_key=True)
    other: Mapped[str] = mapped_column(String(200), primary_key=True)


@dataclass(frozen=True)
class Known:
    """One organisation of the database: what all its records say, their ids (the leading one first) and origins."""

    organisation: Organisation
    ids: tuple[str, ...]
    origins: frozenset[str]


def leading_ids(session: Session) -> dict[str, str]:
    """Return the id that each record which belongs to another one is read under; links to nothing are left out."""
    there = select(StoredRecord.id)
    query = select(Link.id, Link.into).where(Link.id.in_(there), Link.into.in_(there))
    into = {row.id: row.into for row in session.execute(query)}
    return {each: _follow(each, into) for each in into}


def _follow(record_id: str, into: Mapping[str, str]) -> str:
    while record_id in into:
        record_id = into[record_id]
    return record_id


def link(session: Session, one: str, other: str, evidence: str) -> bool:
    """Let `other` belong to `one`, both with what belongs to them; return False where they are one already."""
    _require(session, one, other)
    if (known := session.get(Apart, _pair(one, other))) is not None:
        session.delete(known)
    leading = leading_ids(session)
    one, other = leading.get(one, one), leading.get(other, other)
    if one == other:
        return False
    session.execute(delete(Link).where(Link.id.in_([one, other])))  # what led to a record that is gone: no circles
    session.add(Link(id=other, into=one, evidence=evidence))
    session.flush()
    return True


def unlink(session: Session, record_id: str) -> tuple[str, ...]:
    """Take a record out of what it belongs to, or where it leads, everything out of it; return the ids that left.

    The pairs are remembered as told apart. Records that belonged to one that leaves go with it.
    """
    _require(session, record_id)
    links = session.scalars(select(Link).where(Link.id == record_id)).all()
    links = links or session.scalars(select(Link).where(Link.into == record_id).order_by(Link.id)).all()
    for each in links:
        tell_apart(session, each.into, each.id)
        session.delete(each)
    session.flush()
    return tuple(each.id for each in links)


def tell_apart(session: Session, one: str, other: str) -> bool:
    """Remember that two records are not of one organisation; return False where that is known."""
    if session.get(Apart, _pair(one, other)) is not None:
        return False
    lesser, greater = _pair(one, other)
    session.add(Apart(one=lesser, other=greater))
    session.flush()
    return True


def pairs_apart(session: Session) -> frozenset[frozenset[str]]:
    """Return the pairs of ids that were told apart."""
    return frozenset(frozenset((each.one, each.other)) for each in session.scalars(select(Apart)))


def fold(session: Session, record_id: str) -> bool:
    """Note that someone has edited what the records that belong to `record_id` say together; False where none does."""
    leading = leading_ids(session)
    if record_id in leading:
        raise UnknownRecordError(f"{record_id!r} belongs to {leading[record_id]!r}; edit that one, or split them first")
    belonging = [each for each, into in leading.items() if into == record_id]
    for each in session.scalars(select(Link).where(Link.id.in_(belonging))):
        each.folded = True
    return bool(belonging)


def notice_changes(session: Session, changed: Iterable[str]) -> None:
    """Let edited organisations show that a record of theirs has moved on."""
    folded = {each.id for each in session.scalars(select(Link).where(Link.folded))}
    leading = leading_ids(session)
    heads = [leading[each] for each in changed if each in folded and each in leading]
    for row in find_rows(session, heads).values():
        row.moved_on = True


def known_organisations(session: Session, among: Collection[str] | None = None) -> Iterator[Known]:
    """Yield each organisation by its leading id: the records of one organisation joined, partners by leading ids.

    With `among`, only those whose leading id is one of these.
    """
    leading = leading_ids(session)
    belonging = _belonging(session, {each: into for each, into in leading.items() if among is None or into in among})
    for row in _organisation_rows(session, among):
        if row.id not in leading:
            others = belonging.get(row.id, ())
            organisation = _join(row.body, others)
            yield Known(
                _redirect(organisation, leading) if leading else organisation,
                (row.id, *(other.id for other, _ in others)),
                frozenset((row.origin, *(other.origin for other, _ in others))),
            )


def _organisation_rows(session: Session, among: Collection[str] | None) -> Iterator[StoredRecord]:
    if among is not None:
        rows = find_rows(session, sorted(among))
        yield from (rows[each] for each in sorted(rows) if rows[each].kind == "organisation")
        return
    query = select(StoredRecord).filter_by(kind="organisation").order_by(StoredRecord.id)
    yield from session.scalars(query.execution_options(yield_per=500))


def known_organisation(session: Session, row: StoredRecord) -> Organisation:
    """Return the organisation that `row` leads, as `known_organisations` yields it."""
    leading = leading_ids(session)
    others = _belonging(session, {each: into for each, into in leading.items() if into == row.id}).get(row.id, ())
    return _redirect(_join(row.body, others), leading)


def said_elsewhere(session: Session, record_id: str, body: str | None) -> Organisation | None:
    """Return what the sources of an edited organisation say together, `body` being the leading one's; None: nothing."""
    if body is None:
        return None
    leading = leading_ids(session)
    others = _belonging(session, {each: into for each, into in leading.items() if into == record_id})
    return _redirect(_join(body, [(row, False) for row, _ in others.get(record_id, ())]), leading)


def unfold(session: Session, record_id: str) -> None:
    """Let the records that belong to `record_id` speak for themselves again."""
    leading = leading_ids(session)
    belonging = [each for each, into in leading.items() if into == record_id]
    for each in session.scalars(select(Link).where(Link.id.in_(belonging))):
        each.folded = False


def _belonging(session: Session, leading: Mapping[str, str]) -> dict[str, list[tuple[StoredRecord, bool]]]:
    """Return the rows that belong to each leading id, by id, each with whether it is folded."""
    rows = find_rows(session, sorted(leading))
    folded = set(session.scalars(select(Link.id).where(Link.folded)))
    belonging: dict[str, list[tuple[StoredRecord, bool]]] = defaultdict(list)
    for record_id in sorted(rows):
        belonging[leading[record_id]].append((rows[record_id], record_id in folded))
    return belonging


def _join(body: str, others: Sequence[tuple[StoredRecord, bool]]) -> Organisation:
    organisation = Organisation.model_validate_json(body)
    for other, folded in others:
        if not folded:
            organisation = join_organisations(organisation, Organisation.model_validate_json(other.body))
        organisation = _with_identifier(organisation, other.id)
    return organisation


def _with_identifier(organisation: Organisation, record_id: str) -> Organisation:
    identifier = Identifier(scheme=RECORD_ID, id=record_id)
    if identifier in organisation.identifiers:
        return organisation
    return organisation.model_copy(update={"identifiers": (*organisation.identifiers, identifier)})


def _redirect(organisation: Organisation, leading: Mapping[str, str]) -> Organisation:
    """Let activities name partners by their leading ids; nobody is a partner of itself."""
    if not any(partner in leading for activity in organisation.activities for partner in activity.partners):
        return organisation
    moved = tuple(_move(activity, organisation.id, leading) for activity in organisation.activities)
    return organisation.model_copy(update={"activities": tuple(dict.fromkeys(moved))})


def _move(activity: Activity, own_id: str, leading: Mapping[str, str]) -> Activity:
    partners = dict.fromkeys(leading.get(each, each) for each in activity.partners)
    return activity.model_copy(update={"partners": tuple(each for each in partners if each != own_id)})


def _require(session: Session, *ids: str) -> None:
    rows = find_rows(session, list(ids))
    for record_id in ids:
        if record_id not in rows or rows[record_id].kind != "organisation":
            raise UnknownRecordError(f"no organisation has the id {record_id!r}; import it first")


def _pair(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)
