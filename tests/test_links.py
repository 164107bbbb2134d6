"""Records of one organisation: merged, read as one, following their origins still, and split again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.database.links import RECORD_ID, Known
from matcher.errors import UnknownRecordError
from matcher.records import Activity, Identifier, Organisation, Practice, Source
from matcher.store import Store

REGISTER, SURVEY = Source(title="Register"), Source(title="Survey")
A = Organisation(id="local:a", name="A", countries=("SK",), sources=(REGISTER,))
B = Organisation(id="reg:b", name="A Ltd", aliases=("AA",), countries=("AT",), sources=(SURVEY,), summary="Of B.")
C = Organisation(id="reg:c", name="A again", themes=("media",))
PARTNER = Organisation(
    id="local:p", name="P", activities=(Activity(title="Quiz", partners=("reg:b", "local:a", "local:x")),)
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'matcher.sqlite'}")
    store.receive([A, PARTNER], "survey")
    store.receive([B, C], "register")
    yield store
    store.close()


def read(store: Store) -> dict[str, Organisation]:
    return {each.id: each for each in store.organisations()}


def test_a_merged_record_says_what_both_say_with_both_sources_and_ids(store: Store) -> None:
    assert store.merge("local:a", "reg:b")
    merged = read(store)["local:a"]
    assert (merged.name, merged.aliases, merged.summary) == ("A", ("A Ltd", "AA"), "Of B.")
    assert (merged.countries, merged.sources) == (("SK", "AT"), (REGISTER, SURVEY))
    assert merged.identifiers == (Identifier(scheme=RECORD_ID, id="reg:b"),)
    assert set(read(store)) == {"local:a", "local:p", "reg:c"}


def test_partners_are_named_by_the_leading_id_and_nobody_is_a_partner_of_itself(store: Store) -> None:
    store.merge("local:a", "reg:b")
    assert read(store)["local:p"].activities[0].partners == ("local:a", "local:x")
    store.merge("local:a", "local:p")
    assert read(store)["local:a"].activities[0].partners == ("local:x",)


def test_split_gives_both_back_as_they_were(store: Store) -> None:
    before = read(store)
    store.merge("local:a", "reg:b")
    assert store.split("reg:b") == ("reg:b",)
    assert read(store) == before
    store.merge("local:a", "reg:b")
    store.merge("local:a", "reg:c")
    assert store.split("local:a") == ("reg:b", "reg:c")
    assert read(store) == before
    assert store.split("local:a") == ()


def test_a_split_is_remembered_until_the_two_are_merged_again(store: Store) -> None:
    store.merge("local:a", "reg:b")
    store.split("reg:b")
    assert store.apart() == {frozenset(("local:a", "reg:b"))}
    store.merge("local:a", "reg:b")
    assert store.apart() == frozenset()
    assert store.keep_apart("reg:c", "local:a")
    assert not store.keep_apart("local:a", "reg:c")


def test_what_belongs_to_a_record_goes_with_it(store: Store) -> None:
    store.merge("reg:b", "reg:c")
    store.merge("local:a", "reg:c")
    assert [each.ids for each in store.known()] == [("local:a", "reg:b", "reg:c"), ("local:p",)]
    assert next(store.known()).origins == {"survey", "register"}
    store.split("reg:b")
    assert [each.ids for each in store.known()] == [("local:a",), ("local:p",), ("reg:b", "reg:c")]


def test_merging_again_in_either_direction_changes_nothing(store: Store) -> None:
    store.merge("local:a", "reg:b")
    before, revision = read(store), store.revision()
    assert not store.merge("reg:b", "local:a")
    assert not store.merge("local:a", "local:a")
    assert (read(store), store.revision()) == (before, revision)


def test_merge_and_split_renew_the_revision(store: Store) -> None:
    revisions = [store.revision()]
    store.merge("local:a", "reg:b")
    revisions.append(store.revision())
    store.split("local:a")
    revisions.append(store.revision())
    assert len(set(revisions)) == 3


def test_each_record_keeps_following_its_origin(store: Store) -> None:
    store.merge("local:a", "reg:b")
    store.receive([B.model_copy(update={"summary": "New."})], "register")
    assert read(store)["local:a"].summary == "New."
    store.receive([A.model_copy(update={"summary": "Ours."})], "survey")
    assert read(store)["local:a"].summary == "Ours."


def test_the_corpus_removes_and_returns_a_record_of_a_merged_one(store: Store) -> None:
    curated = Organisation(id="local:k", name="K")
    store.synchronise([curated])
    store.merge("local:k", "reg:b")
    store.synchronise([])
    assert read(store)["reg:b"] == B
    store.merge("reg:b", "reg:c")
    store.synchronise([curated])
    assert {"local:k", "reg:b"} <= set(read(store))  # the later merge took the link to what was gone


def test_an_edit_of_a_merged_record_stays_and_shows_when_a_source_moves_on(store: Store) -> None:
    store.merge("local:a", "reg:b")
    edited = read(store)["local:a"].model_copy(update={"aliases": (), "summary": "By hand."})
    store.edit(edited)
    assert read(store)["local:a"] == edited
    store.receive([B], "register")
    assert store.moved_on() == []
    store.receive([B.model_copy(update={"summary": "New."})], "register")
    assert read(store)["local:a"] == edited
    assert store.moved_on() == ["local:a"]
    with pytest.raises(UnknownRecordError, match="belongs to 'local:a'"):
        store.edit(B)


def test_what_is_no_organisation_is_not_merged(store: Store) -> None:
    store.synchronise([Practice(id="note", text="Ask early.")])
    for unknown in ("note", "local:nobody"):
        with pytest.raises(UnknownRecordError, match=f"no organisation has the id '{unknown}'"):
            store.merge("local:a", unknown)
    with pytest.raises(UnknownRecordError):
        store.split("local:nobody")


def test_any_merges_and_splits_lose_no_record_and_splitting_all_gives_all_back(store: Store) -> None:
    generator = random.Random(20261121)
    extra = [Organisation(id=f"x:{n}", name=f"X{n}", summary=f"Of {n}.") for n in range(8)]
    store.receive(extra, "import")
    before = read(store)
    ids = sorted(before)
    for _ in range(60):
        if generator.random() < 0.7:
            store.merge(generator.choice(ids), generator.choice(ids))
        else:
            store.split(generator.choice(ids))
        assert sorted(record_id for each in store.known() for record_id in each.ids) == ids
    for record_id in ids:
        store.split(record_id)
    assert read(store) == before


def test_known_is_the_record_alone_where_nothing_was_merged(store: Store) -> None:
    assert next(store.known()) == Known(A, ("local:a",), frozenset({"survey"}))
