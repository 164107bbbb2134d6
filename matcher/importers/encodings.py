"""Bytes to text: UTF-8 with and without byte order mark, UTF-16, and the code pages of Windows."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from charset_normalizer import from_bytes

from matcher.errors import InvalidRecordsError, Problem

_CHUNK = 1 << 20
_SAMPLE = 200_000  # bytes around letters beyond ASCII that are enough to tell code pages apart
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CODE_PAGES = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257"]
_BROKEN = re.compile("[\udc80-\udcff]")


@contextmanager
def open_text(file: IO[bytes], where: str, encoding: str = "") -> Iterator[io.TextIOWrapper]:
    """Read `file` as text with its line ends as they are; the encoding is detected where none is given.

    A byte that does not fit becomes a lone surrogate, which `broken_byte` finds, so that one bad row does not
    spoil the others. Raises InvalidRecordsError, at `where`, for an encoding that does not exist or fit.
    """
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError as error:
        message = f"{encoding!r} is not an encoding; write utf-8, utf-16 or cp1252, or leave it out"
        raise InvalidRecordsError([Problem(where, "encoding", message)]) from error
    found = encoding or detect_encoding(file)
    file.seek(0)
    text = io.TextIOWrapper(file, found, errors="surrogateescape", newline="")
    try:
        yield text
    except UnicodeDecodeError as error:
        message = f"cannot be read as {error.encoding}: {error.reason}; name its encoding in a mapping"
        raise InvalidRecordsError([Problem(where, "", message)]) from error
    finally:
        text.detach()  # whoever opened the file closes it


def broken_byte(text: str) -> str:
    """Return the first byte of `text` that does not fit its encoding, such as "0xe9", or ""."""
    found = _BROKEN.search(text)
    return f"0x{ord(found[0]) - 0xDC00:02x}" if found else ""


def detect_encoding(file: IO[bytes]) -> str:
    """Return the encoding of `file`: by its mark, by whether it is UTF-8, else by its letters."""
    file.seek(0)
    head = file.read(4)
    for mark, name in _MARKS.items():
        if head.startswith(mark):
            return name
    if len(head) >= 2 and 0 in head[:2] and head[0] != head[1]:
        return "utf-16-be" if head[0] == 0 else "utf-16-le"
    good, broken, sample = _count_letters(file)
    # A few bad bytes among many good letters are damaged rows of a UTF-8 file, not another encoding.
    if broken == 0 or good > 10 * broken:
        return "utf-8"
    matches = list(from_bytes(sample, cp_isolation=_CODE_PAGES))
    level = [match for match in matches if (match.chaos, match.coherence) == (matches[0].chaos, matches[0].coherence)]
    likely = {name for match in level for name in match.could_be_from_charset}
    return "cp1252" if "cp1252" in likely or not matches else matches[0].encoding


def _count_letters(file: IO[bytes]) -> tuple[int, int, bytes]:
    """Count letters beyond ASCII that are UTF-8 and bytes that are not; return lines that hold such bytes."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = broken = 0
    sample = bytearray()
    while chunk := file.read(_CHUNK):
        text = decoder.decode(chunk)
        bad = len(_BROKEN.findall(text))
        broken += bad
        good += sum(character > "\x7f" for character in text) - bad if not text.isascii() else 0
        if bad and len(sample) < _SAMPLE:
            sample += b"\n".join(line for line in chunk.splitlines() if not line.isascii())[:_SAMPLE]
    if decoder.decode(b"", final=True):
        broken += 1
    return good, broken, bytes(sample)
