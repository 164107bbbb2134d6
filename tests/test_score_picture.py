"""The picture of a score: its parts stand one after the other, and what is written adds up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from matcher.results import Term
from tests.conftest import build_app
from webapp.score_picture import score_picture

TERMS = (Term("coverage", 0.5, 0.4), Term("relevance", 0.333, 0.3), Term("reach", 1.0, 0.3))


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return build_app(tmp_path / "scores")


def test_each_part_begins_where_the_one_before_ends() -> None:
    picture = score_picture(TERMS)
    assert [(part.term, part.start, part.points) for part in picture.parts] == [
        ("coverage", 0.0, 20.0),
        ("relevance", 20.0, 10.0),
        ("reach", 30.0, 30.0),
    ]
    assert [(part.value, part.weight, part.shown_points) for part in picture.parts] == [
        ("0.50", "0.40", "20.0"),
        ("0.33", "0.30", "10.0"),
        ("1.00", "0.30", "30.0"),
    ]
    assert picture.total == "60.0"


def test_tenths_do_not_grow_tails_and_add_up_to_the_total() -> None:
    terms = [Term(f"t{number}", 1.0, weight) for number, weight in enumerate((0.101, 0.202, 0.697))]
    picture = score_picture(tuple(terms))
    assert [part.start for part in picture.parts] == [0.0, 10.1, 30.3]
    assert sum(Decimal(part.shown_points) for part in picture.parts) == Decimal(picture.total)


def test_figures_are_written_as_the_reader_writes_them(app: Flask) -> None:
    for language, shown in (("fr", ["0,50", "0,40", "20,0"]), ("en", ["0.50", "0.40", "20.0"])):
        with app.test_request_context(), force_locale(language):
            part = score_picture(TERMS).parts[0]
            assert [part.value, part.weight, part.shown_points] == shown
