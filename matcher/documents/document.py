"""A document of headings, paragraphs, lists and tables: what is said, apart from the format that it is written in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, Self

Lines = tuple[str, ...]
Say = Callable[[str], str]


@dataclass(frozen=True)
class Paragraph:
    """Some sentences; a `lead` is set larger, what is `quiet` smaller."""

    text: str
    tone: Literal["plain", "lead", "quiet"] = "plain"
    kind: ClassVar[str] = "paragraph"

    def texts(self) -> Iterator[str]:
        """Yield every text, in order."""
        yield self.text

    def said(self, say: Say) -> Self:
        """Return the same with every text as `say` says it."""
        return replace(self, text=say(self.text))


@dataclass(frozen=True)
class Points:
    """A list of points, with numbers where they are referred to."""

    items: Lines
    numbered: bool = False
    kind: ClassVar[str] = "points"

    def texts(self) -> Iterator[str]:
        """Yield every text, in order."""
        yield from self.items

    def said(self, say: Say) -> Self:
        """Return the same with every text as `say` says it."""
        return replace(self, items=tuple(map(say, self.items)))


@dataclass(frozen=True)
class Table:
    """A table with a header; a cell holds lines, and one without any is room to write in."""

    header: Lines
    rows: tuple[tuple[Lines, ...], ...]
    kind: ClassVar[str] = "table"

    def texts(self) -> Iterator[str]:
        """Yield every text, in order."""
        yield from self.header
        yield from (line for row in self.rows for cell in row for line in cell)

    def said(self, say: Say) -> Self:
        """Return the same with every text as `say` says it."""
        rows = tuple(tuple(tuple(map(say, cell)) for cell in row) for row in self.rows)
        return replace(self, header=tuple(map(say, self.header)), rows=rows)

    @property
    def has_room(self) -> bool:
        """Whether there is room to write in."""
        return any(not cell for row in self.rows for cell in row)


Block = Paragraph | Points | Table


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; `level` is 2 for a part of the document, 3 for a part of that."""

    title: str
    blocks: tuple[Block, ...]
    level: Literal[2, 3] = 2

    def said(self, say: Say) -> Self:
        """Return the same with every text as `say` says it."""
        return replace(self, title=say(self.title), blocks=tuple(block.said(say) for block in self.blocks))


@dataclass(frozen=True)
class Document:
    """A title, and sections in order; the first blocks stand under the title itself."""

    title: str
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]

    def texts(self) -> Iterator[str]:
        """Yield every text, in the order in which it is read."""
        yield self.title
        yield from (text for block in self.opening for text in block.texts())
        for section in self.sections:
            yield section.title
            yield from (text for block in section.blocks for text in block.texts())

    def said(self, say: Say) -> Self:
        """Return the same with every text as `say` says it, such as in another language."""
        return replace(
            self,
            title=say(self.title),
            opening=tuple(block.said(say) for block in self.opening),
            sections=tuple(section.said(say) for section in self.sections),
        )
