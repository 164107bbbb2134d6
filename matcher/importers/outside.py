"""Values of outside standards: what cannot be read is left out with a notice, so that the rest goes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matcher.importers.dates import DateOrder, read_date
from matcher.importers.imported import Notice, shown
from matcher.importers.mapping import Rule
from matcher.importers.markup import strip_markup
from matcher.importers.values import CellReader
from matcher.importers.vocabulary import Vocabulary


@dataclass
class Outside:
    """Reads the values of one row, and adds to `notices` what was left out."""

    vocabulary: Vocabulary
    notices: list[Notice]
    line: int
    file: str = ""
    dates: DateOrder = ""

    def text(self, value: Any) -> str:
        """Return a text without HTML, "" for what is none."""
        return strip_markup(str(value)).strip() if isinstance(value, str | int | float) else ""

    def date(self, name: str, value: Any) -> str:
        """Return an ISO date, or ""."""
        if not (text := self.text(value)):
            return ""
        try:
            date, remark = read_date(text, self.dates)
        except ValueError as error:
            date, remark = "", str(error)
        if remark:
            self._leave_out(name, text, remark)
        return date

    def website(self, value: Any) -> dict[str, str]:
        """Return the contact that a web address is, or no contact."""
        address = self._read("contact.website", value)
        return {"website": address} if address else {}

    def country(self, value: Any) -> list[str]:
        """Return the codes of a country, as a list of one, or of none."""
        return [code for code in [self._read("countries", value)] if code]

    def language(self, value: Any) -> list[str]:
        """Return the tags of a language, as a list of one, or of none."""
        return [tag for tag in [self._read("languages", value)] if tag]

    def _read(self, path: str, value: Any) -> str:
        text = self.text(value)
        if not text:
            return ""
        read: Callable[[Rule, str], Any] = CellReader(self.vocabulary).read
        try:
            return str(read(Rule(field=path), text).value)
        except ValueError as error:
            self._leave_out(path, text, str(error))
            return ""

    def _leave_out(self, name: str, value: str, reason: str) -> None:
        self.notices.append(Notice(self.line, name, shown(value), reason, self.file))
