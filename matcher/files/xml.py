"""Text as XML 1.0 can hold it."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return `text` with a blank for each character that XML 1.0 does not allow."""
    return _NOT_XML.sub(" ", text)
