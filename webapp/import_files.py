"""The files that editors upload for an import: each upload in a folder of its own, for a day."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename

from matcher.errors import InvalidRecordsError, Problem, UnknownRecordError
from matcher.files.whole import replacing
from matcher.sentences import amount, sentence

LARGEST_UPLOAD = 200_000_000  # bytes; the register of 11,488 organisations that is tested with has 27 million
LARGEST_UNPACKED = 1_000_000_000  # bytes of what a ZIP archive or workbook says that it holds
KEPT_FOR = timedelta(days=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_ABOUT = "about.json"


@dataclass(frozen=True)
class Upload:
    """One upload: the folder that holds it, what it was called, who sent it and when (ISO 8601, UTC)."""

    folder: Path
    name: str
    by: str
    received: str
    format_name: str = ""

    @property
    def token(self) -> str:
        """The name of the folder, which nobody can guess."""
        return self.folder.name

    @property
    def path(self) -> Path:
        """The file, or the folder where several were sent."""
        sent = sorted((self.folder / "files").iterdir())
        return sent[0] if len(sent) == 1 else self.folder / "files"

    @property
    def mapping(self) -> Path:
        """The mapping of a table; there is none for other formats."""
        return self.folder / "mapping.yaml"

    @property
    def report(self) -> Path:
        """What did not go in as it was, once it is imported."""
        return self.folder / "report.csv"

    @property
    def outcome(self) -> Path:
        """The counts, once it is imported."""
        return self.folder / "outcome.json"


class ImportFiles:
    """The uploads of one data folder. None of them is ever run, or sent to a browser again."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, files: Sequence[FileStorage], by: str, format_name: str = "") -> Upload:
        """Keep the files of one upload; raise InvalidRecordsError, keeping nothing, where nothing can be read there."""
        self.sweep()
        sent = [each for each in files if each.filename]
        if not sent:
            raise InvalidRecordsError([Problem("", "file", sentence("No file was chosen. Choose one, then read it."))])
        folder = self._root / secrets.token_urlsafe(16)
        try:
            (folder / "files").mkdir(parents=True, mode=0o700)
            for number, each in enumerate(sent, start=1):
                path = folder / "files" / (secure_filename(each.filename or "")[-100:] or f"file-{number}")
                each.save(path)
                _check_unpacked(path)
            names = ", ".join((each.filename or "")[:100] for each in sent)
            upload = Upload(folder, names, by, datetime.now(UTC).isoformat(timespec="seconds"), format_name)
            write_about(upload)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return upload

    def find(self, token: str) -> Upload:
        """Return an upload; raise UnknownRecordError where there is none."""
        folder = self._root / token
        if _TOKEN.fullmatch(token) and (folder / _ABOUT).is_file():
            return Upload(folder, **json.loads((folder / _ABOUT).read_text(encoding="utf-8")))
        raise UnknownRecordError(sentence("this upload is not here any more; uploads are kept for a day"))

    def all(self) -> tuple[Upload, ...]:
        """Return all uploads, the last one first."""
        return tuple(sorted(self._uploads(), key=lambda each: each.received, reverse=True))

    def sweep(self, now: datetime | None = None) -> None:
        """Remove the uploads that are older than a day."""
        latest = ((now or datetime.now(UTC)) - KEPT_FOR).isoformat(timespec="seconds")
        for upload in tuple(self._uploads()):
            if upload.received < latest:
                self.forget(upload)

    @staticmethod
    def forget(upload: Upload) -> None:
        """Remove an upload with all that belongs to it."""
        shutil.rmtree(upload.folder, ignore_errors=True)

    @staticmethod
    def drop_files(upload: Upload) -> None:
        """Remove what was sent; the report and the counts stay."""
        shutil.rmtree(upload.folder / "files", ignore_errors=True)

    def _uploads(self) -> Iterator[Upload]:
        for about in sorted(self._root.glob(f"*/{_ABOUT}")):
            yield self.find(about.parent.name)


def write_about(upload: Upload) -> None:
    """Write down what an upload is."""
    fields = {name: value for name, value in asdict(upload).items() if name != "folder"}
    with replacing(upload.folder / _ABOUT) as path:
        path.write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")


def _check_unpacked(path: Path) -> None:
    """Refuse archives that unpack to more than the machine should hold."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        size = sum(each.file_size for each in archive.infolist())
    if size > LARGEST_UNPACKED:
        message = sentence(
            "holds %(size)s bytes when it is unpacked; the limit is %(limit)s. Cut it into several files.",
            size=amount(size),
            limit=amount(LARGEST_UNPACKED),
        )
        raise InvalidRecordsError([Problem(path.name, "", message)])
