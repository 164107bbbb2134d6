"""Generations on disk: written whole or not at all, and checked when read.

`gen-<n>/` holds the files of one build and a manifest with the SHA-256 of each. It is written to a temporary folder,
flushed to the disk and renamed; then the pointer `CURRENT` is replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, ValidationError

from matcher.errors import DamagedGenerationError, MissingGenerationError

_log = logging.getLogger(__name__)
FORMAT_VERSION = 7  # raise it when a file, an array or a column is added
UNKNOWN_NUMBER = -1
POINTER = "CURRENT"
MANIFEST = "manifest.json"
ABANDONED = 86_400  # seconds after which an unfinished build is taken for a killed one
_MOST_DIGESTS = 5000
_digests: dict[tuple[int, int, int, int], str] = {}  # of files by device, number, size and time of the last change
KEPT_GENERATIONS = 3  # the one in use, the one to fall back to, and one more that readers may still hold


class Base(BaseModel):
    """The whole build that a delta is against: its generation's name, and its `corpus` and `complete_to`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    corpus: str
    complete_to: int


class Manifest(BaseModel):
    """What a generation was built from, and the SHA-256 of each of its files by relative path.

    `complete_to` is the number of a write of the database that is in, as all before it are; `base` is there where the
    generation is a whole build joined with a delta. Fields that only a later format knows are passed over, so that
    its number can be read and told.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: int = FORMAT_VERSION
    model: str
    model_fingerprint: str
    dimension: int
    recipe: int
    corpus: str
    taxonomy: str = ""
    complete_to: int = UNKNOWN_NUMBER
    base: Base | None = None
    organisations: int
    practices: int
    texts: int
    classifier: str = ""
    files: dict[str, str] = {}


def write_generation(
    root: Path, manifest: Manifest, fill: Callable[[Path], None], linked: Mapping[str, str] = MappingProxyType({})
) -> Path:
    """Let `fill` write the files of a new generation under `root`, make it the current one, return its folder.

    `linked` holds the SHA-256 of those files that are another generation's, known already.
    """
    root.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=root))
    try:
        fill(building)
        new = [path for path in _files(building) if path.relative_to(building).as_posix() not in linked]
        files = {**linked, **{path.relative_to(building).as_posix(): _sha256(path) for path in new}}
        (building / MANIFEST).write_text(manifest.model_copy(update={"files": files}).model_dump_json(indent=1))
        for path in building.rglob("*"):
            if path.is_dir() or path.stat().st_nlink == 1:  # not those that are another generation's too
                _flush(path)
        folder = _claim_name(root, building)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    _make_current(root, folder.name)
    _remove_old(root)
    return folder


def generations(root: Path) -> list[Path]:
    """Return the generation folders, the current one first, then older ones by age.

    A pointer to nothing is logged as an error, and the newest generation comes first. Raises
    MissingGenerationError where there is none.
    """
    names = sorted((path.name for path in root.glob("gen-*") if path.is_dir()), reverse=True)
    pointer = current_name(root)
    if pointer and names and pointer not in names:
        _log.error("%s says %r, which is not there; falling back to %s", root / POINTER, pointer, names[0])
        pointer = ""
    folders = [root / name for name in names if not pointer or name <= pointer]
    if not folders:
        raise MissingGenerationError(f"nothing was built in {root} yet; build it with scripts/build_index.py")
    return folders


def current_name(root: Path) -> str:
    """Return the name of the current generation, or "" where there is none."""
    with contextlib.suppress(OSError):
        return (root / POINTER).read_text(encoding="utf-8", errors="replace").strip()
    return ""


def read_manifest(folder: Path) -> Manifest:
    """Read a generation's manifest; raise DamagedGenerationError where it cannot be read."""
    try:
        return Manifest.model_validate_json((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0]
        raise DamagedGenerationError(f"{folder / MANIFEST} cannot be read: {reason}") from error


def checked_manifest(folder: Path) -> Manifest:
    """Read a generation's manifest and compare its files with it; raise DamagedGenerationError at the first fault."""
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    return manifest


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compare each file with its SHA-256 in the manifest; raise DamagedGenerationError at the first fault."""
    if not manifest.files:
        raise DamagedGenerationError(f"{folder / MANIFEST} lists no files")
    for name, expected in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise DamagedGenerationError(f"{path} is missing")
        seen = _known_sha256(path)
        if seen != expected:
            raise DamagedGenerationError(f"{path} has SHA-256 {seen}, its manifest says {expected}")


def replace_file(path: Path, text: str) -> None:
    """Replace a small file atomically: readers see the old text or the new, never a part."""
    replace_bytes(path, text.encode("utf-8"))


def replace_bytes(path: Path, content: bytes) -> None:
    """Replace a small file atomically, as `replace_file` does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as litter:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            litter.callback(Path(file.name).unlink, missing_ok=True)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    _flush(path.parent)


def _claim_name(root: Path, building: Path) -> Path:
    """Rename the finished folder to the next free number, also when another build does the same."""
    _flush(building)
    number = max((int(path.name[4:]) for path in _numbered(root)), default=0) + 1
    while True:
        folder = root / f"gen-{number:06d}"
        try:
            building.rename(folder)
        except OSError:
            if not folder.exists():
                raise
            number += 1
        else:
            _flush(root)
            return folder


def _make_current(root: Path, name: str) -> None:
    """Let the pointer name a generation, unless it names a newer one; of two that end together the newer one stays."""
    if name > current_name(root):
        replace_file(root / POINTER, name)
        newest = max(path.name for path in _numbered(root))
        if newest > name:
            _make_current(root, newest)


def _numbered(root: Path) -> list[Path]:
    return [path for path in root.glob("gen-*") if path.name[4:].isdigit()]


def _remove_old(root: Path) -> None:
    """Remove generations beyond those that are kept, and what builds that were killed left behind.

    Generations with deltas share the files of one whole build, so the last generation of another build stays too.
    """
    left_behind = [path for path in root.glob(".building-*") if time.time() - path.stat().st_mtime > ABANDONED]
    newest, *later = generations(root)
    others = [folder for folder in later if _whole_build(folder) != _whole_build(newest)]
    kept = {newest, *later[: KEPT_GENERATIONS - 1], *others[:1]}
    for folder in (*(each for each in later if each not in kept), *left_behind):
        shutil.rmtree(folder, ignore_errors=True)


def _whole_build(folder: Path) -> str:
    """Return the name of the generation in which the files of a generation were built."""
    try:
        base = read_manifest(folder).base
    except DamagedGenerationError:
        return folder.name
    return base.name if base else folder.name


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _known_sha256(path: Path) -> str:
    """Return the SHA-256 of a file; one that this process has read, under whatever name, is not read again."""
    about = path.stat()
    known = (about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns)
    if known not in _digests:
        if len(_digests) >= _MOST_DIGESTS:
            _digests.clear()
        _digests[known] = _sha256(path)
    return _digests[known]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    """Make the system write a file, or a folder's entries, to the disk."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
