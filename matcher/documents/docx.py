"""Documents to DOCX, with the styles of the program's own template, so that they can be restyled at once."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from matcher.documents.document import Block, Document, Lines, Paragraph, Points, Table

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.table import _Cell, _Row

MARGIN = Cm(2)
A4 = (Cm(21.0), Cm(29.7))
ROOM = Cm(1.4)  # of a row with room to write in
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff]")  # Hebrew, Arabic and what stands with them
# What Word wants after an element, since it reads the properties in one order only (ECMA-376, 17.3.1.26 and 17.4.59).
_AFTER_BIDI = tuple(
    f"w:{name}"
    for name in (
        *("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap"),
        *("jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr"),
        *("sectPr", "pPrChange"),
    )
)
_AFTER_BIDI_VISUAL = tuple(
    f"w:{name}"
    for name in (
        *("tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd"),
        *("tblLayout", "tblCellMar", "tblLook"),
    )
)


def to_docx(document: Document) -> bytes:
    """Return the document as a DOCX file: real headings, lists and tables."""
    file = docx.Document()
    _set_page(file)
    file.core_properties.title = document.title
    file.core_properties.author = ""
    file.core_properties.comments = ""
    file.add_heading(document.title, level=0)
    for block in document.opening:
        _add(file, block)
    for section in document.sections:
        file.add_heading(section.title, level=section.level - 1)
        for block in section.blocks:
            _add(file, block)
    if _RIGHT_TO_LEFT.match(document.title):
        _turn(file)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _turn(file: Docx) -> None:
    """Let paragraphs, lists and tables begin on the right; Latin words in them keep their own direction."""
    body = file.element.body
    for paragraph in body.iter(qn("w:p")):
        paragraph.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
        for run in paragraph.iter(qn("w:r")):
            if _RIGHT_TO_LEFT.search(run.text):
                run.get_or_add_rPr().append(OxmlElement("w:rtl"))
    for table in body.iter(qn("w:tbl")):
        table.tblPr.insert_element_before(OxmlElement("w:bidiVisual"), *_AFTER_BIDI_VISUAL)


def _set_page(file: Docx) -> None:
    page = file.sections[0]
    page.page_width, page.page_height = A4
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    file.styles["Normal"].font.size = Pt(10)


def _add(file: Docx, block: Block) -> None:
    if isinstance(block, Paragraph):
        file.add_paragraph(block.text, style={"lead": "Subtitle", "quiet": "Caption"}.get(block.tone))
    elif isinstance(block, Points):
        for item in block.items:
            file.add_paragraph(item, style="List Number" if block.numbered else "List Bullet")
    else:
        _add_table(file, block)


def _add_table(file: Docx, block: Table) -> None:
    table = file.add_table(rows=1, cols=len(block.header), style="Table Grid")
    _repeat_on_each_page(table.rows[0])
    for cell, title in zip(table.rows[0].cells, block.header, strict=True):
        cell.paragraphs[0].add_run(title).bold = True
    for lines in block.rows:
        row = table.add_row()
        if not all(lines):
            row.height = ROOM
        for cell, some in zip(row.cells, lines, strict=True):
            _fill(cell, some)
    file.add_paragraph()


def _repeat_on_each_page(row: _Row) -> None:
    """Mark a row as the header, which readers with a screen reader are told too."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # python-docx has no other way


def _fill(cell: _Cell, lines: Lines) -> None:
    for number, line in enumerate(lines):
        (cell.add_paragraph() if number else cell.paragraphs[0]).add_run(line)
