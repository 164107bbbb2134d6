"""Documents: Markdown and DOCX say what the document says, word for word, whatever stands in it."""

from __future__ import annotations

import html
import io
import re

import docx
import pytest
from markdown_it import MarkdownIt

from matcher.documents.document import Document, Paragraph, Points, Section, Table
from matcher.documents.docx import to_docx
from matcher.documents.markdown import to_markdown

NASTY = "1. *a* | <b>b</b> & `c` [d](e) # f \\ _g_ ~h~ <!-- i -->"
DOCUMENT = Document(
    "Brief",
    (Paragraph("Reach teenagers", "lead"), Paragraph(NASTY)),
    (
        Section("Needs", (Table(("Need", "Who"), ((("Radio",), ("One", NASTY)), (("Empty",), ()))),)),
        Section("Radio One", (Points(("- first", "+ second")),), 3),
        Section("Sources", (Points(("A book", "2. edition"), numbered=True), Paragraph("The end", "quiet"))),
    ),
)


def markdown_texts(text: str) -> list[str]:
    """Return what a reader of the rendered Markdown sees, one text a line, without the room to write in."""
    rendered = MarkdownIt("commonmark").enable("table").render(text)
    rendered = rendered.replace("&lt;br&gt;", "<br>")
    lines = re.split(r"</?(?:h\d|p|li|ul|ol|td|th|tr|thead|tbody|table)>|<br ?/?>", rendered)
    return [html.unescape(line).strip() for line in lines if line.strip()]


def docx_texts(written: bytes) -> list[str]:
    """Return the paragraphs of a DOCX file, those of tables in their place, without empty ones."""
    body = docx.Document(io.BytesIO(written))
    texts = []
    for block in body.iter_inner_content():
        cells = [cell for row in block.rows for cell in row.cells] if hasattr(block, "rows") else [block]
        for cell in cells:
            texts += [each.text for each in getattr(cell, "paragraphs", [cell])]
    return [text for text in texts if text]


def test_the_texts_of_a_document_stand_in_reading_order() -> None:
    assert list(DOCUMENT.texts()) == [
        *("Brief", "Reach teenagers", NASTY, "Needs", "Need", "Who", "Radio", "One", NASTY, "Empty"),
        *("Radio One", "- first", "+ second", "Sources", "A book", "2. edition", "The end"),
    ]


def test_markdown_shows_every_text_as_it_is() -> None:
    assert markdown_texts(to_markdown(DOCUMENT)) == list(DOCUMENT.texts())


def test_markdown_has_headings_tables_and_lists() -> None:
    text = to_markdown(DOCUMENT)
    assert re.findall(r"^#+ .*$", text, re.MULTILINE) == ["# Brief", "## Needs", "### Radio One", "## Sources"]
    assert "| Need | Who |\n| --- | --- |\n| Radio | One<br>1\\. " in text
    assert "| Empty |  |" in text
    assert "1. A book\n2. 2\\. edition" in text


def test_docx_shows_every_text_as_it_is() -> None:
    assert docx_texts(to_docx(DOCUMENT)) == list(DOCUMENT.texts())


def test_docx_has_real_headings_lists_and_tables() -> None:
    body = docx.Document(io.BytesIO(to_docx(DOCUMENT)))
    styles = {each.text: each.style.name for each in body.paragraphs}
    assert styles["Brief"] == "Title"
    assert styles["Needs"] == "Heading 1"
    assert styles["Radio One"] == "Heading 2"
    assert (styles["- first"], styles["A book"]) == ("List Bullet", "List Number")
    assert [[cell.text for cell in row.cells] for row in body.tables[0].rows] == [
        ["Need", "Who"],
        ["Radio", f"One\n{NASTY}"],
        ["Empty", ""],
    ]
    assert "tblHeader" in body.tables[0].rows[0]._tr.xml
    assert body.core_properties.title == "Brief"
    assert body.core_properties.author == ""


def test_a_document_is_written_in_any_script() -> None:
    document = Document("حملة", (Paragraph("Ελλάδα, 日本 🙂"),), ())
    assert docx_texts(to_docx(document)) == markdown_texts(to_markdown(document)) == list(document.texts())


@pytest.mark.parametrize("line", ["- a", "+ a", "= a", "1) a", "# a", "> a", "***", "---", "    code", "a\nb", "&amp;"])
def test_nothing_that_looks_like_a_mark_is_one(line: str) -> None:
    document = Document("T", (Paragraph(line),), ())
    assert markdown_texts(to_markdown(document)) == ["T", " ".join(line.split())]


def test_docx_in_arabic_begins_on_the_right() -> None:
    table = Table(("الحاجة", "من"), ((("إذاعة",), ("Radio One",)),))
    document = Document("موجز", (Paragraph("الهدف: Radio"),), (Section("الحاجات", (table,)),))
    file = docx.Document(io.BytesIO(to_docx(document)))
    assert all(paragraph._p.xpath("./w:pPr/w:bidi") for paragraph in file.paragraphs if paragraph.text)
    assert [bool(run._r.xpath("./w:rPr/w:rtl")) for run in file.paragraphs[1].runs] == [True]
    cells = [cell.paragraphs[0].runs[0]._r for cell in file.tables[0].rows[1].cells]
    assert [bool(run.xpath("./w:rPr/w:rtl")) for run in cells] == [True, False]
    assert file.tables[0]._tbl.xpath("./w:tblPr/w:bidiVisual")
    assert "w:bidi" not in docx.Document(io.BytesIO(to_docx(DOCUMENT))).element.xml
