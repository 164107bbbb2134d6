"""Listings: saved and loaded they find the same, whatever characters a text holds."""

from __future__ import annotations

import random
from pathlib import Path

from matcher.directory.listings import Listings, known_as
from matcher.records import Identifier, Organisation
from tests.varied_organisations import varied_organisations


def test_saved_and_loaded_they_are_the_same(tmp_path: Path) -> None:
    known = varied_organisations(random.Random(1), 30)
    assert any("\n" in each.name + each.summary for each in known)
    listings = Listings.of_records(known)
    listings.save(tmp_path / "listings")
    loaded = Listings.load(tmp_path / "listings")
    for name in ("words", "names", "websites"):
        assert list(getattr(loaded, name)) == list(getattr(listings, name))
        assert len(getattr(loaded, name)) == 30
    for row, each in enumerate(known):
        assert loaded.words[row].startswith(each.name.casefold().replace("\n", " "))
        assert all(row in loaded.keys.rows_of(key) for key in known_as(each))


def test_what_an_organisation_is_known_as() -> None:
    one = Organisation(
        id="local:One", name="Één", aliases=("UN",), identifiers=(Identifier(scheme="SK-ICO", id="00 123"),)
    )
    assert list(known_as(one)) == [
        "id local:one",
        "identifier 00 123",
        "folded 00 123",
        "identifier sk-ico-00 123",
        "folded sk ico 00 123",
        "name één",
        "alias un",
    ]


def test_nobody_is_listed(tmp_path: Path) -> None:
    Listings.of_records(()).save(tmp_path / "listings")
    assert Listings.load(tmp_path / "listings").keys.rows_of("id local:a") == []
