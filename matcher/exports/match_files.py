"""The file that a batch writes its matches to: its format by the ending of its name, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from matcher.errors import MatcherError
from matcher.exporters import MatchWriter, XlsxWriter
from matcher.exports.coalitions import CoalitionXlsxWriter
from matcher.exports.match_lines import ENDINGS as RESUMABLE
from matcher.exports.match_lines import line_writer
from matcher.exports.progress import UnfinishedFile, unfinished
from matcher.exports.results import ENDINGS, WholeWriter
from matcher.files.whole import check_place, replacing
from matcher.taxonomy import Taxonomy

FORMATS = (*RESUMABLE, ".xlsx", *ENDINGS)
COALITION_FORMATS = (".jsonl", ".xlsx")


@dataclass(frozen=True)
class MatchedLines:
    """Where lines go that were made elsewhere, and the ending that chooses which."""

    file: IO[str]
    ending: str


@dataclass
class MatchOutput:
    """Where matches go, how many goals were read so far, and how many of them could not be matched.

    `kept` is the unfinished file where a stopped run can go on. Both it and `lines` are None for formats that are
    written at the end.
    """

    writer: MatchWriter
    goals: int = 0
    bad: int = 0
    kept: UnfinishedFile | None = None
    lines: MatchedLines | None = None

    def reached(self, goals: int, bad: int) -> None:
        """Note that so many more goals are written, or told to be bad."""
        self.goals += goals
        self.bad += bad
        if self.kept:
            self.kept.keep(self.goals, self.bad)


def ending_of(output: str, *, coalitions: bool = False) -> str:
    """Return the ending of a file's name that chooses its format; raise MatcherError where no file can be written."""
    name = output.lower()
    ending = max((each for each in FORMATS if name.endswith(each)), key=len, default="")
    if coalitions and ending not in COALITION_FORMATS:
        raise MatcherError(f"{output!r}: --coalition needs -o with an ending out of {', '.join(COALITION_FORMATS)}")
    if not ending:
        raise MatcherError(f"{output!r}: the ending must be one of {', '.join(FORMATS)}, or - for standard output")
    check_place(Path(output))
    return ending


@contextmanager
def open_matches(
    output: str, taxonomy: Taxonomy, asked: dict[str, str], *, coalitions: bool = False, resume: bool = False
) -> Iterator[MatchOutput]:
    """Open the file for the matches of a batch.

    With `resume` a stopped run goes on, if `asked` (what has to be the same, by name) is as it was. Raises
    MatcherError as `ending_of` does, and where resuming cannot be.
    """
    path, ending = Path(output), ending_of(output, coalitions=coalitions)
    if resume and ending not in RESUMABLE:
        raise MatcherError(f"{output!r}: --resume needs .csv or .jsonl; {ending} is written at the end, as a whole")
    if ending in RESUMABLE:
        with unfinished(path, asked, resume=resume) as kept:
            done = kept.progress
            writer = line_writer(kept.file, ending, header=not done.goals, coalitions=coalitions)
            yield MatchOutput(writer, done.goals, done.bad, kept, MatchedLines(kept.file, ending))
        return
    with replacing(path) as temporary:
        writer = _whole_writer(temporary, ending, taxonomy, coalitions=coalitions)
        yield MatchOutput(writer)
        writer.close()


def _whole_writer(path: Path, ending: str, taxonomy: Taxonomy, *, coalitions: bool) -> MatchWriter:
    if ending != ".xlsx":
        return WholeWriter(path, ending, taxonomy)
    return CoalitionXlsxWriter(path) if coalitions else XlsxWriter(path)
