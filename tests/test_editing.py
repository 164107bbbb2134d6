"""Editing by hand: what is kept of each change, the ways back, and how edits and sources live together."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.database.synchronising import SyncReport
from matcher.editing.change import Difference
from matcher.editing.editing import Editing
from matcher.errors import StaleRecordError, TakenIdError, UnknownRecordError
from matcher.records import Organisation, Practice
from matcher.store import Store

A = Organisation(id="local:a", name="A", summary="From the corpus.", countries=("SK",))
B = Organisation(id="local:b", name="B")
NOTE = Practice(id="note", text="Ask early.")
A_EDITED = A.model_copy(update={"summary": "By hand.", "countries": ("SK", "CZ")})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'matcher.sqlite'}")
    store.synchronise([A, B, NOTE])
    yield store
    store.close()


@pytest.fixture
def editing(store: Store) -> Editing:
    return Editing(store.engine)


def organisations(store: Store) -> dict[str, Organisation]:
    return {each.id: each for each in store.organisations()}


def test_a_change_is_kept_with_who_why_and_what(store: Store, editing: Editing) -> None:
    before = editing.get("organisation", "local:a")
    after = editing.save(A_EDITED, before.version, "ana", "  moved\x00 ")
    assert organisations(store)["local:a"] == A_EDITED == after.record
    (change,) = editing.history("local:a")
    assert (change.number, change.kind, change.by, change.reason) == (1, "organisation", "ana", "moved")
    assert change.differences == (
        Difference("summary", ("From the corpus.",), ("By hand.",)),
        Difference("countries", (), ("CZ",)),
    )
    assert (before.version == after.version, len(after.version)) == (False, 64)


def test_saving_what_is_there_changes_nothing(store: Store, editing: Editing) -> None:
    editing.save(A, None, "ana")
    assert editing.history("local:a") == ()
    assert store.synchronise([A.model_copy(update={"name": "AA"}), B, NOTE]) == SyncReport(changed=1, unchanged=2)


def test_whoever_saves_over_a_newer_version_is_told_and_changes_nothing(store: Store, editing: Editing) -> None:
    version = editing.get("organisation", "local:a").version
    editing.save(A_EDITED, version, "ana")
    for write in (
        lambda: editing.save(A.model_copy(update={"name": "Mine"}), version, "bob"),
        lambda: editing.delete("organisation", "local:a", version, "bob"),
        lambda: editing.take_source("organisation", "local:a", version, "bob"),
    ):
        with pytest.raises(StaleRecordError, match="'local:a' was changed by someone else"):
            write()
    assert organisations(store)["local:a"] == A_EDITED
    assert [each.by for each in editing.history("local:a")] == ["ana"]


def test_of_two_who_save_at_the_same_time_one_is_told(store: Store, editing: Editing) -> None:
    version, told = editing.get("organisation", "local:a").version, []
    ready = threading.Barrier(2)

    def save(name: str) -> None:
        ready.wait()
        try:
            editing.save(A.model_copy(update={"name": name}), version, name)
        except StaleRecordError:
            told.append(name)

    threads = [threading.Thread(target=save, args=(name,)) for name in ("ana", "bob")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert [each.by for each in editing.history("local:a")] == [organisations(store)["local:a"].name] != told


def test_a_new_record_stays_when_the_corpus_is_followed(store: Store, editing: Editing) -> None:
    new = Organisation(id="local:new", name="New")
    editing.add(new, "ana")
    assert store.synchronise([A, B, NOTE]) == SyncReport(unchanged=3)
    assert organisations(store)["local:new"] == new
    assert editing.get("organisation", "local:new").source is None
    (change,) = editing.history("local:new")
    assert (change.before, change.name) == (None, "New")


def test_an_id_is_given_once_and_a_free_one_is_found(editing: Editing) -> None:
    for taken in (A, NOTE.model_copy(update={"id": "local:a"}), NOTE):
        with pytest.raises(TakenIdError):
            editing.add(taken, "ana")
    assert editing.free_id("local:a") == "local:a-2"
    editing.add(Organisation(id="local:a-2", name="A"), "ana")
    assert editing.free_id("local:a") == "local:a-3"
    assert editing.free_id("local:c") == "local:c"


def test_what_was_deleted_stays_away_until_it_is_restored(store: Store, editing: Editing) -> None:
    editing.delete("organisation", "local:a", None, "ana", "a double")
    assert list(organisations(store)) == ["local:b"]
    with pytest.raises(UnknownRecordError):
        editing.get("organisation", "local:a")
    assert store.synchronise([A, B, NOTE]) == SyncReport(unchanged=3)
    assert store.synchronise([A_EDITED, B, NOTE]).kept == 1
    assert list(organisations(store)) == ["local:b"]
    assert editing.moved_on() == ()
    restored = editing.restore("local:a", 1, "bob")
    assert organisations(store)["local:a"] == A == restored.record
    assert [(each.number, each.by, each.reason) for each in editing.history("local:a")] == [
        (2, "bob", "as before change 1"),
        (1, "ana", "a double"),
    ]


def test_an_import_does_not_bring_back_what_was_deleted(store: Store, editing: Editing) -> None:
    store.receive([Organisation(id="reg:1", name="One")], "register")
    editing.delete("organisation", "reg:1", None, "ana")
    arrival = store.receive([Organisation(id="reg:1", name="One, new")], "register")[0]
    assert arrival.outcome == "unchanged"
    assert arrival.kept
    assert "reg:1" not in organisations(store)


def test_a_deleted_record_can_be_added_anew(store: Store, editing: Editing) -> None:
    editing.delete("organisation", "local:b", None, "ana")
    editing.add(B.model_copy(update={"name": "B again"}), "ana")
    assert organisations(store)["local:b"].name == "B again"
    assert [(each.before is None, each.after is None) for each in editing.history("local:b")] == [
        (True, False),
        (False, True),
    ]


def test_each_version_can_be_restored_and_restoring_is_a_change(store: Store, editing: Editing) -> None:
    for name in ("one", "two", "three"):
        editing.save(A.model_copy(update={"name": name}), None, "ana")
    editing.restore("local:a", 3, "bob")
    assert organisations(store)["local:a"].name == "two"
    editing.restore("local:a", 4, "bob")
    assert organisations(store)["local:a"].name == "three"
    assert [each.number for each in editing.history("local:a")] == [5, 4, 3, 2, 1]
    for number in (6, 0):
        with pytest.raises(UnknownRecordError, match="has no version before its change"):
            editing.restore("local:a", number, "bob")


def test_undoing_the_only_edit_lets_the_record_follow_its_source_again(store: Store, editing: Editing) -> None:
    editing.save(A_EDITED, None, "ana")
    editing.restore("local:a", 1, "ana")
    moved = A.model_copy(update={"name": "AA"})
    assert store.synchronise([moved, B, NOTE]) == SyncReport(changed=1, unchanged=2)
    assert organisations(store)["local:a"] == moved


def test_an_edit_stays_and_shows_what_the_source_says_now(store: Store, editing: Editing) -> None:
    editing.save(A_EDITED, None, "ana")
    there = editing.get("organisation", "local:a")
    assert (there.record, there.source, there.moved_on) == (A_EDITED, A, False)
    moved = A.model_copy(update={"name": "AA"})
    store.synchronise([moved, B, NOTE])
    there = editing.get("organisation", "local:a")
    assert (there.record, there.source, there.moved_on) == (A_EDITED, moved, True)
    assert editing.moved_on() == (("organisation", "local:a"),)
    taken = editing.take_source("organisation", "local:a", there.version, "ana")
    assert (taken.record, taken.source, taken.moved_on) == (moved, None, False)
    assert store.synchronise([A, B, NOTE]) == SyncReport(changed=1, unchanged=2)
    assert organisations(store)["local:a"] == A


def test_an_edit_outlives_its_source_and_says_so(store: Store, editing: Editing) -> None:
    editing.save(A_EDITED, None, "ana")
    store.synchronise([B, NOTE])
    there = editing.get("organisation", "local:a")
    assert (there.record, there.source, there.moved_on) == (A_EDITED, None, True)
    with pytest.raises(UnknownRecordError, match="has no source that it could follow"):
        editing.take_source("organisation", "local:a", None, "ana")


def test_merged_records_are_edited_as_the_one_that_they_are(store: Store, editing: Editing) -> None:
    store.receive([Organisation(id="reg:a", name="A", languages=("sk",))], "register")
    store.merge("local:a", "reg:a")
    there = editing.get("organisation", "local:a")
    assert isinstance(there.record, Organisation)
    assert there.record.languages == ("sk",)
    edited = there.record.model_copy(update={"summary": "By hand."})
    editing.save(edited, there.version, "ana")
    assert organisations(store)["local:a"] == edited
    with pytest.raises(UnknownRecordError, match="belongs to 'local:a'"):
        editing.get("organisation", "reg:a")
    moved = Organisation(id="reg:a", name="A", languages=("cs",))
    store.receive([moved], "register")
    now = editing.get("organisation", "local:a")
    assert now.moved_on
    assert isinstance(now.source, Organisation)
    assert (now.source.summary, now.source.languages) == ("From the corpus.", ("cs",))
    assert editing.take_source("organisation", "local:a", None, "ana").record == now.source
    editing.delete("organisation", "local:a", None, "ana")
    assert list(organisations(store)) == ["local:b"]


def test_practices_are_edited_the_same_way(store: Store, editing: Editing) -> None:
    editing.save(NOTE.model_copy(update={"text": "Ask late."}), None, "ana")
    assert [each.text for each in store.practices()] == ["Ask late."]
    editing.restore("note", 1, "ana")
    assert list(store.practices()) == [NOTE]
    with pytest.raises(UnknownRecordError, match="no organisation has the id 'note'"):
        editing.get("organisation", "note")


def test_the_last_changes_of_all_come_first(editing: Editing) -> None:
    editing.save(A_EDITED, None, "ana")
    editing.add(Organisation(id="local:c", name="C"), "bob")
    assert [each.record_id for each in editing.recent(9)] == ["local:c", "local:a"]
    assert len(editing.recent(1)) == 1


def test_every_change_renews_the_name_of_what_the_records_are(store: Store, editing: Editing) -> None:
    names = [store.revision()]
    editing.save(A_EDITED, None, "ana")
    names.append(store.revision())
    editing.delete("organisation", "local:a", None, "ana")
    names.append(store.revision())
    editing.restore("local:a", 2, "ana")
    names.append(store.revision())
    assert len(set(names)) == 4


def test_a_list_in_another_order_is_told(editing: Editing) -> None:
    editing.save(A_EDITED, None, "ana")
    editing.save(A_EDITED.model_copy(update={"countries": ("CZ", "SK")}), None, "ana")
    assert editing.history("local:a")[0].differences == (Difference("countries", (), ()),)
