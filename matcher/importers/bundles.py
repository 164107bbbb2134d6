"""Files that belong together: a single file, a folder, or a ZIP archive."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from matcher.errors import InvalidRecordsError, Problem

HEAD = 65_536  # bytes that are enough to see what a file is
SIZE_LIMIT = 4_000_000_000  # bytes of one unpacked member; the largest published registers have about 1 GB
_WORKBOOK_PART = "[Content_Types].xml"  # an XLSX file is a ZIP archive too


@dataclass(frozen=True)
class Bundle:
    """What was given to import: `path`, and its members by lower-case file name.

    For a single file the members are the files beside it, so that `project.csv` finds its `organization.csv`.
    """

    path: Path
    members: dict[str, str]
    archive: bool = False

    @property
    def is_single(self) -> bool:
        """Whether a single file was given."""
        return not self.archive and not self.path.is_dir()

    @property
    def name(self) -> str:
        """The file name that was given."""
        return self.path.name

    def holds(self, *names: str) -> bool:
        """Tell whether all members are there."""
        return all(name in self.members for name in names)

    @contextmanager
    def open(self, member: str = "") -> Iterator[IO[bytes]]:
        """Open a member, or the single file itself; raise InvalidRecordsError where it cannot be read."""
        try:
            if not self.archive:
                with (Path(self.members[member]) if member else self.path).open("rb") as file:
                    yield file
                return
            with zipfile.ZipFile(self.path) as archive, archive.open(self._checked(archive, member)) as packed:
                yield packed
        except (OSError, zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError) as error:
            raise _unreadable(self.path, getattr(error, "strerror", None) or str(error)) from error

    def head(self, member: str = "") -> bytes:
        """Return the first bytes of a member or of the single file."""
        with self.open(member) as file:
            return file.read(HEAD)

    def first_sign(self, member: str = "") -> str:
        """Return the first character that is no blank: what tells JSON and XML from tables."""
        return self.head(member).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")[:1].decode("latin-1")

    def _checked(self, archive: zipfile.ZipFile, member: str) -> str:
        info = archive.getinfo(self.members[member])
        if info.file_size > SIZE_LIMIT:
            raise OSError(f"{info.filename} has {info.file_size:,} bytes unpacked; the limit is {SIZE_LIMIT:,}")
        return info.filename


def open_bundle(path: Path) -> Bundle:
    """Look at what stands at `path`; raise InvalidRecordsError where nothing can be read there."""
    try:
        if path.is_dir():
            return Bundle(path, _names(path))
        with path.open("rb") as file:
            if file.read(1) == b"":
                raise _unreadable(path, "the file is empty")
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if not name.endswith("/")]
            if _WORKBOOK_PART not in names:
                return Bundle(path, {Path(name).name.lower(): name for name in names}, archive=True)
        return Bundle(path, _names(path.parent))
    except (OSError, zipfile.BadZipFile) as error:
        raise _unreadable(path, getattr(error, "strerror", None) or str(error)) from error


def _names(folder: Path) -> dict[str, str]:
    return {path.name.lower(): str(path) for path in sorted(folder.iterdir()) if path.is_file()}


def _unreadable(path: Path, reason: str) -> InvalidRecordsError:
    return InvalidRecordsError([Problem(str(path), "", f"cannot be read: {reason}")])
