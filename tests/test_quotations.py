"""The telling part of a quotation: which words are marked, and that the quotation stays as it is."""

from __future__ import annotations

import pytest

from matcher.reasons import Reason
from matcher.texts.quotations import telling_pieces
from webapp.marking import by_quote


@pytest.mark.parametrize(
    ("quote", "asked", "shown"),
    [
        ("Radio One gives air time on radio.", ["a radio show"], "[Radio] One gives air time on [radio]."),
        ("They check facts, fast.", ["fact checking"], "They [check facts], fast."),
        ("They check, facts.", ["fact checking"], "They [check], [facts]."),
        ("The of and", ["the of and"], "The of and"),  # words without a topic
        ("Žilina's Łódź", ["zilina lodz"], "[Žilina]'s [Łódź]"),
        ("  two  blanks ", ["blank"], "  two  [blanks] "),
        ("Nothing shared", ["radio"], "Nothing shared"),
        ("Nothing asked", [], "Nothing asked"),
        ("", ["radio"], ""),
    ],
)
def test_shared_words_are_marked_and_the_pieces_are_the_quotation(quote: str, asked: list[str], shown: str) -> None:
    pieces = telling_pieces(quote, asked)
    assert "".join(f"[{each.text}]" if each.telling else each.text for each in pieces) == shown
    assert "".join(each.text for each in pieces) == quote


def test_the_name_of_an_organisation_tells_nothing() -> None:
    pieces = telling_pieces("Radio One gives air time on radio.", ["radio"], "Radio One")
    assert [each.text for each in pieces if each.telling] == ["radio"]
    assert "".join(each.text for each in pieces) == "Radio One gives air time on radio."


def test_words_beside_a_name_are_marked_each_by_itself() -> None:
    pieces = telling_pieces("Fast radio Radio One radio", ["fast radio"], "Radio One")
    assert (
        "".join(f"[{each.text}]" if each.telling else each.text for each in pieces) == "[Fast radio] Radio One [radio]"
    )


def test_reasons_are_divided_by_whether_they_quote() -> None:
    said, looks_for = Reason("coverage", "Brings: Radio", "on air"), Reason("reciprocity", "Looks for: You", "we seek")
    shared = Reason("common_ground", "Shares your themes")
    assert by_quote([said, looks_for, shared]) == ([said], [shared])
