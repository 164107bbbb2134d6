"""Imports at work: a file is read, tried and written in the background, one at a time."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Literal

from matcher.editing.change import Difference, record_differences
from matcher.editing.editing import Editing
from matcher.errors import InvalidRecordsError, MatcherError, UnknownRecordError
from matcher.files.whole import replacing
from matcher.importers import load_mapping, read
from matcher.importers.report import write_report
from matcher.intake import Intake, take_in
from matcher.joining import join_organisations
from matcher.records import Organisation
from matcher.workspace import Workspace
from webapp.import_files import ImportFiles, Upload

_log = logging.getLogger(__name__)
SHOWN_CHANGES = 30
State = Literal["reading", "tried", "writing", "written", "failed"]


@dataclass(frozen=True)
class RecordChange:
    """A record that is here, and what an import would change in it."""

    organisation: Organisation
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Outcome:
    """The counts of an import that was written; `joined` and `unsure` count pairs of records."""

    read: int
    added: int
    changed: int
    unchanged: int
    rejected: int
    joined: int
    unsure: int


@dataclass
class Job:
    """Where one import is; `rows` counts while it reads, `failure` holds a line for each fault."""

    upload: Upload
    state: State = "reading"
    rows: int = 0
    intake: Intake | None = None
    changes: tuple[RecordChange, ...] = ()
    failure: tuple[str, ...] = ()
    done: threading.Event = field(default_factory=threading.Event)


class ImportJobs:
    """Reads, tries and writes the uploads of one data folder; `published` hears of each import that was written."""

    def __init__(self, workspace: Workspace, published: Callable[[], object]) -> None:
        self.files = ImportFiles(workspace.settings.data / "imports")
        self._workspace = workspace
        self._published = published
        self._jobs: dict[str, Job] = {}
        self._changing = threading.Lock()
        self._working = threading.Lock()

    def job(self, upload: Upload) -> Job | None:
        """Return the job of an upload, None where none was begun since the server started."""
        return self._jobs.get(upload.token)

    def try_out(self, upload: Upload) -> Job:
        """Begin to read an upload and to look what it would change; return at once."""
        with self._changing:
            there = self._jobs.get(upload.token)
            if there and there.state in ("reading", "writing", "written"):
                return there
            job = self._jobs[upload.token] = Job(upload)
            self._forget_gone()
        self._start(self._read, job)
        return job

    def write(self, upload: Upload) -> bool:
        """Begin to write what was tried, and nothing else; return at once. False where it was not tried."""
        with self._changing:
            job = self._jobs.get(upload.token)
            if job is None or job.state != "tried":
                return job is not None and job.state in ("writing", "written")
            job.state = "writing"
            job.done.clear()
        self._start(self._write, job)
        return True

    def drop(self, upload: Upload) -> bool:
        """Forget an upload and what was found in it; False, and nothing is done, while it is written."""
        with self._changing:
            job = self._jobs.get(upload.token)
            if job and job.state == "writing":
                return False
            self._jobs.pop(upload.token, None)
        self.files.forget(upload)
        return True

    def rethink(self, upload: Upload) -> None:
        """Forget what was tried: the mapping is another one now."""
        with self._changing:
            job = self._jobs.get(upload.token)
            if job and job.state in ("tried", "failed"):
                del self._jobs[upload.token]

    def _forget_gone(self) -> None:
        self._jobs = {token: job for token, job in self._jobs.items() if job.upload.folder.exists()}

    def _start(self, work: Callable[[Job], None], job: Job) -> None:
        threading.Thread(target=self._run, args=(work, job), name="import", daemon=True).start()

    def _run(self, work: Callable[[Job], None], job: Job) -> None:
        try:
            with self._working:
                work(job)
        except Exception as error:  # noqa: BLE001  whatever it is, the editor must be told
            if not isinstance(error, InvalidRecordsError):
                _log.exception("the import of %s failed", job.upload.name)
            job.failure, job.state = _told(error), "failed"
        finally:
            job.done.set()

    def _read(self, job: Job) -> None:
        def count(rows: int) -> None:
            job.rows += rows

        upload = job.upload
        mapping = load_mapping(str(upload.mapping)) if upload.mapping.is_file() else None
        imported = read(upload.path, self._workspace.taxonomy, upload.format_name, mapping, count)
        job.intake = take_in(self._workspace.store, imported, trial=True)
        job.changes = tuple(islice(_changes(job.intake, self._workspace.editing), SHOWN_CHANGES))
        job.state = "tried"

    def _write(self, job: Job) -> None:
        assert job.intake is not None
        intake = take_in(self._workspace.store, job.intake.imported)
        self._published()
        with replacing(job.upload.report) as path, path.open("w", encoding="utf-8", newline="") as file:
            write_report(file, intake.imported, intake.arrivals)
        with replacing(job.upload.outcome) as path:
            path.write_text(json.dumps(asdict(_outcome(intake))), encoding="utf-8")
        job.intake, job.changes, job.state = None, (), "written"
        self.files.drop_files(job.upload)


def read_outcome(upload: Upload) -> Outcome | None:
    """Return the counts of an import, None where it is not written yet."""
    if not upload.outcome.is_file():
        return None
    return Outcome(**json.loads(upload.outcome.read_text(encoding="utf-8")))


def _outcome(intake: Intake) -> Outcome:
    return Outcome(**asdict(intake.tally), joined=len(intake.matches.sure), unsure=len(intake.matches.unsure))


def _changes(intake: Intake, editing: Editing) -> Iterator[RecordChange]:
    """Yield what would change in the records that are here."""
    incoming = {each.id: each for each in intake.imported.records}
    for arrival in intake.arrivals:
        if not arrival.fields:
            continue
        try:
            before = editing.get("organisation", arrival.record_id).record
        except UnknownRecordError:  # joined to another one, which reads it
            continue
        assert isinstance(before, Organisation)
        after = incoming[arrival.record_id]
        after = join_organisations(before, after) if intake.imported.joins else after
        yield RecordChange(before, record_differences(before, after))


def fault_lines(error: InvalidRecordsError) -> tuple[str, ...]:
    """Return a line for each fault, without the place of the file on this machine."""
    return tuple(f"{each.field}: {each.message}" if each.field else each.message for each in error.problems)


def _told(error: Exception) -> tuple[str, ...]:
    if isinstance(error, InvalidRecordsError):
        return fault_lines(error)
    return (str(error) if isinstance(error, MatcherError) else type(error).__name__,)
