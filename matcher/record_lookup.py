"""Finding the records of one knowledge base by id and by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from matcher.directory import by_any_name
from matcher.errors import UnknownRecordError
from matcher.record_rows import RecordRows
from matcher.records import Organisation, Practice
from matcher.sentences import sentence


@dataclass(frozen=True)
class RecordLookup:
    """Looks up organisations, of which `rows` knows the row of each id, and practices."""

    organisations: Sequence[Organisation]
    rows: RecordRows
    practices: Sequence[Practice]

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
        if row is not None:
            return self.organisations[row]
        return self.organisation(self._ids_by_any_name.get(asked.casefold(), asked))

    def practice(self, practice_id: str) -> Practice:
        """Return a practice by id; raise UnknownRecordError where there is none."""
        row = self._practice_rows.get(practice_id)
        if row is None:
            raise UnknownRecordError(sentence("no practice has the id %(asked)r", asked=practice_id))
        return self.practices[row]

    @cached_property
    def _practice_rows(self) -> dict[str, int]:
        return {practice.id: row for row, practice in enumerate(self.practices)}

    @cached_property
    def _ids_by_name(self) -> dict[str, str]:
        return {name: organisation.id for name, organisation in by_any_name(self.organisations).items()}

    @cached_property
    def _ids_by_any_name(self) -> dict[str, str]:
        """An id goes before a name, and a name before an alias."""
        return self._ids_by_name | {each.casefold(): each for each in self.rows.ids}

    def _near_name(self, text: str) -> str:
        near = process.extractOne(
            text.removeprefix("local:").casefold(),
            list(self._ids_by_name),
            scorer=fuzz.WRatio,
            score_cutoff=70,
        )
        if not near:
            return ""
        organisation = self.organisation(self._ids_by_name[near[0]])
        return sentence("; did you mean %(name)s (%(id)s)?", name=organisation.name, id=organisation.id)
