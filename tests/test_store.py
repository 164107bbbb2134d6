"""The database: following the corpus, keeping edits, and staying as it was when something fails."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic_core import PydanticSerializationError

from matcher.corpus import Corpus
from matcher.database.rows import Arrival
from matcher.database.synchronising import SyncReport
from matcher.errors import InvalidRecordsError, SettingsError, UnknownRecordError
from matcher.records import Activity, Organisation, Practice
from matcher.store import Store

A = Organisation(id="local:a", name="A")
B = Organisation(id="local:b", name="B")
C = Organisation(id="local:c", name="C")
NOTE = Practice(id="note", text="Ask early.")
A_EDITED = Organisation(id="local:a", name="A as we know it")
A_MOVED = Organisation(id="local:a", name="A", summary="A moved on.")
UNSTORABLE = Organisation.model_construct(id="local:z", name="\ud800")  # passes no validation: fails when written


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'matcher.sqlite'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store(url)
    yield store
    store.close()


def names(store: Store) -> dict[str, str]:
    return {organisation.id: organisation.name for organisation in store.organisations()}


# Reading


def test_a_new_database_is_empty(store: Store) -> None:
    assert list(store.organisations()) == []
    assert list(store.practices()) == []
    assert store.origins() == set()
    assert store.moved_on() == []


def test_the_records_come_back_as_they_were_and_by_id(store: Store, small_corpus: Corpus) -> None:
    store.synchronise((*reversed(small_corpus.organisations), *reversed(small_corpus.practices)))
    assert tuple(store.organisations()) == small_corpus.organisations
    assert tuple(store.practices()) == small_corpus.practices


def test_a_database_keeps_its_records_when_it_is_closed(store: Store, url: str) -> None:
    store.synchronise([A, NOTE])
    store.edit(A_EDITED)
    store.close()
    again = Store(url)
    assert (list(again.organisations()), list(again.practices())) == ([A_EDITED], [NOTE])
    assert again.synchronise([A, NOTE]) == SyncReport(unchanged=2)
    again.close()


def test_someone_may_read_while_someone_writes(store: Store, tmp_path: Path) -> None:
    store.synchronise([A, B])
    with contextlib.closing(sqlite3.connect(tmp_path / "matcher.sqlite")) as reader:
        reading = reader.execute("SELECT id FROM records ORDER BY id")
        assert reading.fetchone() == ("local:a",)
        assert store.synchronise([A_MOVED, C]) == SyncReport(added=1, changed=1, removed=1)
        assert reading.fetchall() == [("local:b",)]
    assert list(store.organisations()) == [A_MOVED, C]


# Following the corpus


def test_the_first_synchronisation_adds_everything(store: Store) -> None:
    assert store.synchronise([A, B, NOTE]) == SyncReport(added=3)
    assert store.origins() == {"corpus"}


def test_synchronising_again_changes_nothing(store: Store, small_corpus: Corpus) -> None:
    records = (*small_corpus.organisations, *small_corpus.practices)
    assert store.synchronise(records) == SyncReport(added=9)
    for _ in range(2):
        assert store.synchronise(records) == SyncReport(unchanged=9)
    assert tuple(store.organisations()) == small_corpus.organisations


def test_the_database_follows_changes_and_removals(store: Store) -> None:
    store.synchronise([A, B, NOTE])
    assert store.synchronise([A_MOVED, C, NOTE]) == SyncReport(added=1, changed=1, unchanged=1, removed=1)
    assert list(store.organisations()) == [A_MOVED, C]
    assert store.synchronise([A_MOVED, C, NOTE]) == SyncReport(unchanged=3)


def test_a_record_that_was_removed_can_come_back(store: Store) -> None:
    store.synchronise([A])
    assert store.synchronise([]) == SyncReport(removed=1)
    assert store.synchronise([A]) == SyncReport(added=1)
    assert list(store.organisations()) == [A]


def test_a_record_that_becomes_one_of_another_kind_is_followed(store: Store) -> None:
    store.synchronise([A])
    note = Practice(id="local:a", text="Ask early.")
    assert store.synchronise([note]) == SyncReport(changed=1)
    assert (list(store.organisations()), list(store.practices())) == ([], [note])


# Origins


def test_each_origin_removes_only_its_own_records(store: Store) -> None:
    store.synchronise([A])
    store.synchronise([B, C], origin="register.csv")
    assert store.origins() == {"corpus", "register.csv"}
    assert store.synchronise([C], origin="register.csv") == SyncReport(unchanged=1, removed=1)
    assert list(store.organisations()) == [A, C]


def test_an_id_that_another_origin_brought_is_refused_and_nothing_changes(store: Store) -> None:
    store.synchronise([A, B])
    store.synchronise([C], origin="register.csv")
    with pytest.raises(InvalidRecordsError) as caught:
        store.synchronise([C, A_EDITED], origin="register.csv")
    assert "'local:a'" in str(caught.value)
    assert "'corpus'" in str(caught.value)
    assert list(store.organisations()) == [A, B, C]


# Edits


def test_an_edit_is_what_is_read(store: Store) -> None:
    store.synchronise([A, NOTE])
    store.edit(A_EDITED)
    store.edit(Practice(id="note", text="Ask late."))
    assert list(store.organisations()) == [A_EDITED]
    assert list(store.practices()) == [Practice(id="note", text="Ask late.")]


def test_an_edit_stays_while_its_source_stays(store: Store) -> None:
    store.synchronise([A, B])
    store.edit(A_EDITED)
    assert store.synchronise([A, B]) == SyncReport(unchanged=2)
    assert names(store) == {"local:a": "A as we know it", "local:b": "B"}
    assert store.moved_on() == []


def test_an_edit_is_kept_and_the_source_that_moved_on_is_reported(store: Store) -> None:
    store.synchronise([A, B])
    store.edit(A_EDITED)
    for _ in range(2):
        assert store.synchronise([A_MOVED, B]) == SyncReport(unchanged=1, kept=1)
        assert list(store.organisations()) == [A_EDITED, B]
        assert store.moved_on() == ["local:a"]


def test_an_edit_is_kept_when_its_source_is_gone(store: Store) -> None:
    store.synchronise([A, B])
    store.edit(A_EDITED)
    assert store.synchronise([B]) == SyncReport(unchanged=1, kept=1)
    assert list(store.organisations()) == [A_EDITED, B]
    assert store.moved_on() == ["local:a"]


def test_records_that_moved_on_are_listed_by_id(store: Store) -> None:
    store.synchronise([C, B, A])
    for record in (C, A, B):
        store.edit(record.model_copy(update={"summary": "Edited."}))
    store.synchronise([C])
    assert store.moved_on() == ["local:a", "local:b"]


def test_an_edit_made_after_the_source_moved_on_settles_it(store: Store) -> None:
    store.synchronise([A])
    store.edit(A_EDITED)
    store.synchronise([A_MOVED])
    store.edit(A_EDITED.model_copy(update={"summary": "A moved on."}))
    assert store.moved_on() == []
    assert store.synchronise([A_MOVED]) == SyncReport(unchanged=1)
    store.synchronise([A])
    assert store.moved_on() == ["local:a"]


@pytest.mark.parametrize("record", [C, Practice(id="gone", text="Ask."), Practice(id="local:a", text="Ask.")])
def test_only_a_record_that_is_there_can_be_edited(store: Store, record: Organisation | Practice) -> None:
    store.synchronise([A])
    with pytest.raises(UnknownRecordError) as caught:
        store.edit(record)
    assert repr(record.id) in str(caught.value)
    assert (list(store.organisations()), list(store.practices())) == ([A], [])


# Imports


def test_an_import_adds_changes_and_removes_nothing(store: Store) -> None:
    assert store.receive([A, B], "register") == (Arrival("local:a", "added"), Arrival("local:b", "added"))
    moved = Arrival("local:a", "changed", fields=("summary",))
    assert store.receive([A_MOVED, C], "register") == (moved, Arrival("local:c", "added"))
    assert store.receive([A_MOVED, C], "register") == (Arrival("local:a", "unchanged"), Arrival("local:c", "unchanged"))
    assert list(store.organisations()) == [A_MOVED, B, C]
    assert store.origins() == {"register"}


def test_a_dry_run_tells_what_would_be_and_writes_nothing(store: Store) -> None:
    store.receive([A], "register")
    expected = (Arrival("local:a", "changed", fields=("summary",)), Arrival("local:b", "added"))
    assert store.receive([A_MOVED, B], "register", dry_run=True) == expected
    assert list(store.organisations()) == [A]
    assert store.receive([A_MOVED, B], "register") == expected


def test_an_import_leaves_what_the_corpus_or_another_register_brought(store: Store) -> None:
    store.synchronise([A, NOTE])
    store.receive([B], "other")
    kept = [Arrival("local:a", "unchanged", kept="came from 'corpus' before")]
    kept += [Arrival("local:b", "unchanged", kept="came from 'other' before")]
    b_moved = B.model_copy(update={"summary": "B moved on."})
    note = Organisation(id="note", name="Not a note")
    for _ in range(2):
        arrivals = store.receive([A_MOVED, b_moved, note], "register")
        assert arrivals == (*kept, Arrival("note", "unchanged", kept="came from 'corpus' before"))
    assert list(store.organisations()) == [A, B]
    assert store.receive([A], "register") == (Arrival("local:a", "unchanged"),)


def test_an_import_keeps_an_edit_and_says_that_the_source_moved_on(store: Store) -> None:
    store.receive([A], "register")
    store.edit(A_EDITED)
    assert store.receive([A], "register") == (Arrival("local:a", "unchanged"),)
    for _ in range(2):
        (arrival,) = store.receive([A_MOVED], "register")
        assert arrival == Arrival("local:a", "unchanged", kept="was edited here; the source has moved on")
    assert list(store.organisations()) == [A_EDITED]
    assert store.moved_on() == ["local:a"]


def with_activities(*titles: str) -> Organisation:
    return A.model_copy(update={"activities": tuple(Activity(id=title, title=title) for title in titles)})


def test_an_import_that_joins_adds_to_what_was_there(store: Store) -> None:
    store.receive([with_activities("quiz")], "grants", joins=True)
    (arrival,) = store.receive([with_activities("fair")], "grants", joins=True)
    assert arrival == Arrival("local:a", "changed", fields=("activities",))
    for titles in (["quiz"], ["fair"], ["fair", "quiz"]):
        assert store.receive([with_activities(*titles)], "grants", joins=True)[0].outcome == "unchanged"
    assert list(store.organisations()) == [with_activities("quiz", "fair")]


def test_an_import_that_joins_keeps_an_edit(store: Store) -> None:
    store.receive([with_activities("quiz")], "grants", joins=True)
    store.edit(A_EDITED)
    assert store.receive([with_activities("quiz")], "grants", joins=True) == (Arrival("local:a", "unchanged"),)
    assert store.receive([with_activities("fair")], "grants", joins=True)[0].kept
    assert list(store.organisations()) == [A_EDITED]
    assert store.moved_on() == ["local:a"]


def test_a_file_that_says_nothing_new_does_not_move_an_edited_record_on(store: Store) -> None:
    store.receive([with_activities("quiz")], "grants", joins=True)
    store.receive([with_activities("fair")], "grants", joins=True)
    store.edit(with_activities("quiz", "fair").model_copy(update={"summary": "Edited."}))
    assert store.receive([with_activities("quiz")], "grants", joins=True) == (Arrival("local:a", "unchanged"),)
    assert store.moved_on() == []


def test_the_corpus_takes_over_what_an_import_brought(store: Store) -> None:
    store.receive([A, B, C], "register")
    store.edit(C.model_copy(update={"summary": "Edited."}))
    c_of_corpus = C.model_copy(update={"summary": "Curated."})
    assert store.synchronise([A_MOVED, c_of_corpus]) == SyncReport(changed=1, kept=1)
    assert list(store.organisations()) == [A_MOVED, B, C.model_copy(update={"summary": "Edited."})]
    assert store.moved_on() == ["local:c"]
    assert store.receive([A], "register")[0].kept == "came from 'corpus' before"
    assert store.synchronise([A_MOVED]) == SyncReport(unchanged=1, kept=1)
    assert {each.id for each in store.organisations()} == {"local:a", "local:b", "local:c"}


def test_more_records_than_a_query_takes_arrive(store: Store) -> None:
    many = [Organisation(id=f"local:{number:04}", name=str(number)) for number in range(1201)]
    assert {arrival.outcome for arrival in store.receive(many, "register")} == {"added"}
    assert {arrival.outcome for arrival in store.receive(many, "register")} == {"unchanged"}
    assert list(store.organisations()) == many


# Failures


def test_an_import_that_is_interrupted_leaves_the_database_as_it_was(store: Store) -> None:
    store.receive([A], "register")
    with pytest.raises(PydanticSerializationError):
        store.receive([A_MOVED, B, UNSTORABLE], "register")
    assert list(store.organisations()) == [A]


def test_a_failing_synchronisation_leaves_the_database_as_it_was(store: Store) -> None:
    store.synchronise([A, B, NOTE])
    store.edit(B.model_copy(update={"summary": "Edited."}))
    before = (list(store.organisations()), list(store.practices()), store.moved_on())
    b_moved = B.model_copy(update={"name": "B moved on"})
    with pytest.raises(PydanticSerializationError):
        store.synchronise([C, A_MOVED, b_moved, UNSTORABLE])
    assert (list(store.organisations()), list(store.practices()), store.moved_on()) == before
    assert store.synchronise([A, B, NOTE]) == SyncReport(unchanged=3)


def test_a_failing_edit_leaves_the_record_as_it_was(store: Store) -> None:
    store.synchronise([A])
    with pytest.raises(PydanticSerializationError):
        store.edit(UNSTORABLE.model_copy(update={"id": "local:a"}))
    assert list(store.organisations()) == [A]
    store.synchronise([A_MOVED])
    assert list(store.organisations()) == [A_MOVED]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "matcher.sqlite",
        "sqlite:////no/such/folder/matcher.sqlite",
        "oracel://host/partners",
        "postgresql://host:port/partners",
        "sqlite+nosuchdriver:///x.sqlite",
    ],
)
def test_a_database_that_cannot_be_opened_is_named_with_the_variable(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Store(url)
    assert str(caught.value).startswith(f"the database {url!r} cannot be opened: ")
    assert str(caught.value).endswith("; check MATCHER_DATABASE")


def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Not a database. " * 100)
    with pytest.raises(SettingsError, match="file is not a database; check MATCHER_DATABASE"):
        Store(f"sqlite:///{path}")
    assert path.read_text() == "Not a database. " * 100


def test_a_password_is_not_repeated_in_the_error() -> None:
    with pytest.raises(SettingsError) as caught:
        Store("oracel://matcher:pa55word@host/partners")
    assert "pa55word" not in str(caught.value)
    assert "host/partners" in str(caught.value)


# The revision


def test_the_revision_is_another_after_each_change_and_the_same_otherwise(store: Store, url: str) -> None:
    changes = (
        lambda: store.synchronise([A, B]),
        lambda: store.synchronise([A_MOVED, B]),
        lambda: store.synchronise([A_MOVED]),
        lambda: store.edit(A_EDITED),
        lambda: store.synchronise([B], origin="register"),
    )
    seen = [store.revision()]
    for change in changes:
        change()
        seen.append(store.revision())
        assert Store(url).revision() == seen[-1]
    assert seen[0] == ""
    assert len(set(seen)) == len(seen)


def test_the_revision_stays_where_no_record_changes(store: Store) -> None:
    store.synchronise([A, B])
    store.edit(A_EDITED)
    before = store.revision()
    assert store.synchronise([A_MOVED, B]) == SyncReport(unchanged=1, kept=1)
    with pytest.raises(UnknownRecordError):
        store.edit(C)
    with pytest.raises(PydanticSerializationError):
        store.synchronise([A, C, UNSTORABLE])
    assert store.revision() == before


def test_two_databases_with_the_same_records_have_different_revisions(store: Store, tmp_path: Path) -> None:
    other = Store(f"sqlite:///{tmp_path / 'other.sqlite'}")
    for each in (store, other):
        each.synchronise([A])
    assert store.revision() != other.revision()
    other.close()
