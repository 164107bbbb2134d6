"""Which records were written since: every way of writing is noted, and whom it touches is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from matcher.editing.editing import Editing
from matcher.records import Activity, Organisation, Practice
from matcher.store import Changes, Store

A, B, C = (Organisation(id=f"local:{name}", name=name.upper()) for name in "abc")
NAMES_B = Organisation(id="local:namer", name="Namer", activities=(Activity(title="A fair", partners=("local:b",)),))
NOTE = Practice(id="ask-early", title="Ask early", stage="planning", phase="before", text="Ask.")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'records.sqlite'}")
    store.synchronise([A, B, C, NAMES_B, NOTE])
    yield store
    store.close()


def changes(store: Store, number: int) -> Changes:
    found = store.changed_since(number, 100)
    assert found is not None
    return found


WAYS: dict[str, tuple[Callable[[Store], object], set[str]]] = {
    "edit": (lambda store: store.edit(A.model_copy(update={"name": "New"})), {"local:a"}),
    "save": (lambda store: Editing(store.engine).save(A.model_copy(update={"name": "X"}), None, "me"), {"local:a"}),
    "add": (lambda store: Editing(store.engine).add(Organisation(id="local:d", name="D"), "me"), {"local:d"}),
    "delete": (lambda store: Editing(store.engine).delete("organisation", "local:a", None, "me"), {"local:a"}),
    "import": (lambda store: store.receive([Organisation(id="local:d", name="D")], "register"), {"local:d"}),
    "synchronise": (
        lambda store: store.synchronise([A, B.model_copy(update={"name": "X"}), NAMES_B, NOTE]),
        {"local:b", "local:c"},
    ),
    "merge": (lambda store: store.merge("local:a", "local:b"), {"local:a", "local:b", "local:namer"}),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_writing_is_noted(store: Store, way: str) -> None:
    write, expected = WAYS[way]
    before, known = store.number(), {each.id: each for each in store.organisations()}
    write(store)
    found = changes(store, before)
    now = {each.id: each for each in store.organisations()}
    assert set(found.organisations) == expected
    assert found.organisations == {each: now.get(each) for each in expected}
    assert {each for each in known | now if known.get(each) != now.get(each)} <= expected
    assert (found.practices, found.number) == (None, store.number())
    assert changes(store, found.number).organisations == {}


@pytest.mark.parametrize(
    ("write", "expected"),
    [
        (lambda store: store.merge("local:c", "local:b"), {"local:a", "local:b", "local:c"}),
        (lambda store: store.synchronise([A, C, NAMES_B, NOTE]), {"local:a", "local:b"}),
    ],
)
def test_who_names_a_partner_through_a_record_that_belongs_to_it_is_touched(
    store: Store, write: Callable[[Store], object], expected: set[str]
) -> None:
    store.merge("local:a", "local:namer")
    known, before = {each.id: each for each in store.organisations()}, store.number()
    write(store)
    now = {each.id: each for each in store.organisations()}
    changed = {each for each in known | now if known.get(each) != now.get(each)}
    assert changed <= expected
    assert changed <= set(changes(store, before).organisations)


def test_an_end_of_a_link_that_goes_and_comes_back_touches_who_names_it(store: Store) -> None:
    store.merge("local:a", "local:b")
    for write in (
        lambda: store.synchronise([B, C, NAMES_B, NOTE]),
        lambda: store.receive([A], "register"),
    ):
        known, before = {each.id: each for each in store.organisations()}, store.number()
        write()
        now = {each.id: each for each in store.organisations()}
        changed = {each for each in known | now if known.get(each) != now.get(each)}
        assert "local:namer" in changed, "the partner that it names is read under another id"
        assert changed <= set(changes(store, before).organisations)


def test_a_split_is_noted_for_both_and_for_who_names_them(store: Store) -> None:
    store.merge("local:a", "local:b")
    before = store.number()
    store.split("local:b")
    assert set(changes(store, before).organisations) == {"local:a", "local:b", "local:namer"}


def test_a_record_that_belongs_to_another_touches_the_one_that_leads(store: Store) -> None:
    store.merge("local:a", "local:b")
    before = store.number()
    store.synchronise([A, B.model_copy(update={"summary": "Says more."}), C, NAMES_B, NOTE])
    found = changes(store, before).organisations
    assert found["local:b"] is None
    assert found["local:a"] is not None
    assert found["local:a"].summary == "Says more."


def test_what_undoes_a_deletion_is_noted(store: Store) -> None:
    editing = Editing(store.engine)
    editing.delete("organisation", "local:a", None, "me")
    before = store.number()
    editing.restore("local:a", 1, "me")
    assert changes(store, before).organisations == {"local:a": A}


def test_a_written_practice_brings_all_practices(store: Store) -> None:
    before = store.number()
    Editing(store.engine).save(NOTE.model_copy(update={"title": "Ask soon"}), None, "me")
    found = changes(store, before)
    assert found.organisations == {}
    assert [each.title for each in found.practices or ()] == ["Ask soon"]


def test_writing_what_is_there_already_is_no_change(store: Store) -> None:
    before = store.number()
    Editing(store.engine).save(A, None, "me")
    store.synchronise([A, B, C, NAMES_B, NOTE])
    assert store.number() == before


def test_what_a_failed_transaction_wrote_is_not_noted(store: Store) -> None:
    before = store.number()
    with pytest.raises(RuntimeError):
        store._change(_write_and_fail)
    assert store.number() == before


def _write_and_fail(session: object) -> bool:
    from matcher.database.rows import body_of, new_row

    session.add(new_row(NOTE.model_copy(update={"id": "x"}), *body_of(NOTE), "here"))  # type: ignore[attr-defined]
    session.flush()  # type: ignore[attr-defined]
    raise RuntimeError


def test_more_changes_than_are_wanted_and_a_number_of_another_database_are_not_known(store: Store) -> None:
    before = store.number()
    store.synchronise([NOTE])
    assert store.changed_since(before, 3) is None
    assert store.changed_since(before, 4) is not None
    assert store.changed_since(store.number() + 1, 100) is None
    assert store.changed_since(-1, 100) is None


def test_a_database_of_before_opens_and_notes_from_then_on(store: Store, tmp_path: Path) -> None:
    store.close()
    with sqlite3.connect(tmp_path / "records.sqlite") as old:
        old.execute("DROP TABLE touched")
    old.close()
    later = Store(f"sqlite:///{tmp_path / 'records.sqlite'}")
    assert later.number() == 0
    later.edit(A.model_copy(update={"name": "New"}))
    assert set(changes(later, 0).organisations) == {"local:a"}
    later.close()
