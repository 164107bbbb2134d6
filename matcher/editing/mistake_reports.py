"""What readers report about records: mistakes, and wishes to be removed. Kept until somebody has dealt with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, cast, get_args

from sqlalchemy import String, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapped, Session, mapped_column

from matcher.database.rows import Base
from matcher.errors import ReportError, UnknownRecordError
from matcher.fields import clean_text
from matcher.sentences import amount, sentence

Wish = Literal["correction", "removal"]
WISHES: tuple[Wish, ...] = get_args(Wish)
LONGEST_REPORT = 4_000  # characters; a page
LONGEST_ADDRESS = 200
MOST_OPEN = 1_000  # reports nobody has dealt with; beyond that somebody is flooding, and the database must not grow


@dataclass(frozen=True)
class MistakeReport:
    """One report about a record: what is wished, why, and where an answer may go ("" where none is wished)."""

    number: int
    record_id: str
    wish: Wish
    text: str
    reply_to: str
    received: str
    closed: str = ""


class StoredReport(Base):
    """A report in the database. The record may be gone: its id is no foreign key."""

    __tablename__ = "mistake_reports"

    number: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(String(200))
    wish: Mapped[str] = mapped_column(String(20))
    text: Mapped[str]
    reply_to: Mapped[str] = mapped_column(default="")
    received: Mapped[str] = mapped_column(String(32))
    closed: Mapped[str] = mapped_column(String(32), default="")

    def report(self) -> MistakeReport:
        """Return what the row says."""
        wish = cast(Wish, self.wish)
        return MistakeReport(self.number, self.record_id, wish, self.text, self.reply_to, self.received, self.closed)


class MistakeReports:
    """The reports in one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        Base.metadata.create_all(engine, tables=[Base.metadata.tables[StoredReport.__tablename__]])

    def add(self, record_id: str, wish: str, text: str, reply_to: str = "") -> MistakeReport:
        """Keep a report; raise ReportError, which names the field, where it cannot be."""
        report = StoredReport(
            record_id=record_id,
            wish=_wish(wish),
            text=_text(text),
            reply_to=_reply_to(reply_to),
            received=_now(),
            closed="",
        )
        with Session(self._engine) as session, session.begin():
            if _open_count(session) >= MOST_OPEN:
                raise ReportError(
                    "text", sentence("cannot be taken: too many reports wait. Write to whoever runs this server")
                )
            session.add(report)
            session.flush()
            return report.report()

    def open(self) -> tuple[MistakeReport, ...]:
        """Return what nobody has dealt with, the oldest first."""
        with Session(self._engine) as session:
            query = select(StoredReport).filter_by(closed="").order_by(StoredReport.number)
            return tuple(row.report() for row in session.scalars(query))

    def close(self, number: int) -> None:
        """Mark a report as dealt with; raise UnknownRecordError where there is none with this number."""
        with Session(self._engine) as session, session.begin():
            row = session.get(StoredReport, number)
            if row is None:
                raise UnknownRecordError(f"no report has the number {number}")
            row.closed = row.closed or _now()


def _open_count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(StoredReport).filter_by(closed="")) or 0


def _wish(wish: str) -> str:
    if wish not in WISHES:
        raise ReportError("wish", sentence("is %(wish)r; it is one of %(known)s", wish=wish, known=", ".join(WISHES)))
    return wish


def _text(text: str) -> str:
    text = clean_text(text.replace("\r\n", "\n"))
    if not text:
        raise ReportError("text", sentence("is empty; say what is wrong, and how you know"))
    if len(text) > LONGEST_REPORT:
        raise ReportError("text", _too_long(text, LONGEST_REPORT))
    return text


def _reply_to(address: str) -> str:
    address = " ".join(clean_text(address).split())
    if len(address) > LONGEST_ADDRESS:
        raise ReportError("reply_to", _too_long(address, LONGEST_ADDRESS))
    if address and "@" not in address:
        raise ReportError(
            "reply_to", sentence("is %(address)r; an e-mail address has an @, or leave it empty", address=address)
        )
    return address


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _too_long(text: str, limit: int) -> str:
    return sentence(
        "has %(number)s characters; the limit is %(limit)s. Shorten it", number=amount(len(text)), limit=amount(limit)
    )
