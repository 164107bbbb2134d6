"""Organisations that a new one may be already."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.directory.name_index import NameIndex
from matcher.identity.look_alikes import look_alikes
from matcher.records import Organisation

KNOWN = [
    Organisation(id="local:globsec", name="GLOBSEC", countries=("SK",)),
    Organisation(id="local:moon", name="Moon Choir of Bratislava", contact={"website": "https://www.moon.example/en"}),  # type: ignore[arg-type]
    Organisation(id="GB-CHC-7", name="Owl Garden", identifiers=({"scheme": "GB-CHC", "id": "7"},)),  # type: ignore[arg-type]
    Organisation(id="local:radio", name="Radio Zebra"),
]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": "Globsek"}, ["local:globsec"]),
        ({"name": "Globsek", "countries": ["FR"]}, []),
        ({"name": "moon choir of bratislava"}, ["local:moon"]),
        ({"name": "Choir of the moon, Bratislava", "contact": {"website": "http://moon.example"}}, ["local:moon"]),
        ({"name": "The Garden of Owls", "identifiers": [{"scheme": "GB-CHC", "id": "7"}]}, ["GB-CHC-7"]),
        ({"name": "Sunflower League"}, []),
    ],
)
def test_who_may_be_the_same_is_told_and_nobody_else(fields: dict[str, Any], expected: list[str]) -> None:
    new = Organisation.model_validate({"id": "local:new"} | fields)
    found = look_alikes(new, NameIndex.of_records(KNOWN))
    assert [each.organisation.id for each in found] == expected
    assert all(0 <= each.score <= 1 for each in found)


def test_what_speaks_for_it_is_said() -> None:
    new = Organisation(id="local:new", name="Radio Zebra")
    (found,) = look_alikes(new, NameIndex.of_records(KNOWN))
    assert "same name" in found.reasons_for
