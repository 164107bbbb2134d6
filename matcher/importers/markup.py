"""HTML in texts to plain text: known tags go, words and breaks stay."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

_BREAKS = set("address article blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul".split())
_INLINE = set("a abbr b big body center cite code em font head html i img ins del meta s small span strike".split())
_INLINE |= set("strong sub sup tbody td th thead title tt u o:p figure figcaption header footer main nav".split())
_VOID = {"br", "hr"}  # written with a slash, they end where they begin
_SILENT = {"script", "style"}
_TAGS = _BREAKS | _INLINE | _SILENT
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w+);")
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w+);)")


def strip_markup(text: str) -> str:
    """Return `text` without HTML; text without any comes back as it is.

    What only looks like a tag (`a < b`, `<your name>`) and an ampersand that begins no entity stay.
    """
    if not _MARKUP.search(text):
        return text
    parser = _TextParser()
    parser.feed(_BARE_AMPERSAND.sub("&amp;", text))
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _TextParser(HTMLParser):
    """Collects what a browser would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in _TAGS:
            self.pieces.append(unescape(self.get_starttag_text() or ""))
        elif tag in _BREAKS:
            self.pieces.append("\n")
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS - _VOID:
            self.pieces.append("\n")
        self._silent -= tag in _SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)
