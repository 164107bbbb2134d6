"""Documents to Markdown (CommonMark, with tables as in GitHub's dialect)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcher.documents.document import Block, Document, Lines, Paragraph, Points, Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")  # what could begin a mark; the text must come out as it is
_LIST_MARK = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])")


def to_markdown(document: Document) -> str:
    """Return the document as Markdown text; what stands in its texts is never read as a mark."""
    parts = [f"# {escape(document.title)}", *map(_block, document.opening)]
    for section in document.sections:
        parts += [f"{'#' * section.level} {escape(section.title)}", *map(_block, section.blocks)]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Return `text` on one line, so that Markdown shows it as it is."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LIST_MARK.sub(lambda mark: f"{mark[1]}\\{mark[2]}" if mark[1] else f"\\{mark[3]}", line)


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return escape(block.text)
    return "\n".join(_points(block) if isinstance(block, Points) else _table(block))


def _points(points: Points) -> Iterator[str]:
    for number, item in enumerate(points.items, start=1):
        yield f"{number}. {escape(item)}" if points.numbered else f"- {escape(item)}"


def _table(table: Table) -> Iterator[str]:
    yield _row([(title,) for title in table.header])
    yield _row([("---",) for _ in table.header], marks=True)
    yield from (_row(row) for row in table.rows)


def _row(cells: list[Lines] | tuple[Lines, ...], *, marks: bool = False) -> str:
    texts = ["<br>".join(line if marks else escape(line) for line in cell) for cell in cells]
    return f"| {' | '.join(texts)} |"
