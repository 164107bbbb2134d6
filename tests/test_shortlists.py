"""Shortlists: kept under a link that nobody can guess, in the order, with the notes, and nothing lost."""

from __future__ import annotations

import threading

import pytest

from matcher.errors import ShortlistError, UnknownRecordError
from matcher.records import Organisation
from matcher.settings import Settings
from matcher.shortlists.keeping import Shortlists
from matcher.shortlists.rows import StoredEntry
from matcher.shortlists.shortlist import LONGEST_NOTE, MOST_ENTRIES, Entry, Shortlist, moved
from matcher.store import Store
from matcher.workspace import Workspace
from tests.conftest import WordsEncoder

GOAL = (("goal", "verify rumours"), ("country", "SK"), ("kind", "network"), ("kind", "broadcaster"))


def organisation(slug: str) -> Organisation:
    return Organisation(id=f"local:{slug}", name=slug.title())


@pytest.fixture
def shortlists(tmp_path) -> Shortlists:
    return Shortlists(Store(f"sqlite:///{tmp_path / 'lists.sqlite'}").engine)


@pytest.fixture
def token(shortlists: Shortlists) -> str:
    """A list of a, b and c."""
    made = shortlists.create("Radio week", GOAL)
    for slug in "abc":
        shortlists.add(made.token, organisation(slug))
    return made.token


def test_a_shortlist_comes_back_as_it_was_kept(shortlists: Shortlists, token: str) -> None:
    found = shortlists.get(token)
    assert (found.name, found.goal, found.goal_text) == ("Radio week", GOAL, "verify rumours")
    assert found.entries == (Entry("local:a", "A"), Entry("local:b", "B"), Entry("local:c", "C"))


