"""Publishing: what is written is found without a whole build, by every process, and never half."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from matcher.errors import KnowledgeBaseError, UnknownRecordError
from matcher.generations import current_name, generations
from matcher.knowledge import KnowledgeBase
from matcher.recommender import Recommender
from matcher.records import Activity, Goal, Organisation
from matcher.workspace import Workspace
from tests.conftest import WordsEncoder
from tests.many_organisations import _many_vectors, built_once, few_are_many, organisation, workspace

__all__ = ["_many_vectors", "built_once", "workspace"]  # fixtures
BEES = Goal(text="Keep bees on roofs")


def edit(workspace: Workspace, record_id: str, **fields: object) -> None:
    record = workspace.editing.get("organisation", record_id).record
    workspace.editing.save(record.model_copy(update=fields), None, "me")


def published(workspace: Workspace) -> KnowledgeBase:
    workspace.publish(WordsEncoder())
    return workspace.open(WordsEncoder())


def first(knowledge: KnowledgeBase, goal: Goal = BEES) -> str:
    partners = Recommender(knowledge).partners([goal])[0].partners
    return partners[0].organisation.id if partners else ""


def bees(workspace: Workspace, number: int = 4) -> str:
    """Let an organisation keep bees and return its id."""
    edit(workspace, f"local:o{number:02d}", summary=f"Keeps bees on roofs. Number {number}.", offers=())
    return f"local:o{number:02d}"


def test_an_edit_is_found_without_a_whole_build(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert first(workspace.open(WordsEncoder())) != bees(workspace)
    monkeypatch.setattr(KnowledgeBase, "build", None)
    encoder = WordsEncoder()
    assert workspace.publish(encoder) == workspace.root / "gen-000002"
    assert all("Keeps bees on roofs" in text for text in encoder.encoded), "nothing else is read by the model"
    opened = workspace.open(WordsEncoder())
    assert (first(opened), opened.manifest.base and opened.manifest.base.name) == ("local:o04", "gen-000001")
    assert opened.manifest.organisations == len(opened.organisations) == 46


def test_the_files_of_the_whole_build_are_shared_and_stay_as_they_are(workspace: Workspace) -> None:
    before = {path.name: path.read_bytes() for path in (workspace.root / "gen-000001").rglob("*") if path.is_file()}
    bees(workspace)
    folder = workspace.publish(WordsEncoder())
    edit(workspace, "local:o09", summary="Bakes.")
    workspace.open(WordsEncoder())
    for path in (workspace.root / "gen-000001").rglob("*.npy"):
        assert path.samefile(folder / path.relative_to(workspace.root / "gen-000001"))
    assert before == {p.name: p.read_bytes() for p in (workspace.root / "gen-000001").rglob("*") if p.is_file()}


def test_a_deleted_organisation_is_found_nowhere(workspace: Workspace) -> None:
    gone = bees(workspace)
    assert first(published(workspace)) == gone
    workspace.editing.delete("organisation", gone, None, "me")
    opened = published(workspace)
    recommender = Recommender(opened)
    assert gone not in recommender.rank_partners([BEES.model_copy(update={"limit": 50})])[0]
    assert gone not in {each.organisation.id for each in recommender.similar("local:o05", limit=50)}
    assert gone not in {opened.organisation_ids[row] for row in opened.directory.find().rows.tolist()}
    assert opened.organisation_row(gone) is None
    assert gone not in opened.organisation_ids
    assert not [each for each in opened.organisation_names if each.endswith("House 4")]
    assert not opened.name_index.like(gone, 5)
    with pytest.raises(UnknownRecordError):
        opened.find_organisation(gone)


def test_a_text_of_a_deleted_organisation_takes_no_place_in_a_search(workspace: Workspace) -> None:
    workspace.editing.delete("organisation", bees(workspace), None, "me")
    passages = published(workspace).organisation_passages
    vectors = WordsEncoder().encode_queries([BEES.text])
    [hits] = passages.search([BEES.text], vectors, len(passages.texts))
    counts = passages.first_passage[hits.texts + 1] - passages.first_passage[hits.texts]
    assert counts.min() > 0
    assert len(hits.texts) == (passages.first_passage[1:] > passages.first_passage[:-1]).sum()


def test_who_was_named_before_it_was_there_is_known_when_it_comes(workspace: Workspace) -> None:
    fair = Activity(title="A fair of bees", partners=("local:later",))
    edit(workspace, "local:o04", activities=(fair,))
    workspace.rebuild(WordsEncoder())
    workspace.store.receive([Organisation(id="local:later", name="Later", summary="Comes later.")], "register")
    opened = published(workspace)
    one, other = opened.organisation_row("local:o04"), opened.organisation_row("local:later")
    assert one is not None
    assert other is not None
    assert opened.manifest.base
    shared = opened.participation.shared_activities(one, other)
    assert [opened.organisation_passages.texts[row] for row in shared] == ["A fair of bees"]


def test_another_process_sees_what_was_published(workspace: Workspace) -> None:
    other = Workspace(workspace.settings)
    assert first(other.open(WordsEncoder())) != bees(workspace)
    workspace.publish(WordsEncoder())
    assert first(other.open(WordsEncoder())) == "local:o04"
    edit(other, "local:o05", summary="Bees, bees on roofs, and bees again.", offers=())
    assert other.publish(WordsEncoder()).name == "gen-000003"
    assert {"local:o04", "local:o05"} <= set(Recommender(published(workspace)).rank_partners([BEES])[0][:2])
    other.store.close()


def test_a_restart_after_an_edit_reads_no_record_and_builds_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    bees(workspace)
    workspace.publish(WordsEncoder())
    later = Workspace(workspace.settings)
    monkeypatch.setattr(Workspace, "corpus", None)
    assert later.follow() == ""
    later.store.close()


def test_without_the_stamp_the_records_are_read_and_fit(workspace: Workspace) -> None:
    bees(workspace)
    workspace.editing.delete("organisation", "local:o07", None, "me")
    workspace.publish(WordsEncoder())
    (workspace.settings.data / "stamp.json").unlink()
    later = Workspace(workspace.settings)
    assert later.follow() == ""
    later.store.close()


def test_the_order_of_edits_does_not_matter(workspace: Workspace, tmp_path: Path) -> None:
    numbers = [3, 8, 21, 30]
    fingerprints = []
    before = workspace.corpus().fingerprint
    for seed in (1, 2):
        random.Random(seed).shuffle(numbers)
        for number in numbers:
            bees(workspace, number)
            fingerprint = published(workspace).manifest.corpus
        fingerprints.append(fingerprint)
        for number in numbers:
            workspace.editing.restore(f"local:o{number:02d}", 1, "me")
    assert fingerprints[0] == fingerprints[1] == fingerprint
    assert published(workspace).manifest.corpus == before


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"?"), Path.unlink])
def test_a_damaged_delta_falls_back_to_the_generation_before(
    workspace: Workspace, damage: Callable[[Path], object], caplog: pytest.LogCaptureFixture
) -> None:
    bees(workspace)
    workspace.publish(WordsEncoder())
    bees(workspace, 5)
    folder = workspace.publish(WordsEncoder())
    damage(folder / "delta" / "rows.npy")
    opened = workspace.open(WordsEncoder())
    assert (opened.name, first(opened)) == ("gen-000002", "local:o04")
    assert "falling back to the generation before" in caplog.text
    assert published(workspace).manifest.base is None, "a whole build mends it"


def test_a_process_that_ends_while_it_writes_leaves_the_generation_before(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    bees(workspace)
    monkeypatch.setattr("matcher.deltas.delta.save_records", _killed)
    with pytest.raises(KeyboardInterrupt):
        workspace.publish(WordsEncoder())
    assert current_name(workspace.root) == "gen-000001"
    assert [path.name for path in generations(workspace.root)] == ["gen-000001"]
    monkeypatch.undo()
    few_are_many(monkeypatch)
    later = Workspace(workspace.settings)
    assert first(published(later)) == "local:o04"
    later.store.close()


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_without_hard_links_the_files_are_copied(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _no_links)
    bees(workspace)
    folder = workspace.publish(WordsEncoder())
    assert not (folder / "organisations" / "vectors.npy").samefile(
        workspace.root / "gen-000001" / "organisations" / "vectors.npy"
    )
    shutil.rmtree(workspace.root / "gen-000001")
    assert first(workspace.open(WordsEncoder())) == "local:o04"


def test_what_was_copied_is_flushed_to_the_disk_too(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[str] = []
    monkeypatch.setattr("matcher.generations._flush", lambda path: flushed.append(path.name))
    bees(workspace)
    workspace.publish(WordsEncoder())
    assert "vectors.npy" in flushed, "of the delta"
    linked = len(flushed)
    monkeypatch.setattr(os, "link", _no_links)
    bees(workspace, 5)
    flushed.clear()
    folder = workspace.publish(WordsEncoder())
    assert {path.name for path in folder.rglob("*") if path.is_file()} <= set(flushed)
    assert len(flushed) > linked


def _no_links(*_: object) -> None:
    raise OSError("this file system has no links")


def test_an_edit_that_is_published_during_a_whole_build_stays_searchable(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = KnowledgeBase.build.__func__  # type: ignore[attr-defined]
    other = Workspace(workspace.settings)

    def slow(cls: type[KnowledgeBase], *given: object, **options: object) -> KnowledgeBase:
        built: KnowledgeBase = build(cls, *given, **options)
        monkeypatch.setattr(KnowledgeBase, "build", classmethod(build))
        bees(other)
        assert first(published(other)) == "local:o04"
        return built

    monkeypatch.setattr(KnowledgeBase, "build", classmethod(slow))
    folder = workspace.rebuild(WordsEncoder())
    opened = workspace.open(WordsEncoder())
    assert (opened.name, first(opened)) == (folder.name, "local:o04")
    assert opened.manifest.corpus == workspace.corpus().fingerprint


def test_where_nothing_has_changed_nothing_is_written(workspace: Workspace) -> None:
    assert workspace.publish(WordsEncoder()).name == "gen-000001"
    bees(workspace)
    assert workspace.publish(WordsEncoder()).name == "gen-000002"
    assert workspace.publish(WordsEncoder()).name == "gen-000002"


def test_a_changed_practice_is_found(workspace: Workspace) -> None:
    record = workspace.editing.get("practice", "ask-for-money-early").record
    workspace.editing.save(record.model_copy(update={"text": "Bees on roofs need a permit."}), None, "me")
    opened = published(workspace)
    assert opened.manifest.base
    assert Recommender(opened).rank_practices([BEES])[0][0] == "ask-for-money-early"
    assert opened.manifest.corpus == workspace.corpus().fingerprint


def _few_vectors(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.indexes.MANY", 20_000)


def _many_changes(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.publishing.MOST_CHANGED", 0.01)


def _other_lists(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.workspace.taxonomy_digest", lambda _: "of others")


def _unknown_number(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = workspace.root / "gen-000001" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"complete_to": ', '"complete_to": 9'))


def _other_recipe(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.knowledge.RECIPE_VERSION", 77)


@pytest.mark.parametrize("reason", [_few_vectors, _many_changes, _other_lists, _unknown_number, _other_recipe])
def test_where_a_delta_will_not_do_everything_is_built(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, reason: Callable[..., None]
) -> None:
    bees(workspace)
    reason(workspace, monkeypatch)
    opened = published(workspace)
    assert opened.manifest.base is None
    assert first(opened) == "local:o04"
    bees(workspace, 5)


def test_a_whole_build_takes_over_what_deltas_held(workspace: Workspace) -> None:
    bees(workspace)
    assert published(workspace).manifest.base
    workspace.rebuild(WordsEncoder())
    opened = workspace.open(WordsEncoder())
    assert (opened.manifest.base, first(opened)) == (None, "local:o04")
    bees(workspace, 5)
    later = published(workspace).manifest.base
    assert later
    assert later.name == "gen-000003"


def test_a_generation_of_the_build_before_is_kept_to_fall_back_to(workspace: Workspace) -> None:
    workspace.rebuild(WordsEncoder())
    for number in range(5):
        bees(workspace, number)
        workspace.publish(WordsEncoder())
    assert [path.name for path in generations(workspace.root)] == [
        "gen-000007",
        "gen-000006",
        "gen-000005",
        "gen-000001",
    ]


def test_what_was_joined_is_not_saved_as_if_it_were_whole(workspace: Workspace) -> None:
    bees(workspace)
    with pytest.raises(KnowledgeBaseError, match="joined with a delta"):
        published(workspace).save(workspace.root)


def test_a_new_organisation_that_takes_a_row_of_its_own_is_found(workspace: Workspace) -> None:
    rng = random.Random(3)
    workspace.store.receive([organisation(number, rng) for number in range(50, 60)], "register")
    bees(workspace, 55)
    opened = published(workspace)
    assert (len(opened.organisations), first(opened)) == (56, "local:o55")
