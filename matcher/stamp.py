"""A stamp: the sources that a generation was found to follow, so that nothing is read anew while they stay the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from matcher.generations import replace_file

_OUR_CODE = Path(__file__).resolve().parent


class Stamp(BaseModel):
    """Generation `generation` follows the corpus files with SHA-256 `files` and the database's revision `records`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: str
    records: str
    generation: str

    def write(self, path: Path) -> None:
        """Replace the file atomically."""
        replace_file(path, self.model_dump_json())


def read_stamp(path: Path) -> Stamp | None:
    """Read what `write` wrote; None where there is nothing that can be read, since reading the sources tells it too."""
    try:
        return Stamp.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return None


def hash_files(corpus: Path) -> str:
    """Return the SHA-256 of the files of a corpus, names and bytes, and of the code that makes records of them."""
    return hashlib.sha256((hash_folder(corpus) + hash_folder(_OUR_CODE, "*.py")).encode()).hexdigest()


def hash_folder(folder: Path, pattern: str = "*") -> str:
    """Return the SHA-256 of the files in and below a folder, names and bytes."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(pattern)):
        if path.is_file():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()
