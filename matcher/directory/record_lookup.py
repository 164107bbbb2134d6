"""Finding the records of one knowledge base by id and by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matcher.directory.name_index import NameIndex
from matcher.errors import UnknownRecordError
from matcher.records import Organisation, Practice
from matcher.rows.ids import RecordRows
from matcher.sentences import sentence

NEAR = 70.0  # the score, of 100, from which on a name is offered for one that nobody has


@dataclass(frozen=True)
class RecordLookup:
    """Looks up organisations, of which `rows` knows the row of each id and `names` the names, and practices."""

    organisations: Sequence[Organisation]
    rows: RecordRows
    practices: Sequence[Practice]
    names: NameIndex

    def organisation(self, organisation_id: str) -> Organisation:
        """Return an organisation by id; raise UnknownRecordError, with the nearest name, where there is none."""
        row = self.rows.get(organisation_id)
        if row is None:
            raise UnknownRecordError(
                sentence(
                    "no organisation has the id or name %(asked)r%(hint)s",
                    asked=organisation_id,
                    hint=self._near_name(organisation_id),
                )
            )
        return self.organisations[row]

    def find_organisation(self, name_or_id: str) -> Organisation:
        """Return the organisation with this id, name or alias, whatever the case; else UnknownRecordError."""
        asked = name_or_id.strip()
        row = self.rows.get(asked)
        row = self.names.called(asked) if row is None else row
        return self.organisation(asked) if row is None else self.organisations[row]

    def practice(self, practice_id: str) -> Practice:
        """Return a practice by id; raise UnknownRecordError where there is none."""
        row = self._practice_rows.get(practice_id)
        if row is None:
            raise UnknownRecordError(sentence("no practice has the id %(asked)r", asked=practice_id))
        return self.practices[row]

    @cached_property
    def _practice_rows(self) -> dict[str, int]:
        return {practice.id: row for row, practice in enumerate(self.practices)}

    def _near_name(self, text: str) -> str:
        row = self.names.nearest(text.removeprefix("local:"), NEAR)
        if row is None:
            return ""
        organisation = self.organisations[row]
        return sentence("; did you mean %(name)s (%(id)s)?", name=organisation.name, id=organisation.id)