def test_a_token_is_long_and_never_the_same(shortlists: Shortlists) -> None:
    tokens = {shortlists.create("One", ()).token for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 22  # 16 bytes in base 64


def test_what_is_added_twice_is_there_once_with_its_note(shortlists: Shortlists, token: str) -> None:
    shortlists.write(token, "local:a", "Ask Ana.", "contacted")
    shortlists.add(token, organisation("a"))
    assert shortlists.get(token).entries[0] == Entry("local:a", "A", "Ask Ana.", "contacted")
    assert len(shortlists.get(token).entries) == 3


@pytest.mark.parametrize(
    ("who", "steps", "order"),
    [("a", 1, "bac"), ("c", -1, "acb"), ("c", -2, "cab"), ("a", -1, "abc"), ("c", 1, "abc")],
    ids=["down", "up", "to the top", "up at the top", "down at the end"],
)
def test_entries_move(shortlists: Shortlists, token: str, who: str, steps: int, order: str) -> None:
    shortlists.move(token, f"local:{who}", steps)
    assert [each.removeprefix("local:") for each in shortlists.get(token).ids] == list(order)


def test_moving_loses_nobody() -> None:
    assert moved(("a", "b", "c", "d"), "b", 99) == ["a", "c", "d", "b"]


def test_what_was_added_after_a_removal_stands_last(shortlists: Shortlists, token: str) -> None:
    shortlists.remove(token, "local:b")
    shortlists.add(token, organisation("d"))
    shortlists.move(token, "local:d", -1)
    assert shortlists.get(token).ids == ("local:a", "local:d", "local:c")


def test_notes_keep_their_lines_and_lose_control_characters(shortlists: Shortlists, token: str) -> None:
    shortlists.write(token, "local:a", "  One\r\nTwo\x07 \n", "agreed")
    assert shortlists.get(token).entries[0].note == "One\nTwo"


@pytest.mark.parametrize(
    ("note", "status", "field", "part"),
    [("x" * (LONGEST_NOTE + 1), "agreed", "note", "4,001"), ("", "married", "status", "'married'")],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    shortlists: Shortlists, token: str, note: str, status: str, field: str, part: str
) -> None:
    shortlists.write(token, "local:a", "Before", "contacted")
    with pytest.raises(ShortlistError, match=part) as refusal:
        shortlists.write(token, "local:a", note, status)
    assert refusal.value.field == field
    assert shortlists.get(token).entries[0] == Entry("local:a", "A", "Before", "contacted")


@pytest.mark.parametrize("name", ["", " \n ", "x" * 121])
def test_a_name_is_neither_empty_nor_endless(shortlists: Shortlists, token: str, name: str) -> None:
    with pytest.raises(ShortlistError, match="1 to 120"):
        shortlists.rename(token, name)
    assert shortlists.get(token).name == "Radio week"


def test_a_full_list_takes_no_more(shortlists: Shortlists) -> None:
    token = shortlists.create("Full", ()).token
    for number in range(MOST_ENTRIES):
        shortlists.add(token, organisation(f"o{number}"))
    with pytest.raises(ShortlistError, match="at most 60"):
        shortlists.add(token, organisation("late"))


def test_a_deleted_list_is_gone_with_its_entries(shortlists: Shortlists, token: str) -> None:
    other = shortlists.create("Other", GOAL).token
    shortlists.add(other, organisation("a"))
    shortlists.delete(token)
    assert shortlists.find(token) is None
    with pytest.raises(UnknownRecordError, match="no shortlist has this link"):
        shortlists.get(token)
    with pytest.raises(UnknownRecordError):
        shortlists.rename(token, "Again")
    assert shortlists.get(other).ids == ("local:a",)


def test_an_organisation_that_is_not_on_the_list_cannot_be_changed(shortlists: Shortlists, token: str) -> None:
    for change in (lambda who: shortlists.remove(token, who), lambda who: shortlists.move(token, who, 1)):
        with pytest.raises(UnknownRecordError, match="'local:z' is not on this shortlist"):
            change("local:z")


def test_two_at_a_time_lose_nothing(shortlists: Shortlists, token: str) -> None:
    def add(first: str) -> None:
        for number in range(8):
            shortlists.add(token, organisation(f"{first}{number}"))

    threads = [threading.Thread(target=add, args=(first,)) for first in "xy"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shortlists.get(token).entries) == 3 + 16
    assert [each for each in shortlists.get(token).ids if each.startswith("local:x")] == [
        f"local:x{number}" for number in range(8)
    ]


def test_a_change_waits_for_the_one_before_and_sees_it(shortlists: Shortlists, token: str) -> None:
    later = threading.Thread(target=shortlists.add, args=(token, organisation("d")))
    with shortlists._change(token) as row:
        later.start()
        later.join(0.5)
        assert later.is_alive()
        row.entries.append(StoredEntry(organisation_id="local:x", name="X", position=4))
    later.join()
    assert shortlists.get(token).ids == ("local:a", "local:b", "local:c", "local:x", "local:d")


def test_a_rebuild_leaves_shortlists_alone(settings: Settings, words_encoder: WordsEncoder) -> None:
    workspace = Workspace(settings)
    workspace.synchronise()
    token = workspace.shortlists.create("Kept", GOAL).token
    workspace.shortlists.add(token, organisation("gone-since"))
    workspace.shortlists.write(token, "local:gone-since", "Call on Monday", "agreed")
    workspace.synchronise()
    workspace.rebuild(words_encoder)
    found = Workspace(settings).shortlists.get(token)
    assert found.entries == (Entry("local:gone-since", "Gone-Since", "Call on Monday", "agreed"),)


def test_without_a_choice_all_who_have_not_declined_are_chosen() -> None:
    entries = (Entry("a", "A"), Entry("b", "B", status="declined"), Entry("c", "C"), Entry("d", "D"))
    shortlist = Shortlist("token", "List", (), entries)
    assert [each.name for each in shortlist.chosen((), 2)] == ["A", "C"]
    assert [each.name for each in shortlist.chosen(("d", "b"), 6)] == ["B", "D"]
