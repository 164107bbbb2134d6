"""Corpus files to records; every error says file, field, value and what to do."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import InvalidRecordsError, Problem
from matcher.files.yaml import parse_yaml, read_text
from matcher.problems import read_record
from matcher.record_digests import as_fingerprint, digests_of, sum_of
from matcher.records import Organisation, Practice
from matcher.taxonomy import Taxonomy, load_taxonomy

FRONT_MATTER = "---"
_FRONT_MATTER_LINE = re.compile(rf"^{FRONT_MATTER}[ \t]*(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True)
class Corpus:
    """The controlled lists and the records, each kind sorted by id."""

    taxonomy: Taxonomy
    organisations: Sequence[Organisation]
    practices: Sequence[Practice]

    @property
    def fingerprint(self) -> str:
        """Two corpora with the same fingerprint hold the same; see `fingerprint_of`."""
        digests = digests_of((*self.organisations, *self.practices))
        return fingerprint_of(taxonomy_digest(self.taxonomy), sum_of(digests))


def taxonomy_digest(taxonomy: Taxonomy) -> str:
    """Return the SHA-256 over the controlled lists."""
    return hashlib.sha256(taxonomy.model_dump_json().encode()).hexdigest()


def fingerprint_of(taxonomy: str, records: int) -> str:
    """Return the fingerprint of a corpus with this digest of its lists and this sum of its records' digests."""
    return as_fingerprint(int(taxonomy, 16) + records)


def load_corpus(folder: Path) -> Corpus:
    """Read taxonomy, organisations and practices from `folder`; raise InvalidRecordsError with every fault."""
    if not folder.is_dir():
        message = "there is no such folder; set MATCHER_CORPUS to the folder that holds taxonomy/"
        raise InvalidRecordsError([Problem(str(folder), "", message)])
    problems: list[Problem] = []
    taxonomy = None
    try:
        taxonomy = load_taxonomy(folder / "taxonomy")
    except InvalidRecordsError as error:
        problems.extend(error.problems)
    records: dict[str, Organisation | Practice] = {}
    place_of: dict[str, str] = {}
    unread: set[str] = set()
    for where, record, faults in _read_folder(folder):
        problems.extend(faults)
        if record is None:
            unread.add(where)
            continue
        if taxonomy:
            problems.extend(taxonomy.problems(record, where))
        if record.id in records:
            message = f"{record.id!r} is the id of {place_of[record.id]} too; change one of them"
            problems.append(Problem(where, "id", message))
        records[record.id] = record
        place_of[record.id] = where
    problems.extend(_partner_problems(records, place_of, unread))
    if problems or taxonomy is None:
        raise InvalidRecordsError(problems)
    in_order = [records[record_id] for record_id in sorted(records)]
    return Corpus(
        taxonomy,
        tuple(record for record in in_order if isinstance(record, Organisation)),
        tuple(record for record in in_order if isinstance(record, Practice)),
    )


def practice_fields(text: str, where: str) -> dict[str, object]:
    """Split a Markdown note into its front matter's fields and `text`, its body."""
    parts = _FRONT_MATTER_LINE.split(text, 2)
    if len(parts) < 3 or parts[0].strip():
        message = f"a practice starts with front matter between two lines of {FRONT_MATTER!r}; add it"
        raise InvalidRecordsError([Problem(where, "", message)])
    fields = parse_yaml(parts[1], where)
    if not isinstance(fields, dict):
        raise InvalidRecordsError([Problem(where, "", "the front matter holds no fields; add id and title")])
    return {**fields, "text": parts[2]}


def _read_folder(folder: Path) -> Iterator[tuple[str, Organisation | Practice | None, list[Problem]]]:
    """Yield place, record (or None) and faults of each organisation and practice file."""
    for path in sorted((folder / "organisations").glob("*.yaml")):
        where = f"organisations/{path.name}"
        try:
            fields = parse_yaml(read_text(path, where), where)
        except InvalidRecordsError as error:
            yield where, None, list(error.problems)
            continue
        organisation, faults = read_record(Organisation, fields, where)
        yield where, organisation, faults + _name_problems(path, organisation, where)
    for path in sorted((folder / "practices").glob("*.md")):
        where = f"practices/{path.name}"
        try:
            fields = practice_fields(read_text(path, where), where)
        except InvalidRecordsError as error:
            yield where, None, list(error.problems)
            continue
        practice, faults = read_record(Practice, fields, where)
        yield where, practice, faults + _name_problems(path, practice, where)


def _name_problems(path: Path, record: Organisation | Practice | None, where: str) -> list[Problem]:
    """A local id and its file have one name, so that whoever knows the one finds the other."""
    if record is None or (":" in record.id and not record.id.startswith("local:")):
        return []
    if record.id.removeprefix("local:") == path.stem:
        return []
    return [Problem(where, "id", f"{record.id!r} does not fit the file's name; rename one of them")]


def _partner_problems(
    records: dict[str, Organisation | Practice], place_of: dict[str, str], unread: set[str]
) -> Iterator[Problem]:
    """Name the partners that no file holds; those that a file with faults may hold are passed over."""
    for organisation in records.values():
        if not isinstance(organisation, Organisation):
            continue
        for position, activity in enumerate(organisation.activities):
            for partner in activity.partners:
                if isinstance(records.get(partner), Organisation) or _may_hold(unread, partner):
                    continue
                field = f"activities[{position}].partners"
                message = f"no organisation has the id {partner!r}; add its file or correct the id"
                yield Problem(place_of[organisation.id], field, message)


def _may_hold(unread: set[str], partner: str) -> bool:
    if partner.startswith("local:"):
        return f"organisations/{partner.removeprefix('local:')}.yaml" in unread
    return any(where.startswith("organisations/") for where in unread)
